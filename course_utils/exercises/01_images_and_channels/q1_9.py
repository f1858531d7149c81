from otter.test_files import test_case

OK_FORMAT = False

name = "q1_9"
points = None

import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import axes as axes_slip
from course_utils.checking.mistakes import images as slip
from course_utils.checking.mistakes import vectors as vector_slip
from course_utils.checking.mistakes.sizes import h_and_w_swapped
from course_utils.images import normalize, to_channels_first, to_gray

FAMILIES = ["close together", "step by step", "far apart"]  # CNN, RNN, Transformer
LIBRARY = ["to_gray", "rgb2gray", "to_channels_first", "normalize", "Normalize"]


def shape_for_pytorch(size, channels, *, batch=()):
    return (*batch, channels, *size)


def axes_for_pytorch(rows_and_columns, channel_axis):
    return (0, channel_axis, *rows_and_columns)


def counted_from_the_front(axes):
    """Return axes with 3 for -1 and so on, for `permute` takes both; anything else as it is."""
    try:
        return [axis + 4 if axis < 0 else axis for axis in axes]
    except TypeError:
        return axes


def families_for(needs):
    return [FAMILIES.index(need) + 1 for need in needs]


def network_input(photos, mean, std):
    return normalize(to_channels_first(photos / 255), mean, std)

from course_utils.checking import personal
from course_utils.checking.mistakes.images import brightest_is_clear

my_picture = personal.integers(
    "q1_1 picture", (4, 5), low=0, high=255, accept=brightest_is_clear
)

from course_utils.checking.mistakes.vectors import clear_scores

my_vector = personal.integers("q1_9 pixels", 4, low=1, high=5)
my_weights = personal.integers(
    "q1_9 weights", (3, 4), low=-3, high=3, accept=clear_scores(my_vector)
)


@test_case(name="q1_9: three scores", points=1, hidden=False)
def test_three_scores(q1_9_scores):
    answer(q1_9_scores).equals(
        vector_slip.scores, my_vector, my_weights,
        mistakes=[vector_slip.minus_sign_lost, vector_slip.products_not_added, vector_slip.weights_left_out],
    )


@test_case(name="q1_9: winning class", points=1, hidden=False)
def test_winning_class(q1_9_class):
    answer(q1_9_class).equals(
        vector_slip.winner, my_vector, my_weights,
        looked_for={"en": "the class with the highest score", "zh-Hant": "分數最高的類別"},
        mistakes=[slip.counted_from_one, vector_slip.score_for_class, vector_slip.lowest_score],
    )
