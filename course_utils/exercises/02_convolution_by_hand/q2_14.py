from otter.test_files import test_case

OK_FORMAT = False

name = "q2_14"
points = None

import numpy as np

from course_utils.checking import NotYet, answer
from course_utils.checking.mistakes import axes as axis_slip
from course_utils.checking.mistakes import channels as channel_slip
from course_utils.checking.mistakes import convolution as slip
from course_utils.checking.mistakes import sizes as size_slip
from course_utils.checking.mistakes import slides as slide_slip
from course_utils.checking.mistakes import which_kernel as kernel_slip
from course_utils.convolution import conv2d
from course_utils.shapes import conv_output_size

LIBRARY = ["conv2d", "Conv2d", "correlate2d", "convolve2d", "correlate", "convolve"]

from course_utils.checking import personal
from course_utils.checking.mistakes.which_kernel import varied
from course_utils.convolution import KERNELS, conv2d

apart = np.array([[1, 0, -1]] * 3)
candidates = [
    KERNELS["identity"], apart, apart.T, KERNELS["edge, eight neighbours"],
    KERNELS["sharpen"], KERNELS["box blur"], np.ones((3, 3)),
]


def four_maps(photograph):
    """Return four maps of a photograph. Which kernels made them? Find out."""
    mixed = varied({1, 2}, {5, 6})  # no two alike, and one of each pair at least
    chosen = personal.integers("q2_14 kernels", 4, low=0, high=6, accept=mixed)
    return [conv2d(photograph, candidates[number]) for number in chosen]

DIRECTIONS = kernel_slip.swapped(
    "edge-directions-swapped", 1, 2,
    en="Upright and lying edges have changed places: number 1 compares left and right, number 2 above and below.",
    zh="直立和水平的邊緣對調了：1 號比較左右，2 號比較上下。",
)
BRIGHTNESS = kernel_slip.swapped(
    "brightness-overlooked", 5, 6,
    en="Look at the brightness: weights that add up to 1 keep it, weights that add up to 9 don't.",
    zh="注意亮度：權重總和為 1 時亮度不變，總和為 9 時就不是了。",
)


@test_case(name="q2_14: four kernels", points=1, hidden=False)
def test_four_kernels(q2_14):
    def makers(photograph):
        return [
            [np.allclose(conv2d(photograph, weights), found) for weights in candidates].index(True)
            for found in four_maps(photograph)
        ]

    answer(q2_14).has_shape((4,))
    answer(q2_14).equals(
        makers, np.random.default_rng(31_416).normal(size=(8, 9)),
        mistakes=[DIRECTIONS, BRIGHTNESS, kernel_slip.counted_from_one],
    )
