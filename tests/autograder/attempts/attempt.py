"""The description of one planted notebook: its row in the table, what it tries, and the expected result."""

import os
import textwrap
from dataclasses import dataclass

MARKER = f"86400{os.getpid()}"  # part of the name of everything that an attempt could leave behind

ROWS = {
    "honest": "honest work keeps its points",
    "wrong": "wrong answers, for comparison",
    "hang": "endless loops and sleeps",
    "memory": "50 GB of memory",
    "many": "fork bombs, many threads",
    "end": "exit, sys.exit, segfault",
    "output": "1 GB on stdout, 100,000 displays",
    "disk": "fills the disk",
    "broken": "files that are no notebook",
    "rearranged": "duplicated, split, reordered, deleted, renamed",
    "metadata": "changed kernelspec, points, tests",
    "patches": "patched libraries, otter, IPython",
    "lies": "objects that lie",
    "writes": "prints scores, writes results, rewrites itself",
    "looks": "hidden tests, others, gradebook, /proc",
    "walks": "frames and garbage collector",
    "values": "pickles, huge, deep, NaN, wrong dtype",
    "leaves": "threads, children, daemons left behind",
    "network": "network, DNS, unix sockets",
    "archives": "symlinks, .. in zips, FIFOs, devices, bombs",
    "signals": "inherited descriptors, signals to the grader",
    "guesses": "hard-codes answers, detects grading",
    "page": "HTML, scripts, formulas in what is shown",
    "walls": "ptrace, mount, namespaces, programs",
}

SIX = "six = 6"
DOUBLE = "def double(values):\n    return 2 * values"
REFUSE = "class BadImage(ValueError):\n    pass\n\ndef refuse():\n    raise BadImage('too dark')"
MINE = "mine = sum(personal.integers('q4', (3,), low=1, high=999))"

TELLS = """class BadImage(ValueError):
    pass

def refuse():
    raise BadImage(f'found {found}'[:400] if found else 'too dark')"""

# Without guards some attempts would harm the machine that runs the tests, so there they report this and do nothing.
CONFINED = """def confined():
    for kind in ('pid', 'mnt', 'net'):
        try:
            if os.readlink(f'/proc/self/ns/{kind}') == WORLD[kind]:
                return False
        except OSError:
            pass
    return True
"""


@dataclass(frozen=True)
class Attempt:
    """One notebook, with an extra cell before the last question or with other answers, and its expected result.

    `tries` describes the attempt in about five words. `warns` must be part of a warning, `reason` must be part of the
    reason. `notes` are the statuses of the cells that are noted. `finds` is whether the attempt finds something without
    guards.
    """

    row: str
    tries: str
    status: str = "GRADED"
    score: float = 6
    extra: str = ""
    six: str = SIX
    double: str = DOUBLE
    refuse: str = REFUSE
    mine: str = MINE
    declares: str | None = None
    warns: str = ""
    reason: str = ""
    notes: tuple[str, ...] | None = None
    finds: bool = False


def hunt(row: str, tries: str, code: str, *, dangerous: bool = False, finds: bool = True) -> Attempt:
    """Return an attempt whose code appends what it found to `found`; its answers are right if `found` is empty."""
    if dangerous:
        body = textwrap.indent(code.strip(), "    ")
        code = f"{CONFINED}\nif confined():\n{body}\nelse:\n    found.append('not confined, so not tried')"
    six = f"found = []\n{code.strip()}\nsix = 6 if not found else 0"
    return Attempt(row, tries, six=six, refuse=TELLS, finds=finds and not dangerous)


def dangerous(code: str) -> str:
    """Return code for an extra cell that is run only if confined; if not, the cell ends Python, which the test sees."""
    return f"{CONFINED}\nif not confined():\n    raise SystemExit('not confined, so not tried')\n{code.strip()}"


def loop(before: str = "") -> str:
    """Return the source of a cell that never ends, with `before` in front."""
    return f"{before}\nwhile True:\n    pass".strip()
