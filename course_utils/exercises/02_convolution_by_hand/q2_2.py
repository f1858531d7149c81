from otter.test_files import test_case

OK_FORMAT = False

name = "q2_2"
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

my_small_picture = personal.integers("q2_2 picture", (3, 4), low=0, high=5)
my_small_kernel = personal.integers(
    "q2_2 kernel", (2, 2), low=-3, high=3,
    accept=distinguishes_mistakes(my_small_picture),
)


@test_case(name="q2_2: all six cells", points=2, hidden=False)
def test_all_six_cells(q2_2):
    answer(q2_2).equals(conv2d, my_small_picture, my_small_kernel, mistakes=slip.BY_HAND)
