from otter.test_files import test_case

OK_FORMAT = False

name = "q2_8"
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


@test_case(name="q2_8: rows and columns", points=1, hidden=False)
def test_rows_and_columns(q2_8):
    def output_shape(sizes, kernel_size, **options):
        return tuple(conv_output_size(n, kernel_size, **options) for n in sizes)

    answer(q2_8).equals(
        output_shape, (100, 150), 9, stride=2, padding=4,
        mistakes=[slip.stride_ignored, slip.padding_forgotten, size_slip.padding_counted_once,
                  size_slip.padding_not_consumed, size_slip.plus_one_forgotten, size_slip.ceil_for_floor,
                  size_slip.kernel_not_subtracted, size_slip.window_without_width, size_slip.floor_missing,
                  size_slip.h_and_w_swapped],
    )
