from otter.test_files import test_case

OK_FORMAT = False

name = "q3_12"
points = None

import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import axes as axis_slip
from course_utils.checking.mistakes import convolution as window_slip
from course_utils.checking.mistakes import pooled_shapes as shape_slip
from course_utils.checking.mistakes import pooling as slip
from course_utils.pooling import avg_pool2d, max_pool2d, pool_output_size

LIBRARY = ["max_pool2d", "MaxPool2d", "adaptive_max_pool2d", "block_reduce", "maximum_filter", "unfold"]


@test_case(name="q3_12: share that is discarded", points=1, hidden=False)
def test_share_that_is_discarded(q3_12):
    def discarded(n, kernel_size, **options):
        return 1 - (pool_output_size(n, kernel_size, **options) / n) ** 2

    answer(q3_12).equals(
        discarded, 5, 2,
        looked_for={"en": "the share that is discarded", "zh-Hant": "丟掉的比例"},
        mistakes=[shape_slip.even_size_assumed, slip.what_hangs_over_kept, shape_slip.kept_for_discarded,
                  shape_slip.half_per_axis_only, shape_slip.one_axis_only, shape_slip.percent_for_share],
    )
