"""Honest work with the usual tools of notebooks: magics, shell commands, figures, widgets and common libraries."""

from tests.autograder.attempts.honest import computes, works

MAGICS = {
    "pip_shell": computes("!pip install in a cell", "!pip install numpy\nsix = 6"),
    "pip_magic": computes("%pip install in a cell", "%pip install -q torchinfo\nsix = 6"),
    "pip_after": computes("!pip behind the answer", "six = 6\n!pip --version"),
    "shell_value": computes("a shell line's value", "names = !ls\nsix = 6"),
    "shell_cell": works("%%bash cell", "%%bash\nls -la"),
    "inline": computes("%matplotlib inline", "%matplotlib inline\nimport matplotlib.pyplot as plt\nsix = 6"),
    "timed": computes("%%time", "%%time\nsix = 6"),
    "timed_line": computes("%time and %timeit", "%time six = 6\n%timeit -n 1 -r 1 sum([1])"),
    "captured": computes("%%capture", "%%capture said\nprint('x')\nsix = 6"),
    "writes_file": works("%%writefile and import", "%%writefile helper.py\ntwo = 2", double=(
        "def double(values):\n    return 2 * values"
    )),
    "reloads": computes("%load_ext autoreload", "%load_ext autoreload\n%autoreload 2\nsix = 6"),
    "changes_folder": computes("%cd and %pwd", "os.mkdir('x')\n%cd x\n%pwd\nsix = 6"),
    "helps": computes("help, ?, dir", "np.sum?\nhelp(abs)\nsix = 6"),
    "environment": computes("%env and %who", "%env COURSE=1\n%who\nsix = 6"),
}  # fmt: skip

SHOWS = {
    "figure": computes("figure, plt.show(), display(fig)", (
        "import matplotlib.pyplot as plt\nfrom IPython.display import display\nfig, ax = plt.subplots()\n"
        "ax.plot([1, 2, 3])\nax.set_title('x')\nplt.show()\ndisplay(fig)\nfig.savefig('fig.png')\n"
        "six = 6 if os.path.getsize('fig.png') else 0"
    )),
    "chinese_figure": computes("figure with a Chinese title", (
        "import matplotlib.pyplot as plt\nplt.title('卷積')\nplt.savefig('x.svg')\nplt.show()\nsix = 6"
    )),
    "widgets": computes("ipywidgets interact", (
        "from ipywidgets import IntSlider, interact\nseen = []\n"
        "@interact(x=IntSlider(value=6, max=9))\ndef f(x):\n    seen.append(x)\nsix = seen[0]"
    )),
    "html_shown": computes("HTML and clear_output", (
        "from IPython.display import HTML, clear_output, display\ndisplay(HTML('<b>x</b>'))\n"
        "clear_output(wait=True)\nsix = 6"
    )),
    "bar": computes("progress bar", (
        "try:\n    from tqdm.auto import tqdm\nexcept ImportError:\n    tqdm = list\nsix = sum(tqdm([1, 2, 3]))"
    )),
}  # fmt: skip

LIBRARIES = {
    "pandas": computes("pandas, CSV written and read", (
        "import pandas as pd\npd.DataFrame({'x': [1, 2, 3]}).to_csv('x.csv')\nsix = int(pd.read_csv('x.csv').x.sum())"
    )),
    "sklearn": computes("scikit-learn fits", (
        "from sklearn.linear_model import LinearRegression\n"
        "fit = LinearRegression(n_jobs=2).fit([[1], [2]], [2, 4])\nsix = round(float(fit.predict([[3]])[0]))"
    )),
    "digits": computes("scikit-learn's digits", (
        "from sklearn.datasets import load_digits\nsix = 6 if load_digits().images.shape == (1797, 8, 8) else 0"
    )),
    "scipy": computes("SciPy convolves", (
        "from scipy.signal import convolve2d\nsix = int(convolve2d([[1, 2], [0, 3]], np.ones((2, 2)), 'valid')[0, 0])"
    )),
    "skimage": computes("scikit-image's pictures", (
        "from skimage import data\nsix = 6 if data.astronaut().shape == (512, 512, 3) else 0"
    )),
    "torch_layers": computes("torch layers and autograd", (
        "import torch\nx = torch.tensor(3.0, requires_grad=True)\n(x * x).backward()\nsix = x.grad"
    )),
    "torchvision": computes("torchvision transforms", (
        "import torch\nfrom torchvision.transforms import v2\n"
        "six = 6 if v2.Resize((4, 4))(torch.ones(1, 8, 8)).shape == (1, 4, 4) else 0"
    )),
    "saves_model": computes("torch.save and torch.load", (
        "import torch\ntorch.save({'six': torch.tensor(6)}, 'model.pt')\nsix = torch.load('model.pt')['six']"
    )),
    "pickles": computes("pickle of its own class", (
        "import pickle\nclass Own:\n    six = 6\nwith open('own.pkl', 'wb') as file:\n    pickle.dump(Own(), file)\n"
        "six = pickle.load(open('own.pkl', 'rb')).six"
    )),
    "course": computes("course_utils", (
        "from course_utils.convolution import conv2d\nfrom course_utils.shapes import conv_output_size\n"
        "six = conv_output_size(8, kernel_size=3)"
    )),
}  # fmt: skip

SYSTEM = {
    "temporary": computes("tempfile", (
        "import tempfile\nwith tempfile.NamedTemporaryFile('w+') as file, tempfile.TemporaryDirectory() as folder:\n"
        "    file.write('6')\n    file.seek(0)\n    six = int(file.read())"
    )),
    "places": computes("os.getcwd, home, Path", (
        "from pathlib import Path\nPath.home().joinpath('x').write_text('6')\nassert os.getcwd()\n"
        "six = int(Path('~/x').expanduser().read_text())"
    )),
    "about": computes("platform, user, host, time zone", (
        "import getpass, locale, platform, socket, uuid, datetime\nplatform.platform()\nsocket.gethostname()\n"
        "uuid.uuid4()\ndatetime.datetime.now().astimezone()\nos.cpu_count()\nsix = 6"
    )),
    "random": computes("random numbers and secrets", (
        "import random, secrets\nrandom.seed(1)\nnp.random.default_rng().normal()\nsecrets.token_hex()\nsix = 6"
    )),
    "downloads": works("downloads, refused or not", (
        "import urllib.request\nurllib.request.urlopen('https://example.com', timeout=5)"
    )),
    "handles_alarm": computes("a signal handler of its own", (
        "import signal\ndone = []\nsignal.signal(signal.SIGALRM, lambda *_: done.append(6))\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.05)\ntime.sleep(0.2)\nsix = done[0]"
    )),
}  # fmt: skip

HONEST_TOOLS = {**MAGICS, **SHOWS, **LIBRARIES, **SYSTEM}
