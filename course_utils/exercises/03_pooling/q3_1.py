from otter.test_files import test_case

OK_FORMAT = False

name = "q3_1"
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


@test_case(name="q3_1: all twelve cells", points=1, hidden=False)
def test_all_twelve_cells(q3_1):
    def relu(x):
        return np.maximum(x, 0)

    answer(q3_1).equals(relu, my_map, mistakes=[slip.relu_forgotten, slip.absolute_for_relu, slip.negatives_kept])
