"""What weights prove is worth points; a history counts where they agree with it, a number where the history does."""

import pytest
import torch
from torch import nn

from course_utils.checking import NotYet, answer, trained
from course_utils.checking.mistakes import counting
from course_utils.checking.mistakes.overfitting import gap, gap_of_the_last_epoch
from course_utils.checking.mistakes.reported_numbers import last_for_best
from course_utils.checking.mistakes.right_reports import Record, best_accuracy, parameters
from course_utils.training import History, fit
from tests.course_utils.training_cases import TRAIN, VALIDATION, adam, network, pictures

TEST = pictures(100, 2)


def said(ask, *inputs, **options) -> str:
    with pytest.raises(NotYet) as verdict:
        ask(*inputs, **options)
    return str(verdict.value)


@pytest.fixture(scope="module")
def done():
    model = network(seed=4)
    return model, fit(model, TRAIN, VALIDATION, epochs=8, optimizer=adam(model, 0.003), seed=2)


def test_weights_reach_what_they_reach_in_a_network_of_ours(done):
    trained.check_weights_accuracy(done[0], network, TEST, at_least=0.4)
    share = trained.proved_accuracy(done[0], network, VALIDATION)
    assert share == pytest.approx(max(done[1].validation_accuracy), abs=2.5 / 60)  # rounded in another order
    assert said(trained.check_weights_accuracy, done[0], network, VALIDATION, at_least=1.01).startswith(
        f"With your weights, {100 * share:.1f} % of 60 pictures are read correctly; expected at least 101 %."
    )


class Liar(nn.Module):
    """Its weights are of chance; its answers are of another network."""

    def __init__(self, other):
        super().__init__()
        self.weights = network(seed=9)
        object.__setattr__(self, "other", other)

    def forward(self, images):
        return self.other(images)


def test_a_network_that_answers_with_others_weights_is_judged_by_its_own(done):
    assert "With your weights" in said(trained.check_weights_accuracy, Liar(done[0]), network, TEST, at_least=0.5)
    assert "but your network's weights reach" in said(
        trained.proved_record, done[1], Liar(done[0]), network, VALIDATION
    )


def test_weights_of_another_network_do_not_fit(done):
    other = nn.Sequential(nn.Flatten(), nn.Linear(36, 3))
    assert "has no weight of this shape" in said(trained.check_weights_accuracy, other, network, TEST, at_least=0.5)
    assert "Expected a network" in said(trained.check_weights_accuracy, 7, network, TEST, at_least=0.5)


def test_weights_that_are_no_numbers_reach_little(done):
    broken = network()
    for weight in broken.parameters():
        nn.init.constant_(weight, float("nan"))
    assert "With your weights" in said(trained.check_weights_accuracy, broken, network, TEST, at_least=0.9)


def test_history_counts_where_its_best_is_what_the_weights_reach(done):
    model, history = done
    record = trained.proved_record(history, model, network, VALIDATION)
    assert record.validation == tuple(history.validation_accuracy)
    best = trained.proved_accuracy(model, network, VALIDATION)
    for pictures_off, fits in [(-3, False), (-2, True), (2, True), (3, False)]:
        wrong = History([1.0], [0.5], [1.0], [best + pictures_off / 60], [1.0], 1)
        if fits:
            trained.proved_record(wrong, model, network, VALIDATION)
        else:
            assert "Keep the network as it is after fit(...)" in said(
                trained.proved_record, wrong, model, network, VALIDATION
            )
    nan = History([1.0], [0.5], [1.0], [float("nan")], [1.0], 1)
    assert "but your network's weights reach" in said(trained.proved_record, nan, model, network, VALIDATION)


@pytest.mark.parametrize("nothing", [7, "history", History(), History([1.0], [0.5], [1.0], [], [1.0])])
def test_what_is_no_history_is_said(nothing):
    assert said(trained.recorded, nothing) == "Expected a history that fit(...) returns, with at least one epoch."


def test_missing_history_is_not_answered_yet():
    assert said(trained.recorded, ...) == said(trained.recorded, None) == "not answered yet"


RECORD = Record(train=(0.5, 0.9151, 0.9), validation=(0.6, 0.8722, 0.8411))


@pytest.mark.parametrize("number", [0.8722, 0.872, 0.87, 0.8772, 0.8673])
def test_reported_number_may_be_rounded(number):
    trained.check_reported_accuracy(number, RECORD)


@pytest.mark.parametrize("number", [0.866, 0.878, 0.5, 0.0])
def test_reported_number_may_not_be_another(number):
    text = said(trained.check_reported_accuracy, number, RECORD)
    assert text == f"You have {number:.6g}, and it is not the best validation accuracy of your history."


@pytest.mark.parametrize(
    ("number", "split", "tag"),
    [(0.84, "validation", "last-for-best"), (87, "validation", "percent-for-share"),
     (87.22, "validation", "percent-for-share"), (0.92, "validation", "training-for-validation"),
     (0.90, "train", "last-for-best"), (92, "train", "percent-for-share"),
     (0.87, "train", "training-for-validation")],
)  # fmt: skip
def test_known_mistakes_of_reporting_are_named(number, split, tag):
    assert said(trained.check_reported_accuracy, number, RECORD, split=split).startswith(f"[{tag}] ")


@pytest.mark.parametrize("validation", [(0.5, 0.6, 0.9), (0.9, 0.6, 0.9)], ids=["grew", "came back"])
def test_where_the_last_epoch_is_the_best_nobody_took_the_last_for_the_best(validation):
    record = Record(train=validation, validation=validation)
    trained.check_reported_accuracy(0.9, record)
    for known, operation in [(last_for_best, best_accuracy), (gap_of_the_last_epoch, gap)]:
        assert known.value(operation, record) is None
    for wrong in (0.6, 0.891, 0.907):
        assert said(trained.check_reported_accuracy, wrong, record).startswith("You have ")


def test_training_accuracy_is_reported_by_the_same_rule():
    trained.check_reported_accuracy(0.92, RECORD, split="train")
    assert "the best training accuracy" in said(trained.check_reported_accuracy, 0.7, RECORD, split="train")
    assert said(trained.check_reported_accuracy, ..., RECORD) == "not answered yet"


def test_parameters_are_counted_with_their_biases():
    right = parameters(network)
    assert right == sum(parameter.numel() for parameter in network().parameters()) == 40 + 8 + 51
    answer(right).equals(parameters, network, mistakes=[counting.bias_forgotten])
    text = said(answer(right - 4 - 4 - 3).equals, parameters, network, mistakes=[counting.bias_forgotten])
    assert text.startswith("[bias-forgotten] ")


def test_rounding_of_three_decimals():
    trained.check_reported_accuracy(0.8725, RECORD, rounding=0.0005)
    assert "not the best" in said(trained.check_reported_accuracy, 0.87, RECORD, rounding=0.0005)


def test_record_of_a_model_in_training_mode_is_that_of_its_weights(done):
    done[0].train()
    trained.proved_record(done[1], done[0], network, VALIDATION)
    assert torch.is_grad_enabled()
