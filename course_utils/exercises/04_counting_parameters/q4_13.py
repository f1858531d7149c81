from otter.test_files import test_case

OK_FORMAT = False

name = "q4_13"
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

c3_table = [(6, 3), (9, 4), (1, 6)]


@test_case(name="q4_13: parameters of s2", points=1, hidden=False)
def test_parameters_of_s2(q4_13):
    answer(q4_13).has_shape((2,))
    answer(as_array(q4_13)[0]).equals(
        counts.subsampling, (6, 28, 28), (6, 14, 14), 2,
        looked_for={"en": "the number of parameters of S2", "zh-Hant": "S2 的參數量"}, tolerance=EXACT,
        mistakes=[net_slip.lenet_pool_confusion, net_slip.weight_for_each_cell,
                  net_slip.weight_for_each_cell_without_bias, slip.one_filter_only, slip.bias_forgotten],
    )


@test_case(name="q4_13: parameters of c3", points=1, hidden=False)
def test_parameters_of_c3(q4_13):
    answer(q4_13).has_shape((2,))
    answer(as_array(q4_13)[1]).equals(
        counts.by_table, c3_table, 5,
        looked_for={"en": "the number of parameters of C3", "zh-Hant": "C3 的參數量"}, tolerance=EXACT,
        mistakes=[net_slip.full_connection_c3, net_slip.depth_forgotten_in_table, slip.bias_forgotten,
                  slip.bias_one_per_layer],
    )
