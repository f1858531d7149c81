"""Notebooks through our grader, real `otter run` and real `nbgrader autograde`: the same points everywhere."""

import csv
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from autograder.build import ROOT, find_lessons, package_products, student_products, write
from autograder.colab import read_course
from autograder.execution import checkpoints_left_by
from autograder.notebooks import write_notebook
from autograder.reading import read_lesson
from autograder.stubs import solution_text
from tests.autograder.handed_in import STUDENTS, answers, hand_in

ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(ROOT),
    "OMP_NUM_THREADS": "1",
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",  # nbgrader calls alembic by name
}
Points = dict[str, float]  # question -> points
FIRST = find_lessons([])[0]


@pytest.fixture(scope="module", params=find_lessons([]), ids=lambda path: path.stem)
def lesson(request):
    return read_lesson(request.param)


@pytest.fixture(scope="module")
def checkpoints(lesson) -> dict[str, bytes]:
    """The files of the networks that the solution trains, once for all graders; none where nothing is kept."""
    return checkpoints_left_by(write_notebook(lesson, solution_text), ROOT)


@pytest.fixture(scope="module")
def elsewhere(lesson) -> list[str]:
    """Who is graded by the other graders, too; they take their time, so in most lessons it is the mixed one alone."""
    return ["right", "mixed"] if lesson.path == FIRST else ["mixed"]


@pytest.fixture(scope="module")
def work(lesson, checkpoints, tmp_path_factory) -> Path:
    """A folder with the lesson's products and what all hand in, `submitted/<lesson>_<student>.zip`."""
    folder = tmp_path_factory.mktemp(lesson.name)
    products = student_products(lesson, read_course(ROOT)) | package_products(lesson)
    write(folder, products)
    blank = nbformat.read(folder / "notebooks" / f"{lesson.name}.ipynb", 4)
    (folder / "submitted").mkdir()
    for student in STUDENTS:
        name = f"{lesson.name}_{student}"
        with zipfile.ZipFile(folder / "submitted" / f"{name}.zip", "w") as archive:
            archive.writestr(f"{name}.ipynb", nbformat.writes(hand_in(lesson, blank, student)))
            for file, data in checkpoints.items():
                archive.writestr(file, data)
    return folder


def command(*words: str, folder: Path) -> str:
    done = subprocess.run([sys.executable, "-m", *words], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def ours(lesson, work) -> dict[str, Points]:
    """What our grader gives each student."""
    out = work / "ours"
    words = ["autograder", "grade", lesson.name, str(work / "submitted"), "--out", str(out), "--workers", "1"]
    command(*words, folder=ROOT)
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert {row["status"] for row in rows.values()} == {"GRADED"}
    return {student: {name: float(row[name]) for name in lesson.questions} for student, row in rows.items()}


def test_our_grader_gives_what_they_earned(lesson, ours):
    full = {name: question.points for name, question in lesson.questions.items()}
    assert ours["right"] == full
    assert ours["untouched"] == dict.fromkeys(full, 0)
    assert ours["half"] == {name: points if name in answers(lesson, "half") else 0 for name, points in full.items()}
    assert all(0 < sum(ours[student].values()) < sum(full.values()) for student in ("wrong", "raises", "mixed"))


def test_otter_run_gives_the_same_points(lesson, work, elsewhere, ours):
    archive = work / "dist" / "otter" / f"{lesson.name}-autograder.zip"
    rows = {}
    for student in elsewhere:
        out = work / "otter" / student
        out.mkdir(parents=True)
        submitted = work / "submitted" / f"{lesson.name}_{student}.zip"
        said = command("otter", "run", str(submitted), "-a", str(archive), "-o", str(out), "--no-logo", folder=ROOT)
        assert f"Student id: {student}" in said
        tests = json.loads((out / "results.json").read_text(encoding="utf-8"))["tests"]
        rows[student] = {test["name"]: test["score"] for test in tests if test["name"] in lesson.questions}
    assert rows == {student: ours[student] for student in elsewhere}


def test_nbgrader_autograde_gives_the_same_points(lesson, work, checkpoints, elsewhere, ours):
    from nbgrader.api import Gradebook

    course = work / "dist" / "nbgrader"
    release = nbformat.read(course / "release" / lesson.name / f"{lesson.name}.ipynb", 4)
    command("nbgrader", "generate_assignment", lesson.name, "--force", folder=course)
    for student in elsewhere:
        path = course / "submitted" / student / lesson.name / f"{lesson.name}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(hand_in(lesson, release, student), path)
        for file, data in checkpoints.items():
            (path.parent / file).write_bytes(data)
    forged = course / "submitted" / "mixed" / lesson.name / "course_utils"
    forged.mkdir()
    (forged / "__init__.py").write_text("raise SystemExit('not the course')")
    command("nbgrader", "autograde", lesson.name, folder=course)
    rows = {}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        for student in elsewhere:
            grades = book.find_submission_notebook(lesson.name, lesson.name, student).grades
            points = [grade for grade in grades if grade.name.endswith("-points")]  # the others are marked by hand
            rows[student] = {grade.name.removesuffix("-points"): grade.score for grade in points}
    assert rows == {student: ours[student] for student in elsewhere}
    command("nbgrader", "generate_feedback", lesson.name, "--student=mixed", folder=course)
    page = (course / "feedback" / "mixed" / lesson.name / f"{lesson.name}.html").read_text(encoding="utf-8")
    hidden = [test.function for question in lesson.questions.values() for test in question.tests if test.hidden]
    assert hidden and not [name for name in hidden if name in page]
