from otter.test_files import test_case

OK_FORMAT = False

name = "q1_4"
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


@test_case(name="q1_4: shape of a grey picture", points=1, hidden=False)
def test_shape_of_a_grey_picture(q1_4_gray):
    answer(q1_4_gray).equals(
        shape_for_pytorch, (128, 128), 1,
        mistakes=[axes_slip.channel_axis_missing, axes_slip.hwc_vs_chw, axes_slip.gray_as_rgb],
    )


@test_case(name="q1_4: shape of a batch", points=1, hidden=False)
def test_shape_of_a_batch(q1_4_batch):
    answer(q1_4_batch).equals(
        shape_for_pytorch, (32, 48), 3, batch=(8,),
        mistakes=[axes_slip.hwc_vs_chw, h_and_w_swapped, axes_slip.channel_axis_missing, axes_slip.rgb_as_gray,
                  axes_slip.batch_axis_lost],
    )


@test_case(name="q1_4: order of the axes", points=1, hidden=False)
def test_order_of_the_axes(q1_4_axes):
    answer(counted_from_the_front(q1_4_axes)).equals(
        axes_for_pytorch, (1, 2), 3,
        mistakes=[axes_slip.inverse_permutation, h_and_w_swapped],
    )
