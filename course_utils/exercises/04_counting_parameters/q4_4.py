from otter.test_files import test_case

OK_FORMAT = False

name = "q4_4"
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

(my_filters,) = personal.integers("q4_4 filters", 1, low=12, high=40, without=[16])
(my_side,) = personal.integers("q4_4 kernel", 1, low=3, high=7, without=[4, 6])


@test_case(name="q4_4: weights of all filters", points=1, hidden=False)
def test_weights_of_all_filters(q4_4):
    places = 128 - my_side + 1
    answer(q4_4).equals(
        counts.convolution, (3, 128, 128), (my_filters, places, places), my_side, bias=False,
        looked_for={"en": "the number of weights", "zh-Hant": "權重的數目"}, tolerance=EXACT,
        mistakes=[slip.bias_counted, slip.depth_forgotten, slip.one_filter_only, slip.sharing_forgotten,
                  slip.fc_for_conv, slip.neuron_for_each_filter],
    )
