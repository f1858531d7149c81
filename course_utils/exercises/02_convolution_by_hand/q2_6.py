from otter.test_files import test_case

OK_FORMAT = False

name = "q2_6"
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

nine = [[1, 2, 3],
        [4, 5, 6],
        [7, 8, 9]]
tens = [[10, 20],
        [30, 40]]


@test_case(name="q2_6: the map of four cells", points=2, hidden=False)
def test_the_map_of_four_cells(feature_map):
    answer(feature_map).written_without(*LIBRARY)
    answer(feature_map).computes(
        conv2d, np.array(nine), np.array(tens),
        mistakes=[slip.kernel_flipped, slip.kernel_transposed, slip.window_sum_without_kernel,
                  slip.averaged_not_summed, slip.padding_added],
    )
