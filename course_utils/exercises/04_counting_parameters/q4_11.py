from otter.test_files import test_case

OK_FORMAT = False

name = "q4_11"
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

from course_utils.checking import personal

my_height, my_width = personal.integers("q4_1 sizes", 2, low=5, high=12, without=[6])
my_map = (my_height - 2, my_width - 2)

(my_channels,) = personal.integers("q4_11 channels", 1, low=16, high=96, without=[64])


@test_case(name="q4_11: weights of the stack", points=1, hidden=False)
def test_weights_of_the_stack(q4_11):
    answer(q4_11).equals(
        counts.stack, (my_channels, 32, 32), (my_channels, 26, 26), 3, layers=3, bias=False,
        looked_for={"en": "the number of weights of all three", "zh-Hant": "三層合計的權重數"}, tolerance=EXACT,
        mistakes=[net_slip.standard_conv, net_slip.one_layer_only, slip.depth_forgotten, slip.bias_counted],
    )
