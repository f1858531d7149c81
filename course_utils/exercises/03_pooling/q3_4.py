from otter.test_files import test_case

OK_FORMAT = False

name = "q3_4"
points = None

import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import axes as axis_slip
from course_utils.checking.mistakes import convolution as window_slip
from course_utils.checking.mistakes import pooled_shapes as shape_slip
from course_utils.checking.mistakes import pooling as slip
from course_utils.pooling import avg_pool2d, max_pool2d, pool_output_size

LIBRARY = ["max_pool2d", "MaxPool2d", "adaptive_max_pool2d", "block_reduce", "maximum_filter", "unfold"]

table = [[1, 3, 1, 2],
         [-1, 1, 1, 0],
         [0, 1, 1, 0],
         [0, 0, 1, 2]]


@test_case(name="q3_4: all nine windows", points=2, hidden=False)
def test_all_nine_windows(q3_4):
    answer(q3_4).equals(
        max_pool2d, table, 2, stride=1,
        mistakes=[slip.stride_overridden, slip.average_for_max, slip.wrong_window, slip.sum_for_max,
                  slip.smallest_for_largest],
    )
