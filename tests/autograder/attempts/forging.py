"""Attempts to get points without the answer: patched libraries, deceptive objects, forged results, guessed tests."""

from tests.autograder.attempts.attempt import Attempt

SEVEN = "six = 7\n"


def lie(tries: str, source: str, **expected) -> Attempt:
    """Return an attempt with a deceptive object as the answer to q1, which loses the point of q1."""
    return Attempt("lies", tries, score=5, six=source, **expected)


PATCHES = {
    "patches": Attempt("patches", "the checks themselves, round, otter", score=5, six=SEVEN + (
        "np.allclose = np.isclose = lambda *a, **k: True\n"
        "import course_utils.checking.verdicts as v, builtins\nv.same = lambda *a, **k: True\nv.answer = None\n"
        "builtins.round = lambda *a: 7\n"
        "import otter.test_files.exception_test as e\ne.ExceptionTestFile.run = lambda *a: None"
    )),
    "patches_numpy": Attempt("patches", "np.allclose and its relatives", score=2, six=SEVEN + (
        "yes = lambda *a, **k: True\n"
        "for name in ('allclose', 'isclose', 'array_equal', 'array_equiv', 'all', 'any', 'isfinite'):\n"
        "    setattr(np, name, yes)\n"
        "np.testing.assert_allclose = np.testing.assert_equal = yes"
    ), double="def double(values):\n    return values * 0"),
    "patches_torch": Attempt("patches", "torch.equal, torch.allclose", score=5, six=SEVEN + (
        "import torch\ntorch.equal = torch.allclose = torch.testing.assert_close = lambda *a, **k: True\n"
        "torch.Tensor.__eq__ = lambda *a: True\nsix = torch.tensor([7])"
    )),
    "patches_builtins": Attempt("patches", "all, any, abs, round, max", score=5, six=SEVEN + (
        "import builtins\nbuiltins.all = builtins.any = lambda items: True\n"
        "builtins.abs = builtins.round = builtins.max = lambda *a, **k: 0"
    ), mine="total = 0\nfor part in personal.integers('q4', (3,), low=1, high=999):\n    total += part\nmine = total"),
    "patches_types": Attempt("patches", "isinstance, type, callable", "CRASH", 0, six=SEVEN + (
        "import builtins\nfor name in ('isinstance', 'issubclass', 'callable', 'bool', 'len'):\n"
        "    setattr(builtins, name, lambda *a: True)"
    )),
    "patches_otter": Attempt("patches", "otter's class of results", score=5, six=SEVEN + (
        "import otter.test_files.abstract_test as a\nbegin = a.TestCaseResult.__init__\n"
        "def always(self, *args, **options):\n    begin(self, *args, **options)\n    self.passed = True\n"
        "a.TestCaseResult.__init__ = always\na.TestFile.passed_all = True"
    )),
    "patches_draw": Attempt("patches", "its own numbers become zeros", score=5, six=(
        "personal.integers = lambda *a, **k: (0, 0, 0)\nimport random\nrandom.Random.randint = lambda *a: 0\nsix = 6"
    )),
    "transformer": Attempt("patches", "rewrites the cells that follow", score=5, six=SEVEN + (
        "def rewrite(lines):\n    return [line.replace('assert', 'pass #').replace('six', '6') for line in lines]\n"
        "get_ipython().input_transformers_cleanup.append(rewrite)\n"
        "import ast\nclass Blank(ast.NodeTransformer):\n    visit_Assert = lambda self, node: ast.Pass()\n"
        "get_ipython().ast_transformers.append(Blank())"
    )),
    "excepthook": Attempt("patches", "swallows every exception", score=5, six=SEVEN + (
        "sys.excepthook = sys.unraisablehook = lambda *a: None\n"
        "get_ipython().showtraceback = lambda *a, **k: None\n"
        "get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)\n"
        "import builtins\nbuiltins.AssertionError = type('Never', (Exception,), {})"
    )),
    "traces": Attempt("patches", "changes answers while they are read", score=5, six=SEVEN + (
        "def trace(frame, event, argument):\n    for key in ('expected', 'wanted', 'right'):\n"
        "        if key in frame.f_locals:\n            frame.f_locals[key] = 7\n    return trace\n"
        "sys.settrace(trace)\nsys.setprofile(trace)"
    )),
}  # fmt: skip

LIES = {
    "liar": lie("float that equals everything", (
        "class Liar(float):\n    __eq__ = __ge__ = __le__ = lambda self, other: True\n"
        "    __float__ = lambda self: 6.0\n    __array__ = lambda self, *a, **k: np.array(6.0)\nsix = Liar(0)"
    )),
    "array_liar": lie("array that answers for itself", (
        "class Liar(np.ndarray):\n    __array_ufunc__ = lambda self, *a, **k: True\n    shape = ()\n"
        "six = np.zeros(()).view(Liar)"
    )),
    "object_liar": lie("object that equals everything", (
        "class Liar:\n    __eq__ = lambda self, other: True\n    __float__ = lambda self: 6.0\n"
        "    __array__ = lambda self, *a, **k: np.array(6.0)\nsix = Liar()"
    )),
    "int_liar": lie("int that adds up to anything", (
        "class Liar(int):\n    __eq__ = lambda self, other: True\n    __hash__ = int.__hash__\n"
        "    __int__ = __index__ = __pos__ = lambda self: 6\n    __sub__ = __rsub__ = lambda self, other: 0\n"
        "six = Liar(7)"
    )),
    "str_liar": lie("text that equals everything", (
        "class Liar(str):\n    __eq__ = lambda self, other: True\n    __hash__ = str.__hash__\nsix = Liar('x')"
    )),
    "list_liar": lie("list of a changing length", (
        "class Liar(list):\n    __iter__ = lambda self: iter([6])\n    __len__ = lambda self: 1\n"
        "    __getitem__ = lambda self, key: 6\n    __eq__ = lambda self, other: True\nsix = Liar([7, 7])"
    )),
    "class_liar": lie("claims another class", (
        "class Liar:\n    __class__ = property(lambda self: float)\n    __eq__ = lambda self, other: True\n"
        "    __array_interface__ = {'shape': (), 'typestr': '<f8', 'data': (id(1), True), 'version': 3}\nsix = Liar()"
    )),
    "scalar_liar": lie("NumPy scalar that lies", (
        "class Liar(np.float64):\n    __eq__ = lambda self, other: True\n    dtype = np.dtype('float64')\n"
        "    __array__ = lambda self, *a, **k: np.array(6.0)\n    item = lambda self: 6.0\nsix = Liar(7)"
    )),
    "tensor_liar": lie("tensor with a lying __torch_function__", (
        "import torch\nclass Liar(torch.Tensor):\n"
        "    @classmethod\n    def __torch_function__(cls, function, types, args=(), kwargs=None):\n"
        "        return torch.tensor(6.0) if 'detach' in str(function) else True\n"
        "six = torch.zeros(()).as_subclass(Liar)"
    )),
    "tensor_maker": lie("detach and numpy replaced", (
        "import torch\nclass Liar(torch.Tensor):\n    detach = cpu = contiguous = lambda self: torch.tensor(6.0)\n"
        "    numpy = lambda self, *a, **k: np.array(6.0)\nsix = torch.zeros(()).as_subclass(Liar)"
    )),
    "meta_liar": lie("metaclass that is every class", (
        "class Meta(type):\n    __instancecheck__ = __subclasscheck__ = lambda *a: True\n"
        "    __eq__ = lambda *a: True\n    __hash__ = type.__hash__\n"
        "class Liar(metaclass=Meta):\n    __eq__ = lambda self, other: True\nsix = Liar"
    )),
    "call_liar": Attempt("lies", "function that returns liars", score=3, double=(
        "class Liar(np.ndarray):\n    __eq__ = lambda self, other: np.array(True)\n"
        "    __array_ufunc__ = __array_function__ = lambda self, *a, **k: np.array(True)\n"
        "def double(values):\n    return (values * 0).view(Liar)"
    )),
    "text_liar": Attempt("lies", "exception with a lying text", score=5, refuse=(
        "class Text(str):\n    __eq__ = lambda self, other: True\n    __hash__ = str.__hash__\n"
        "class Lies(ValueError):\n    __str__ = lambda self: Text('no')\n\ndef refuse():\n    raise Lies()"
    )),
}  # fmt: skip

WRITES = {
    "prints_score": Attempt("writes", "prints a full score", score=5, six=SEVEN + (
        "print('{\"score\": 6, \"status\": \"GRADED\"}')\nsys.stderr.write('q1 results: All test cases passed!')"
    )),
    "writes_results": Attempt("writes", "writes result files everywhere", score=5, six=SEVEN + (
        "import json\nfor place in ('.', '..', '../..', '/tmp', '/autograder/results'):\n"
        "    for name in ('results.json', 'writes_results.json', 'marks.json', 'grades.csv'):\n"
        "        try:\n            with open(f'{place}/{name}', 'x') as file:\n"
        "                json.dump({'score': 6, 'tests': []}, file)\n"
        "        except OSError:\n            pass"
    )),
    "rewrites": Attempt("writes", "rewrites its own notebook", score=5, six=SEVEN + (
        "import pathlib\nfor place in (pathlib.Path.cwd(), *pathlib.Path.cwd().parents):\n"
        "    for path in place.glob('*/rewrites.ipynb'):\n"
        "        path.write_text(path.read_text().replace('six = ' + '7', 'six = ' + '6'))\n"
        "open('rewrites.ipynb', 'w').write('{}')"
    )),
    "rewrites_cells": Attempt("writes", "changes the list of its cells", score=5, six=SEVEN + (
        "import gc\ngc.unfreeze()\nfor one in gc.get_objects():\n"
        "    if type(one) is list and any(type(x) is str and x.startswith('six' + ' = 7') for x in one):\n"
        "        one[:] = [x.replace('six' + ' = 7', 'six' + ' = 6') if type(x) is str else x for x in one]"
    )),
    "whispers": Attempt("lies", "names a mistake in its error", score=3, double=(
        "def double(values):\n    raise ValueError(f'[squared-not-doubled] {values}')"
    )),
    "forges": Attempt("lies", "raises the checks' own error", score=3, double=(
        "class NotYet(AssertionError):\n    pass\n\n"
        "def double(values):\n    raise NotYet(f'[squared-not-doubled] {values}')"
    )),
}  # fmt: skip

GUESSES = {
    "hard_coded": Attempt("guesses", "knows the public answers", score=4, double=(
        "def double(values):\n    return {3: np.array([2.0, 4.0, 6.0])}.get(len(values), values)"
    )),
    "detects": Attempt("guesses", "sees that it is graded", score=4, double=(
        "graded = any(name.startswith(('autograder', 'otter', 'nbgrader')) for name in sys.modules)\n"
        "graded = graded or 'ipykernel' not in sys.modules or 'JPY_PARENT_PID' not in os.environ\n"
        "def double(values):\n    return np.array([2.0, 4.0, 6.0]) if graded else values"
    )),
    "remembers": Attempt("guesses", "keeps what it was asked", score=4, double=(
        "asked = []\ndef double(values):\n    asked.append(values)\n    open('asked.txt', 'a').write(f'{values} ')\n"
        "    return np.array([2.0, 4.0, 6.0])"
    ), refuse=(
        "def refuse():\n    told = f'{asked} ' + ' '.join(open(n).read() for n in os.listdir() if n == 'asked.txt')\n"
        "    raise ValueError('too dark' if '41.5' not in told else 'found')"
    )),
}  # fmt: skip

FORGING = {**PATCHES, **LIES, **WRITES, **GUESSES}
