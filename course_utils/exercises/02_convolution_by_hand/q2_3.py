from otter.test_files import test_case

OK_FORMAT = False

name = "q2_3"
points = None

import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import convolution as slip
from course_utils.checking.mistakes import sizes as size_slip
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


@test_case(name="q2_3: shape of the map", points=1, hidden=False)
def test_shape_of_the_map(q2_3):
    answer(q2_3).has_shape((4, 4))


@test_case(name="q2_3: all sixteen cells", points=2, hidden=False)
def test_all_sixteen_cells(q2_3):
    answer(q2_3).equals(
        conv2d, picture, kernel,
        mistakes=[slip.copied_from_slide(3, 2, printed=1), slip.kernel_flipped, slip.minus_sign_lost, slip.padding_added],
    )
