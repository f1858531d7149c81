"""otter's zip and the plugin in it."""

import io
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.build import ROOT
from autograder.otter_plugin import CoursePlugin, declared_student
from autograder.otter_zip import otter_zip, packed
from autograder.question_files import marking_files, public_files
from autograder.reading import read_lesson
from tests.autograder.golden import SAMPLE


def test_otter_zip_holds_the_bundle_the_package_and_the_plugin():
    lesson = read_lesson(SAMPLE)
    content = otter_zip(ROOT, lesson.name, public_files(lesson), marking_files(lesson))
    with ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert archive.read("tests/q0_2.py").decode() == marking_files(lesson)["tests/q0_2.py"]
        assert b"autograder.otter_plugin.CoursePlugin" in archive.read("otter_config.json")
        assert b"numpy" in archive.read("environment.yml")
    assert "files/course_utils/exercises/00_sample/q0_1.py" in names and "autograder/otter_plugin.py" in names
    assert not [name for name in names if "__pycache__" in name]
    assert not [name for name in names if "exercises" in name and "00_sample" not in name]


def test_packed_makes_equal_bytes_of_equal_files():
    one, other = packed({"b": b"2", "a": b"1"}), packed({"a": b"1", "b": b"2"})
    assert one == other != packed({"a": b"1"})
    with ZipFile(io.BytesIO(one)) as archive:
        assert archive.namelist() == ["a", "b"]
        assert {entry.date_time for entry in archive.infolist()} == {(2020, 1, 1, 0, 0, 0)}


DECLARATIONS = {
    'grader = Grader("02", student=" B1234 ")': "b1234",
    "grader = course_utils.Grader('02', student='b1', lang='zh')": "b1",
    'grader = Grader("02")': "self-study",
    "student = 'b1'": "self-study",
    "%matplotlib inline\nGrader(": "self-study",
}


@pytest.mark.parametrize("source", DECLARATIONS)
def test_declared_student_reads_the_grader_cell(source):
    notebook = new_notebook(cells=[new_markdown_cell("Some words."), new_code_cell(source)])
    assert declared_student(notebook) == DECLARATIONS[source]


def plugin(stem: str, users: list | None = None) -> CoursePlugin:
    metadata = {} if users is None else {"users": users}
    return CoursePlugin(str(Path("submission", f"{stem}.ipynb")), metadata, {})


def reported(stem: str, declared: str, users: list | None = None) -> str:
    asked = plugin(stem, users)
    asked.before_execution(new_notebook(cells=[new_code_cell(f'Grader("02", student={declared!r})')]))
    return asked.generate_report()


def test_plugin_is_content_where_name_or_user_agrees():
    assert reported("02_convolution_by_hand_B1234", "b1234") == "Student id: b1234"
    assert reported("submission", "b1234", [{"email": "b1234@school.example"}]) == "Student id: b1234"


def test_plugin_warns_of_another_id():
    assert reported("02_b9", "b1234") == (
        "WARNING, student id: the notebook declares 'b1234', which is not in 02_b9; its numbers were graded as declared"
    )


def test_plugin_puts_our_package_back(tmp_path, monkeypatch):
    ours, theirs = tmp_path / "source/files/course_utils", tmp_path / "submission/course_utils"
    for folder, text in ((ours, "ours"), (theirs, "theirs")):
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(text)
    (theirs / "extra.py").write_text("theirs")
    monkeypatch.chdir(tmp_path / "submission")
    plugin("02_b1").before_grading(SimpleNamespace())
    assert [(path.name, path.read_text()) for path in theirs.iterdir()] == [("__init__.py", "ours")]


def test_plugin_goes_back_to_its_folder_at_the_end(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notebook = plugin("02_b1").before_execution(new_notebook(cells=[new_code_cell("import os; os.chdir('/')")]))
    for cell in notebook.cells:
        exec(cell.source, {})
    assert Path.cwd() == tmp_path
