from otter.test_files import test_case

OK_FORMAT = False

name = "q3_13"
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

my_stack = personal.integers(
    "q3_13 stack", (2, 2, 3), low=0, high=9, accept=lambda x: len(np.unique(x)) > 7
)


@test_case(name="q3_13: order of all twelve", points=1, hidden=False)
def test_order_of_all_twelve(q3_13):
    answer(q3_13).equals(
        np.ravel, my_stack,
        mistakes=[shape_slip.column_major, shape_slip.channels_interleaved, shape_slip.not_flattened,
                  shape_slip.rows_joined_only],
    )
