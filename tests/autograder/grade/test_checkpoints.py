"""With its checkpoint a network is not trained again; what is wrong with a checkpoint is said and costs time alone."""

import json
import re
import zipfile

import pytest

from autograder.grade.grade import grade_folder
from autograder.results import Status, load_all
from tests.autograder import trained
from tests.autograder.trained import FULL, INVALID, TRAINED
from tests.autograder.watching import times
from tests.shared import shared

pytestmark = pytest.mark.slow

NOT_USED = "; it was not used, and the network was trained again"


def grade_all(base):
    (base / "worked").mkdir()
    (base / "tmp").mkdir()
    trained.work(base / "worked")
    trained.hand_in_all(base / "worked", base / "class")
    trained.write_bundle(base / "bundle")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(base / "tmp"))
        assert grade(base) == 0


def grade(base, **options):
    where = base / "class", base / "out"
    return grade_folder(trained.LESSON, *where, bundle=base / "bundle", workers=2, timeout=120, **options)


@pytest.fixture(scope="module")
def base():
    return shared("checkpoints", grade_all)


@pytest.fixture(scope="module")
def graded(base):
    return {result.student: result for result in load_all(base / "out", trained.LESSON)}


def points(result):
    return {name: question.points for name, question in result.questions.items()}


def test_export_packs_the_checkpoint_and_says_so(base):
    (written,) = (base / "worked").glob("*.zip")
    with zipfile.ZipFile(written) as archive:
        assert archive.namelist() == ["homework.ipynb", *trained.FILES]
        for name in trained.FILES:
            assert archive.read(name) == (base / "worked" / name).read_bytes()
    assert "It contains the checkpoints of your training: q1." in (base / "worked" / "said.txt").read_text()


@pytest.mark.parametrize("student", ["handed", "own_folder"])
def test_with_its_checkpoint_a_homework_has_full_marks_without_training(graded, student):
    result = graded[student]
    assert (result.status, result.score, result.warnings) == (Status.GRADED, FULL, [])


def test_the_notebook_alone_is_trained_and_loses_nothing(graded):
    result = graded["alone"]
    assert (result.status, result.score, result.warnings) == (Status.GRADED, TRAINED, [])
    assert points(result)["q4"] == 0  # which says that it was trained


@pytest.mark.parametrize("student", INVALID)
def test_an_invalid_checkpoint_is_reported_and_the_network_trained_again(graded, student):
    result = graded[student]
    assert (result.status, result.score) == (Status.GRADED, TRAINED), result.warnings
    (warning,) = result.warnings
    assert INVALID[student][1] in warning and "\n" not in warning
    in_the_guest = warning.startswith("code cell 3: checkpoint q1 ") and warning.endswith(NOT_USED)
    assert in_the_guest or warning.startswith("checkpoint q1 is left out: ")


def test_forged_checkpoint_is_worth_what_its_weights_prove(graded):
    result = graded["forged"]
    assert points(result) == {"q1": 1, "q2": 0, "q3": 1, "q4": 1}  # they are weights of the right network
    (test,) = result.questions["q2"].tests
    assert re.search(r"best validation accuracy is 100.0 %, but your network's weights reach \d", test.text)


def test_names_that_point_outside_and_too_many_files_cost_nothing(graded):
    assert (graded["dots"].score, graded["many"].score) == (TRAINED, TRAINED)
    assert graded["dots"].warnings == ["checkpoint ../q1 is left out: its name points outside"]
    said = graded["many"].warnings
    assert said[0] == "checkpoint a107 is left out: at most 20 files of 40 MB in total are allowed"
    assert said[-1] == "435 more checkpoints are left out" and len(said) == 6


def test_nothing_is_left_behind(base, graded):
    assert len(graded) == len(INVALID) + 6
    left = [path.name for path in (base / "tmp").iterdir() if not path.name.startswith("torchinductor_")]
    assert left == []


def test_changed_checkpoint_is_graded_again_and_nothing_else(base, tmp_path):
    import shutil

    for name in ("bundle", "class", "out"):
        shutil.copytree(base / name, tmp_path / name)
    done = times(tmp_path / "out")
    page = tmp_path / "class" / "own_folder" / "q1.json"
    page.write_text(json.dumps(json.loads(page.read_text())), encoding="utf-8")  # other bytes, of the same meaning
    assert grade(tmp_path) == 0
    now = times(tmp_path / "out")
    assert [name for name in done if now[name] != done[name]] == ["own_folder.json"]
    found = {result.student: result for result in load_all(tmp_path / "out", trained.LESSON)}
    assert found["own_folder"].score == FULL
