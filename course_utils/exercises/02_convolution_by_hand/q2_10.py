from otter.test_files import test_case

OK_FORMAT = False

name = "q2_10"
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

strokes = [[1, 0, 0, 0, 0, 1],
           [0, 1, 0, 0, 1, 0],
           [0, 0, 1, 1, 0, 0],
           [1, 0, 0, 0, 1, 0],
           [0, 1, 0, 0, 1, 0],
           [0, 0, 1, 0, 1, 0]]
filter_1 = [[1, -1, -1],
            [-1, 1, -1],
            [-1, -1, 1]]
filter_2 = [[-1, 1, -1],
            [-1, 1, -1],
            [-1, 1, -1]]


@test_case(name="q2_10: the diagonal map", points=1, hidden=False)
def test_the_diagonal_map(diagonal_map):
    answer(diagonal_map).equals(
        conv2d, strokes, filter_1, stride=2,
        mistakes=[slip.stride_as_crop, slip.stride_ignored, slip.minus_sign_lost, slip.padding_added],
    )


@test_case(name="q2_10: the upright map", points=1, hidden=False)
def test_the_upright_map(upright_map):
    answer(upright_map).equals(
        conv2d, strokes, filter_2, stride=1,
        mistakes=[slip.kernel_transposed, slip.minus_sign_lost, slip.wrong_stride, slip.padding_added],
    )
