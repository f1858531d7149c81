from otter.test_files import test_case

OK_FORMAT = False

name = "q1_6"
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

(my_pixel,) = personal.integers("q1_6 pixel", 1, low=60, high=240, without=[127, 128])


@test_case(name="q1_6: scaled and normalised", points=1, hidden=False)
def test_scaled_and_normalised(q1_6):
    answer(q1_6).equals(
        slip.normalised, my_pixel, 0.5, 0.5, tolerance=2e-4,
        looked_for={"en": "your pixel, scaled and normalised", "zh-Hant": "你的像素縮放並正規化後的值"},
        mistakes=[slip.scaling_forgotten, slip.normalise_forgotten, slip.std_forgotten, slip.mean_forgotten,
                  slip.std_before_mean],
    )
