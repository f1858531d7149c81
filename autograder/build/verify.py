"""Run each lesson's proofs and solution for `build --execute`; every test, also hidden ones, must give full points."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from nbformat import NotebookNode

from autograder.build.execute import Outcome, run
from autograder.build.notebooks import PROVED, SHOWN, shown_cells, write_notebook
from autograder.build.test_files import marking_files
from autograder.lesson_format.model import Lesson
from autograder.lesson_format.solutions import solution_text


def verify_lesson(root: Path, lesson: Lesson) -> bool:
    """Run proofs and solution of `lesson`, print one line for each, and return whether both passed."""
    return all([_run_and_print(root, lesson, "proofs", PROVED), _run_and_print(root, lesson, "solution", SHOWN)])


def run_lesson(root: Path, lesson: Lesson, notebook: NotebookNode) -> Outcome:
    """Run `notebook` and then all tests of the current source of `lesson`; return the outcome."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in marking_files(lesson).items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        return run(notebook, root, Path(folder, "tests"))


def run_solution(root: Path, lesson: Lesson, roles: tuple[str, ...]) -> Outcome:
    """Run the solution, written with the cells of `roles`, and then all tests; return the outcome."""
    return run_lesson(root, lesson, write_notebook(lesson, solution_text, roles=roles))


def find_failures(lesson: Lesson, roles: tuple[str, ...], outcome: Outcome) -> list[str]:
    """Return a line for each exception and each test without full points in the outcome of a solution.

    roles: the cells with which the solution was written.
    """
    notebook = write_notebook(lesson, solution_text, roles=roles)
    pairs = zip(notebook.cells, shown_cells(lesson, roles), strict=True)
    lines = {cell.id: origin.line for cell, origin in pairs}
    wanted = {test.title(): test.points for question in lesson.questions.values() for test in question.tests}
    raised = [
        f"{lesson.path.name}:{lines.get(error.cell_id, 1)}: {error.name}: {error.text}" for error in outcome.errors
    ]
    lost = [
        f"{name}: {outcome.points.get(name, 0):g} of {points:g} points. {outcome.messages.get(name, '')}".rstrip()
        for name, points in wanted.items()
        if outcome.points.get(name, 0) != points
    ]
    return raised + lost


def _run_and_print(root: Path, lesson: Lesson, kind: str, roles: tuple[str, ...]) -> bool:
    print(f"{lesson.name}  {kind} ... ", end="", flush=True)
    start = time.monotonic()
    failures = find_failures(lesson, roles, run_solution(root, lesson, roles))
    print(f"{'failed' if failures else 'passed'}, {time.monotonic() - start:.0f} s", flush=True)
    for line in failures:
        print(f"  {line}", file=sys.stderr)
    return not failures
