"""Honest work, right or wrong, with which a grader could have problems; and simple wrong answers for comparison."""

from tests.autograder.attempts.attempt import DOUBLE, Attempt
from tests.autograder.attempts.looking import NEIGHBOUR


def works(tries: str, extra: str = "", **answers) -> Attempt:
    """Return honest work that must get all points."""
    return Attempt("honest", tries, extra=extra, **answers)


def computes(tries: str, six: str) -> Attempt:
    """Return honest work whose answer requires that its whole cell runs; no cell may be noted."""
    return Attempt("honest", tries, six=six, notes=())


WRONG = {
    "unanswered": Attempt("wrong", "leaves q1 open", score=5, six="six = ..."),
    "wrong": Attempt("wrong", "seven and squares", score=2, six="six = 7",
                     double="def double(values):\n    return values * values"),
    "squared": Attempt("wrong", "squares instead of doubles", score=3,
                       double="def double(values):\n    return values * values"),
}  # fmt: skip

WORK = {
    "right": works("plain and right"),
    NEIGHBOUR: works("plain and right, looked for"),
    "chinese": works("Chinese names and comments", "# 王小明\n名字 = '卷積'\nprint(名字)"),
    "王小明": works("Chinese id"),
    "numpy": works("NumPy number", six="six = np.float32(6)"),
    "torch": works("tensor in place of array", six="import torch\nsix = torch.tensor([6])",
                   double="def double(values):\n    return 2 * torch.as_tensor(values)"),
    "listed": works("lists in place of arrays",
                    double="def double(values):\n    return [2 * x for x in values.tolist()]"),
    "noise": works("warnings, stderr, 30 MB printed", (
        "import warnings\nwarnings.warn('x')\nprint('x' * 30_000_000)\nprint('y', file=sys.stderr)"
    ), warns="it wrote 30,0"),
    "logs": works("logs to stderr", "import logging\nlogging.basicConfig(level=10)\nlogging.warning('x')"),
    "error": works("a cell with an error", "undefined_name + 1"),
    "half_written": works("a cell that does not parse", "def f(:"),
    "asks": works("asks for input", "input('your name? ')"),
    "leaves_politely": works("exit() at the end of a cell", "x = 1\nexit()"),
    "other_id": works("another id inside", declares="b9999",
                      warns="the notebook declares the id 'b9999', the file name has 'other_id'"),
    "keeps_files": works("own files", six="six = 6\nwith open('six.txt', 'w') as file:\n    file.write('2')",
                         double="def double(values):\n    return int(open('six.txt').read()) * values"),
    "keeps_folders": works("own folders, os.chdir", six=(
        "os.makedirs('data/raw')\nopen('data/raw/two', 'w').write('2')\nos.chdir('data')\nsix = 6"
    ), double="def double(values):\n    return int(open('raw/two').read()) * values"),
    "uses_class": works("classes, closures, generators", double=(
        "class Doubler:\n    def __init__(self, by):\n        self.by = by\n"
        "    def __call__(self, values):\n        return np.array([self.by * x for x in values])\ndouble = Doubler(2)"
    )),
    "redefines": works("defined twice, right at last", six="six = 7\nsix = 6", extra=DOUBLE),
    "shadows": works("shadows built-in names", "list = str = sum_ = max = 3\nid = 5"),
    "slow": works("trains for some seconds", six="""
import torch
from torch import nn
torch.manual_seed(0)
model = nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8 * 26 * 26, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
start, steps = time.monotonic(), 0
while time.monotonic() - start < 2.5:
    loss = ((model(torch.ones(16, 1, 28, 28)) - 6) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    steps += 1
assert steps > 1 and loss < 36
six = 6
"""),
    "set_threads": works("sets torch's threads", (
        "import torch\ntorch.set_num_threads(2)\ntorch.ones(300, 300) @ torch.ones(300, 300)"
    )),
}  # fmt: skip

PARALLEL = {
    "thread": computes("threads, used and joined", (
        "import threading\nparts = []\n"
        "threads = [threading.Thread(target=parts.append, args=(n,)) for n in (1, 2, 3)]\n"
        "for one in threads:\n    one.start()\nfor one in threads:\n    one.join()\nsix = sum(parts)"
    )),
    "thread_pool": computes("thread pool", (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(4) as pool:\n    six = sum(pool.map(abs, [-1, 2, -3]))"
    )),
    "awaits": computes("await in a cell", (
        "import asyncio\nasync def part(n):\n    await asyncio.sleep(0.01)\n    return n\n"
        "six = sum(await asyncio.gather(part(1), part(2), part(3)))"
    )),
    "runs_loop": computes("asyncio in a thread of its own", (
        "import asyncio, threading\nparts = []\nasync def part():\n    parts.append(6)\n"
        "one = threading.Thread(target=lambda: asyncio.run(part()))\none.start()\none.join()\nsix = parts[0]"
    )),
    "loader": computes("DataLoader without workers", (
        "import torch\nfrom torch.utils.data import DataLoader, TensorDataset\n"
        "data = TensorDataset(torch.tensor([1, 2, 3]))\nsix = sum(int(x) for x, in DataLoader(data, shuffle=True))"
    )),
    "loader_workers": computes("DataLoader with two workers", (
        "import torch\nfrom torch.utils.data import DataLoader, TensorDataset\n"
        "data = TensorDataset(torch.tensor([1, 2, 3]))\nsix = sum(int(x) for x, in DataLoader(data, num_workers=2))"
    )),
    "processes": works("multiprocessing, refused or not", (
        "import multiprocessing\nwith multiprocessing.Pool(2) as pool:\n    print(pool.map(abs, [-1, -2]))"
    )),
    "processes_spawned": works("spawned process, refused or not", (
        "import multiprocessing\none = multiprocessing.get_context('spawn').Process(target=print)\n"
        "one.start()\none.join()"
    )),
    "subprocess": works("subprocess, refused or not", (
        "import subprocess\nprint(subprocess.run(['ls'], capture_output=True, text=True).stdout)"
    )),
    "waits": works("a child that is waited for", (
        "child = os.fork()\nif child == 0:\n    os._exit(0)\nos.waitpid(child, 0)"
    )),
}  # fmt: skip

HONEST = {**WRONG, **WORK, **PARALLEL}
