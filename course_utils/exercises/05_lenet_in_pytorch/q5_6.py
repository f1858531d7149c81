from otter.test_files import test_case

OK_FORMAT = False

name = "q5_6"
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


@test_case(name="q5_6: all parameters", points=2, hidden=False)
def test_all_parameters(q5_6):
    answer(q5_6).equals(
        right.parameters, [1, 6, 16], tolerance=EXACT,
        looked_for={"en": "the number of parameters", "zh-Hant": "參數的數目"},
        mistakes=[slip.original_lenet, slip.parameters_without_bias, slip.pooling_trained, slip.sparse_c3,
                  slip.c3_without_depth],
    )
