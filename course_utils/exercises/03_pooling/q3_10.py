from otter.test_files import test_case

OK_FORMAT = False

name = "q3_10"
points = None

import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import axes as axis_slip
from course_utils.checking.mistakes import convolution as window_slip
from course_utils.checking.mistakes import pooled_shapes as shape_slip
from course_utils.checking.mistakes import pooling as slip
from course_utils.pooling import avg_pool2d, max_pool2d, pool_output_size

LIBRARY = ["max_pool2d", "MaxPool2d", "adaptive_max_pool2d", "block_reduce", "maximum_filter", "unfold"]


@test_case(name="q3_10: all four axes", points=2, hidden=False)
def test_all_four_axes(q3_10):
    def pooled_shape(shape, kernel_size, **options):
        return np.shape(max_pool2d(np.zeros(shape, np.float32), kernel_size, **options))

    answer(q3_10).equals(
        pooled_shape, (20, 16, 50, 100), (3, 2), stride=(2, 1),
        mistakes=[shape_slip.picture_turned, shape_slip.result_turned, slip.stride_overridden, axis_slip.hwc_vs_chw,
                  slip.what_hangs_over_kept, shape_slip.kernel_not_subtracted, shape_slip.plus_one_forgotten,
                  axis_slip.batch_axis_lost],
    )
