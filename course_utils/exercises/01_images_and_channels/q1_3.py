from otter.test_files import test_case

OK_FORMAT = False

name = "q1_3"
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

tiny = np.array([[[90, 150, 210], [255, 255, 255], [0, 30, 60]],
                 [[255, 0, 0], [120, 90, 0], [10, 20, 60]]], dtype=np.uint8)


@test_case(name="q1_3: six pixels", points=1, hidden=False)
def test_six_pixels(gray):
    answer(gray).written_without(*LIBRARY)
    answer(gray).computes(
        to_gray, tiny,
        mistakes=[slip.bytes_overflow, slip.colours_summed, slip.one_colour_only, slip.grey_weighted,
                  slip.mean_over_rows],
    )
