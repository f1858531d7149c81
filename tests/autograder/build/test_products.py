"""The products: equal to the golden files, the same bytes everywhere, and what `--check` prints about others."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.build import products
from autograder.build.edited_notebooks import cells_hash
from autograder.lesson_format.model import LessonError
from tests.autograder import golden

FINGERPRINT = """
import hashlib, sys
from pathlib import Path
from autograder.build.products import ROOT
from autograder.build.otter_zip import otter_zip
from autograder.build.test_files import marking_files, public_files
from autograder.lesson_format.parser import read_lesson
from tests.autograder import golden
golden.SAMPLE = Path(sys.argv[1])
lesson = read_lesson(golden.SAMPLE)
files = golden.products() | {"zip": otter_zip(ROOT, lesson.name, public_files(lesson), marking_files(lesson))}
for name, content in sorted(files.items()):
    print(name, hashlib.sha256(content).hexdigest())
"""


@pytest.fixture
def built(tmp_path) -> Path:
    """Return a folder with the files for students of every lesson."""
    products.build(tmp_path, products.find_lessons([]), packages=False)
    return tmp_path


def test_products_equal_the_golden_files():
    expected = {
        path.relative_to(golden.FOLDER).as_posix(): path.read_bytes()
        for path in golden.FOLDER.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    made = golden.products()
    assert sorted(made) == sorted(expected)
    different = [name for name in made if made[name] != expected[name]]
    assert not different, "if the change is meant, run: python tests/autograder/golden.py"


@pytest.mark.slow
def test_products_are_the_same_bytes_whatever_path_locale_time_zone_and_hash_seed(tmp_path):
    def fingerprint(folder: Path, **environment: str) -> str:
        folder.mkdir()
        sample = shutil.copy(golden.SAMPLE, folder)
        done = subprocess.run(
            [sys.executable, "-c", FINGERPRINT, sample],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(products.ROOT), **environment},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    one = fingerprint(tmp_path / "one", TZ="Asia/Taipei", LC_ALL="C", PYTHONHASHSEED="1")
    other = fingerprint(tmp_path / "二", TZ="America/New_York", LC_ALL="C.UTF-8", PYTHONHASHSEED="2", PYTHONUTF8="1")
    assert one == other
    assert one.count("\n") == len(golden.products()) + 1


def test_student_notebook_is_clean_and_opens_anywhere():
    notebook = nbformat.reads(golden.products()["notebooks/00_sample.ipynb"].decode(), 4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    described = {"lesson": "00_sample", "title": "A sample", "minutes": 5, "source": "lessons/00_sample.py"}
    assert notebook.metadata.course == {**described, "cells_sha256": cells_hash(notebook)}
    assert not [cell for cell in notebook.cells if cell.get("outputs") or cell.get("execution_count")]
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids) and "q0_1-answer" in ids


def test_student_notebook_in_another_language_takes_the_translated_text():
    notebook = nbformat.reads(golden.products()["notebooks/zh-Hant/00_sample.ipynb"].decode(), 4)
    text = "\n".join(cell.source for cell in notebook.cells)
    assert "最小的一課" in text and "as small as can be" not in text and "Write `twice`" in text
    assert "/blob/main/notebooks/zh-Hant/00_sample.ipynb" in notebook.cells[0].source


def test_points_json_says_what_each_test_gives():
    points = json.loads(golden.products()["marking/00_sample/points.json"])
    assert (points["lesson"], points["title"]) == ("00_sample", "A sample")
    assert points["questions"]["q0_2"] == {
        "points": 3,
        "tests": [
            {"name": "q0_2: one", "points": 1, "hidden": False},
            {"name": "q0_2: many numbers", "points": 2, "hidden": True},
        ],
    }


def test_build_writes_nothing_of_a_broken_lesson(tmp_path, changed):
    path = changed('question="q0_2" points=3', 'question="q0_2" points=4')
    with pytest.raises(LessonError):
        products.build(tmp_path / "out", [path])
    assert not (tmp_path / "out").exists()


def test_build_leaves_no_file_of_a_question_that_is_gone(built):
    lesson = products.find_lessons([])[0].stem
    for folder in (built / products.EXERCISES / lesson, built / products.MARKING / lesson / "tests"):
        (folder / "q99.py").write_text("name = 'q99'")
    products.build(built, products.find_lessons([lesson]), packages=False)
    assert not list(built.rglob("q99.py"))


def test_write_bundle_writes_the_bundle_of_the_current_source(monkeypatch, tmp_path):
    monkeypatch.setattr(products, "LESSONS", golden.DATA)
    products.write_bundle("00_sample", tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == ["points.json", "q0_1.py", "q0_2.py"]
    expected = golden.FOLDER / "marking/00_sample"
    assert all(
        path.read_bytes() == (expected / path.relative_to(tmp_path)).read_bytes() for path in tmp_path.rglob("*.*")
    )


def test_differences_is_silent_about_what_the_lessons_make(built):
    assert products.differences(built, products.find_lessons([])) == []


def test_differences_names_changed_missing_and_surplus_files_with_the_remedy(built):
    lesson = products.find_lessons([])[0].stem
    notebook, hints = f"notebooks/{lesson}.ipynb", f"{products.EXERCISES}/{lesson}/hints.json"
    surplus = f"{products.EXERCISES}/{lesson}/q99.py"
    (built / notebook).write_bytes((built / notebook).read_bytes() + b" ")
    (built / hints).unlink()
    (built / "notebooks" / "99_old.ipynb").write_text("{}")
    (built / surplus).write_text("")
    assert sorted(products.differences(built, products.find_lessons([]))) == sorted(
        [
            f"{notebook} is out of date; run python -m autograder build",
            f"{hints} is missing; run python -m autograder build",
            "notebooks/99_old.ipynb belongs to no lesson; run git rm notebooks/99_old.ipynb",
            f"{surplus} belongs to no lesson; run git rm {surplus}",
        ]
    )


def test_find_lessons_refuses_a_folder_without_lessons(monkeypatch, tmp_path):
    (tmp_path / "notes.py").write_text("")
    monkeypatch.setattr(products, "LESSONS", tmp_path)
    with pytest.raises(ValueError) as caught:
        products.find_lessons([])
    assert str(caught.value) == (f"no lesson sources in {tmp_path}; expected files such as 02_convolution_by_hand.py")


def test_main_prints_the_names_of_all_lessons(capsys):
    assert products.main(["02_konvolution"], check=False, execute=False) == 1
    message = capsys.readouterr().err
    assert "no lesson is named '02_konvolution'; expected one of: " in message and "02_convolution_by_hand" in message


def test_main_prints_an_error_in_one_line(capsys, monkeypatch, changed):
    path = changed('question="q0_2" points=3', 'question="q0_2" points=4')
    monkeypatch.setattr(products, "LESSONS", path.parent)
    assert products.main([], check=True, execute=False) == 1
    assert capsys.readouterr().err == (
        "00_sample.py:72: question q0_2 has 4 points, but its tests add up to 3; change one of the two\n"
    )
