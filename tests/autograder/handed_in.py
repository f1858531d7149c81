"""Notebooks made from a lesson: all answers right, no answers, the first half right, or mixed."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.build.notebooks import shown_cells
from autograder.lesson_format.model import Lesson
from autograder.lesson_format.solutions import solution_text, student_text

# Honest work may do all of this without losing points.
HARMLESS = "import os, sys, warnings\nwarnings.warn('slow')\nprint('a line on stderr', file=sys.stderr)\nos.chdir('/')"
STUDENTS = ["right", "untouched", "half", "mixed"]


def answers(lesson: Lesson, student: str) -> dict[str, str]:
    """Return the answers of `student` by question, without the questions whose cells are unchanged."""
    cells = {cell.question: cell for cell in shown_cells(lesson) if cell.role == "solution"}
    solved = {name: solution_text(lesson, cell) for name, cell in cells.items()}
    blank = {name: student_text(lesson, cell) for name, cell in cells.items()}
    if student == "untouched":
        return {}
    if student == "half":  # the first half is right; in the second half: wrong, raising, unchanged, and so on
        half = len(solved) // 2
        wrong = {name: _wrong(blank[name]) for name in list(blank)[half::3]}
        raising = {name: _raising(blank[name]) for name in list(blank)[half + 1 :: 3]}
        return dict(list(solved.items())[:half]) | wrong | raising
    if student == "mixed":  # every second one is right; the rest: raising, wrong, unchanged, and so on
        raises, wrong = list(blank)[1::6], list(blank)[3::6]
        mixed = {name: solved[name] for name in list(solved)[::2]}
        return mixed | {name: _raising(blank[name]) for name in raises} | {name: _wrong(blank[name]) for name in wrong}
    return solved


def _wrong(blank: str) -> str:
    return blank.replace("= ...", "= 123456789")


def _raising(blank: str) -> str:
    return "raise ValueError('lost')\n" + blank


def hand_in(lesson: Lesson, notebook: NotebookNode, student: str) -> NotebookNode:
    """Return `notebook`, the student's or nbgrader's version, as `student` hands it in."""
    notebook = nbformat.from_dict(notebook)
    given = answers(lesson, student)
    for cell in notebook.cells:
        question, _, kind = cell.id.rpartition("-")
        if kind == "answer" and question in given:
            cell.source = given[question]
        cell.source = cell.source.replace('student="self-study"', f'student="{student}"')
    if student in ("right", "mixed"):  # after all training cells, which search for checkpoints in the notebook's folder
        last = max(place for place, cell in enumerate(notebook.cells) if cell.id.endswith("-answer"))
        notebook.cells.insert(last + 1, new_code_cell(HARMLESS, id="harmless"))
    return notebook
