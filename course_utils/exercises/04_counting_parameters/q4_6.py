from otter.test_files import test_case

OK_FORMAT = False

name = "q4_6"
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

from course_utils.checking.mistakes import counting_puzzle

(in_channels,) = personal.integers("q4_6 in", 1, low=3, high=8)
(out_channels,) = personal.integers("q4_6 out", 1, low=9, high=16)
(rows,) = personal.integers("q4_6 rows", 1, low=10, high=20)
my_layer = ((in_channels, rows, rows), (out_channels, rows, rows), 3)
my_wrong_counts = counting_puzzle.wrong_counts("q4_6 order", *my_layer)


@test_case(name="q4_6: seven slips", points=2, hidden=False)
def test_seven_slips(q4_6):
    answer(q4_6).equals(
        puzzle.mistakes_behind, my_wrong_counts, *my_layer, mistakes=[puzzle.listed_the_other_way],
    )
