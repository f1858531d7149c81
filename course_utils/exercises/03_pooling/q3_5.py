from otter.test_files import test_case

OK_FORMAT = False

name = "q3_5"
points = None

import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import axes as axis_slip
from course_utils.checking.mistakes import convolution as window_slip
from course_utils.checking.mistakes import pooled_shapes as shape_slip
from course_utils.checking.mistakes import pooling as slip
from course_utils.pooling import avg_pool2d, max_pool2d, pool_output_size

LIBRARY = ["max_pool2d", "MaxPool2d", "adaptive_max_pool2d", "block_reduce", "maximum_filter", "unfold"]

detector = [[0, 0, 1],
            [1, 0, 0],
            [0, 1, 1]]
ragged = [[0, 1, 0, 0, 0],
          [0, 1, 1, 1, 0],
          [1, 0, 1, 2, 1],
          [1, 4, 2, 1, 0],
          [0, 0, 1, 2, 1]]


@test_case(name="q3_5: all nine cells", points=2, hidden=False)
def test_all_nine_cells(q3_5):
    answer(q3_5).equals(
        max_pool2d, ragged, 2, stride=2, ceil_mode=True,
        mistakes=[slip.floor_for_ceil, window_slip.stride_ignored, slip.average_for_max, slip.sum_for_max,
                  slip.wrong_window],
    )
