from otter.test_files import test_case

OK_FORMAT = False

name = "q0_2"
points = None

import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import convolution as slip
from course_utils.convolution import conv2d


def sum_of_products(pixels, weights):
    return conv2d(pixels, weights)[0, 0]

# your numbers are drawn here: run it, there is nothing to change
from course_utils.checking import personal
from course_utils.checking.mistakes.convolution import asymmetric
from course_utils.checking.mistakes.convolution import distinguishes_mistakes

my_pixels = personal.integers("q0_1 pixels", (2, 2), low=2, high=9, accept=asymmetric)
my_weights = personal.integers(
    "q0_1 weights", (2, 2), low=-2, high=4, accept=distinguishes_mistakes(my_pixels)
)


@test_case(name="q0_2: your own window", points=1, hidden=False)
def test_your_own_window(window_sum):
    answer(window_sum).computes(
        sum_of_products, np.array(my_pixels), np.array(my_weights),
        mistakes=[slip.not_summed, slip.minus_sign_lost, slip.kernel_flipped, slip.kernel_transposed,
                  slip.window_sum_without_kernel, slip.averaged_not_summed],
    )
