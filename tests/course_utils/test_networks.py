"""A network is proved by its values: what passes, what is named, and what is said of the rest."""

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.checking import NotYet, probes
from course_utils.checking.mistakes import networks as slip
from course_utils.checking.networks import (
    answers_with,
    check_accuracy,
    check_computes,
    load_by_shape,
    network_made_by,
    outputs_of,
    weights_of,
)
from course_utils.datasets import Split
from course_utils.models import LeNet5

IMAGES = 2 * torch.randn(3, 1, 32, 32, generator=torch.Generator().manual_seed(5))


def said(ask, *inputs) -> str:
    with pytest.raises(NotYet) as verdict:
        ask(*inputs)
    return str(verdict.value)


def test_weights_come_in_the_order_of_the_state_dict():
    shapes = [tuple(weight.shape) for weight in weights_of(nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 1)))]
    assert shapes == [(2, 3), (2,), (1, 2), (1,)]
    assert "Expected a network" in said(weights_of, nn.Linear) and "nn.Module" in said(weights_of, 7)


def test_outputs_are_those_of_evaluation_mode_and_the_mode_stays():
    model = nn.Dropout(0.5)
    assert np.array_equal(outputs_of(model, torch.ones(2, 4)), np.ones((2, 4)))
    assert model.training
    text = said(outputs_of, nn.Linear(3, 1), torch.zeros(2, 4))
    assert text.startswith("With pictures of 2 × 4 your network stopped with RuntimeError: ")


def test_load_by_shape_by_hand():
    weights = [torch.tensor([5.0]), torch.tensor([[1.0, 10.0]]), torch.tensor([[2.0]]), torch.tensor([3.0])]
    network = load_by_shape(nn.Sequential(nn.Linear(2, 1), nn.Linear(1, 1)), weights)
    assert network(torch.tensor([1.0, 1.0])).item() == (1 + 10 + 5) * 2 + 3


def test_equal_shapes_are_filled_in_order():
    weights = [torch.full((1, 1), 2.0), torch.full((1, 1), 5.0)]
    network = load_by_shape(nn.Sequential(nn.Linear(1, 1, bias=False), nn.Linear(1, 1, bias=False)), weights)
    assert [weight.item() for weight in network.parameters()] == [2, 5]


def test_load_by_shape_says_what_does_not_fit():
    with pytest.raises(ValueError, match=r"a weight of shape \(3, 1\) fits no free parameter"):
        load_by_shape(nn.Linear(2, 1), [torch.zeros(3, 1)])
    with pytest.raises(ValueError, match="a weight is missing"):
        load_by_shape(nn.Linear(2, 1), [torch.zeros(1, 2)])


def test_weights_of_a_network_are_not_shared_with_the_reference():
    model = LeNet5()
    load_by_shape(LeNet5(), weights_of(model)).c1.weight.data.zero_()
    assert model.c1.weight.abs().sum() > 0


@pytest.mark.parametrize("known", slip.OF_LENET, ids=lambda known: known.tag)
def test_each_wrong_network_is_named(known):
    made = []
    known.value(lambda *inputs, network: made.append(network()), [], IMAGES, network=LeNet5)
    assert said(check_computes, made[0], LeNet5, IMAGES, slip.OF_LENET).startswith(f"[{known.tag}] ")


def test_those_of_the_same_weights_fit_the_right_network():
    weights, right = weights_of(LeNet5()), []
    for known in slip.OF_LENET:
        right.append(known.value(answers_with, weights, IMAGES, network=LeNet5) is not None)
    assert sum(right) == len(slip.SAME_WEIGHTS) and not any(right[len(slip.SAME_WEIGHTS) :])


def test_the_right_network_passes_under_other_names():
    check_computes(slip.lenet(), LeNet5, IMAGES, slip.OF_LENET)
    check_computes(network_made_by(slip.lenet), LeNet5, IMAGES, slip.OF_LENET)


def test_what_is_said_of_other_networks():
    short = nn.Sequential(*list(slip.lenet())[:-2])
    assert said(check_computes, short, LeNet5, IMAGES).startswith(
        "Your network has 8 weights and biases, and some are missing"
    )
    long = nn.Sequential(slip.lenet(), nn.Linear(10, 7))
    assert said(check_computes, long, LeNet5, IMAGES).startswith("Your network has a weight of shape (7, 10)")
    leaky = slip.lenet(activations=(nn.LeakyReLU,) * 4)
    assert said(check_computes, leaky, LeNet5, IMAGES, slip.OF_LENET).startswith("Your layers have the right sizes")
    assert said(check_computes, LeNet5(), LeNet5, IMAGES).startswith("This network comes from the course's library")


def test_weights_that_cannot_tell_networks_apart_prove_nothing():
    model = slip.lenet()
    for weight in model.parameters():
        nn.init.zeros_(weight)
    assert said(check_computes, model, LeNet5, IMAGES, slip.OF_LENET).startswith(
        "With these weights, right and wrong networks give the same outputs"
    )


def test_network_made_by_says_why_there_is_none():
    def unwritten():
        raise NotImplementedError("q5_5: write")

    assert said(network_made_by, unwritten) == said(network_made_by, None) == "not answered yet"
    assert said(network_made_by, nn.Conv2d).startswith("Making your network stopped with TypeError: ")
    model = nn.Flatten()
    assert network_made_by(model) is model


def test_reads_counts_the_right_ones():
    labels = torch.arange(10)
    split = Split(torch.eye(10).reshape(10, 1, 1, 10), labels, tuple("0123456789"))
    check_accuracy(nn.Flatten(), split, at_least=1.0)
    one_wrong = Split(split.images, labels.roll(0).index_fill(0, torch.tensor([3]), 4), split.classes)
    text = "It reads 90.0 % of 10 digits correctly; expected at least 95 %."
    assert said(check_accuracy, nn.Flatten(), one_wrong, 0.95) == text
    guessing = Split(split.images, (labels + 1) % 10, split.classes)
    assert "hardly more than guessing" in said(check_accuracy, nn.Flatten(), guessing, 0.95)
    assert "gave the shape (10, 1, 1, 10)" in said(check_accuracy, nn.Identity(), split, 0.95)


def test_extracts_of_what_is_no_network():
    assert probes.extract(len, "weights") is None and probes.extract(nn.Linear, "weights") is None
    assert probes.extract(LeNet5(), "module") == probes.extract(LeNet5, "module") == "course_utils.models.lenet"
