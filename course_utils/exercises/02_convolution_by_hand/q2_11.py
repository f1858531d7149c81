from otter.test_files import test_case

OK_FORMAT = False

name = "q2_11"
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

smiley = [[0, 0, 0, 0, 0, 0, 0],
          [0, 1, 0, 0, 0, 1, 0],
          [0, 0, 0, 0, 0, 0, 0],
          [0, 0, 0, 1, 0, 0, 0],
          [0, 1, 0, 0, 0, 1, 0],
          [0, 0, 1, 1, 1, 0, 0],
          [0, 0, 0, 0, 0, 0, 0]]
detector = [[0, 0, 1],
            [1, 0, 0],
            [0, 1, 1]]

with_slip = [[0, 1, 0, 0, 0], [0, 1, 1, 1, 0], [1, 0, 1, 2, 1],
             [1, 4, 2, 1, 0], [0, 0, 1, 2, 1]]


@test_case(name="q2_11: all 25 cells", points=1, hidden=False)
def test_all_25_cells(q2_11):
    answer(q2_11).equals(
        conv2d, smiley, detector,
        mistakes=[slide_slip.copied_from_slide(with_slip), slip.kernel_flipped, slip.kernel_transposed,
                  slip.padding_added],
    )
