from otter.test_files import test_case

OK_FORMAT = False

name = "q3_11"
points = None

import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import axes as axis_slip
from course_utils.checking.mistakes import convolution as window_slip
from course_utils.checking.mistakes import pooled_shapes as shape_slip
from course_utils.checking.mistakes import pooling as slip
from course_utils.pooling import avg_pool2d, max_pool2d, pool_output_size

LIBRARY = ["max_pool2d", "MaxPool2d", "adaptive_max_pool2d", "block_reduce", "maximum_filter", "unfold"]


@test_case(name="q3_11: number of parameters", points=1, hidden=False)
def test_number_of_parameters(q3_11):
    def trainable(channels, kernel_size):
        return 0  # for any channels and any window: nothing is multiplied, nothing is added

    answer(q3_11).equals(
        trainable, 6, 2,
        looked_for={"en": "the number of trainable parameters", "zh-Hant": "可訓練參數的數目"},
        mistakes=[*shape_slip.counted_as_a_convolution, shape_slip.lenet_pool_confusion],
    )
