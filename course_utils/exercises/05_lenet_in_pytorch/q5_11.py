from otter.test_files import test_case

OK_FORMAT = False

name = "q5_11"
points = None

import torch

from course_utils.checking import answer
from course_utils.checking.mistakes import lenet_numbers as slip
from course_utils.checking.mistakes import networks as net_slip
from course_utils.checking.mistakes import right_lenet as right
from course_utils.checking.mistakes import sizes as size_slip
from course_utils.checking.mistakes import training_numbers as train_slip
from course_utils.checking.networks import network_made_by, outputs_of, check_computes, check_accuracy
from course_utils.datasets import digits
from course_utils.models import LeNet5

EXACT = 1e-12  # a count is right or wrong, there is no nearly


def pictures_of_noise(number, seed):
    """Return so many pictures (N, 1, 32, 32) that no network has seen."""
    return 2 * torch.randn(number, 1, 32, 32, generator=torch.Generator().manual_seed(seed))


@test_case(name="q5_11: what a cell of c3 sees", points=1, hidden=False)
def test_what_a_cell_of_c3_sees(q5_11):
    answer(q5_11).equals(
        right.field, right.LENET[:3], tolerance=EXACT,
        looked_for={"en": "the side of what a cell of C3 sees", "zh-Hant": "C3 一格看到的邊長"},
        mistakes=[slip.field_last_layer_only, slip.rf_stride_forgotten, slip.field_sum],
    )
