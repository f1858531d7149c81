"""The nbgrader course: our release equals nbgrader's, and its cells equal those of the course's notebook."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.build.nbgrader_course import nbgrader_files, release_notebook, source_notebook
from autograder.build.notebooks import write_notebook
from autograder.build.products import write
from autograder.build.test_files import marking_files
from autograder.lesson_format.parser import read_lesson
from autograder.lesson_format.solutions import student_text
from tests.autograder.golden import SAMPLE


@pytest.fixture
def lesson():
    return read_lesson(SAMPLE)


@pytest.mark.slow
def test_nbgrader_files_make_the_release_that_nbgrader_makes(lesson, tmp_path):
    files = nbgrader_files(lesson, marking_files(lesson))
    release = "release/00_sample/00_sample.ipynb"
    write(tmp_path, {name: text.encode() for name, text in files.items() if name != release})
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic by name
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", "00_sample"],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / release).read_text(encoding="utf-8") == files[release]


def test_release_notebook_has_the_stubs_of_the_student_notebook(lesson):
    student = {cell.id: cell.source for cell in write_notebook(lesson, student_text).cells}
    release = {cell.id: cell.source for cell in release_notebook(source_notebook(lesson)).cells}
    points = {name: release.pop(name) for name in ("q0_1-points", "q0_2-points")}
    assert release == student
    assert points == {
        "q0_1-points": 'grader.score("q0_1", out_of=1)',
        "q0_2-points": 'grader.score("q0_2", out_of=3)',
    }


def test_release_notebook_replaces_answers_that_an_instructor_added(lesson):
    source = source_notebook(lesson)
    answer = next(cell for cell in source.cells if cell.id == "q0_1-answer")
    del answer.metadata["course"]
    release = {cell.id: cell for cell in release_notebook(source).cells}
    assert release["q0_1-answer"].source == 'raise NotImplementedError("write your answer here")'


def test_source_notebook_locks_the_points_and_marks_the_answers(lesson):
    cells = {cell.id: cell for cell in source_notebook(lesson).cells}
    points = cells["q0_2-points"].metadata["nbgrader"]
    assert (points["grade"], points["locked"], points["points"], points["solution"]) == (True, True, 3, False)
    answer = cells["q0_2-answer"].metadata["nbgrader"]
    assert (answer["solution"], answer["grade"], answer["locked"]) == (True, False, False)
    assert cells["q0_2-answer"].source.count("### BEGIN SOLUTION") == 1
    assert "nbgrader" not in cells["q0_2-check"].metadata


def test_release_notebook_is_valid_and_names_no_hidden_test(lesson):
    release = release_notebook(source_notebook(lesson))
    nbformat.validate(release)
    text = nbformat.writes(release)
    assert "SOLUTION" not in text and "many" not in text and "COURSE_MARKING" not in text
