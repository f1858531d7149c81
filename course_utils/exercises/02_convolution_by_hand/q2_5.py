from otter.test_files import test_case

OK_FORMAT = False

name = "q2_5"
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
from course_utils.checking.mistakes.convolution import asymmetric
from course_utils.checking.mistakes.convolution import distinguishes_mistakes

my_picture = personal.integers("q2_5 picture", (6, 6), low=0, high=3)
shows = distinguishes_mistakes(my_picture, stride=2, padding=1)
my_kernel = personal.integers("q2_5 kernel", (3, 3), low=-1, high=1, accept=shows)


@test_case(name="q2_5: all nine cells", points=3, hidden=False)
def test_all_nine_cells(q2_5):
    answer(q2_5).equals(
        conv2d, my_picture, my_kernel, stride=2, padding=1,
        mistakes=[slip.padding_forgotten, slip.same_convention_mixed, slip.stride_ignored, slip.stride_as_crop,
                  slip.kernel_flipped, slip.kernel_transposed, slip.minus_sign_lost],
    )
