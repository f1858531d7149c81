"""Notebooks through our grader, real `otter run` and real `nbgrader autograde`: the same points everywhere.

Beside whole notebooks our grader gets the planted answers, which are judged as in one process.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder.build.colab import read_course
from autograder.build.judge_planted import Verdict
from autograder.build.products import ROOT, find_lessons, package_products, student_products, write
from autograder.lesson_format.model import Lesson
from autograder.lesson_format.parser import read_lesson
from autograder.lesson_format.planted import Planted
from tests.autograder.handed_in import STUDENTS, hand_in
from tests.notebooks.judging import planted_for, verdicts
from tests.quick_start.programs import run_module
from tests.solutions import outcome_of, write_checkpoints

PLANTER = "b1234"  # the student whose notebooks hold the planted answers
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="grading needs Linux"),
]

Points = dict[str, float]  # question -> points
FIRST = find_lessons([])[0]


@pytest.fixture(scope="module", params=find_lessons([]), ids=lambda path: path.stem)
def lesson(request):
    return read_lesson(request.param)


@pytest.fixture(scope="module")
def elsewhere(lesson) -> list[str]:
    """Who is graded by the other graders, too; they take their time, so in most lessons it is the mixed one alone."""
    return ["right", "mixed"] if lesson.path == FIRST else ["mixed"]


@pytest.fixture(scope="module")
def work(lesson, tmp_path_factory) -> Path:
    """A folder with the lesson's products and what all hand in, `<lesson>_<student>.zip` and `planted-0.ipynb`..."""
    folder = tmp_path_factory.mktemp(lesson.name)
    products = student_products(lesson, read_course(ROOT)) | package_products(lesson)
    write(folder, products)
    blank = nbformat.read(folder / "notebooks" / f"{lesson.name}.ipynb", 4)
    (folder / "submitted").mkdir()
    for student in STUDENTS:
        name = f"{lesson.name}_{student}"
        with zipfile.ZipFile(folder / "submitted" / f"{name}.zip", "w") as archive:
            archive.writestr(f"{name}.ipynb", nbformat.writes(hand_in(lesson, blank, student)))
            for file, data in outcome_of(lesson.name).checkpoints.items():
                archive.writestr(file, data)
    for number, answers_in_it in enumerate(planted_notebooks(lesson.name)):
        cells = [new_code_cell(source) for source in planted_cells(lesson, [planted for planted, _ in answers_in_it])]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "submitted" / f"planted-{number}.ipynb")
    return folder


def planted_notebooks(lesson: str) -> list[list[tuple[Planted, Verdict]]]:
    """The planted answers, the i-th one to each question in the i-th notebook, with their verdicts in one process."""
    by_question: dict[str, list[tuple[Planted, Verdict]]] = defaultdict(list)
    for planted, verdict in zip(planted_for(lesson), verdicts(lesson)[PLANTER], strict=True):
        by_question[planted.question].append((planted, verdict))
    longest = max(map(len, by_question.values()))
    return [[found[i] for found in by_question.values() if i < len(found)] for i in range(longest)]


def planted_cells(lesson: Lesson, planted: list[Planted]) -> list[str]:
    """A notebook's cells: whose it is, what the lesson gives, and the answers."""
    given = [cell.source for cell in lesson.cells if cell.role in ("given", "preamble") and not cell.hidden]
    who = f"from course_utils.checking import personal\npersonal.set_student({PLANTER!r})"
    return [who, *given, *(answer.code for answer in planted)]


@pytest.fixture(scope="module")
def graded(lesson, work) -> Path:
    """The folder of results of our grader."""
    words = ["grade", lesson.name, str(work / "submitted"), "--out", str(work / "ours"), "--workers", "1"]
    usual = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}  # as instructors have it
    command = [sys.executable, "-m", "autograder", *words]
    done = subprocess.run(command, cwd=ROOT, env=usual, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return work / "ours"


@pytest.fixture(scope="module")
def ours(lesson, graded) -> dict[str, Points]:
    """What our grader gives each student."""
    with (graded / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file) if row["student"] in STUDENTS}
    assert set(rows) == set(STUDENTS)
    assert {row["status"] for row in rows.values()} == {"GRADED"}
    return {student: {name: float(row[name]) for name in lesson.questions} for student, row in rows.items()}


def test_our_grader_gives_what_they_earned(lesson, ours):
    full = {name: question.points for name, question in lesson.questions.items()}
    assert ours["right"] == full
    assert ours["untouched"] == dict.fromkeys(full, 0)
    first = list(full)[: len(full) // 2]
    assert {name: ours["half"][name] for name in first} == {name: full[name] for name in first}
    assert all(ours["half"][name] < points for name, points in full.items() if name not in first)
    assert 0 < sum(ours["mixed"].values()) < sum(full.values())


def test_planted_answers_are_judged_alike_in_one_process_and_in_two(lesson, graded):
    """In our grader the answers are in one process and the tests in another: the same points and known mistakes."""
    notebooks, different = planted_notebooks(lesson.name), []
    for number, answers_in_it in enumerate(notebooks):
        result = json.loads((graded / f"planted-{number}.json").read_text(encoding="utf-8"))
        for planted, verdict in answers_in_it:
            there = [(test["points"], test["tag"]) for test in result["questions"][planted.question]["tests"]]
            if there != verdict.tests:
                different.append(f"{planted.question}, {planted.what}: {verdict.tests} in one, {there} in two")
    assert different == []
    assert sum(map(len, notebooks)) == len(planted_for(lesson.name)) >= 4 * len(lesson.questions) > 0


def test_otter_run_gives_the_same_points(lesson, work, elsewhere, ours):
    archive = work / "dist" / "otter" / f"{lesson.name}-autograder.zip"
    rows = {}
    for student in elsewhere:
        out = work / "otter" / student
        out.mkdir(parents=True)
        submitted = work / "submitted" / f"{lesson.name}_{student}.zip"
        words = ["run", str(submitted), "-a", str(archive), "-o", str(out), "--no-logo"]
        said = run_module("otter", *words, folder=ROOT)
        assert f"Student id: {student}" in said
        tests = json.loads((out / "results.json").read_text(encoding="utf-8"))["tests"]
        rows[student] = {test["name"]: test["score"] for test in tests if test["name"] in lesson.questions}
    assert rows == {student: ours[student] for student in elsewhere}


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """An nbgrader course with all lessons in it, as an instructor has it; making its database takes time."""
    return tmp_path_factory.mktemp("nbgrader")


def test_nbgrader_autograde_gives_the_same_points(lesson, work, course, elsewhere, ours):
    from nbgrader.api import Gradebook

    shutil.copytree(work / "dist" / "nbgrader", course, dirs_exist_ok=True)
    release = nbformat.read(course / "release" / lesson.name / f"{lesson.name}.ipynb", 4)
    run_module("nbgrader", "generate_assignment", lesson.name, "--force", folder=course)
    for student in elsewhere:
        path = course / "submitted" / student / lesson.name / f"{lesson.name}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(hand_in(lesson, release, student), path)
        write_checkpoints(lesson.name, path.parent)
    forged = course / "submitted" / "mixed" / lesson.name / "course_utils"
    forged.mkdir()
    (forged / "__init__.py").write_text("raise SystemExit('not the course')")
    run_module("nbgrader", "autograde", lesson.name, folder=course)
    rows = {}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        for student in elsewhere:
            grades = book.find_submission_notebook(lesson.name, lesson.name, student).grades
            points = [grade for grade in grades if grade.name.endswith("-points")]  # the others are marked by hand
            rows[student] = {grade.name.removesuffix("-points"): grade.score for grade in points}
    assert rows == {student: ours[student] for student in elsewhere}
    run_module("nbgrader", "generate_feedback", lesson.name, "--student=mixed", folder=course)
    page = (course / "feedback" / "mixed" / lesson.name / f"{lesson.name}.html").read_text(encoding="utf-8")
    hidden = [test.function for question in lesson.questions.values() for test in question.tests if test.hidden]
    assert hidden and not [name for name in hidden if name in page]
