"""Checkpoints: killed and gone on with to the same numbers, whole or not at all, and refused with one line."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import safetensors.torch
import torch
from torch import nn

from course_utils.training import History, evaluate, fit
from course_utils.training import checkpoint_files as module
from tests.course_utils.training_cases import TRAIN, VALIDATION, adam, network, noisy, pictures

KILLED = """
import os, signal, sys
from tests.course_utils.training_cases import *
from course_utils.training import fit
calls = []
def noisy_and_killed(images):
    calls.append(1)
    if len(calls) == 1 + 2 * 3 + 2:  # the trial, two epochs of three batches, and into the third
        os.kill(os.getpid(), signal.SIGKILL)
    return noisy(images)
noisy_and_killed.__wrapped__ = noisy  # what it is but for the end
model = network()
settings = {"optimizer": adam(model), "seed": 3, "transform": noisy_and_killed, "checkpoint": sys.argv[1]}
fit(model, TRAIN, VALIDATION, epochs=5, **settings)
"""


def train(
    path: Path | None, *, model: nn.Module | None = None, epochs: int = 5, **settings
) -> tuple[nn.Module, History]:
    model = model or network()
    given = {
        "optimizer": adam(model),
        "seed": 3,
        "transform": noisy,
        "train": TRAIN,
        "validation": VALIDATION,
    } | settings
    return model, fit(model, given.pop("train"), given.pop("validation"), epochs=epochs, checkpoint=path, **given)


def same(first: tuple[nn.Module, History], second: tuple[nn.Module, History]) -> bool:
    histories = [{**vars(history), "seconds": len(history.seconds)} for _, history in (first, second)]
    weights = [model.state_dict() for model, _ in (first, second)]
    return histories[0] == histories[1] and all(torch.equal(weights[0][name], weights[1][name]) for name in weights[0])


@pytest.mark.slow
def test_killed_in_epoch_3_goes_on_with_epoch_3_and_ends_with_the_same_numbers(tmp_path, capsys):
    path = tmp_path / "bars"
    done = subprocess.run([sys.executable, "-c", KILLED, path], capture_output=True, text=True)
    assert done.returncode == -9, done.stderr
    assert json.loads((tmp_path / "bars.json").read_text())["epoch"] == 2
    undisturbed = train(None)
    torch.rand(11)
    capsys.readouterr()
    resumed = train(path, model=network(seed=99))  # other weights at the start do not matter
    assert "Resuming from bars.json: 2 epochs done\nEpoch 3 of 5" in capsys.readouterr().out
    assert same(resumed, undisturbed)


def test_stopped_and_gone_on_with(tmp_path):
    calls = []

    def stopping(images):
        calls.append(1)
        if len(calls) == 1 + 3 * 3 + 1:
            raise KeyboardInterrupt
        return noisy(images)

    stopping.__wrapped__ = noisy
    assert train(tmp_path / "x", transform=stopping)[1].stopped
    assert same(train(tmp_path / "x"), train(None))


@pytest.mark.parametrize("make", [
    lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True), lambda p: torch.optim.AdamW(p, lr=0.01),
    lambda p: torch.optim.RMSprop(p, lr=0.001, centered=True), lambda p: torch.optim.Adagrad(p, lr=0.02),
    lambda p: torch.optim.SGD(p, lr=0.05),
])  # fmt: skip
def test_every_optimizer_goes_on_as_if_nothing_had_been(tmp_path, make):
    for epochs in (2, 4):
        model = network()
        resumed = train(tmp_path / "x", model=model, epochs=epochs, optimizer=make(model.parameters()))
    model = network()
    assert same(resumed, train(None, model=model, epochs=4, optimizer=make(model.parameters())))


def test_learning_rates_by_epoch_go_on_too(tmp_path):
    def rate(epoch):
        return 0.02 * 0.5**epoch

    train(tmp_path / "x", epochs=2, learning_rate=rate)
    assert same(train(tmp_path / "x", epochs=4, learning_rate=rate), train(None, epochs=4, learning_rate=rate))
    assert not same(train(None, epochs=4, learning_rate=rate), train(None, epochs=4))


def test_a_finished_training_is_only_read(tmp_path, capsys):
    first = train(tmp_path / "x", epochs=3)
    capsys.readouterr()
    again = train(tmp_path / "x", epochs=3, model=network(seed=1))
    assert same(first, again)
    assert "Nothing to do, 3 epochs done: the model holds the weights of epoch" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "name"),
    [("x", "x"), ("x.json", "x"), ("x.safetensors", "x"), ("runs/", "runs/checkpoint"), ("a/b/x", "a/b/x"),
     ("lenet.v2", "lenet.v2")],
)  # fmt: skip
def test_names_and_folders(tmp_path, given, name):
    train(f"{tmp_path}/{given}", epochs=1)
    files = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert files == [f"{name}.json", f"{name}.safetensors"]


def test_what_a_checkpoint_says(tmp_path):
    model, history = train(tmp_path / "x", epochs=2)
    page = json.loads((tmp_path / "x.json").read_text())
    assert page["seed"] == 3 and page["epoch"] == 2 and page["data"]["train"] == TRAIN.sha256
    assert page["versions"]["torch"] == torch.__version__
    assert page["history"]["validation_loss"] == history.validation_loss
    tensors = safetensors.torch.load_file(tmp_path / "x.safetensors")
    best = network(seed=5)
    best.load_state_dict({name.removeprefix("best/"): t for name, t in tensors.items() if name.startswith("best/")})
    assert evaluate(best, VALIDATION) == evaluate(model, VALIDATION)


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_a_break_between_two_files_loses_nothing(tmp_path, monkeypatch, renames):
    """The disk goes away in the middle of the second epoch's writing; what is there is one epoch or the other."""
    train(tmp_path / "x", epochs=1)
    left, replace = [renames], os.replace

    def breaking(*paths):
        if not left[0]:
            raise SystemExit
        left[0] -= 1
        replace(*paths)

    monkeypatch.setattr(module.os, "replace", breaking)
    if renames < 2:
        with pytest.raises(SystemExit):
            train(tmp_path / "x", epochs=2)
    else:
        train(tmp_path / "x", epochs=2)
    monkeypatch.setattr(module.os, "replace", replace)
    assert same(train(tmp_path / "x", epochs=3), train(None, epochs=3))


def test_a_full_disk_ends_the_saving_and_not_the_training(tmp_path, monkeypatch, capsys):
    train(tmp_path / "x", epochs=1)
    whole = (tmp_path / "x.json").read_text()

    def full(path, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_through", full)
    assert len(train(tmp_path / "x", epochs=4)[1]) == 4
    said = capsys.readouterr().out
    assert said.count("The checkpoint can no longer be written (No space left on device); training continues") == 1
    assert (tmp_path / "x.json").read_text() == whole


def other_forward() -> nn.Module:
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(36, 3)

        def forward(self, images):
            return self.layer(images.flatten(1)).relu()

    return Net()


def plain_forward() -> nn.Module:
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Linear(36, 3)

        def forward(self, images):
            return self.layer(images.flatten(1))

    return Net()


def sgd(model: nn.Module, lr: float) -> torch.optim.Optimizer:
    return torch.optim.SGD(model.parameters(), lr=lr)


PLAIN, OTHER = plain_forward(), other_forward()


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"seed": 4}, r"differs from this training in its seed \(3 there, 4 here\)"),
        ({"batch_size": 32}, r"in its batch size \(64 there, 32 here\)"),
        ({"train": pictures(150, 9)}, "in its data;"),
        ({"validation": VALIDATION[1:]}, "in its data;"),
        ({"transform": None}, "in its transform;"),
        ({"learning_rate": lambda epoch: 0.1 / epoch}, "in its learning rate;"),
        ({"optimizer": sgd(PLAIN, 0.2)}, "in its optimizer settings;"),
        ({"model": OTHER, "optimizer": sgd(OTHER, 0.1)}, "in its network;"),
    ],
)
def test_checkpoint_of_another_run_is_refused(tmp_path, settings, text):
    train(tmp_path / "x", model=PLAIN, optimizer=sgd(PLAIN, 0.1), epochs=1)
    before = (tmp_path / "x.json").read_bytes()
    with pytest.raises(ValueError, match=text) as error:
        train(tmp_path / "x", **{"model": PLAIN, "optimizer": sgd(PLAIN, 0.1)} | settings)
    assert "give another name, or delete x.json and x.safetensors to start again" in str(error.value)
    assert "\n" not in str(error.value) and (tmp_path / "x.json").read_bytes() == before


def _edit(folder: Path, old: str, new: str) -> None:
    text = (folder / "x.json").read_text()
    assert old in text
    (folder / "x.json").write_text(text.replace(old, new, 1))


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


DAMAGES = {
    "history changed": (lambda folder: _edit(folder, '"epoch": 2', '"epoch": 3'), "was changed after it was written"),
    "json cut off": (lambda folder: _cut(folder / "x.json"), "cannot be read: x.json is not a checkpoint"),
    "json of something else": (lambda folder: (folder / "x.json").write_text('{"a": 1}'), "different format: x.json"),
    "json list": (lambda folder: (folder / "x.json").write_text("[]"), "cannot be read"),
    "json deep": (lambda folder: (folder / "x.json").write_text("[" * 100_000), "cannot be read"),
    "json not text": (lambda folder: (folder / "x.json").write_bytes(b"\xff\xfe\x00"), "cannot be read"),
    "json gone": (lambda folder: (folder / "x.json").unlink(), "has no x.json"),
    "weights cut off": (lambda folder: _cut(folder / "x.safetensors"), "changed or truncated .* x.safetensors"),
    "one bit": (lambda folder: _flip(folder / "x.safetensors"), "changed or truncated .* x.safetensors"),
    "weights gone": (lambda folder: (folder / "x.safetensors").unlink(), "has no x.safetensors"),
    "a pickle": (lambda folder: torch.save({"w": 1}, folder / "x.safetensors"), "changed or truncated"),
    "another kind, sealed": (lambda folder: _edit(folder, "checkpoint 1", "checkpoint 9"), "has a different format"),
}


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_and_foreign_files_are_refused_with_one_line(tmp_path, damage):
    train(tmp_path / "x", epochs=2)
    change, text = DAMAGES[damage]
    change(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(ValueError, match=text) as error:
        train(tmp_path / "x", epochs=3)
    assert "\n" not in str(error.value) and str(error.value).startswith("fit: checkpoint x ")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_nothing_is_unpickled(tmp_path, monkeypatch):
    import pickle

    train(tmp_path / "x", epochs=1)
    for name in ("load", "loads", "Unpickler"):
        monkeypatch.setattr(pickle, name, None)
    monkeypatch.setattr(torch, "load", None)
    assert len(train(tmp_path / "x", epochs=2)[1]) == 2


def test_a_folder_that_cannot_be_written_is_said_before_training(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match=r"no checkpoint can be written to .*file \("):
        train(tmp_path / "file" / "x")


def test_fit_outside_the_main_thread_keeps_a_checkpoint(tmp_path):
    made = []
    thread = threading.Thread(target=lambda: made.append(train(tmp_path / "x", epochs=2)))
    thread.start()
    thread.join()
    assert same(made[0], train(None, epochs=2))
