"""Written answers through our grader, real otter and real nbgrader: carried to a person, and in no score."""

import csv
import json
import subprocess
import sys

import nbformat
import pytest

from autograder.build.otter_zip import PLUGIN_FILES
from autograder.lesson_format.parser import read_lesson
from autograder.report import files
from autograder.results import load_all
from tests.autograder.golden import DATA
from tests.autograder.homework_like import BLANK, build_house, full_points

pytestmark = pytest.mark.slow

ANSWER = "Because <b>addition</b> commutes.\n\n![my sum](attachment:sum.png)"
PICTURE = {"sum.png": {"image/png": "iVBORw0KGgo="}}
STUDENTS = {"b7001": {}, "b7002": {"q8_1": BLANK}, "b7003": {}}  # writes; leaves the place as it is; deletes the cell


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    built = build_house(read_lesson(DATA / "by_hand.py"), tmp_path_factory.mktemp("written") / "house")
    built.hand_in(STUDENTS)
    built.hand_in_to_nbgrader({name: STUDENTS[name] for name in ("b7001", "b7002")})
    for path in (built.submitted / "b7001.ipynb", built.nbgrader / "submitted/b7001/by_hand/by_hand.ipynb"):
        notebook = nbformat.read(path, 4)
        cell = next(cell for cell in notebook.cells if cell.id == "q8_1-written")
        cell.source, cell.attachments = ANSWER, PICTURE
        nbformat.write(notebook, path)
    lost = nbformat.read(built.submitted / "b7003.ipynb", 4)
    lost.cells = [cell for cell in lost.cells if cell.id != "q8_1-written"]
    nbformat.write(lost, built.submitted / "b7003.ipynb")
    return built


@pytest.fixture(scope="module")
def out(house):
    folder = house.root / "out"
    house.run_ours(house.submitted, folder)
    return folder


def test_our_score_knows_nothing_of_points_by_hand(house, out):
    ours = house.points_of_ours(out)
    assert ours["b7001"] == ours["b7003"] == full_points(house.lesson) == {"q8_1": 1, "q8_2": 3}
    assert ours["b7002"] == {"q8_1": 0, "q8_2": 3}
    assert {result.max_score for result in load_all(out, "by_hand")} == {4}


def test_our_pages_show_the_written_answer(out):
    page = (out / "feedback" / "b7001.html").read_text(encoding="utf-8")
    assert "of 4 points, and up to 2 by hand" in page
    assert "Written answer, marked by hand: up to 2. 1 picture in the notebook." in page
    assert "Because &lt;b&gt;addition&lt;/b&gt; commutes." in page
    assert page.count("Written answer") == 1
    assert "Nothing is written in its cell." in (out / "feedback" / "b7002.html").read_text(encoding="utf-8")
    assert "Its cell is not in the notebook" in (out / "feedback" / "b7003.html").read_text(encoding="utf-8")


def test_our_table_has_every_written_answer(out):
    with (out / "written.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["question"], row["student"], row["out_of"], row["answer"], row["remark"]) for row in rows] == [
        ("q8_1", "b7001", "2", ANSWER, "1 picture in the notebook"),
        ("q8_1", "b7002", "2", "", "nothing is written in its cell"),
        ("q8_1", "b7003", "2", "", "its cell is not in the notebook"),
    ]


def test_page_and_folder_without_written_answers_say_nothing_of_them(out, tmp_path):
    bare = [result.model_copy(update={"written": {}}) for result in load_all(out, "by_hand")]
    files.write_all(tmp_path, bare, [], ["q8_1", "q8_2"])
    assert not (tmp_path / "written.csv").exists()
    assert (tmp_path / "grades.csv").read_bytes() == (out / "grades.csv").read_bytes()
    page = (tmp_path / "feedback" / "b7001.html").read_text(encoding="utf-8")
    assert "by hand" not in page.partition("<body>")[2].replace("Written by hand", "") and "Written answer" not in page


def test_otter_run_hands_the_written_answer_on(house):
    said = house.run_otter("b7001")
    results = json.loads((house.root / "otter" / "b7001" / "results.json").read_text(encoding="utf-8"))
    head = "q8_1, written answer, marked by hand: up to 2 (1 picture in the notebook)"
    assert results["output"] == f"{head}\n{ANSWER}" and head in said
    assert house.points_of_otter("b7001") == full_points(house.lesson)
    assert sum(test.get("max_score", 0) for test in results["tests"]) == 4


def test_otters_plugin_needs_no_other_file_of_ours(house, tmp_path):
    for name in PLUGIN_FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((house.root / name).read_bytes())
    program = "import autograder.build.otter_plugin as p; print(p.__file__)"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.strip() == str(tmp_path / "autograder" / "build" / "otter_plugin.py"), done.stderr


def test_nbgrader_leaves_the_written_answer_to_a_person(house):
    from nbgrader.api import Gradebook

    release = house.nbgrader / "release" / "by_hand" / "by_hand.ipynb"
    ours = release.read_text(encoding="utf-8")
    house.run_nbgrader()
    assert release.read_text(encoding="utf-8") == ours and "Whichever pair" not in ours
    with Gradebook(f"sqlite:///{house.nbgrader / 'gradebook.db'}") as book:
        written, untouched = (
            book.find_grade("q8_1-written", "by_hand", "by_hand", name) for name in ("b7001", "b7002")
        )
        assert (written.max_score, written.auto_score, written.needs_manual_grade) == (2, None, True)
        assert (untouched.auto_score, untouched.needs_manual_grade) == (0, False)
        assert book.find_submission("by_hand", "b7001").needs_manual_grade
        points = book.find_grade("q8_1-points", "by_hand", "by_hand", "b7001")
        assert (points.auto_score, points.needs_manual_grade) == (1, False)
    graded = nbformat.read(house.nbgrader / "autograded" / "b7001" / "by_hand" / "by_hand.ipynb", 4)
    cell = next(cell for cell in graded.cells if cell.id == "q8_1-written")
    assert (cell.source, cell.attachments) == (ANSWER, PICTURE)
