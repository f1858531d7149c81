from otter.test_files import test_case

OK_FORMAT = False

name = "q5_1"
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

from course_utils.checking import personal

my_n, my_m, my_k = personal.integers(
    "q5_1 pattern", 3, low=2, high=5, accept=lambda n: n[0] + n[1] != n[0] * n[1]
)


@test_case(name="q5_1: layers of the pattern", points=1, hidden=False)
def test_layers_of_the_pattern(q5_1):
    answer(q5_1).equals(
        right.layer_counts, my_n, my_m, my_k,
        mistakes=[slip.pattern_last_fc_forgotten, slip.pattern_not_repeated, slip.pattern_added,
                  slip.pattern_pool_after_each_conv],
    )
