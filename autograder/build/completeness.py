"""Find the requirements that a lesson does not meet, beyond those that the parser checks."""

from __future__ import annotations

from pathlib import Path

from autograder.build.notebooks import PROVED, shown_cells, write_notebook
from autograder.lesson_format.model import Lesson
from autograder.lesson_format.scopes import defined_names, needed_names
from autograder.lesson_format.solutions import solution_text, student_text

MAX_WIDTH, MAX_LINES = 88, 21  # of a code cell, so that it fits beside the prompt on a laptop


def find_missing(root: Path, lesson: Lesson, start: Lesson) -> list[str]:
    """Return one line for each requirement that `lesson` does not meet.

    start: the lesson whose table names all the others.
    """
    return [
        *_without_proof(lesson),
        *_without_readme_row(root, lesson),
        *_without_start_row(lesson, start),
        *_too_large(lesson),
        *_names_of_proofs(lesson),
    ]


def readme_row(lesson: Lesson) -> str:
    """Return the beginning of the lesson's row in the README."""
    return f"| [{lesson.name[:2]} {lesson.title}](notebooks/{lesson.name}.ipynb) | {lesson.minutes} |"


def start_row(lesson: Lesson) -> str:
    """Return the beginning of the lesson's row on the start page."""
    return f"| [{int(lesson.name[:2])} · {lesson.title}]({lesson.name}.ipynb) | {lesson.minutes} |"


def _without_proof(lesson: Lesson) -> list[str]:
    if any(cell.role == "proof" for cell in lesson.cells):
        return []
    remedy = 'add a code cell tags=["proof"] that asserts a claim of the text'
    return [f"{lesson.path.name}: the lesson has no proof cell; {remedy}"]


def _without_readme_row(root: Path, lesson: Lesson) -> list[str]:
    row = readme_row(lesson)
    if row in (root / "README.md").read_text(encoding="utf-8"):
        return []
    return [f"README.md: no row of the table of lessons begins with {row}; add or correct this row"]


def _without_start_row(lesson: Lesson, start: Lesson) -> list[str]:
    row, texts = start_row(lesson), [cell.source for cell in start.cells if cell.role == "text"]
    if lesson.name == start.name or any(row in text for text in texts):
        return []
    return [f"{start.path.name}: no row of the table of lessons begins with {row}; add or correct this row"]


def _too_large(lesson: Lesson) -> list[str]:
    cells = [cell.source for cell in write_notebook(lesson, student_text).cells if cell.cell_type == "code"]
    wide = [line for source in cells for line in source.split("\n") if len(line) > MAX_WIDTH]
    high = [source.split("\n")[0] for source in cells if source.count("\n") >= MAX_LINES]
    name = lesson.path.name
    return [
        *(f"{name}: {len(line)} columns, expected at most {MAX_WIDTH}; break the line {line.strip()}" for line in wide),
        *(f"{name}: a code cell has more than {MAX_LINES} lines; split the cell {first}" for first in high),
    ]


def _names_of_proofs(lesson: Lesson) -> list[str]:
    """Return a line for each cell of the solution that reads a name which only a proof or a test's import defines.

    If there is none, the solution runs without its proofs, too.
    """
    lines: list[str] = []
    left: set[str] = set()
    for cell in shown_cells(lesson, PROVED):
        if cell.kind != "code":
            continue
        source = solution_text(lesson, cell) if cell.role == "solution" else cell.source
        if cell.role in ("proof", "preamble"):
            left |= defined_names(source)
            continue
        where = f"{lesson.path.name}:{cell.line}"
        lines += [
            f"{where}: only a proof or test cell defines {name}; define it in a cell that students get"
            for name in sorted(needed_names(source) & left)
        ]
        left -= defined_names(source)
    return lines
