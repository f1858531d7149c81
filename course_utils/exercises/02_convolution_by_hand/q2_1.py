from otter.test_files import test_case

OK_FORMAT = False

name = "q2_1"
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

my_pixels = personal.integers("q2_1 pixels", (3, 3), low=1, high=9, accept=asymmetric)
my_weights = personal.integers(
    "q2_1 weights", (3, 3), low=-2, high=2, accept=distinguishes_mistakes(my_pixels)
)


@test_case(name="q2_1: sum of products", points=1, hidden=False)
def test_sum_of_products(q2_1):
    def window_sum(pixels, weights):
        return conv2d(pixels, weights)[0, 0]

    answer(q2_1).equals(
        window_sum, my_pixels, my_weights,
        looked_for={"en": "the sum of your nine products", "zh-Hant": "你那九個乘積的總和"},
        mistakes=[slip.not_summed, slip.minus_sign_lost, slip.kernel_flipped, slip.kernel_transposed,
                  slip.window_sum_without_kernel, slip.averaged_not_summed],
    )
