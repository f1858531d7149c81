from otter.test_files import test_case

OK_FORMAT = False

name = "q3_3"
points = None

import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import axes as axis_slip
from course_utils.checking.mistakes import convolution as window_slip
from course_utils.checking.mistakes import pooled_shapes as shape_slip
from course_utils.checking.mistakes import pooling as slip
from course_utils.pooling import avg_pool2d, max_pool2d, pool_output_size

LIBRARY = ["max_pool2d", "MaxPool2d", "adaptive_max_pool2d", "block_reduce", "maximum_filter", "unfold"]

from course_utils.checking import personal

my_map = personal.integers(
    "q3_1 map", (3, 4), low=-6, high=6, accept=lambda x: np.min(x) < 0 < np.max(x)
)

from course_utils.checking.mistakes.pooling import distinguishes_mistakes

differ = distinguishes_mistakes(2, stride=2)
my_table = personal.integers("q3_2 table", (4, 4), low=-4, high=9, accept=differ)


@test_case(name="q3_3: all four averages", points=1, hidden=False)
def test_all_four_averages(q3_3):
    answer(q3_3).equals(
        avg_pool2d, my_table, 2, stride=2,
        mistakes=[slip.sum_for_average, slip.max_for_average, slip.integer_division, window_slip.stride_ignored,
                  window_slip.stride_as_crop, slip.wrong_window],
    )
