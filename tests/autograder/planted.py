"""A tiny lesson and a class of planted notebooks, good and bad, graded only once for all tests that use the results.

`python -m tests.autograder.planted FOLDER OUT BUNDLE` grades like the command, with special limits for each notebook.
"""

import functools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from autograder.results import Result, load_all
from tests.autograder.attempts import CLASS, MARKER, Attempt
from tests.autograder.attempts.attempt import DOUBLE
from tests.autograder.attempts.files import FILES
from tests.autograder.attempts.world import World
from tests.shared import shared

ROOT = Path(__file__).resolve().parents[2]
LESSON = "99_tiny"
CELL_SECONDS = 1.5  # for notebooks that must get TIMEOUT; honest work must not depend on a fast machine
PATIENT_SECONDS = 120.0
SECRET = "31.25"  # only in the input of the hidden test

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


def cells_of(name: str, attempt: Attempt, world: dict[str, Any] | None = None) -> dict[str, str]:
    """Return the sources of the notebook's code cells by id; `extra` belongs to q4, because q4's check follows it."""
    first = IMPORTS.format(id=attempt.declares or name)
    answers = {"q1": attempt.six, "q2": attempt.double, "q3": attempt.refuse, "q4": attempt.mine}
    if world and "WORLD" in "".join([*answers.values(), attempt.extra]):
        first += f"\nWORLD = {world!r}"
    cells = {"first": first}
    for question, answer in answers.items():
        if question == "q4" and attempt.extra:
            cells["extra"] = attempt.extra
        cells |= {f"{question}-answer": answer, f"{question}-check": f"# grader.check({question!r})"}
    return cells


def notebook(sources: list[str] | dict[str, str]) -> str:
    """Return the text of a notebook file with these code cells after a sentence."""
    named = sources if isinstance(sources, dict) else {f"cell-{n}": source for n, source in enumerate(sources)}
    return json.dumps(as_notebook(named), ensure_ascii=False)


def as_notebook(sources: dict[str, str]) -> dict[str, Any]:
    """Return a notebook with these code cells after a sentence, as plain data."""
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "id": "text", "metadata": {}, "source": ["A sentence."]}]
    for name, source in sources.items():
        cell = {"cell_type": "code", "id": name, "metadata": {}, "source": source.splitlines(keepends=True)}
        cells.append({**cell, "outputs": [], "execution_count": None})
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def write_class(folder: Path, names: list[str] | None = None, world: dict[str, Any] | None = None) -> Path:
    """Write the planted notebooks into `folder` and return it; if `names` is None, write the odd files, too."""
    folder.mkdir(parents=True)
    for name in names or CLASS:
        (folder / f"{name}.ipynb").write_text(notebook(cells_of(name, CLASS[name], world)), encoding="utf-8")
    if names is None:
        for name, handed in FILES.items():
            handed.write(folder, as_notebook(cells_of(name, CLASS["right"])))
    return folder


def write_bundle(folder: Path) -> Path:
    """Write the bundle of the tiny lesson as the builder does; return its folder."""
    (folder / "tests").mkdir(parents=True)
    for name, text in TESTS.items():
        (folder / "tests" / f"{name}.py").write_text(PREAMBLE + text, encoding="utf-8")
    questions = {name: {"points": points, "tests": []} for name, points in POINTS.items()}
    points = {"lesson": LESSON, "title": "A tiny lesson", "questions": questions}
    (folder / "points.json").write_text(json.dumps(points), encoding="utf-8")
    return folder


def command(folder: Path, out: Path, bundle: Path, *, torch: bool = False) -> list[str]:
    """Return the command that grades `folder` in a new process, which preloads its modules faster without torch."""
    paths = [str(folder), str(out), str(bundle)]
    return [sys.executable, "-m", "tests.autograder.planted", *paths, *(["torch"] if torch else [])]


@functools.cache
def graded() -> tuple[dict[str, Result], Path]:
    """Return the results of the planted class by student, and the folder of the results."""
    out = shared("planted", grade_all) / "out"
    return {result.student: result for result in load_all(out, LESSON)}, out


def grade_all(base: Path) -> None:
    """Grade the whole class in `base`, and write a report of what remains after grading.

    All users may read the folder, so that only the guards protect it.
    """
    base.chmod(0o755)
    (base / "tmp").mkdir()
    world = World(base)
    folder, bundle = write_class(base / "class", world=world.words), write_bundle(base / "bundle")
    watch = [sys.executable, "-m", "tests.autograder.attempts.world", str(base / "left.json")]
    arguments = [*watch, *command(folder, base / "out", bundle, torch=True)]
    environment = world.environment(base / "tmp")
    run = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)
    (base / "knocks.json").write_text(json.dumps(world.knocks()), encoding="utf-8")
    world.close()
    assert run.returncode == 0, run.stdout + run.stderr
    (base / "out" / "screen.txt").write_text(run.stdout, encoding="utf-8")


def main(folder: str, out: str, bundle: str, torch: str = "") -> int:
    """Grade the class and return the exit code.

    The limits are short for notebooks that must get TIMEOUT, so that tests do not wait, and long for the others.
    """
    from autograder.grade import grade, preload, scheduler
    from autograder.grade.keeper import Limits
    from autograder.grade.worker_pool import Pool

    class TwoKinds(Pool):
        def start(self, submission, student, *rest):
            slow = student in CLASS and CLASS[student].status == "TIMEOUT"
            seconds = CELL_SECONDS if slow else PATIENT_SECONDS
            self._limits = Limits(cell=seconds, cells=10 * seconds, call=2.0 if slow else 30.0, question=60.0)
            super().start(submission, student, *rest)

    if not torch:
        preload.MODULES = [name for name in preload.MODULES if name not in ("torch", "torchvision", "skimage.data")]
    scheduler.Pool = TwoKinds
    return grade.grade_folder(LESSON, Path(folder), Path(out), workers=2, timeout=CELL_SECONDS, bundle=Path(bundle))


__all__ = ["CLASS", "DOUBLE", "FILES", "LESSON", "MARKER", "POINTS", "ROOT", "SECRET", "graded", "notebook"]

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
