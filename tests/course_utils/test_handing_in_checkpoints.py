"""What `grader.export()` packs besides the notebook, and what it says of the rest."""

import threading
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.checking import checkpoints, handing_in, language
from course_utils.training import checkpoint_files

FIT = 'history = fit(net, train, validation, epochs=3, optimizer=sgd, seed=0, checkpoint="{}")'


@pytest.fixture(autouse=True)
def _new_kernel(monkeypatch):
    monkeypatch.setattr(checkpoint_files, "IN_USE", {})


@pytest.fixture
def folder(tmp_path):
    """A student's folder, which is among others."""
    (tmp_path / "mine").mkdir()
    return tmp_path / "mine"


def notebook(folder, *sources):
    nbformat.write(new_notebook(cells=[new_code_cell(source) for source in sources or ["1"]]), folder / "n.ipynb")
    return folder / "n.ipynb"


def keep(folder, name, size=10):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    for ending in (".json", ".safetensors"):
        path.with_name(path.name + ending).write_bytes(bytes(size))
    return path


def used(path):
    checkpoint_files.Files(path).can_be_written()


def test_those_of_this_kernel_are_packed_whatever_they_are_called(folder, monkeypatch):
    monkeypatch.chdir(folder)
    keep(folder, "runs/wide")
    keep(folder, "deep/checkpoint")
    keep(folder, "somebody_elses")
    used("runs/wide"), used("deep/")
    files, said = checkpoints.beside(notebook(folder, "name = 'wide'\nfit(checkpoint=f'runs/{name}')"))
    assert list(files) == ["deep/checkpoint.json", "deep/checkpoint.safetensors", "runs/wide.json",
                           "runs/wide.safetensors"]  # fmt: skip
    assert said == []


@pytest.mark.parametrize("name", ["q4", "q4.json", "runs/q4", "runs/"])
def test_those_that_the_text_names_are_packed_in_a_new_kernel(folder, name):
    stem = {"q4.json": "q4", "runs/": "runs/checkpoint"}.get(name, name)
    keep(folder, stem)
    files, said = checkpoints.beside(notebook(folder, "%matplotlib inline", FIT.format(name)))
    assert list(files) == [f"{stem}.json", f"{stem}.safetensors"] and said == []


def test_what_is_missing_outside_or_too_large_is_said(folder, tmp_path):
    keep(folder, "big", 5_000_001)
    used(keep(tmp_path / "other", "far"))
    (folder / "half.json").write_bytes(b"{}")
    path = notebook(folder, FIT.format("big"), FIT.format("half"), FIT.format("../up"))
    files, said = checkpoints.beside(path)
    assert files == {} and said == [
        "checkpoint half is left out: its files are missing (did you run its training?)",
        "checkpoint up is left out: it is outside the notebook's folder",
        "checkpoint far is left out: it is outside the notebook's folder",
        "checkpoint big is left out: big.json has 5 MB, at most 5 MB are allowed",
    ]


def test_link_to_a_folder_outside_is_not_packed(folder, tmp_path):
    keep(tmp_path / "other", "q4")
    (folder / "runs").symlink_to(tmp_path / "other")
    files, said = checkpoints.beside(notebook(folder, FIT.format("runs/q4")))
    assert files == {} and "outside the notebook's folder" in said[0]


def test_together_no_more_than_the_grader_takes():
    sizes = {f"c{n}{ending}": 4_000_000 for n in range(6) for ending in (".json", ".safetensors")}
    taken, said = checkpoints.chosen(sizes)
    assert len(taken) == 10 and said == ["checkpoint c5 is left out: at most 20 files of 40 MB in total are allowed"]


def exported(path, monkeypatch, lang="en"):
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    monkeypatch.setattr(handing_in, "save_notebook", lambda *_, **__: True)
    with language.spoken(lang):
        return handing_in.hand_in("06_training", "b1").text.split("\n")


def test_the_zip_is_the_folder_again_and_the_note_says_what_is_in_it(folder, monkeypatch):
    keep(folder, "runs/q4")
    path = notebook(folder, FIT.format("runs/q4"), FIT.format("q5"))
    assert exported(path, monkeypatch) == [
        "`06_training_b1.zip` is in the same folder as this notebook.",
        "It contains the checkpoints of your training: runs/q4.",
        "checkpoint q5 is left out: its files are missing (did you run its training?)",
    ]
    with zipfile.ZipFile(folder / "06_training_b1.zip") as archive:
        assert archive.namelist() == ["n.ipynb", "runs/q4.json", "runs/q4.safetensors"]
    assert "裡面有訓練的 checkpoint：runs/q4。" in exported(path, monkeypatch, "zh-Hant")


def test_a_notebook_that_is_just_being_saved_is_waited_for(folder, monkeypatch):
    path = notebook(folder)
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[: len(whole) // 2], encoding="utf-8")
    threading.Timer(0.4, path.write_text, [whole]).start()
    assert exported(path, monkeypatch) == ["`06_training_b1.zip` is in the same folder as this notebook."]


def test_a_notebook_that_stays_broken_is_told(folder, monkeypatch):
    monkeypatch.setattr(handing_in, "SAVING", 0.3)
    (folder / "n.ipynb").write_text("{half", encoding="utf-8")
    with pytest.raises(ValueError, match="n.ipynb cannot be read as a notebook; save it and try again"):
        exported(folder / "n.ipynb", monkeypatch)


def test_a_large_zip_says_its_size_and_what_to_do(folder, monkeypatch):
    monkeypatch.setattr(handing_in, "LARGE", 100)
    said = exported(notebook(folder), monkeypatch)
    assert said[1].startswith("Its size is 0 MB. If that is too large to upload, hand in the .ipynb itself: your")
