from otter.test_files import test_case

OK_FORMAT = False

name = "q4_2"
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

(my_nodes,) = personal.integers("q4_2 nodes", 1, low=4, high=5)
(my_window,) = personal.integers("q4_2 window", 1, low=3, high=5)
(my_stride,) = personal.integers("q4_2 stride", 1, low=2, high=3)
my_inputs = (my_nodes - 1) * my_stride + my_window


@test_case(name="q4_2: three counts", points=1, hidden=False)
def test_three_counts(q4_2):
    answer(q4_2).equals(
        counts.three_ways, (1, 1, my_inputs), (1, 1, my_nodes), (1, my_window), bias=False,
        mistakes=[slip.three_unshared, slip.bias_counted, slip.taps_forgotten, slip.three_added],
    )
