"""Make an nbgrader course: source notebooks, release notebooks for students, full tests and configuration.

After each check follows a locked cell whose value is the points. A written answer is in a cell that nbgrader leaves to
manual grading. The release is made here, by nbgrader's own preprocessors in our configuration: it needs no nbgrader
database and goes through the leak check before it is written.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.build.notebooks import notebook_text, shown_cells, write_notebook
from autograder.lesson_format.model import Lesson, Question
from autograder.lesson_format.solutions import nbgrader_text, student_text

CONFIG = Path(__file__).resolve().with_name("nbgrader_config.py")


def nbgrader_files(lesson: Lesson, marking: dict[str, str]) -> dict[str, str]:
    """Return the lesson's files of an nbgrader course: path in the course -> text."""
    source = source_notebook(lesson)
    files = {
        f"{tree}/{lesson.name}/{lesson.name}.ipynb": notebook_text(notebook)
        for tree, notebook in (("source", source), ("release", release_notebook(source)))
    }
    files |= {f"marking/{lesson.name}/{name}": text for name, text in marking.items()}
    return {**files, CONFIG.name: CONFIG.read_text(encoding="utf-8")}


def source_notebook(lesson: Lesson) -> NotebookNode:
    """Return the instructor's notebook: answers between nbgrader's comments, and a points cell after each check.

    Check and points are separate cells because nbgrader treats any stderr output of a graded cell as a failure, and a
    student's function may emit warnings while the check runs.
    """
    notebook = write_notebook(lesson, nbgrader_text)
    cells = []
    for cell, origin in zip(notebook.cells, shown_cells(lesson), strict=True):
        cells.append(cell)
        if origin.role in ("solution", "written"):
            cell.metadata["nbgrader"] = _nbgrader_metadata(cell.id, solution=True, points=origin.points)
            cell.metadata["course"] = {"stub": student_text(lesson, origin)}
        elif origin.role == "check":
            cells.append(_points_cell(lesson.questions[origin.question]))
    notebook.cells = cells
    return notebook


def release_notebook(source: NotebookNode) -> NotebookNode:
    """Return the notebook that `nbgrader generate_assignment` makes from `source` with our configuration."""
    from nbgrader.preprocessors import SaveCells
    from traitlets.config import PyFileConfigLoader

    config = PyFileConfigLoader(CONFIG.name, path=str(CONFIG.parent)).load_config()
    notebook = deepcopy(source)
    resources: dict[str, Any] = {"nbgrader": {}}
    for step in config.GenerateAssignment.preprocessors:
        if step is not SaveCells:  # it only writes the gradebook
            notebook, resources = step(config=config).preprocess(notebook, resources)
    return notebook


def _points_cell(question: Question) -> NotebookNode:
    name = f"{question.name}-points"
    metadata = {"nbgrader": _nbgrader_metadata(name, solution=False, points=question.points)}
    return new_code_cell(f'grader.score("{question.name}", out_of={question.points!r})', id=name, metadata=metadata)


def _nbgrader_metadata(grade_id: str, *, solution: bool, points: float | None) -> dict[str, Any]:
    """Return nbgrader's metadata of a cell; a cell with points is graded, manually if students write in it."""
    grade = points is not None
    metadata = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": grade and not solution,
        "task": False,
    }
    return {**metadata, "points": points} if grade else metadata
