from otter.test_files import test_case

OK_FORMAT = False

name = "q4_7"
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


@test_case(name="q4_7: fully connected", points=1, hidden=False)
def test_fully_connected(q4_7):
    answer(q4_7).has_shape((2,))
    answer(as_array(q4_7)[0]).equals(
        counts.fully_connected, (3, 55, 55), (96, 55, 55), 11,
        looked_for={"en": "the count of the fully connected layer", "zh-Hant": "全連接層的參數量"}, tolerance=EXACT,
        mistakes=[slip.bias_forgotten, slip.bias_one_per_layer, slip.output_positions_forgotten, slip.local_for_fc,
                  slip.conv_for_fc],
    )


@test_case(name="q4_7: convolution", points=1, hidden=False)
def test_convolution(q4_7):
    answer(q4_7).has_shape((2,))
    answer(as_array(q4_7)[1]).equals(
        counts.convolution, (3, 55, 55), (96, 55, 55), 11,
        looked_for={"en": "the count of the convolution", "zh-Hant": "卷積層的參數量"}, tolerance=EXACT,
        mistakes=[*puzzle.MISTAKES, slip.fc_for_conv],
    )
