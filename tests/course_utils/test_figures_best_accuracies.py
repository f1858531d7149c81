"""The plot of several trainings: its layout, its words, and what it refuses."""

import pytest

from course_utils.figures.best_accuracies import best_accuracies
from course_utils.training import History


def history(train: list[float], validation: list[float]) -> History:
    """A history of these accuracies."""
    ones = [1.0] * len(train)
    return History(ones, train, ones, validation, ones, best_epoch=1)


def test_marks_stand_at_the_best_of_each_list():
    ax = best_accuracies({"a": history([0.5, 0.9, 0.8], [0.7, 0.4, 0.6]), "b": history([0.3], [0.4])})
    training, validation = ax.lines
    assert training.get_ydata().tolist() == [0.9, 0.3] and validation.get_ydata().tolist() == [0.7, 0.4]
    assert [text.get_text() for text in ax.get_xticklabels()] == ["a", "b"]


def test_the_higher_number_is_above_the_gap():
    ax = best_accuracies({"over": history([0.9], [0.7]), "under": history([0.3], [0.4])})
    heights = {text.get_text(): text.xyann[1] for text in ax.texts}
    assert {number for number, height in heights.items() if height > 0} == {"90.0", "40.0"}


def test_test_accuracies_are_drawn_for_the_names_that_have_one():
    ax = best_accuracies({"a": history([0.5], [0.5]), "b": history([0.6], [0.6])}, test={"b": 0.55})
    assert 1 < ax.lines[-1].get_xdata()[0] < 1.5 and ax.lines[-1].get_ydata().tolist() == [0.55]
    assert "b: training 60.0, validation 60.0, test 55.0" in ax.figure.alt_text


@pytest.mark.parametrize(
    ("histories", "test", "told"),
    [
        ({}, None, "every history needs at least one epoch, got none in no history"),
        ({"a": History()}, None, r"got none in \['a'\]"),
        ({"a": history([0.5], [0.5])}, {"b": 0.5}, r"test has \['b'\], the histories are of \['a'\]; use the same"),
    ],
)
def test_what_cannot_be_drawn_is_refused(histories, test, told):
    with pytest.raises(ValueError, match=told):
        best_accuracies(histories, test)
