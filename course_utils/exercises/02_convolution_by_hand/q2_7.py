from otter.test_files import test_case

OK_FORMAT = False

name = "q2_7"
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

from course_utils.checking import personal
from course_utils.checking.mistakes.convolution import asymmetric
from course_utils.checking.mistakes.convolution import distinguishes_mistakes

my_picture = personal.integers("q2_5 picture", (6, 6), low=0, high=3)
shows = distinguishes_mistakes(my_picture, stride=2, padding=1)
my_kernel = personal.integers("q2_5 kernel", (3, 3), low=-1, high=1, accept=shows)


@test_case(name="q2_7: the picture and five rows of yours", points=2, hidden=False)
def test_the_picture_and_five_rows_of_yours(conv2d_by_hand):
    answer(conv2d_by_hand).written_without(*LIBRARY)
    for pixels, weights in [(picture, kernel), (my_picture[:5], my_kernel)]:
        answer(conv2d_by_hand).computes(
            conv2d, np.array(pixels), np.array(weights), stride=2, padding=1,
            mistakes=[slip.stride_ignored, slip.padding_forgotten, slip.padding_one_side, slip.same_convention_mixed,
                      slip.stride_as_crop, slip.kernel_flipped, slip.minus_sign_lost],
        )
