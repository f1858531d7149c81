from otter.test_files import test_case

OK_FORMAT = False

name = "q2_12"
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

red = [[1, 1, 1], [0, 1, 1], [0, 0, 1]]
green = [[1, 0, 1], [0, 1, 1], [0, 0, 1]]
blue = [[1, 0, 0], [0, 1, 0], [1, 1, 0]]


@test_case(name="q2_12: one number", points=1, hidden=False)
def test_one_number(one_number):
    def over_all_channels(patches, weights):
        return conv2d(patches, weights)[0, 0]

    answer(one_number).equals(
        over_all_channels, np.array([red, green, blue]), np.array([kernel] * 3),
        looked_for={"en": "the sum over all three channels", "zh-Hant": "三個 channel 的總和"},
        mistakes=[channel_slip.channels_not_summed, channel_slip.channels_averaged, channel_slip.only_first_channel, channel_slip.max_not_sum,
                  slip.minus_sign_lost],
    )


@test_case(name="q2_12: height width depth", points=1, hidden=False)
def test_height_width_depth(volume):
    def output_volume(shape, filters, *, stride, padding):
        return (*(conv_output_size(n, 3, stride=stride, padding=padding) for n in shape[:2]), filters)

    answer(volume).has_shape((3,))
    answer(volume).equals(
        output_volume, (5, 5, 3), 5, stride=2, padding=1,
        mistakes=[size_slip.depth_from_input, size_slip.channels_multiplied, slip.padding_forgotten,
                  slip.stride_ignored, axis_slip.chw_vs_hwc],
    )
