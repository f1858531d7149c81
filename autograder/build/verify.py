"""Run each lesson's proofs and solution for `build --execute`; every test, also hidden ones, must give full points."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from nbformat import NotebookNode

from autograder.build.execute import Outcome, run
from autograder.build.notebooks import PROVED, SHOWN, shown_cells, write_notebook
from autograder.build.test_files import marking_files
from autograder.lesson_format.model import Lesson
from autograder.lesson_format.solutions import solution_text, student_text


def verify_lesson(root: Path, lesson: Lesson) -> bool:
    """Run proofs and solution of `lesson`, print one line for each, and return whether both passed."""
    return all([_run_and_print(root, lesson, "proofs", PROVED), _run_and_print(root, lesson, "solution", SHOWN)])


def run_lesson(
    root: Path, lesson: Lesson, notebook: NotebookNode, *, checkpoints: Mapping[str, bytes] = MappingProxyType({})
) -> Outcome:
    """Run `notebook` and then all tests of the current source of `lesson`; return the outcome.

    checkpoints: files that are in the notebook's folder from the beginning, name -> content.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, text in marking_files(lesson).items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        return run(notebook, root, Path(folder, "tests"), checkpoints=checkpoints)


def run_solution(
    root: Path, lesson: Lesson, roles: tuple[str, ...], *, checkpoints: Mapping[str, bytes] = MappingProxyType({})
) -> Outcome:
    """Run the solution, written with the cells of `roles`, and then all tests; return the outcome."""
    notebook = write_notebook(lesson, solution_text, roles=roles)
    return run_lesson(root, lesson, notebook, checkpoints=checkpoints)


def run_empty(root: Path, lesson: Lesson) -> Outcome:
    """Run the student notebook as it is handed out, without answers, and then all tests; return the outcome."""
    return run_lesson(root, lesson, write_notebook(lesson, student_text))


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


def find_unearned(lesson: Lesson, outcome: Outcome) -> list[str]:
    """Return a line for each unexpected exception and each test with points in the outcome of an empty notebook.

    Only a NotImplementedError whose text begins with a question's name is expected.
    """
    raised = [
        f"{lesson.path.name}: the empty notebook raises {error.name}: {error.text}; "
        "catch it, or let the cell wait for the answer"
        for error in outcome.errors
        if error.name != "NotImplementedError" or error.text.split(":")[0] not in lesson.questions
    ]
    tests = [test for question in lesson.questions.values() for test in question.tests]
    given = [
        f"{lesson.path.name}:{test.cell.line}: the empty notebook gets {outcome.points[test.title()]:g} points in "
        f"{test.title()!r}; a test must fail without an answer"
        for test in tests
        if outcome.points.get(test.title())
    ]
    missing = [f"{test.title()}: the test did not run" for test in tests if test.title() not in outcome.points]
    return raised + given + missing


def _run_and_print(root: Path, lesson: Lesson, kind: str, roles: tuple[str, ...]) -> bool:
    print(f"{lesson.name}  {kind} ... ", end="", flush=True)
    start = time.monotonic()
    failures = find_failures(lesson, roles, run_solution(root, lesson, roles))
    print(f"{'failed' if failures else 'passed'}, {time.monotonic() - start:.0f} s", flush=True)
    for line in failures:
        print(f"  {line}", file=sys.stderr)
    return not failures
