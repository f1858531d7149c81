"""The sample classes: every student gets the status and the score that it was made for."""

import json
import subprocess
import sys
import zipfile

import pytest

from autograder.build import products
from autograder.demo import sample_class
from autograder.demo.sample_class import make_class
from autograder.demo.sample_students import CONVOLUTION, everywhere, sample_students
from autograder.results import load_all
from tests.autograder.planted import ROOT

pytestmark = pytest.mark.slow

OURS = "02_convolution_by_hand"
LESSONS = [path.stem for path in products.find_lessons([])]
GRADED = [OURS, *[name for name in LESSONS if name != OURS][:1]]  # one with its own class, one without


def lesson_notebook(answer):
    cells = [
        {"id": f"q2_{n}-answer", "cell_type": "code", "metadata": {}, "source": f"q2_{n} = {answer}"}
        for n in range(1, 9)
    ]
    first = {"id": "first", "cell_type": "code", "metadata": {}, "source": 'Grader("x", student="self-study")'}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [first, *cells]}


@pytest.mark.parametrize("lesson", [OURS, "99_tiny"])
def test_make_class_writes_a_notebook_per_student(tmp_path, lesson):
    students = make_class(tmp_path / "class", lesson, lesson_notebook("1"), lesson_notebook("..."))
    assert len(students) == (16 if lesson == OURS else 10)
    assert {path.name for path in (tmp_path / "class").iterdir()} == {f"{lesson}_{name}.ipynb" for name in students}
    for name, sample in students.items():
        text = (tmp_path / "class" / f"{lesson}_{name}.ipynb").read_text(encoding="utf-8")
        if sample.half_a_file:
            with pytest.raises(json.JSONDecodeError):
                json.loads(text)
            continue
        cells = json.loads(text)["cells"]
        assert f'student="{sample.declares or name}"' in cells[0]["source"]
        if sample.only is not None:
            sources = [cell["source"] for cell in cells[1:]]
            assert sources == [f"q2_{n} = {1 if n <= 4 else '...'}" for n in range(1, 9)]


def test_expected_score_of_a_student():
    points = {"q1": 1.0, "q2": 2.0, "q3": 4.0}
    scores = {sample.about: sample.score(points) for sample in everywhere(list(points))}
    assert scores["everything right"] == (7, 7) and scores["untouched"] == scores["half a file"] == (0, 0)
    assert scores["half done"] == (1, 1) and scores["an endless loop"] == (3, 3)
    assert CONVOLUTION[4].score({"q2_1": 1, "q2_4": 2, "q2_7": 4}) == (1, 5)


@pytest.mark.parametrize("lesson", LESSONS)
def test_class_fits_its_lesson(tmp_path, lesson):
    read, course = products.read_lesson(products.find_lessons([lesson])[0]), products.read_course(products.ROOT)
    student = products.student_notebook(read, course, products.ENGLISH)
    assert len(make_class(tmp_path / "class", lesson, products.solution_notebook(read, course), student)) >= 10


def test_class_hands_in_the_networks_that_are_trained(tmp_path):
    kept = {"q1.json": b"{}", "q1.safetensors": b"weights"}
    students = make_class(tmp_path / "class", "99_tiny", lesson_notebook("1"), lesson_notebook("..."), kept)
    assert {path.name for path in (tmp_path / "class").iterdir()} == {f"99_tiny_{name}.zip" for name in students}
    with zipfile.ZipFile(tmp_path / "class" / "99_tiny_b1001.zip") as archive:
        assert set(archive.namelist()) == {"99_tiny.ipynb", *kept}


@pytest.mark.parametrize("lesson", GRADED)
def test_graded_class_gets_what_it_was_made_for(tmp_path, lesson):
    """Once more in a process of its own, as an instructor starts it."""
    words = ["autograder", "demo", "--out", str(tmp_path), "--lesson", lesson]
    run = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stdout + run.stderr
    questions = products.read_lesson(products.find_lessons([lesson])[0]).questions
    points = {name: one.points for name, one in questions.items()}
    found = {one.student: one for one in load_all(tmp_path / lesson / "results", lesson)}
    students = {f"b{1001 + place}": one for place, one in enumerate(sample_students(lesson, list(points)))}
    wrong = []
    for name, sample in students.items():
        least, most = sample.score(points)
        got = found[name]
        if got.status != sample.status or not least <= got.score <= most:
            said = f"got {got.status} {got.score:g}, expected {sample.status} {least:g} to {most:g}; {got.reason}"
            wrong.append(f"{name} ({sample.about}): {said}")
    assert set(found) == set(students) and not wrong, "\n".join(wrong)


def test_demo_of_an_unknown_lesson_is_one_line(tmp_path, capsys):
    assert sample_class.demo(tmp_path, ["77_nothing"]) == 2
    said = capsys.readouterr().err
    assert "no lesson is named '77_nothing'" in said and said.count("\n") == 1
