"""`--regrade QUESTION` and `--only STUDENT`: what is chosen is graded again, and the rest stays as it is."""

import json
import re
import shutil

import pytest
from typer.testing import CliRunner

from autograder import __main__ as command_line
from autograder import results
from autograder.grade import grade as grading
from autograder.grade import preload
from tests.autograder import planted
from tests.autograder.watching import times, whole

pytestmark = pytest.mark.slow

NAMES = ["right", "squared", "numpy", "exit0"]
MISTAKEN = planted.TESTS["q2"].replace("double_it", "lambda values: values * values").replace("[squared]", "[]")
CONFINED = "Confined: PID namespace, mount and network namespaces, Landlock, seccomp, limits.\n"


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory):
    """A class that was graded with a mistake in q2's tests."""
    base = tmp_path_factory.mktemp("mistaken")
    planted.write_class(base / "class", NAMES)
    test = planted.write_bundle(base / "bundle") / "tests" / "q2.py"
    test.write_text(planted.PREAMBLE + MISTAKEN, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        assert grade(patch, base) == 0
    assert scores(base / "out") == {"right": 3, "squared": 6, "numpy": 3, "exit0": 3}
    return base


@pytest.fixture
def graded(mistaken, tmp_path, monkeypatch, capsys):
    """A copy of it, and the command with the fixed tests."""
    shutil.copytree(mistaken, tmp_path, dirs_exist_ok=True)
    test = tmp_path / "bundle" / "tests" / "q2.py"
    test.write_text(planted.PREAMBLE + planted.TESTS["q2"], encoding="utf-8")

    def run(**options):
        return grade(monkeypatch, tmp_path, **options), capsys.readouterr().err

    return run, tmp_path / "class", tmp_path / "out"


def grade(patch, base, **options):
    light = [name for name in preload.MODULES if name not in ("torch", "torchvision", "skimage.data")]
    patch.setattr(preload, "MODULES", light)
    return grading.grade_folder(
        planted.LESSON, base / "class", base / "out", bundle=base / "bundle", workers=2, **options
    )


def scores(out):
    return {one.student: one.score for one in whole(out).values()}


def kept_text(path, question):
    """The file's text without one question and without what sums up all of them."""
    said = json.loads(path.read_text(encoding="utf-8"))
    del said["questions"][question]
    for name in ("score", "seconds", "bundle_hash", "status", "reason"):
        del said[name]
    return json.dumps(said, ensure_ascii=False)


def test_regraded_question_changes_and_the_others_keep_their_marks_to_the_byte(graded):
    run, folder, out = graded
    for path in out.glob("*.json"):  # what no test would say shows whether it is kept
        path.write_text(path.read_text(encoding="utf-8").replace("q1: six", "q1: six, by hand"), encoding="utf-8")
    before = {path.name: kept_text(path, "q2") for path in out.glob("*.json")}
    assert all("by hand" in text for text in before.values())

    assert run(regrade=["q2"]) == (0, CONFINED)
    assert scores(out) == {"right": 6, "squared": 3, "numpy": 6, "exit0": 6}
    assert {path.name: kept_text(path, "q2") for path in out.glob("*.json")} == before
    assert whole(out)["squared.json"].questions["q2"].tests[0].tag == "squared-not-doubled"
    assert re.search("right,GRADED,6,6", (out / "grades.csv").read_text(encoding="utf-8"))

    done = times(out)
    assert run() == (0, CONFINED)  # all is of these tests now
    assert times(out) == done


def test_regrade_grades_a_changed_submission_whole_and_a_new_one_too(graded):
    run, folder, out = graded
    cells = planted.cells_of("right", planted.CLASS["right"]) | {"q1-answer": "six = 7"}
    (folder / "right.ipynb").write_text(planted.notebook(cells), encoding="utf-8")
    (folder / "new.ipynb").write_text(planted.notebook(cells | {"first": ""}), encoding="utf-8")
    assert run(regrade=["q2"])[0] == 0
    assert scores(out) == {"right": 5, "squared": 3, "numpy": 6, "exit0": 6, "new": 4}
    assert whole(out)["right.json"].questions["q1"].points == 0
    assert set(whole(out)["new.json"].questions) == set(planted.POINTS)


def test_regrade_grades_again_whatever_is_there(graded):
    run, _, out = graded
    assert run() == (0, CONFINED)
    done = times(out)
    assert run(regrade=["q1", "q3"]) == (0, CONFINED)
    assert all(times(out)[name] > done[name] for name in done)
    assert scores(out) == {"right": 6, "squared": 3, "numpy": 6, "exit0": 6}


def test_only_these_students_are_graded(graded):
    run, _, out = graded
    done, table = times(out), (out / "grades.csv").read_text(encoding="utf-8")
    assert run(only=[" RIGHT ", "Exit0"]) == (0, CONFINED)
    assert scores(out) == {"right": 6, "squared": 6, "numpy": 3, "exit0": 6}
    assert {name for name in done if times(out)[name] != done[name]} == {"right.json", "exit0.json"}
    now = (out / "grades.csv").read_text(encoding="utf-8")
    assert now != table and [line.split(",")[0] for line in now.splitlines()] == [
        line.split(",")[0] for line in table.splitlines()
    ]


def test_question_and_student_together(graded):
    run, _, out = graded
    done = times(out)
    assert run(only=["squared"], regrade=["q2"]) == (0, CONFINED)
    assert scores(out) == {"right": 3, "squared": 3, "numpy": 3, "exit0": 3}
    assert {name for name in done if times(out)[name] != done[name]} == {"squared.json"}


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"regrade": ["q2", "q9"]}, "Not graded: there is no question q9; there are q1, q2, q3, q4\n"),
        ({"only": ["b1", "right"]}, "Not graded: there is no student b1; there are exit0, numpy, right, squared\n"),
        ({"only": ["b1"], "regrade": ["q9"]}, "Not graded: there is no student b1; "),
        ({"only": [""]}, "Not graded: there is no student "),
    ],
)
def test_what_is_not_there_is_said_before_anything_is_graded(graded, options, line):
    run, _, out = graded
    done = times(out)
    code, errors = run(**options)
    assert code == 2 and errors.startswith(line) and errors.count("\n") == 1
    assert times(out) == done


def test_options_can_be_given_several_times(tmp_path, monkeypatch):
    seen = {}
    monkeypatch.setattr(grading, "grade_folder", lambda *where, **options: seen.update(options) or 0)
    words = ["--regrade", "q1", "--regrade", "q2", "--only", "b1", "--only", "B 2"]
    run = CliRunner().invoke(command_line.app, ["grade", "02", str(tmp_path), "--out", str(tmp_path), *words])
    assert run.exit_code == 0, run.output
    assert (seen["regrade"], seen["only"]) == (["q1", "q2"], ["b1", "B 2"])


def test_question_whose_tests_were_broken_is_graded_with_the_one_that_is_chosen(graded):
    run, _, out = graded
    for path in out.glob("*.json"):
        result = results.load(path)
        results.save(out, result.model_copy(update={"questions": {"q1": result.questions["q1"]}}))
    assert run(regrade=["q2"])[0] == 0
    assert scores(out) == {"right": 6, "squared": 3, "numpy": 6, "exit0": 6}
