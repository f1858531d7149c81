from otter.test_files import test_case

OK_FORMAT = False

name = "q2_4"
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

picture = [[1, 1, 1, 1, 0, 0],
           [0, 1, 1, 0, 1, 0],
           [0, 0, 1, 1, 0, 0],
           [0, 0, 1, 1, 1, 0],
           [0, 0, 0, 1, 1, 0],
           [0, 0, 0, 0, 0, 0]]
kernel = [[1, 0, 0],
          [0, 1, 0],
          [0, 0, -1]]


@test_case(name="q2_4: all four cells", points=2, hidden=False)
def test_all_four_cells(q2_4):
    answer(q2_4).equals(
        conv2d, picture, kernel, stride=2,
        mistakes=[slip.stride_ignored, slip.stride_as_crop, slip.kernel_flipped, slip.minus_sign_lost,
                  slip.padding_added],
    )
