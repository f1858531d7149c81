from otter.test_files import test_case

OK_FORMAT = False

name = "q4_12"
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


@test_case(name="q4_12: parameters of c1", points=1, hidden=False)
def test_parameters_of_c1(q4_12):
    answer(q4_12).has_shape((2,))
    answer(as_array(q4_12)[0]).equals(
        counts.convolution, (1, 32, 32), (6, 28, 28), 5,
        looked_for={"en": "the number of parameters", "zh-Hant": "參數的數目"}, tolerance=EXACT,
        mistakes=[slip.bias_forgotten, slip.bias_twice, slip.bias_one_per_layer, slip.one_filter_only,
                  slip.sharing_forgotten, slip.bias_per_pixel],
    )


@test_case(name="q4_12: connections of c1", points=1, hidden=False)
def test_connections_of_c1(q4_12):
    answer(q4_12).has_shape((2,))
    answer(as_array(q4_12)[1]).equals(
        counts.connections, (1, 32, 32), (6, 28, 28), 5,
        looked_for={"en": "the number of connections", "zh-Hant": "連接的數目"}, tolerance=EXACT,
        mistakes=[slip.bias_forgotten, slip.params_for_connections, slip.wrong_map_size, slip.one_filter_only],
    )
