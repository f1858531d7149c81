"""Lessons written as notebooks: the student's, the solution, and the solution with its proofs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.build.colab import Course, badge, bootstrap
from autograder.lesson_format.model import ENGLISH, Cell, Lesson
from autograder.lesson_format.solutions import solution_text, student_text
from autograder.written_answers import cell_id

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
SHOWN = ("text", "code", "given", "solution", "written", "check")
PROVED = (*SHOWN, "proof", "preamble")
JOINED = {("text", "text"), ("given", "given"), ("given", "code")}
MOST_LINES = {"markdown": 40, "code": 20}


def student_notebook(lesson: Lesson, course: Course, language: str = ENGLISH) -> NotebookNode:
    """What a student works in."""
    return _with_colab(write_notebook(lesson, student_text, language=language), course, student_path(lesson, language))


def solution_notebook(lesson: Lesson, course: Course) -> NotebookNode:
    """The student's notebook with every question answered."""
    return _with_colab(write_notebook(lesson, solution_text), course, student_path(lesson))


def proof_notebook(lesson: Lesson) -> NotebookNode:
    """The solution with the proof cells under the claims that they prove, and what tests and proofs import."""
    return write_notebook(lesson, solution_text, roles=PROVED)


def student_path(lesson: Lesson, language: str = ENGLISH) -> str:
    """Where the student's notebook lies in the repository."""
    folder = "notebooks" if language == ENGLISH else f"notebooks/{language}"
    return f"{folder}/{lesson.name}.ipynb"


def write_notebook(
    lesson: Lesson, answers: Callable[[Lesson, Cell], str], *, roles: tuple[str, ...] = SHOWN, language: str = ENGLISH
) -> NotebookNode:
    """The lesson's cells as a notebook without outputs; `answers` writes its solution and written cells."""
    cells: list[NotebookNode] = []
    for cell in shown_cells(lesson, roles, language):
        source = answers(lesson, cell) if cell.role in ("solution", "written") else cell.source
        make = new_code_cell if cell.kind == "code" else new_markdown_cell
        cells.append(make(source, id=_identity(cell, source, cells)))
    course = {"lesson": lesson.name, "title": lesson.title, "minutes": lesson.minutes}
    if language != ENGLISH:
        course["language"] = language
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}, "course": course}
    return new_notebook(cells=cells, metadata=metadata, nbformat=4, nbformat_minor=5)


def notebook_text(notebook: NotebookNode) -> str:
    """The notebook as a file: keys sorted, one newline at the end, the same on every machine."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def shown_cells(lesson: Lesson, roles: tuple[str, ...] = SHOWN, language: str = ENGLISH) -> list[Cell]:
    """The cells of one language's notebook: a translation takes the place of the text before it.

    Text that nobody has translated yet stays English; the place for a written answer speaks the notebook's language.
    """
    out: list[Cell] = []
    for cell in lesson.cells:
        if cell.role in roles and cell.language == ENGLISH:
            out.append(replace(cell, language=language) if cell.role == "written" else cell)
        elif cell.role in roles and cell.language == language:
            out[-1] = cell
    return joined(out)


def joined(cells: list[Cell]) -> list[Cell]:
    """Neighbours that a reader takes for one: text and the text after it, numbers given and the picture of them.

    The source keeps them apart, since a question opens with a cell of its own and only what is given goes into tests.
    """
    out: list[Cell] = []
    for cell in cells:
        last = out[-1] if out else None
        if last and (last.role, cell.role) in JOINED and _lines(last) + _lines(cell) < MOST_LINES[cell.kind]:
            gap = "\n\n" if cell.kind == "markdown" else "\n"
            out[-1] = replace(cell, source=f"{last.source}{gap}{cell.source}")
        else:
            out.append(cell)
    return out


def _lines(cell: Cell) -> int:
    return cell.source.count("\n") + 1


def _identity(cell: Cell, source: str, before: list[NotebookNode]) -> str:
    """A cell id made from its question and, where that leaves a doubt, its text."""
    kind = {"solution": "answer", "check": "check"}.get(cell.role) or hashlib.sha256(source.encode()).hexdigest()[:8]
    name = cell_id(cell.question) if cell.role == "written" else f"{cell.question or 'lesson'}-{kind}"
    taken = {other.id for other in before}
    return next(i for i in (name, *(f"{name}-{n}" for n in range(2, len(before) + 3))) if i not in taken)


def _with_colab(notebook: NotebookNode, course: Course, path: str) -> NotebookNode:
    quiet = {"tags": ["bootstrap"], "cellView": "form", "jupyter": {"source_hidden": True}}
    notebook.cells[:0] = [
        new_markdown_cell(badge(course, path), id="colab-badge"),
        new_code_cell(bootstrap(course), id="colab-bootstrap", metadata=quiet),
    ]
    return notebook
