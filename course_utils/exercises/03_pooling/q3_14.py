from otter.test_files import test_case

OK_FORMAT = False

name = "q3_14"
points = None

import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import axes as axis_slip
from course_utils.checking.mistakes import convolution as window_slip
from course_utils.checking.mistakes import pooled_shapes as shape_slip
from course_utils.checking.mistakes import pooling as slip
from course_utils.pooling import avg_pool2d, max_pool2d, pool_output_size

LIBRARY = ["max_pool2d", "MaxPool2d", "adaptive_max_pool2d", "block_reduce", "maximum_filter", "unfold"]


@test_case(name="q3_14: what is left", points=1, hidden=False)
def test_what_is_left(q3_14):
    def pooled_to_one(shape):
        return np.mean(np.zeros(shape), axis=(2, 3)).shape

    answer(q3_14).equals(
        pooled_to_one, (2, 5, 4, 4),
        mistakes=[shape_slip.flatten_for_gap, shape_slip.gap_wrong_axis, axis_slip.batch_axis_lost,
                  shape_slip.ones_not_squeezed],
    )
