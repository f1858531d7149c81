from otter.test_files import test_case

OK_FORMAT = False

name = "q4_9"
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


@test_case(name="q4_9: weights of seven matrices", points=2, hidden=False)
def test_weights_of_seven_matrices(q4_9):
    answer(q4_9).equals(
        counts.chain, SHEET, bias=False, tolerance=EXACT,
        looked_for={"en": "the number of weights", "zh-Hant": "權重的數目"},
        mistakes=[net_slip.copied_number(227_550_000), net_slip.layers_miscounted, net_slip.every_layer_a_matrix,
                  slip.bias_counted, net_slip.times_samples(60_000)],
    )
