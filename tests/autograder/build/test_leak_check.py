"""The leak check: what it finds, what it accepts, and that no file for students contains a secret."""

import json
import shutil
import subprocess
import sys
from zipfile import ZipFile

import nbformat
import pytest

from autograder.build.leak_check import leaks, refuse_leaks
from autograder.build.products import ROOT, find_lessons, package_products, read_course, student_products
from autograder.lesson_format.model import LessonError
from autograder.lesson_format.parser import read_lesson
from tests.autograder.golden import COURSE, SAMPLE

NOTEBOOK = "notebooks/00_sample.ipynb"
PUBLIC_TEST = "course_utils/exercises/00_sample/q0_2.py"
HINTS = "course_utils/exercises/00_sample/hints.json"


@pytest.fixture
def lesson():
    return read_lesson(SAMPLE)


@pytest.fixture
def files(lesson):
    return student_products(lesson, COURSE)


def in_notebook(content: bytes, source: str) -> bytes:
    notebook = nbformat.reads(content.decode(), 4)
    notebook.cells.append(nbformat.v4.new_code_cell(source))
    return nbformat.writes(notebook).encode()


def test_leaks_finds_nothing_in_what_the_builder_makes(lesson, files):
    assert leaks(lesson, files) == []


PLANTED = {  # planted text: description of the secret that it gives away
    "q0_1 = sum(pixels) + 0": "the solution of q0_1",
    "q0_1=sum( pixels )+0": "the solution of q0_1",
    "if True:\n    result = number * 2": "the solution of q0_2",
    "x = 5  # SOLUTION": "a SOLUTION comment",
    "### BEGIN SOLUTION": "a SOLUTION comment",
    "test_many_numbers": "the name of hidden test test_many_numbers",
    "print('q0_2: many numbers')": "the name of hidden test test_many_numbers",
    "for_me = [31, 47, 59, 83]": "the hidden preamble",
    "for_me = [31,\n          47, 59, 83]": "the hidden preamble",
    "SECRET_NUMBERS = [31, 47, 59, 83]": "the hidden preamble",
    "answer(twice).computes(double, number)": "the hidden test",
}


@pytest.mark.parametrize("text", PLANTED)
def test_leaks_finds_what_is_planted_in_each_kind_of_file(lesson, files, text):
    hints = json.dumps({"q0_1": {"en": [text]}})
    planted = {
        NOTEBOOK: in_notebook(files[NOTEBOOK], text),
        PUBLIC_TEST: files[PUBLIC_TEST] + f"\n{text}\n".encode(),
        HINTS: hints.encode(),
    }
    found = leaks(lesson, planted)
    assert {path for path, secret in found if secret.description == PLANTED[text]} == set(planted)


@pytest.mark.parametrize("text", ["result = number * 21", "my_result = number * 2", "return result", "import math"])
def test_leaks_lets_other_lines_pass(lesson, files, text):
    assert leaks(lesson, {NOTEBOOK: in_notebook(files[NOTEBOOK], text)}) == []


def test_refuse_leaks_names_the_secret_the_file_and_the_line(lesson, files):
    line = SAMPLE.read_text(encoding="utf-8").split("q0_1 = sum")[0].count("\n")
    text = (
        f"00_sample.py:{line}: the solution of q0_1 would be shown to students in {HINTS}: 'q0_1=sum.pixels..0'; write"
    )
    with pytest.raises(LessonError, match=text):
        refuse_leaks(lesson, {HINTS: b'{"q0_1": {"en": ["q0_1 = sum(pixels) + 0"]}}'})


def test_leaks_finds_an_answer_of_four_numbers_without_its_name(changed):
    lesson = read_lesson(changed("sum(pixels) + 0  # SOLUTION", "[4, 5, 6, 7]  # SOLUTION"))
    found = leaks(
        lesson, {HINTS: b'{"q0_1": {"en": ["It is [4, 5, 6, 7]."]}}', NOTEBOOK: b'{"cells": ["[4, 5, 6, 70]"]}'}
    )
    assert [(path, secret.text) for path, secret in found] == [(HINTS, "[4,5,6,7]")]


AUTHOR_ERRORS = {  # error of an author: (part of the sample, its replacement)
    "answer in a hint": ("# And 3 more.", "# q0_1 = sum(pixels) + 0"),
    "answer in the prose": ("**Question 2.** Write `twice`.", "`result = number * 2` is all of it."),
    "answer in a public test": ("def double(number):\n", "def double(number):\n    result = number * 2\n"),
    "hidden test's name in the prose": ("Write `twice`.", "Beware of `test_many_numbers`."),
}


@pytest.mark.parametrize("error", AUTHOR_ERRORS)
def test_student_products_refuses_what_an_author_gives_away(error, changed):
    lesson = read_lesson(changed(*AUTHOR_ERRORS[error]))
    with pytest.raises(LessonError, match="would be shown to students in"):
        student_products(lesson, COURSE)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel of course_utils from a copy; return path in the wheel -> content."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT / "course_utils", folder / "course_utils", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "README.md").write_text("The course.")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        "out",
        ".",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with ZipFile(next((folder / "out").glob("*.whl"))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("path", find_lessons([]), ids=lambda path: path.stem)
def test_nothing_that_a_student_gets_holds_a_secret(path, wheel):
    lesson = read_lesson(path)
    release = {name: text for name, text in package_products(lesson).items() if "/release/" in name}
    handed_out = student_products(lesson, read_course(ROOT)) | release | wheel
    assert len(release) == 1 and f"course_utils/exercises/{lesson.name}/hints.json" in wheel
    assert [(name, secret.description, secret.text) for name, secret in leaks(lesson, handed_out)] == []


def test_wheel_holds_course_utils_alone(wheel):
    rooms = {name.split("/")[0] for name in wheel}
    assert {room for room in rooms if not room.endswith(".dist-info")} == {"course_utils"}
