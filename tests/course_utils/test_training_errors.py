"""What does not go together is said before the first step, and what goes wrong later in plain words."""

import pytest
import torch
from torch import nn

from course_utils.datasets import Split
from course_utils.training import evaluate, fit, predict
from course_utils.training.checks import check_split
from tests.course_utils.training_cases import CLASSES, TRAIN, VALIDATION, adam, network, pictures


class Stays(nn.Module):
    """A network with a tensor that nobody has registered, so that it does not move with the others."""

    def __init__(self):
        super().__init__()
        self.layer, self.scale = nn.Linear(36, 3), torch.ones(36, device="meta")

    def forward(self, images):
        return self.layer(images.flatten(1) * self.scale)


def floats(**changes) -> Split:
    images = TRAIN.images.float() / 255
    return Split(changes.get("images", images), changes.get("labels", TRAIN.labels), changes.get("classes", CLASSES))


def with_item(split: Split, **changes) -> Split:
    """A Split whose tensors were changed after it was made, when nobody looked."""
    copy = Split(split.images.clone(), split.labels.clone(), split.classes)
    for name, (place, value) in changes.items():
        getattr(copy, name)[place] = value
    return copy


LINEAR = nn.Sequential(nn.Flatten(), nn.Linear(36, 3))
OTHER = nn.Sequential(nn.Flatten(), nn.Linear(36, 3))
FROZEN = nn.Sequential(nn.Flatten(), nn.Linear(36, 3)).requires_grad_(False)

WRONG = {
    "no model": ({"model": nn.Linear}, TypeError, "must be an nn.Module, got the class Linear; make an object of it"),
    "a function": ({"model": torch.relu}, TypeError, "model must be an nn.Module, got a value of type"),
    "a pair for a split": (
        {"train": (TRAIN.images, TRAIN.labels)}, TypeError,
        r"train must be a Split, such as digits\(\).train, or Split\(.*\), got a value of type tuple",
    ),
    "an empty split": ({"validation": VALIDATION[:0]}, ValueError, "validation is empty"),
    "other classes": (
        {"validation": floats(classes=("a", "b", "c"))}, ValueError,
        "train has the classes top, bottom, left, validation has a, b, c",
    ),
    "label too large": (
        {"train": with_item(TRAIN, labels=(7, 3))}, ValueError,
        "labels of train go from 0 to 3, but 3 classes are numbered 0 to 2",
    ),
    "label below 0": ({"train": with_item(TRAIN, labels=(7, -1))}, ValueError, "labels of train go from -1 to 2"),
    "nan in a picture": (
        {"train": with_item(floats(), images=(3, float("nan")))}, ValueError, "pictures of train hold nan or infinite",
    ),
    "float64 pictures": (
        {"train": floats(images=TRAIN.images.double())}, ValueError,
        r"pictures of train are torch.float64, the model's weights torch.float32; use images.float\(\)",
    ),
    "wrong size": (
        {"validation": pictures(10, size=8)}, ValueError,
        r"the model fails for pictures of validation \(1 x 8 x 8\): .*; summary\(model, \(1, 8, 8\)\)",
    ),
    "too few outputs": (
        {"model": network(outputs=2)}, ValueError,
        r"model has 2 outputs, but there are 3 classes \(top, bottom, left\)",
    ),
    "maps for logits": (
        {"model": nn.Conv2d(1, 3, 3)}, ValueError, r"model must return logits of shape \(N, 3\), got \(2, 3, 4, 4\)",
    ),
    "damaged weights": (
        {"model": nn.Sequential(nn.Flatten(), nn.Linear(36, 3).requires_grad_())}, ValueError,
        "returns nan or infinite values before training; if an earlier training damaged its weights",
    ),
    "optimizer of another model": (
        {"model": LINEAR, "optimizer": adam(OTHER)}, ValueError,
        "2 of the optimizer's 2 parameters are not in this model",
    ),
    "nothing to train": (
        {"model": FROZEN, "optimizer": torch.optim.SGD(FROZEN.parameters(), lr=0.1)}, ValueError,
        "no parameter of the model can be trained: requires_grad is False for all",
    ),
    "optimizer's class": ({"optimizer": torch.optim.SGD}, TypeError, "optimizer must be one of torch.optim"),
    "one picture for BatchNorm1d": (
        {"model": nn.Sequential(nn.Flatten(), nn.Linear(36, 3), nn.BatchNorm1d(3)), "batch_size": 149}, ValueError,
        "150 pictures in batches of 149 leave a last batch of one",
    ),
    "transform to bytes": (
        {"transform": lambda images: images.byte()}, ValueError, r"transform must return a batch .* of torch.uint8",
    ),
    "transform loses one": ({"transform": lambda images: images[1:]}, ValueError, r"\(2, 1, 6, 6\) it returned \(1, 1"),
    "transform returns None": ({"transform": lambda images: None}, ValueError, "it returned a value of type NoneType"),
    "transform elsewhere": (
        {"transform": lambda images: images.to("meta")}, ValueError,
        "transform got pictures on cpu and returned them on meta; make new tensors with device=images.device",
    ),
    "transform is none": ({"transform": 3}, TypeError, "transform must be a function"),
    "unregistered tensor": ({"model": Stays()}, ValueError, "must be registered with register_buffer"),
    "weights on two devices": (
        {"model": nn.Sequential(nn.Flatten(), nn.Linear(36, 9), nn.Linear(9, 3, device="meta"))}, ValueError,
        r"model's weights are on cpu and meta; move them to one device with model.to\('cpu'\)",
    ),
    "weights without numbers": (
        {"model": nn.Sequential(nn.Flatten(), nn.Linear(36, 3, device="meta"))}, ValueError, "are on the meta device",
    ),
    "no such device": ({"device": "cuda:77"}, ValueError, "device 'cuda:77' cannot be used here"),
    "no device at all": ({"device": "gpu"}, ValueError, "device 'gpu' cannot be used here .*device=None takes a GPU"),
    "epochs": ({"epochs": 0}, ValueError, "epochs must be a whole number, at least 1, got 0"),
    "half an epoch": ({"epochs": 1.5}, ValueError, "epochs must be a whole number, at least 1, got 1.5"),
    "batch size": ({"batch_size": 0}, ValueError, "batch_size must be a whole number, at least 1, got 0"),
    "a fixed learning rate": (
        {"learning_rate": 0.1}, TypeError, "learning_rate must be a function of the epoch, got a value of type float",
    ),
    "learning rate below 0": (
        {"learning_rate": lambda epoch: 1 - epoch, "epochs": 3}, ValueError,
        r"learning_rate\(2\) must be a number, at least 0, got -1",
    ),
    "seed": ({"seed": None}, ValueError, "seed must be a whole number, at least 0, got None"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_fit_says_what_does_not_go_together_before_the_first_step(case, monkeypatch, capsys):
    settings, kind, text = WRONG[case]
    model = settings.get("model", network())
    if case == "damaged weights":
        model[1].weight.data[0, 0] = float("nan")
    steps = []
    monkeypatch.setattr(torch.Tensor, "backward", lambda self: steps.append(1))
    optimizer = adam(model if isinstance(model, nn.Module) else LINEAR) if "optimizer" not in settings else None
    given = {"model": model, "train": TRAIN, "validation": VALIDATION, "epochs": 1, "seed": 0, "device": "cpu",
             "optimizer": optimizer} | settings  # fmt: skip
    model, train, validation = (given.pop(name) for name in ("model", "train", "validation"))
    with pytest.raises(kind, match=text):
        fit(model, train, validation, **given)
    assert not steps
    assert capsys.readouterr().out == ""


def test_steps_that_are_too_large_end_with_a_clear_error_and_the_best_weights():
    model = network()

    class Explodes(torch.optim.SGD):
        steps = 0

        def step(self, closure=None):
            self.steps += 1
            for group in self.param_groups:
                group["lr"] = 0.1 if self.steps < 8 else 1e30
            super().step(closure)

    with pytest.raises(FloatingPointError, match=r"loss became (nan|inf) in epoch 3, batch 3: the steps are too large"):
        fit(model, TRAIN, VALIDATION, epochs=5, optimizer=Explodes(model.parameters(), lr=0.1), seed=0)
    assert evaluate(model, VALIDATION)[1] > 0.5


def test_a_damaged_model_is_known_when_it_is_trained_again():
    model = nn.Sequential(nn.Flatten(), nn.Linear(36, 3))
    sgd = torch.optim.SGD(model.parameters(), lr=1e38)
    with pytest.raises(FloatingPointError, match="Make the model again, the optimizer after it, and try a tenth"):
        fit(model, TRAIN, VALIDATION, epochs=2, optimizer=sgd, seed=0)
    with pytest.raises((ValueError, FloatingPointError), match="[Mm]ake the model again"):
        fit(model, TRAIN, VALIDATION, epochs=2, optimizer=sgd, seed=0)


def test_an_error_in_a_transform_leaves_everything_in_order(capsys):
    threads, state, model = torch.get_num_threads(), torch.get_rng_state(), network()

    def breaks(images, calls=[]):  # noqa: B006
        calls.append(1)
        return images if len(calls) < 6 else images / 0 @ "nonsense"

    with pytest.raises(TypeError):
        fit(model, TRAIN, VALIDATION, epochs=3, optimizer=adam(model), transform=breaks, seed=0)
    assert torch.get_num_threads() == threads
    assert "Ended by an error in epoch 2" in capsys.readouterr().out
    torch.set_rng_state(state)


def test_trial_leaves_batch_normalisation_and_modes_alone():
    model = network()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    with pytest.raises(ValueError, match="the model fails for pictures of validation"):
        fit(model, TRAIN, pictures(9, size=9), epochs=1, optimizer=adam(model), seed=0)
    assert all(torch.equal(tensor, before[name]) for name, tensor in model.state_dict().items())
    assert all(layer.training for layer in model.modules())


def test_evaluate_and_predict_say_what_they_take():
    with pytest.raises(TypeError, match=r"evaluate: split must be a Split.*got a value of type Tensor"):
        evaluate(LINEAR, TRAIN.images)
    with pytest.raises(ValueError, match="evaluate: the model has 2 outputs, but there are 3 classes"):
        evaluate(network(outputs=2), TRAIN)
    for wrong in (TRAIN.images[0], TRAIN.images[:0], TRAIN):
        with pytest.raises(ValueError, match=r"predict: images must be .*; for one picture give images\[3:4\]"):
            predict(LINEAR, wrong)
    check_split("evaluate", "split", TRAIN[:1])
