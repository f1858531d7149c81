from otter.test_files import test_case

OK_FORMAT = False

name = "q4_14"
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


@test_case(name="q4_14: all of lenet", points=1, hidden=False)
def test_all_of_lenet(q4_14):
    answer(q4_14).equals(
        counts.lenet, c3_table,
        looked_for={"en": "the sum of the six layers", "zh-Hant": "六層的總和"}, tolerance=EXACT,
        mistakes=[net_slip.modern_lenet, net_slip.output_layer_counted, net_slip.pooling_left_out,
                  net_slip.full_connection_c3],
    )
