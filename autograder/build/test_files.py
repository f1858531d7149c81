"""Make the files of a question: its tests in otter's function form, its points and its hints.

A test file contains copies of those preamble and `given` cells whose names its tests use, and no others. The public
file therefore contains no part of a hidden test, and no test depends on a variable that a student may overwrite.
"""

from __future__ import annotations

import ast
import json
from typing import Any

from autograder.lesson_format.model import Cell, Lesson, Question, Test
from autograder.lesson_format.scopes import defined_names, needed_names, parse

HEAD = """from otter.test_files import test_case

OK_FORMAT = False

name = "{name}"
points = None
"""


def public_files(lesson: Lesson) -> dict[str, str]:
    """Return the files of the students' package: `q2_1.py` ... with the public tests, and `hints.json`."""
    files = {f"{name}.py": _test_file(lesson, question, hidden=False) for name, question in lesson.questions.items()}
    hints = {name: question.hints for name, question in lesson.questions.items()}
    return {**files, "hints.json": _json(hints)}


def marking_files(lesson: Lesson) -> dict[str, str]:
    """Return the files of the bundle: `tests/q2_1.py` ... with all tests, and `points.json`."""
    files = {
        f"tests/{name}.py": _test_file(lesson, question, hidden=True) for name, question in lesson.questions.items()
    }
    points = {
        "lesson": lesson.name,
        "title": lesson.title,
        "questions": {name: _points(question) for name, question in lesson.questions.items()},
    }
    return {**files, "points.json": _json(points)}


def copied_cells(lesson: Lesson, tests: list[Test], *, hidden: bool) -> list[Cell]:
    """Return the preamble and given cells that `tests` need, directly or indirectly, in the lesson's order.

    Raises LessonError for a name that no such cell defines, or that two such cells define differently.
    """
    candidates = [cell for cell in lesson.cells if cell.role in ("given", "preamble") and (hidden or not cell.hidden)]
    providers: dict[str, list[Cell]] = {}
    for cell in candidates:
        for name in defined_names(cell.source):
            providers.setdefault(name, []).append(cell)
    chosen: list[Cell] = []
    unresolved = [test.cell for test in tests]
    while unresolved:
        user = unresolved.pop()
        for name in sorted(needed_names(user.source)):
            cell = _provider(lesson, user, name, providers.get(name, []))
            if cell not in chosen:
                chosen.append(cell)
                unresolved.append(cell)
    return sorted(chosen, key=lambda cell: cell.line)


def _provider(lesson: Lesson, user: Cell, name: str, cells: list[Cell]) -> Cell:
    if not cells:
        raise lesson.error(
            user.line,
            f"this {user.role} cell uses {name}, which no cell that is copied into the test file defines; "
            'make it a parameter, or define it in a cell tagged "given" or, outside the questions, "test"',
        )
    if len(cells) > 1 and not all(name in _imported_names(lesson, cell) for cell in cells):
        lines = " and ".join(str(cell.line) for cell in cells)
        raise lesson.error(user.line, f"{name} is defined in the cells at lines {lines}; use a different name in each")
    return cells[0]


def _imported_names(lesson: Lesson, cell: Cell) -> set[str]:
    imports = [node for node in parse(lesson, cell).body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return {name for node in imports for name in defined_names(ast.unparse(node))}


def _test_file(lesson: Lesson, question: Question, *, hidden: bool) -> str:
    """Return the text of a question's test file.

    Each test has its own points, so the points of public tests are equal with and without the hidden ones.
    """
    tests = [test for test in question.tests if hidden or not test.hidden]
    parts = [HEAD.format(name=question.name)]
    parts += [f"{cell.source}\n" for cell in copied_cells(lesson, tests, hidden=hidden)]
    return "\n".join(parts) + "".join(f"\n\n{_decorated(lesson, test)}\n" for test in tests)


def _decorated(lesson: Lesson, test: Test) -> str:
    """Return the test as its author wrote it, with the comments above it and otter's decorator."""
    lines = test.cell.source.split("\n")
    first = parse(lesson, test.cell).body[0].lineno - 1
    decorator = f'@test_case(name="{test.title()}", points={test.points!r}, hidden={test.hidden!r})'
    return "\n".join([*lines[:first], decorator, *lines[first:]])


def _points(question: Question) -> dict[str, Any]:
    tests = [{"name": test.title(), "points": test.points, "hidden": test.hidden} for test in question.tests]
    by_hand = {"written": question.written.points} if question.written else {}
    return {"points": question.points, **by_hand, "tests": tests}


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
