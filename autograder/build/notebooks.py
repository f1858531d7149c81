"""Write a lesson as notebooks: the student's, the solution, and the solution with its proofs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.build.colab import Course, badge, bootstrap
from autograder.build.edited_notebooks import seal
from autograder.lesson_format.model import ENGLISH, Cell, Lesson
from autograder.lesson_format.solutions import solution_text, student_text
from autograder.written_answers import cell_id

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
SHOWN = ("text", "code", "given", "solution", "written", "check")
PROVED = (*SHOWN, "proof", "preamble")
JOINED = {("text", "text"), ("given", "given"), ("given", "code")}
MAX_LINES = {"markdown": 40, "code": 20}


def student_notebook(lesson: Lesson, course: Course, language: str = ENGLISH) -> NotebookNode:
    """Return the notebook in which a student works."""
    return _with_colab(write_notebook(lesson, student_text, language=language), course, student_path(lesson, language))


def solution_notebook(lesson: Lesson, course: Course) -> NotebookNode:
    """Return the student's notebook with every question answered."""
    return _with_colab(write_notebook(lesson, solution_text), course, student_path(lesson))


def proof_notebook(lesson: Lesson) -> NotebookNode:
    """Return the solution with the proof cells and the preamble, which holds the imports of tests and proofs."""
    return write_notebook(lesson, solution_text, roles=PROVED)


def student_path(lesson: Lesson, language: str = ENGLISH) -> str:
    """Return the path of the student's notebook in the repository."""
    folder = "notebooks" if language == ENGLISH else f"notebooks/{language}"
    return f"{folder}/{lesson.name}.ipynb"


def write_notebook(
    lesson: Lesson, answers: Callable[[Lesson, Cell], str], *, roles: tuple[str, ...] = SHOWN, language: str = ENGLISH
) -> NotebookNode:
    """Return the lesson's cells as a notebook without outputs.

    answers: a function that returns the text of a solution or written cell.
    """
    cells: list[NotebookNode] = []
    for cell in shown_cells(lesson, roles, language):
        source = answers(lesson, cell) if cell.role in ("solution", "written") else cell.source
        make = new_code_cell if cell.kind == "code" else new_markdown_cell
        cells.append(make(source, id=_notebook_cell_id(cell, source, cells)))
    course = {
        "lesson": lesson.name,
        "title": lesson.title,
        "minutes": lesson.minutes,
        "source": f"lessons/{lesson.path.name}",
    }
    if language != ENGLISH:
        course["language"] = language
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}, "course": course}
    return new_notebook(cells=cells, metadata=metadata, nbformat=4, nbformat_minor=5)


def notebook_text(notebook: NotebookNode) -> str:
    """Return the notebook as the text of a file: sorted keys, one newline at the end, equal on every machine."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def shown_cells(lesson: Lesson, roles: tuple[str, ...] = SHOWN, language: str = ENGLISH) -> list[Cell]:
    """Return the cells of one language's notebook, in which a translation replaces the English text before it.

    Text without a translation stays English. A written cell gets the notebook's language.
    """
    out: list[Cell] = []
    for cell in lesson.cells:
        if cell.role in roles and cell.language == ENGLISH:
            out.append(replace(cell, language=language) if cell.role == "written" else cell)
        elif cell.role in roles and cell.language == language:
            out[-1] = cell
    return joined(out)


def joined(cells: list[Cell]) -> list[Cell]:
    """Return the cells with adjacent ones merged: text with text, and given numbers with the code that draws them.

    The source needs separate cells: a question begins with its own cell, and only given cells are copied into tests.
    """
    out: list[Cell] = []
    for cell in cells:
        last = out[-1] if out else None
        if last and (last.role, cell.role) in JOINED and _line_count(last) + _line_count(cell) < MAX_LINES[cell.kind]:
            gap = "\n\n" if cell.kind == "markdown" else "\n"
            out[-1] = replace(cell, source=f"{last.source}{gap}{cell.source}")
        else:
            out.append(cell)
    return out


def _line_count(cell: Cell) -> int:
    return cell.source.count("\n") + 1


def _notebook_cell_id(cell: Cell, source: str, before: list[NotebookNode]) -> str:
    """Return a unique cell id, made from the question and the role, or from the question and a hash of the text."""
    kind = {"solution": "answer", "check": "check"}.get(cell.role) or hashlib.sha256(source.encode()).hexdigest()[:8]
    name = cell_id(cell.question) if cell.role == "written" else f"{cell.question or 'lesson'}-{kind}"
    taken = {other.id for other in before}
    return next(i for i in (name, *(f"{name}-{n}" for n in range(2, len(before) + 3))) if i not in taken)


def _with_colab(notebook: NotebookNode, course: Course, path: str) -> NotebookNode:
    folded = {"tags": ["bootstrap"], "cellView": "form", "jupyter": {"source_hidden": True}}
    notebook.cells[:0] = [
        new_markdown_cell(badge(course, path), id="colab-badge"),
        new_code_cell(bootstrap(course), id="colab-bootstrap", metadata=folded),
    ]
    seal(notebook)
    return notebook
