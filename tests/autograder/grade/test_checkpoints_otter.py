"""`otter run` and Gradescope unpack the exported zip, so `fit` resumes from the checkpoint there too."""

import json

import pytest

from autograder.build.otter_zip import otter_zip
from autograder.build.products import ROOT
from tests.autograder import trained
from tests.autograder.trained import CELLS, FILES, FULL, LESSON, TRAINED
from tests.quick_start.programs import run_module

pytestmark = pytest.mark.slow

PLAIN = CELLS["first"].replace("from course_utils import Grader\n", "").replace("grader = ", "# ")
NOTEBOOK = {"first": PLAIN, "export": "pass"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """otter's zip of the lesson, and a checkpoint that the cells themselves have left."""
    folder = tmp_path_factory.mktemp("otter")
    bundle = trained.write_bundle(folder / "bundle")
    marking = {path.relative_to(bundle).as_posix(): path.read_text("utf-8") for path in bundle.rglob("*.*")}
    (folder / "autograder.zip").write_bytes(otter_zip(ROOT, LESSON, {}, marking))
    (folder / "work").mkdir()
    trained.work(folder / "work", **NOTEBOOK)
    return folder


def scores(folder, submission):
    out = folder / "out" / submission.stem
    out.mkdir(parents=True)
    words = [str(submission), "-a", str(folder / "autograder.zip"), "-o", str(out), "--no-logo"]
    run_module("otter", "run", *words, folder=folder)
    tests = json.loads((out / "results.json").read_text(encoding="utf-8"))["tests"]
    return sum(float(test["score"]) for test in tests if test["name"] in trained.POINTS)


def test_zip_with_its_checkpoint_is_not_trained_again(folder):
    files = {name: (folder / "work" / name).read_bytes() for name in FILES}
    trained.packed(folder / "whole.zip", "whole", files, **NOTEBOOK)
    assert scores(folder, folder / "whole.zip") == FULL


def test_zip_with_an_invalid_checkpoint_is_trained(folder):
    page, tensors = ((folder / "work" / name).read_bytes() for name in FILES)
    invalid = {FILES[0]: page, FILES[1]: trained.flipped(tensors)}
    trained.packed(folder / "invalid.zip", "invalid", invalid, **NOTEBOOK)
    assert scores(folder, folder / "invalid.zip") == TRAINED


def test_notebook_alone_is_trained(folder):
    (folder / "alone.ipynb").write_text(trained.text_of("alone", **NOTEBOOK), encoding="utf-8")
    assert scores(folder, folder / "alone.ipynb") == TRAINED
