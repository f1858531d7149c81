"""Where a notebook is graded, a checkpoint of no use is said in one line and costs a training, never the cell."""

import hashlib
import json

import pytest
import safetensors.torch
import torch

from course_utils.training import checkpoint
from course_utils.training.history import History
from tests.course_utils.test_training_checkpoint import DAMAGES, same, train


@pytest.fixture(params=["COURSE_MARKING", "COURSE_NOTES"])
def notes(request, tmp_path, monkeypatch):
    """Grading is on, as nbgrader's configuration or a room says it; where a room's notes would be."""
    monkeypatch.setenv(request.param, str(tmp_path / "notes"))
    return tmp_path / "notes" if request.param == "COURSE_NOTES" else None


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_checkpoint_is_said_and_the_network_trained_as_without_it(tmp_path, capsys, notes, damage):
    (tmp_path / "work").mkdir()
    train(tmp_path / "work" / "x", epochs=2)
    capsys.readouterr()
    DAMAGES[damage][0](tmp_path / "work")
    assert same(train(tmp_path / "work" / "x", epochs=3), train(None, epochs=3))
    said = capsys.readouterr().out
    assert said.startswith("checkpoint x ") and said.count("\n") == 1
    assert said.endswith("; it was not used, and the network was trained again\n")
    assert notes is None or notes.read_text() == said


def test_checkpoint_of_another_seed_is_said_too(tmp_path, capsys, notes):
    train(tmp_path / "x", epochs=1)
    assert same(train(tmp_path / "x", epochs=2, seed=4), train(None, epochs=2, seed=4))
    assert "x differs from this training in its seed (3 there, 4 here); it was not used" in capsys.readouterr().out


def test_whole_checkpoint_is_used_and_nothing_is_said(tmp_path, capsys, notes):
    first = train(tmp_path / "x", epochs=2)
    assert same(train(tmp_path / "x", epochs=2), first)
    assert capsys.readouterr().out == "" and (notes is None or not notes.exists())


def test_folder_that_cannot_be_written_is_said_and_costs_no_training(tmp_path, capsys, notes):
    (tmp_path / "file").write_text("")
    assert same(train(tmp_path / "file" / "x", epochs=2), train(None, epochs=2))
    said = capsys.readouterr().out
    assert said.startswith("no checkpoint can be written to ") and said.count("\n") == 1
    assert said.endswith("; the network was trained without one\n")
    assert notes is None or notes.read_text() == said


def test_notes_that_cannot_be_written_cost_nothing(tmp_path, monkeypatch):
    train(tmp_path / "x", epochs=1)
    monkeypatch.setenv("COURSE_NOTES", str(tmp_path / "no" / "folder"))
    assert len(train(tmp_path / "x", epochs=2, seed=4)[1]) == 2


def forge(folder, change) -> None:
    """Change page and tensors, and compute hashes and seal again, as someone who has read the code can."""
    page = json.loads((folder / "x.json").read_text())
    tensors = safetensors.torch.load_file(folder / "x.safetensors")
    page.pop("seal")
    data = change(page, tensors) or safetensors.torch.save(tensors)
    if "weights" in page:
        page["weights"] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    (folder / "x.json").write_text(json.dumps({**page, "seal": checkpoint._digest(page)}))
    (folder / "x.safetensors").write_bytes(data)


FORGERIES = {
    "no safetensors at all": lambda page, tensors: b"\xff" * 100,
    "no hash of the weights": lambda page, tensors: page.pop("weights") and None,
    "a weight is missing": lambda page, tensors: tensors.pop("best/6.bias") is None or None,
    "a weight of another shape": lambda page, tensors: tensors.update({"best/6.bias": torch.zeros(9)}),
    "no history": lambda page, tensors: page.pop("history") and None,
    "a history of words": lambda page, tensors: page["history"].update(validation_accuracy=["all", "all"]),
    "a history of one list": lambda page, tensors: page["history"].update(train_loss=[]),
    "a best epoch that was not": lambda page, tensors: page["history"].update(best_epoch=9),
    "no epoch": lambda page, tensors: page.update(history=vars(History())),
    "an optimizer of another kind": lambda page, tensors: page.update(optimizer=[1, 2]),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_sealed_nonsense_does_not_fit_together_and_changes_no_weight(tmp_path, monkeypatch, forgery):
    train(tmp_path / "x", epochs=2)
    forge(tmp_path, FORGERIES[forgery])
    with pytest.raises(ValueError, match="fit: checkpoint x does not fit together; give another name, or delete x"):
        train(tmp_path / "x", epochs=3)
    monkeypatch.setenv("COURSE_MARKING", "there")
    assert same(train(tmp_path / "x", epochs=3), train(None, epochs=3))
