from otter.test_files import test_case

OK_FORMAT = False

name = "q4_5"
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


@test_case(name="q4_5: parameters with bias", points=1, hidden=False)
def test_parameters_with_bias(q4_5):
    answer(q4_5).equals(
        counts.convolution, (3, 32, 32), (10, 32, 32), 5,
        looked_for={"en": "the number of parameters", "zh-Hant": "參數的數目"}, tolerance=EXACT,
        mistakes=[*puzzle.MISTAKES, slip.fc_for_conv, slip.neuron_for_each_filter],
    )
