from otter.test_files import test_case

OK_FORMAT = False

name = "q1_8"
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

mean, std = np.array([0.5, 0.4, 0.3]), np.array([0.25, 0.2, 0.1])
two_photos = np.array(
    [[[[255, 102, 51], [0, 0, 0], [51, 51, 204]]],
     [[[153, 204, 0], [255, 255, 255], [102, 0, 153]]]], dtype=np.uint8
)


@test_case(name="q1_8: two small photographs", points=2, hidden=False)
def test_two_small_photographs(for_network):
    answer(for_network).written_without(*LIBRARY)
    answer(for_network).computes(
        network_input, two_photos, mean, std,
        mistakes=[axes_slip.reshape_for_permute, axes_slip.reshape_at_the_end, axes_slip.channels_left_last,
                  axes_slip.picture_on_its_side, slip.scaling_forgotten, slip.normalise_forgotten,
                  slip.std_forgotten, slip.mean_forgotten, slip.std_before_mean, slip.one_mean_for_all],
    )
