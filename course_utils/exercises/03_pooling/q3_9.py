from otter.test_files import test_case

OK_FORMAT = False

name = "q3_9"
points = None

import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import axes as axis_slip
from course_utils.checking.mistakes import convolution as window_slip
from course_utils.checking.mistakes import pooled_shapes as shape_slip
from course_utils.checking.mistakes import pooling as slip
from course_utils.pooling import avg_pool2d, max_pool2d, pool_output_size

LIBRARY = ["max_pool2d", "MaxPool2d", "adaptive_max_pool2d", "block_reduce", "maximum_filter", "unfold"]


@test_case(name="q3_9: rows columns channels", points=1, hidden=False)
def test_rows_columns_channels(q3_9):
    def pooled_volume(shape, kernel_size, **options):
        height, width, channels = shape
        return *(pool_output_size(n, kernel_size, **options) for n in (height, width)), channels

    answer(q3_9).equals(
        pooled_volume, (224, 224, 64), 2, stride=2,
        mistakes=[shape_slip.pool_over_channels, shape_slip.channels_merged, window_slip.stride_ignored,
                  axis_slip.chw_vs_hwc, shape_slip.halved_twice],
    )
