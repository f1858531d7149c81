"""A homework without training, twelve submissions of it, and a house in which three graders can grade any lesson.

A house is a copy of the course with the products of the lesson, so that a lesson of the tests is graded like any other.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.build.colab import read_course
from autograder.build.notebooks import shown_cells
from autograder.build.products import ROOT, instructor_products, package_products, student_products, write
from autograder.lesson_format.model import Lesson
from autograder.lesson_format.parser import read_lesson
from autograder.lesson_format.solutions import solution_text, student_text
from tests.quick_start.programs import run_module

SOURCE = Path(__file__).resolve().parent / "data" / "homework_like.py"
BLANK = None
Change = tuple[str, str] | None  # how an answer differs from the solution: old and new text; None: not answered
Points = dict[str, float]  # question -> points

LAST_FOUR = dict.fromkeys(["q9_5", "q9_6", "q9_7", "q9_8"], BLANK)
TWELVE: dict[str, dict[str, Change]] = {
    "b3001": {},
    "b3002": {"q9_1": ("// stride + 1", "// stride")},
    "b3003": {"q9_2": ("window * kernel", "window * kernel[:, ::-1, ::-1]")},
    "b3004": {"q9_2": BLANK},
    "b3005": {"q9_4": (".max(", ".mean(")},
    "b3006": {"q9_5": ("nn.ReLU()", "nn.Tanh()")},
    "b3007": {"q9_5": ("                channels = layer\n", "")},
    "b3008": {"q9_6": ("channels * 9 + 1", "channels * 9")},
    "b3009": {"q9_7": BLANK, "q9_8": BLANK},
    "b3010": {"q9_3": ("padding=1", "padding=0")},
    "b3011": {"q9_5": ("modules, channels = [], 3", "modules, channels = [], three")},
    "b3012": LAST_FOUR,
}
"""Student -> the answers that differ from the solution; `LOST` has the points that are lost by it."""

LOST: dict[str, Points] = {
    "b3001": {},
    "b3002": {"q9_1": 3, "q9_2": 4, "q9_3": 2, "q9_8": 1},  # later functions and images use the size
    "b3003": {"q9_2": 4},  # the kernel of question 3 does not change when it is flipped
    "b3004": {"q9_2": 4, "q9_3": 2, "q9_8": 3},
    "b3005": {"q9_4": 3},
    "b3006": {"q9_5": 2},
    "b3007": {"q9_5": 4},
    "b3008": {"q9_6": 3, "q9_7": 1},
    "b3009": {"q9_7": 2, "q9_8": 3},
    "b3010": {"q9_3": 2, "q9_8": 1},
    "b3011": {"q9_5": 5},
    "b3012": {"q9_5": 5, "q9_6": 3, "q9_7": 2, "q9_8": 3},
}


def homework() -> Lesson:
    """Return the homework-like lesson."""
    return read_lesson(SOURCE)


def one_left_out(lesson: Lesson, count: int = 12) -> dict[str, dict[str, Change]]:
    """Return a class of `count` students for any lesson.

    The first student answers all questions, each of the others all questions except one.
    """
    left_out = [{}, *({name: BLANK} for name in lesson.questions)]
    return {f"b2{number:03}": left_out[number % len(left_out)] for number in range(count)}


def hand_in(lesson: Lesson, notebook: NotebookNode, student: str, changes: dict[str, Change]) -> NotebookNode:
    """Return `notebook`, the student's or nbgrader's version, as `student` hands it in: the solution with `changes`."""
    cells = {cell.question: cell for cell in shown_cells(lesson) if cell.role == "solution"}
    notebook = nbformat.from_dict(notebook)
    for cell in notebook.cells:
        question, _, kind = cell.id.rpartition("-")
        if kind == "answer":
            cell.source = _answer(lesson, cells[question], changes.get(question, ("", "")))
        cell.source = cell.source.replace('student="self-study"', f'student="{student}"')
    return notebook


def _answer(lesson: Lesson, cell, change: Change) -> str:
    if change is BLANK:
        return student_text(lesson, cell)
    old, new = change
    text = solution_text(lesson, cell)
    assert not old or text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in the answer to {cell.question}"
    return text.replace(old, new) if old else text


@dataclass(frozen=True)
class House:
    """A copy of the course at `root` with `lesson`, the commands of the three graders, and the points they gave."""

    lesson: Lesson
    root: Path

    @property
    def submitted(self) -> Path:
        """The folder of the notebooks for our grader and otter: `<student>.ipynb`."""
        return self.root / "submitted"

    @property
    def nbgrader(self) -> Path:
        """The folder of nbgrader's course."""
        return self.root / "dist" / "nbgrader"

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables with which commands find this copy, and nbgrader finds the program alembic."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return {**os.environ, "PYTHONPATH": str(self.root), "PATH": path}

    def hand_in(self, students: dict[str, dict[str, Change]]) -> None:
        """Write the notebooks of `students` for our grader and otter."""
        blank = nbformat.read(self.root / "notebooks" / f"{self.lesson.name}.ipynb", 4)
        self.submitted.mkdir(exist_ok=True)
        for student, changes in students.items():
            nbformat.write(hand_in(self.lesson, blank, student, changes), self.submitted / f"{student}.ipynb")

    def hand_in_to_nbgrader(self, students: dict[str, dict[str, Change]]) -> None:
        """Write the notebooks of `students` into nbgrader's course."""
        name = self.lesson.name
        release = nbformat.read(self.nbgrader / "release" / name / f"{name}.ipynb", 4)
        for student, changes in students.items():
            path = self.nbgrader / "submitted" / student / name / f"{name}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(hand_in(self.lesson, release, student, changes), path)

    def ours(self, folder: Path, out: Path) -> list[str]:
        """Return the command of our grader, with default options."""
        bundle = self.root / "dist" / "marking" / self.lesson.name
        words = ["grade", self.lesson.name, str(folder), "--out", str(out), "--bundle", str(bundle)]
        return [sys.executable, "-m", "autograder", *words]

    def otter(self, student: str) -> list[str]:
        """Return the command `otter run` for one student, as in otter's documentation."""
        archive = self.root / "dist" / "otter" / f"{self.lesson.name}-autograder.zip"
        out = self.root / "otter" / student
        out.mkdir(parents=True, exist_ok=True)
        words = [str(self.submitted / f"{student}.ipynb"), "-a", str(archive), "-o", str(out), "--no-logo"]
        return [sys.executable, "-m", "otter", "run", *words]

    def run_ours(self, folder: Path, out: Path) -> None:
        """Grade `folder` with our command and write the results into `out`."""
        done = subprocess.run(
            self.ours(folder, out), cwd=self.root, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def run_otter(self, student: str) -> str:
        """Run `otter run` for one student and return its output."""
        _, _, module, *words = self.otter(student)
        return run_module(module, *words, folder=self.root, root=self.root)

    def run_nbgrader(self) -> None:
        """Run nbgrader's two commands for all submissions in its course."""
        for words in (["generate_assignment", self.lesson.name, "--force"], ["autograde", self.lesson.name]):
            run_module("nbgrader", *words, folder=self.nbgrader, root=self.root)

    def points_of_ours(self, out: Path) -> dict[str, Points]:
        """Return the points by student and question from our grades.csv; all students must have been graded."""
        with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = {row["student"]: row for row in csv.DictReader(file)}
        lost = {student: row["status"] for student, row in rows.items() if row["status"] != "GRADED"}
        assert not lost, f"not graded: {lost}"
        return {student: {name: float(row[name]) for name in self.lesson.questions} for student, row in rows.items()}

    def points_of_otter(self, student: str) -> Points:
        """Return the points by question from otter's results.json."""
        tests = json.loads((self.root / "otter" / student / "results.json").read_text(encoding="utf-8"))["tests"]
        return {test["name"]: float(test["score"]) for test in tests if test["name"] in self.lesson.questions}

    def points_of_nbgrader(self, student: str) -> Points:
        """Return the points by question from nbgrader's gradebook."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.nbgrader / 'gradebook.db'}") as book:
            grades = book.find_submission_notebook(self.lesson.name, self.lesson.name, student).grades
            points = [grade for grade in grades if grade.name.endswith("-points")]  # not those a person gives
            return {grade.name.removesuffix("-points"): float(grade.score) for grade in points}


def build_house(lesson: Lesson, root: Path) -> House:
    """Copy the course to the new folder `root`, write the products of `lesson` into it, and return the house."""
    for room in ("course_utils", "autograder"):
        shutil.copytree(ROOT / room, root / room)
    shutil.copy2(ROOT / "pyproject.toml", root)
    course = read_course(ROOT)
    write(root, student_products(lesson, course) | instructor_products(lesson, course) | package_products(lesson))
    return House(lesson, root)


def full_points(lesson: Lesson) -> Points:
    """Return the points of the solution by question."""
    return {name: float(question.points) for name, question in lesson.questions.items()}


def earned(lesson: Lesson, student: str) -> Points:
    """Return the points by question that one of the twelve students must get in the homework-like lesson."""
    return {name: points - LOST[student].get(name, 0) for name, points in full_points(lesson).items()}
