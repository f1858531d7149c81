"""A tiny lesson and a class of planted notebooks, good and bad, graded once for all tests that look at the outcome.

`python -m tests.autograder.planted FOLDER OUT` grades in a process of its own: one thread, everything imported once.
"""

import atexit
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.results import Result, load_all

ROOT = Path(__file__).resolve().parents[2]
LESSON = "99_tiny"
CELL_SECONDS = 1.5  # for those of whom TIMEOUT is expected; nobody's honest work may depend on a fast machine
PATIENT_SECONDS = 120.0
SECRET = "31.25"  # in the hidden test's input, and nowhere else
MARKER = f"86400.{os.getpid()}"  # seconds to sleep, so that a process left behind is found by it

PREAMBLE = """from otter.test_files import test_case
import numpy as np
from course_utils.checking import answer, mistakes, personal, raises

OK_FORMAT = False
points = None

@mistakes.mistake("squared-not-doubled", en="You squared it.", zh="你把它平方了。")
def squared(operation, values):
    return values * values

def double_it(values):
    return 2 * values
"""
TESTS = {
    "q1": """
name = "q1"

@test_case(name="q1: six", points=1, hidden=False)
def test_six(six):
    answer(six).equals(sum, [1, 2, 3])
""",
    "q2": f"""
name = "q2"

@test_case(name="q2: small numbers", points=1, hidden=False)
def test_small(double):
    answer(double).computes(double_it, np.array([1.0, 2.0, 3.0]), mistakes=[squared])

@test_case(name="q2: secret numbers", points=2, hidden=True)
def test_secret(double):
    answer(double).computes(double_it, np.array([{SECRET}, 41.5]), mistakes=[squared])
""",
    "q3": """
name = "q3"

@test_case(name="q3: refuses", points=1, hidden=False)
def test_refuses(refuse):
    said = raises(ValueError, refuse)
    assert said == "too dark", f"it said {said}"
""",
    "q4": """
name = "q4"
own = personal.integers("q4", (3,), low=1, high=999)

@test_case(name="q4: own numbers", points=1, hidden=False)
def test_own(mine):
    answer(mine).equals(sum, own)
""",
}
POINTS = {"q1": 1, "q2": 3, "q3": 1, "q4": 1}

IMPORTS = """import os, sys, time
import numpy as np
from course_utils.checking import personal
personal.set_student({id!r})"""
SIX = "six = 6"
DOUBLE = "def double(values):\n    return 2 * values"
REFUSE = "class BadImage(ValueError):\n    pass\n\ndef refuse():\n    raise BadImage('too dark')"
MINE = "mine = sum(personal.integers('q4', (3,), low=1, high=999))"
WRITE_DOWN = """
PLACES = ['here.txt', os.path.abspath('seen.txt'), os.path.abspath('../seen.txt')]

def double(values):
    for place in PLACES:
        with open(place, 'a') as file:
            file.write(f'{place} {values} ')
    return 2 * values
"""
READ_ALOUD = """
def refuse():
    raise ValueError(' '.join(open(place).read() for place in PLACES if os.path.exists(place)) or 'nothing')
"""


@dataclass(frozen=True)
class Planted:
    """One notebook: a cell put in before the last one, or other answers; and what grading must make of it."""

    status: str = "GRADED"
    score: float = 6
    extra: str = ""
    six: str = SIX
    double: str = DOUBLE
    refuse: str = REFUSE
    declares: str | None = None


def _loop(before: str = "") -> str:
    return f"{before}\nwhile True:\n    pass"


CLASS = {
    "right": Planted(),
    "chinese": Planted(extra="# 王小明\n名字 = '卷積'\nprint(名字)"),
    "numpy": Planted(six="six = np.float32(6)"),
    "torch": Planted(six="import torch\nsix = torch.tensor([6])"),
    "noise": Planted(extra="import warnings\nwarnings.warn('x')\nprint('x' * 30_000_000)\nprint('y', file=sys.stderr)"),
    "error": Planted(extra="undefined_name + 1"),
    "unanswered": Planted(score=5, six="six = ..."),
    "loop": Planted("TIMEOUT", extra=_loop()),
    "stubborn": Planted("TIMEOUT", extra=_loop(
        "import signal\nfor n in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):\n    signal.signal(n, signal.SIG_IGN)"
    )),
    "sleep": Planted("TIMEOUT", extra="time.sleep(3600)"),
    "swallow": Planted(
        "TIMEOUT", extra="while True:\n    try:\n        time.sleep(1)\n    except BaseException:\n        pass"
    ),
    "exit0": Planted("CRASH", extra="os._exit(0)"),
    "sysexit": Planted("CRASH", extra="sys.exit(3)"),
    "segfault": Planted("CRASH", extra="import ctypes\nctypes.string_at(0)"),
    "cut": Planted("CRASH", extra="os.closerange(3, 200)\ntime.sleep(0.5)"),
    "memory": Planted("MEMORY", extra="hog = bytearray(60 << 30)"),
    "grows": Planted("MEMORY", extra="hog = []\nwhile True:\n    hog.append(np.empty(1 << 27))"),
    "killed": Planted("MEMORY", extra="os.kill(os.getpid(), 9)"),
    "threads": Planted("TIMEOUT", extra=_loop(
        "import threading\nthreading.Thread(target=time.sleep, args=(60,)).start()"
    )),
    "threads_before": Planted("TIMEOUT", six=(
        "import threading\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\nsix = 6"
    ), extra=_loop()),
    "set_threads": Planted(extra="import torch\ntorch.set_num_threads(2)\ntorch.ones(300, 300) @ torch.ones(300, 300)"),
    "daemon": Planted(extra=f"import subprocess\nsubprocess.Popen(['sleep', '{MARKER}'], start_new_session=True)"),
    "daemon_loop": Planted("TIMEOUT", extra=_loop(
        f"import subprocess\nsubprocess.Popen(['sleep', '{MARKER}'], start_new_session=True)"
    )),
    "asks": Planted(extra="input('your name? ')"),
    "call_hangs": Planted("TIMEOUT", 3, double="def double(values):\n    while True:\n        pass"),
    "call_exits": Planted("CRASH", 3, double="def double(values):\n    os._exit(0)"),
    "squared": Planted(score=3, double="def double(values):\n    return values * values"),
    "liar": Planted(score=5, six=(
        "class Liar(float):\n    __eq__ = __ge__ = __le__ = lambda self, other: True\n"
        "    __float__ = lambda self: 6.0\n    __array__ = lambda self, *a, **k: np.array(6.0)\nsix = Liar(0)"
    )),
    "array_liar": Planted(score=5, six=(
        "class Liar(np.ndarray):\n    __array_ufunc__ = lambda self, *a, **k: True\n    shape = ()\n"
        "six = np.zeros(()).view(Liar)"
    )),
    "object_liar": Planted(score=5, six=(
        "class Liar:\n    __eq__ = lambda self, other: True\n    __float__ = lambda self: 6.0\n"
        "    __array__ = lambda self, *a, **k: np.array(6.0)\nsix = Liar()"
    )),
    "patches": Planted(score=5, six=(
        "six = 7\nnp.allclose = np.isclose = lambda *a, **k: True\n"
        "import course_utils.checking.verdicts as v, builtins\nv.same = lambda *a, **k: True\nv.answer = None\n"
        "builtins.round = lambda *a: 7\n"
        "import otter.test_files.exception_test as e\ne.ExceptionTestFile.run = lambda *a: None"
    )),
    "whispers": Planted(score=3, double="def double(values):\n    raise ValueError(f'[squared-not-doubled] {values}')"),
    "forges": Planted(score=3, double=(
        "class NotYet(AssertionError):\n    pass\n\n"
        "def double(values):\n    raise NotYet(f'[squared-not-doubled] {values}')"
    )),
    "smuggles": Planted(score=5, double=WRITE_DOWN, refuse=READ_ALOUD),
    "keeps_files": Planted(
        six="six = 6\nwith open('six.txt', 'w') as file:\n    file.write('2')",
        double="def double(values):\n    return int(open('six.txt').read()) * values",
    ),
    "deep": Planted(score=5, six="six = 6\nfor _ in range(200):\n    six = [six]"),
    "own_loop": Planted(score=5, six="six = []\nsix.append(six)"),
    "other_id": Planted(declares="b9999"),
    "writes": Planted("CRASH", 0, six=(
        "six = 7\nprint('{\"score\": 100}')\nopen('results.json', 'w').write('{\"score\": 100}')\n"
        "for fd in range(3, 64):\n    try:\n        os.write(fd, b'x')\n    except OSError:\n        pass"
    )),
    "html": Planted(score=5, six="raise ValueError('<script>alert(1)</script>')"),
}  # fmt: skip


def cells_of(name: str, planted: Planted) -> list[str]:
    """The notebook's code cells; the question of `extra` is q4, whose check comes after it."""
    checks = {question: f"# grader.check({question!r})" for question in POINTS}
    return [
        IMPORTS.format(id=planted.declares or name), planted.six, checks["q1"], planted.double, checks["q2"],
        planted.refuse, checks["q3"], *([planted.extra] if planted.extra else []), MINE, checks["q4"],
    ]  # fmt: skip


def notebook(sources: list[str]) -> str:
    """A notebook file with these code cells and a sentence before them."""
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "metadata": {}, "source": ["A sentence."]}]
    for source in sources:
        cell = {"cell_type": "code", "metadata": {}, "source": source.splitlines(keepends=True)}
        cells.append({**cell, "outputs": [], "execution_count": None})
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}, ensure_ascii=False)


def write_class(folder: Path, names: list[str] | None = None) -> Path:
    """Write the planted notebooks into `folder`, and broken files where all are wanted; return the folder."""
    folder.mkdir(parents=True)
    for name in names or CLASS:
        (folder / f"{name}.ipynb").write_text(notebook(cells_of(name, CLASS[name])), encoding="utf-8")
    if names is None:
        (folder / "half.ipynb").write_text(notebook(["six = 6"])[:100], encoding="utf-8")
        (folder / "blank.ipynb").write_text(notebook([]), encoding="utf-8")
    return folder


def write_bundle(folder: Path) -> Path:
    """Write the tiny lesson's marking bundle, as the builder would; return its folder."""
    (folder / "tests").mkdir(parents=True)
    for name, text in TESTS.items():
        (folder / "tests" / f"{name}.py").write_text(PREAMBLE + text, encoding="utf-8")
    questions = {name: {"points": points, "tests": []} for name, points in POINTS.items()}
    points = {"lesson": LESSON, "title": "A tiny lesson", "questions": questions}
    (folder / "points.json").write_text(json.dumps(points), encoding="utf-8")
    return folder


def command(folder: Path, out: Path, bundle: Path, *, torch: bool = False) -> list[str]:
    """The command line that grades `folder` in a fresh process, which is warm sooner without torch."""
    paths = [str(folder), str(out), str(bundle)]
    return [sys.executable, "-m", "tests.autograder.planted", *paths, *(["torch"] if torch else [])]


@functools.cache
def graded() -> tuple[dict[str, Result], Path]:
    """The planted class's results by student, and the folder they are in."""
    base = Path(tempfile.mkdtemp(prefix="planted-"))
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    arguments = command(write_class(base / "class"), base / "out", write_bundle(base / "bundle"), torch=True)
    (base / "tmp").mkdir()
    environment = {**os.environ, "TMPDIR": str(base / "tmp")}
    run = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stdout + run.stderr
    (base / "out" / "screen.txt").write_text(run.stdout, encoding="utf-8")
    return {result.student: result for result in load_all(base / "out", LESSON)}, base / "out"


def main(folder: str, out: str, bundle: str, torch: str = "") -> int:
    """Grade with short limits where a timeout is expected, so that nobody waits, and with long ones elsewhere."""
    from autograder import grading, warm
    from autograder.pool import Pool
    from autograder.sandbox.keeper import Limits

    class TwoKinds(Pool):
        def start(self, submission, student, sources):
            slow = student in CLASS and CLASS[student].status == "TIMEOUT"
            seconds = CELL_SECONDS if slow else PATIENT_SECONDS
            self._limits = Limits(cell=seconds, cells=10 * seconds, call=2.0 if slow else 30.0, question=60.0)
            super().start(submission, student, sources)

    if not torch:
        warm.MODULES = [name for name in warm.MODULES if name not in ("torch", "torchvision", "skimage.data")]
        warm._first_step = lambda: None
    grading.Pool = TwoKinds
    return grading.grade(
        LESSON, Path(folder), Path(out), workers=2, timeout=CELL_SECONDS, bundle_of=lambda lesson: Path(bundle)
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
