from otter.test_files import test_case

OK_FORMAT = False

name = "q4_8"
points = None

import numpy as np

from course_utils.checking import answer, as_array
from course_utils.checking.mistakes import counting as slip
from course_utils.checking.mistakes import counting_networks as net_slip
from course_utils.checking.mistakes import counting_puzzle as puzzle
from course_utils.checking.mistakes import right_counts as counts
from course_utils.shapes import conv_parameters, fully_connected_instead, linear_parameters, local_parameters

EXACT = 1e-12  # a count is right or wrong, there is no nearly
LIBRARY = ["conv_parameters", "summary", "Conv2d", "numel", "right_counts"]
SHEET = [10_000, *[5_000] * 6, 50]


@test_case(name="q4_8: two convolutions and a pool", points=2, hidden=False)
def test_two_convolutions_and_a_pool(count_parameters):
    answer(count_parameters).written_without(*LIBRARY)
    for bias in (True, False):
        answer(count_parameters).computes(
            counts.network, [4, "pool", 8], in_channels=3, kernel_size=3, bias=bias,
            mistakes=[slip.bias_forgotten, slip.bias_counted, net_slip.channels_not_passed_on,
                      net_slip.depth_forgotten_in_list, net_slip.last_layer_only],
        )
