from otter.test_files import test_case

OK_FORMAT = False

name = "q2_9"
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

bright_dark = [[10, 10, 10, 0, 0, 0]] * 6
left_minus_right = [[1, 0, -1]] * 3


@test_case(name="q2_9: the edge", points=1, hidden=False)
def test_the_edge(q2_9):
    answer(q2_9).equals(
        conv2d, bright_dark, left_minus_right,
        mistakes=[slip.kernel_flipped, slip.extra_row, slip.averaged_not_summed, slip.columns_averaged, slip.kernel_transposed,
                  slip.minus_sign_lost, slip.padding_added],
    )
