"""Grader in a kernel of its own: any folder, any file name; and what it says when it is asked for what isn't there."""

import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from course_utils import Grader
from course_utils.checking import personal
from course_utils.checking.grader import EXERCISES
from course_utils.checking.handing_in import write_zip

LESSON = "02_convolution_by_hand"
QUESTIONS = len(list((EXERCISES / LESSON).glob("*.py")))
CELLS = [
    f'from course_utils import Grader\ngrader = Grader("{LESSON}", student=" B1234 ")\ngrader',
    "q2_4 = [[1, 1], [0, 1]]\nq2_8 = (75, 50)",
    'grader.check("q2_4"); grader.check("q2_8")',
    'grader.hint("q2_8")',
    'grader.hint("q2_8")',
    "grader.check_all()",
    "grader.export()",
]


@pytest.fixture(autouse=True)
def _nobody_else():
    before = personal.student()
    yield
    personal.set_student(before)


def test_import_of_the_grader_compiles_no_grammar_and_hides_none():
    """Without this the first cell of each notebook takes seconds longer."""
    program = """
import importlib.util, sys
from course_utils import Grader
assert "jsonschema" in sys.modules and "rfc3987_syntax" not in sys.modules
print(importlib.util.find_spec("rfc3987_syntax") is not None)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=EXERCISES.parents[1])
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{importlib.util.find_spec('rfc3987_syntax') is not None}\n"


def run(folder: Path, name: str, *, known: bool) -> list[str]:
    """Run the notebook `name` in a kernel in `folder`; return what each cell showed, as text."""
    notebook = nbformat.read(folder / name, 4)
    env = {key: value for key, value in os.environ.items() if key != "JPY_SESSION_NAME"}
    if known:  # JupyterLab tells the kernel which notebook it belongs to
        env["JPY_SESSION_NAME"] = str(folder / name)
    client = NotebookClient(notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute(env=env)
    return ["\n".join(output.data["text/plain"] for output in cell.outputs if "data" in output)
            for cell in notebook.cells]  # fmt: skip


@pytest.fixture
def eight_notebooks(tmp_path):
    names = [f"lesson {n}.ipynb" for n in range(7)] + ["my own name, renamed 卷積.ipynb"]
    for name in names:
        nbformat.write(new_notebook(cells=[new_code_cell(source) for source in CELLS]), tmp_path / name)
    return tmp_path, names[-1]


def test_check_hint_and_export_work_among_eight_notebooks_under_another_name(eight_notebooks):
    folder, name = eight_notebooks
    before = {path.name for path in folder.iterdir()}
    introduced, _, checks, first, second, everything, exported = run(folder, name, known=True)
    assert introduced == f"Grader for {LESSON}, student b1234, {QUESTIONS} questions"
    assert "✓ Right  q2_4" in checks and "✗ Not yet  q2_8 · h and w swapped" in checks
    assert "Hint 1 of 3" in first and "Hint 2 of 3" in second and first != second
    assert f"1 of {QUESTIONS} questions right." in everything and everything.count("○") == QUESTIONS - 2
    zipped = f"{LESSON}_b1234.zip"
    assert zipped in exported and "did not respond in time" in exported  # no page is open in this test
    assert {path.name for path in folder.iterdir()} - before == {zipped}, "a check must leave nothing behind"
    with zipfile.ZipFile(folder / zipped) as archive:
        assert archive.namelist() == [name]
        assert json.loads(archive.read(name)) == json.loads((folder / name).read_text(encoding="utf-8"))


def test_export_without_a_known_file_says_what_to_hand_in(eight_notebooks):
    folder, name = eight_notebooks
    *_, exported = run(folder, name, known=False)
    assert "hand in the .ipynb itself" in exported and "renamed" in exported
    assert not list(folder.glob("*.zip"))


def test_verdict_looks_at_the_names_it_is_given():
    grader = Grader(LESSON)
    assert grader.verdict("q2_4", {"q2_4": [[1, 1], [0, 1]]}).verdict == "right"
    assert grader.verdict("q2_4", {"q2_4": [[1, 1], [-1, 1]]}).tag == "stride-as-crop"
    assert grader.verdict("q2_4", {}).verdict == "unanswered"


def test_verdict_speaks_chinese_where_asked():
    grader = Grader(LESSON, lang="zh")
    for wrong, said in [([[1, 1], [-1, 1]], "左上角"), ([[1, None], [0, 1]], "還是空的"), ([[1, 1], [0]], "長度不同")]:
        card = grader.verdict("q2_4", {"q2_4": wrong})
        assert said in card.text and "還不對" in card._repr_mimebundle_()["text/plain"]


def test_numbers_follow_the_student():
    q2_2 = {}
    for student in ("b1", "b2"):
        grader = Grader(LESSON, student=student)
        picture = personal.integers("q2_2 picture", (3, 4), low=0, high=5)
        q2_2[student] = picture
        assert grader.verdict("q2_2", {"q2_2": picture}).verdict == "not-yet"
    assert q2_2["b1"] != q2_2["b2"]


def test_grader_names_the_lessons_there_are():
    with pytest.raises(ValueError, match=f"there is no lesson '02_pooling'; there are: .*{LESSON}"):
        Grader("02_pooling")


def test_grader_suggests_the_question_that_was_meant():
    grader = Grader(LESSON)
    with pytest.raises(ValueError, match=r"no question 'q2_40'; did you mean 'q2_4'\?"):
        grader.check("q2_40")
    with pytest.raises(ValueError, match="no question 'seven'; there are: q2_1, q2_2"):
        grader.hint("seven")


def test_hint_says_how_many_there_are():
    with pytest.raises(ValueError, match="q2_1 has 3 hints, there is no hint 4"):
        Grader(LESSON).hint("q2_1", level=4)


def test_score_gives_points_and_keeps_quiet(capsys, monkeypatch):
    monkeypatch.delenv("COURSE_MARKING", raising=False)
    grader = Grader(LESSON)
    assert grader.score("q2_4", out_of=2, global_env={"q2_4": [[1, 1], [0, 1]]}) == 2
    assert grader.score("q2_4", out_of=2, global_env={"q2_4": [[1, 1], [0, 2]]}) == 0
    assert capsys.readouterr() == ("", "")


def test_score_says_where_tests_are_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_MARKING", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="no tests for q2_4 in .*is the lesson built"):
        Grader(LESSON).score("q2_4", out_of=2, global_env={})


@pytest.mark.parametrize(
    ("content", "text"), [("not json", "cannot be read"), ('{"cells": []}', "is empty"), ("[]", "cannot be read")]
)
def test_write_zip_refuses_what_is_no_notebook(tmp_path, content, text):
    broken = tmp_path / "lesson.ipynb"
    broken.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=text):
        write_zip(broken, LESSON, "b1234")
    assert not list(tmp_path.glob("*.zip"))


@pytest.mark.parametrize("student", ["../b12/34", "b" * 300, "學" * 300])
def test_write_zip_survives_an_odd_student_id(tmp_path, student):
    notebook = tmp_path / "lesson.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), notebook)
    written = write_zip(notebook, LESSON, student)
    assert written.is_file() and written.parent == tmp_path and written.name.startswith(LESSON)


def test_a_broken_neighbour_is_none_of_our_business(tmp_path, monkeypatch):
    (tmp_path / "old.ipynb").write_text("{broken", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    assert Grader(LESSON).verdict("q2_4", {}).verdict == "unanswered"


def test_without_otter_one_line_says_what_to_install(tmp_path):
    (tmp_path / "otter.py").write_text("raise ImportError('no otter here')", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from course_utils import Grader"], capture_output=True, text=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert done.stderr.strip().splitlines()[-1].startswith("ImportError: the checks need otter-grader (no otter here)")
