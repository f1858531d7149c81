"""The zip for otter and the plugin in it."""

import io
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from autograder.build.otter_plugin import CoursePlugin
from autograder.build.otter_zip import otter_zip, packed
from autograder.build.products import ROOT
from autograder.build.test_files import marking_files, public_files
from autograder.lesson_format.parser import read_lesson
from course_utils.checking import personal
from tests.autograder.golden import SAMPLE


def test_otter_zip_holds_the_bundle_the_package_and_the_plugin():
    lesson = read_lesson(SAMPLE)
    content = otter_zip(ROOT, lesson.name, public_files(lesson), marking_files(lesson))
    with ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert archive.read("tests/q0_2.py").decode() == marking_files(lesson)["tests/q0_2.py"]
        assert b"autograder.build.otter_plugin.CoursePlugin" in archive.read("otter_config.json")
        assert b"numpy" in archive.read("environment.yml")
    assert "files/course_utils/exercises/00_sample/q0_1.py" in names and "autograder/build/otter_plugin.py" in names
    assert not [name for name in names if "__pycache__" in name]
    assert not [name for name in names if "exercises" in name and "00_sample" not in name]


def test_packed_makes_equal_bytes_of_equal_files():
    one, other = packed({"b": b"2", "a": b"1"}), packed({"a": b"1", "b": b"2"})
    assert one == other != packed({"a": b"1"})
    with ZipFile(io.BytesIO(one)) as archive:
        assert archive.namelist() == ["a", "b"]
        assert {entry.date_time for entry in archive.infolist()} == {(2020, 1, 1, 0, 0, 0)}


def plugin(stem: str, users: list | None = None) -> CoursePlugin:
    metadata = {} if users is None else {"users": users}
    return CoursePlugin(str(Path("submission", f"{stem}.ipynb")), metadata, {})


@pytest.fixture
def reported(tmp_path, monkeypatch):
    """Return a function that runs the plugin's cell after a notebook that declares an id, and returns the report."""
    before = personal.student()
    monkeypatch.chdir(tmp_path)

    def report(stem: str, declared: str, users: list | None = None) -> str:
        course_plugin = plugin(stem, users)
        notebook = course_plugin.before_execution(new_notebook())
        personal.set_student(declared)
        exec(notebook.cells[-1].source, {})
        return course_plugin.generate_report()

    yield report
    personal.set_student(before)


def test_plugin_is_content_where_name_or_user_agrees(reported):
    assert reported("02_convolution_by_hand_B1234", "b1234") == "Student id: b1234"
    assert reported("submission", "b1234", [{"email": "b1234@school.example"}]) == "Student id: b1234"


@pytest.mark.parametrize(
    "cell",
    [
        'ME = " B1234 "\nGrader("02_convolution_by_hand", student=ME)',
        'Grader("02_convolution_by_hand", "b1234")',
        '%precision 3\nGrader("02_convolution_by_hand", student="b1234")',
    ],
    ids=["variable", "positional", "magic"],
)
def test_plugin_reads_the_id_from_the_kernel(tmp_path, monkeypatch, cell):
    monkeypatch.chdir(tmp_path)
    course_plugin = plugin("02_b1234")
    first = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom course_utils.checking.grader import Grader"
    notebook = new_notebook(cells=[new_code_cell(first), new_code_cell(cell)])
    NotebookClient(course_plugin.before_execution(notebook), timeout=300, kernel_name="python3").execute()
    assert course_plugin.generate_report() == "Student id: b1234"


def test_plugin_does_not_warn_if_the_notebook_declares_no_id(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".declared-student").write_text("handed in with the notebook")
    course_plugin = plugin("02_b9")
    course_plugin.before_execution(new_notebook())
    assert course_plugin.generate_report() == "Student id: none; the notebook declared no id before it ended"


def test_plugin_warns_of_another_id(reported):
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
