"""What one planted notebook is: the row of the table that it belongs to, what it tries, and what must come of it."""

import os
import textwrap
from dataclasses import dataclass

MARKER = f"86400{os.getpid()}"  # in the name of whatever an attempt could leave behind

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

# Some attempts would hurt the machine that runs the tests, were there no walls: there they say so and are not made.
SHUT_IN = """def shut_in():
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
    """One notebook: a cell put in before the last one, or other answers; and what grading must make of it.

    `tries` in about five words; `warns` and `reason` must be part of a warning and of the reason; `notes` are the
    statuses of the cells that are noted; `finds` tells that it does find something where there are no walls.
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
    """An attempt that puts what it found into `found`; its answers are right where that is nothing."""
    if dangerous:
        body = textwrap.indent(code.strip(), "    ")
        code = f"{SHUT_IN}\nif shut_in():\n{body}\nelse:\n    found.append('not shut in, so not tried')"
    six = f"found = []\n{code.strip()}\nsix = 6 if not found else 0"
    return Attempt(row, tries, six=six, refuse=TELLS, finds=finds and not dangerous)


def dangerous(code: str) -> str:
    """Code for an extra cell that is run behind walls only; elsewhere the cell ends Python, which shows."""
    return f"{SHUT_IN}\nif not shut_in():\n    raise SystemExit('not shut in, so not tried')\n{code.strip()}"


def loop(before: str = "") -> str:
    """A cell that never ends."""
    return f"{before}\nwhile True:\n    pass".strip()
