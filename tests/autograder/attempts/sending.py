"""Attacks on the connection between guest and marker, and on the pages that show texts of the notebook."""

from tests.autograder.attempts.attempt import Attempt, loop

EVIL = """import pickle
class Evil:
    def __reduce__(self):
        return os.mkdir, (WORLD['pickled'],)
"""


def value(tries: str, source: str, **expected) -> Attempt:
    """Return an attempt with an unsuitable value as the answer to q1, which loses the point of q1."""
    return Attempt("values", tries, score=5, six=source, **expected)


VALUES = {
    "pickle": value("object that runs when unpickled", f"{EVIL}six = Evil()"),
    "pickled": value("bytes of such a pickle", f"{EVIL}six = pickle.dumps(Evil())"),
    "deep": value("list 200 deep", "six = 6\nfor _ in range(200):\n    six = [six]"),
    "deeper": value("list a million deep", "six = 6\nfor _ in range(10**6):\n    six = [six]"),
    "own_loop": value("list that holds itself", "six = []\nsix.append(six)"),
    "own_dict": value("dict that holds itself", "six = {}\nsix['six'] = six"),
    "wide": value("five million numbers in a list", "six = [6] * 5_000_000"),
    "huge": value("array of 2 GB", "six = np.zeros(1 << 28)"),
    "huge_int": value("integer of 100,000 digits", "six = 10 ** 100_000"),
    "huge_text": value("text of 300 MB", "six = 'x' * 300_000_000"),
    "object_dtype": value("array of objects", "six = np.array([6], dtype=object)"),
    "text_dtype": value("array of text", "six = np.array(['6'])"),
    "time_dtype": value("array of dates", "six = np.array([6], dtype='datetime64[s]')"),
    "record_dtype": value("array of records", "six = np.array([(6,)], dtype=[('six', 'i4')])"),
    "complex": value("complex number", "six = 6 + 0j"),
    "infinite": value("infinity", "six = float('inf')"),
    "endless": value("endless iterator", "import itertools\nsix = itertools.repeat(6)"),
    "sparse": value("sparse tensor", "import torch\nsix = torch.tensor([6.0]).to_sparse()"),
    "meta": value("tensor without data", "import torch\nsix = torch.empty(1, device='meta')"),
    "module": value("a module", "six = sys"),
    "nan": Attempt("values", "four million NaN", score=3,
                   double="def double(values):\n    return np.full((2000, 2000), np.nan)"),
    "nan_shaped": Attempt("values", "NaN of the right shape", score=3,
                          double="def double(values):\n    return values * np.nan"),
    "wrong_dtype": Attempt("values", "right numbers as objects", score=3,
                           double="def double(values):\n    return (2 * values).astype(object)"),
    "broadcast": Attempt("values", "shape that would broadcast", score=3,
                         double="def double(values):\n    return (2 * values)[None]"),
    "empty": Attempt("values", "nothing of the right type", score=3,
                     double="def double(values):\n    return values[:0]"),
}  # fmt: skip

WRITE_DOWN = """
PLACES = ['here.txt', os.path.abspath('seen.txt'), os.path.abspath('../seen.txt')]

def double(values):
    for place in PLACES:
        try:
            with open(place, 'a') as file:
                file.write(f'{place} {values} ')
        except OSError:
            pass
    return 2 * values
"""
READ_ALOUD = """
def refuse():
    raise ValueError(' '.join(open(place).read() for place in PLACES if os.path.exists(place)) or 'nothing')
"""
WRITE_ALL = """
    for fd in range(3, 64):
        try:
            os.write(fd, GARBAGE)
        except OSError:
            pass
"""

LINE = {
    "writes": Attempt("signals", "writes to every descriptor", "CRASH", 0, six=(
        "six = 7\nprint('{\"score\": 100}')\nopen('results.json', 'w').write('{\"score\": 100}')\n"
        "for fd in range(3, 64):\n    try:\n        os.write(fd, b'x')\n    except OSError:\n        pass"
    )),
    "call_writes": Attempt("signals", "a function writes to them", "CRASH", 3, double=(
        f"GARBAGE = b'\\x00' * 12 + b'{{}}'\ndef double(values):{WRITE_ALL}    return 2 * values"
    )),
    "call_floods": Attempt("signals", "announces 16 exabytes", "CRASH", 3, double=(
        f"GARBAGE = b'\\xff' * 4096\ndef double(values):{WRITE_ALL}    return 2 * values"
    )),
    "reads": Attempt("signals", "reads from every descriptor", six=(
        "import select\nsix = 6\nfor fd in range(3, 64):\n    try:\n"
        "        if select.select([fd], [], [], 0)[0] and os.read(fd, 1 << 20):\n            six = fd\n"
        "    except (OSError, ValueError):\n        pass"
    )),
    "smuggles": Attempt("guesses", "carries inputs to another question", score=5,
                        double=WRITE_DOWN, refuse=READ_ALOUD),
    "stops_parent": Attempt("signals", "stops its parent, then loops", "TIMEOUT", 6, extra=loop(
        "import signal\nos.kill(os.getppid(), signal.SIGSTOP)"
    )),
}  # fmt: skip

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(1)>"
FORMULA = '=hyperlink("http:x","y")'
PAGE = {
    "html": Attempt("page", "script in an error", score=5, six=f"raise ValueError('{SCRIPT}')"),
    "html_answer": Attempt("page", "script in an answer", score=5, six=f"six = '{SCRIPT}'"),
    "html_call": Attempt("page", "script in a function's error", score=2, refuse=(
        f"def refuse():\n    raise ValueError('{SCRIPT}\\n</style></title>{IMAGE}')"
    ), double=f"def double(values):\n    raise type('{IMAGE}', (ValueError,), {{}})('{SCRIPT}')"),
    "html_id": Attempt("page", "script in the id", declares=SCRIPT, warns=SCRIPT),
    "html_output": Attempt("page", "script in an output", extra=(
        f"from IPython.display import HTML, Javascript, display\ndisplay(HTML('{SCRIPT}'))\n"
        "display(Javascript('alert(1)'))"
    )),
    "terminal": Attempt("page", "control characters in an error", score=5, six=(
        "raise ValueError('\\x1b[2J\\x1b]0;title\\x07 \\u202e [bold]x[/bold] \\r\\n=1+1')"
    )),
    "surrogate": Attempt("page", "text that is no text", score=5, six="raise ValueError('\\udc80\\x00\\ufffe')"),
    IMAGE: Attempt("page", "markup in the file's name", declares="b1001", warns="b1001"),
    **{name: Attempt("page", "formula as the file's name", declares="b1001", warns="b1001")
       for name in ("=1+1", "+1+1", "-1+1", "@sum(a1)", FORMULA, "'=1+1")},
    "formula_id": Attempt("page", "formula as the id", declares="=1+1", warns="=1+1"),
    "slash_id": Attempt("page", "id that names a path", declares="../../right", warns="../../right"),
}  # fmt: skip

SENDING = {**VALUES, **LINE, **PAGE}
