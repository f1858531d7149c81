"""The same forgeries through stock `otter run`, stock `nbgrader autograde` and ours: what each gives is printed.

One tiny lesson in otter's and nbgrader's usual form, its tests the same lines in all three. Only ours is asserted on,
and that each tool tells right from wrong, without which the table would mean nothing.
"""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.results import load_all
from tests.autograder.attempts import CLASS
from tests.autograder.planted import DOUBLE, LESSON, POINTS, ROOT, notebook
from tests.quick_start.programs import run_module

pytestmark = pytest.mark.slow

IMPORTS = "import os, sys, time\nimport numpy as np"
SIX = "assert six == 6"
SMALL = "expected = np.array([2.0, 4.0, 6.0])\nassert np.allclose(double(np.array([1.0, 2.0, 3.0])), expected)"
SECRET = "expected = np.array([62.5, 83.0])\nassert np.allclose(double(np.array([31.25, 41.5])), expected)"
POINTS_HERE = {"q1": 1.0, "q2": 3.0}
FULL = sum(POINTS_HERE.values())
SEVEN, SQUARES = "six = 7", CLASS["squared"].double
ANSWERS = {  # attempt -> the answers to q1 and q2
    "right": ("six = 6", DOUBLE),
    "wrong": (SEVEN, SQUARES),
    "patches_numpy": (CLASS["patches_numpy"].six, CLASS["patches_numpy"].double),
    "object_liar": (CLASS["object_liar"].six, SQUARES),
    "patches_otter": (CLASS["patches_otter"].six, SQUARES),
    "transformer": (CLASS["transformer"].six, SQUARES),
    "walks_for_answer": (SEVEN, CLASS["walks_for_answer"].double),
}
TEST_FILE = """from otter.test_files import test_case
import numpy as np

OK_FORMAT = False
name = "{name}"
points = None
"""
TEST_CASE = """

@test_case(points={points}, hidden={hidden})
def test_{title}({argument}):
    {lines}
"""
Scores = dict[str, float | str]


def test_files() -> dict[str, str]:
    cases = {
        "q1": [(1, False, "six", "six", SIX)],
        "q2": [(1, False, "small", "double", SMALL), (2, True, "secret", "double", SECRET)],
    }
    return {name: TEST_FILE.format(name=name) + "".join(map(_test_case, cases[name])) for name in POINTS_HERE}


test_files.__test__ = False  # no test, for all its name


def _test_case(case: tuple[int, bool, str, str, str]) -> str:
    points, hidden, title, argument, text = case
    lines = text.replace("\n", "\n    ")
    return TEST_CASE.format(points=points, hidden=hidden, title=title, argument=argument, lines=lines)


@pytest.fixture(scope="module")
def by_ours(tmp_path_factory) -> Scores:
    base = tmp_path_factory.mktemp("ours")
    (base / "bundle" / "tests").mkdir(parents=True)
    for name, text in test_files().items():
        (base / "bundle" / "tests" / f"{name}.py").write_text(text, encoding="utf-8")
    questions = {name: {"points": points, "tests": []} for name, points in POINTS_HERE.items()}
    about = {"lesson": LESSON, "title": "A tiny lesson", "questions": questions}
    (base / "bundle" / "points.json").write_text(json.dumps(about), encoding="utf-8")
    write_answers(base / "class")
    words = [LESSON, str(base / "class"), "--out", str(base / "out"), "--bundle", str(base / "bundle")]
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", *words], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {result.student: result.score for result in load_all(base / "out", LESSON)}


def write_answers(folder: Path) -> None:
    folder.mkdir()
    for name, answers in ANSWERS.items():
        (folder / f"{name}.ipynb").write_text(notebook([IMPORTS, *answers]), encoding="utf-8")


@pytest.fixture(scope="module")
def by_otter(tmp_path_factory) -> Scores:
    """One `otter run` per notebook, with the zip that `otter generate` makes of the test files."""
    base = tmp_path_factory.mktemp("otter")
    (base / "tests").mkdir()
    for name, text in test_files().items():
        (base / "tests" / f"{name}.py").write_text(text, encoding="utf-8")
    (base / "requirements.txt").write_text("", encoding="utf-8")
    run_module("otter", "generate", "-t", "tests", "-o", "tiny.zip", "--no-environment", folder=base)
    write_answers(base / "class")

    def score(name: str) -> float | str:
        (base / name).mkdir()
        words = [str(base / "class" / f"{name}.ipynb"), "-a", str(base / "tiny.zip"), "-o", str(base / name)]
        run_module("otter", "run", *words, "--no-logo", folder=base)
        try:
            tests = json.loads((base / name / "results.json").read_text(encoding="utf-8"))["tests"]
            return sum(test["score"] for test in tests if test["name"].split(" ")[0] in POINTS_HERE)
        except (OSError, ValueError, KeyError) as error:
            return type(error).__name__

    return {name: score(name) for name in ANSWERS}


@pytest.fixture(scope="module")
def by_nbgrader(tmp_path_factory) -> Scores:
    """A course as its documentation lays it out; one command grades all that was handed in."""
    from nbgrader.api import Gradebook

    course = tmp_path_factory.mktemp("nbgrader")
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'tiny'\n")
    (course / "source" / "tiny").mkdir(parents=True)
    nbformat.write(nbgrader_source(), course / "source" / "tiny" / "tiny.ipynb")
    run_module("nbgrader", "generate_assignment", "tiny", folder=course)
    release = nbformat.read(course / "release" / "tiny" / "tiny.ipynb", 4)
    assert "62.5" not in json.dumps(release)
    for name, (six, double) in ANSWERS.items():
        for cell in release.cells:
            cell.source = {"six": six, "double": double}.get(
                cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source
            )
        (course / "submitted" / name / "tiny").mkdir(parents=True)
        nbformat.write(release, course / "submitted" / name / "tiny" / "tiny.ipynb")
    run_module("nbgrader", "autograde", "tiny", folder=course)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        return {name: book.find_submission_notebook("tiny", "tiny", name).score for name in ANSWERS}


def nbgrader_source() -> nbformat.NotebookNode:
    solution = {"grade": False, "solution": True, "locked": False, "task": False, "schema_version": 3}
    test = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3}
    hidden = f"### BEGIN HIDDEN TESTS\n{SECRET}\n### END HIDDEN TESTS"
    stub = "### BEGIN SOLUTION\n{}\n### END SOLUTION"
    cells = [
        (IMPORTS, None),
        (stub.format("six = 6"), {**solution, "grade_id": "six"}),
        (SIX, {**test, "grade_id": "q1", "points": 1}),
        (stub.format(DOUBLE), {**solution, "grade_id": "double"}),
        (SMALL, {**test, "grade_id": "q2-small", "points": 1}),
        (hidden, {**test, "grade_id": "q2-secret", "points": 2}),
    ]
    made = [new_code_cell(source, metadata={"nbgrader": marks} if marks else {}) for source, marks in cells]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=made, metadata={"kernelspec": kernel})


def test_table_of_forgeries(by_otter, by_nbgrader, by_ours, print_table):
    rows = [f"attempt | tries | otter run | nbgrader autograde | ours (of {FULL:g})", "--- | --- | --- | --- | ---"]
    for name in ANSWERS:
        gave = [f"{tool[name]:g}" if isinstance(tool[name], float | int) else tool[name]
                for tool in (by_otter, by_nbgrader, by_ours)]  # fmt: skip
        rows.append(" | ".join([name, CLASS[name].tries, *gave]))
    print_table(rows)
    for tool in (by_otter, by_nbgrader, by_ours):
        assert tool["right"] == FULL and tool["wrong"] == 0


@pytest.mark.parametrize("name", [name for name in ANSWERS if name != "right"])
def test_ours_gives_a_forger_what_the_answers_are_worth(by_ours, name):
    assert by_ours[name] == 0


def test_lesson_is_that_of_the_planted_class():
    assert {name: POINTS[name] for name in POINTS_HERE} == POINTS_HERE
