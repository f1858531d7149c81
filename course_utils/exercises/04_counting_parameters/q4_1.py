from otter.test_files import test_case

OK_FORMAT = False

name = "q4_1"
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


@test_case(name="q4_1: weights of the matrix", points=1, hidden=False)
def test_weights_of_the_matrix(q4_1):
    answer(q4_1).equals(
        counts.fully_connected, (1, my_height, my_width), (1, *my_map), 3, bias=False,
        looked_for={"en": "the number of weights", "zh-Hant": "權重的數目"}, tolerance=EXACT,
        mistakes=[slip.bias_counted, slip.added_not_multiplied, slip.conv_for_fc],
    )
