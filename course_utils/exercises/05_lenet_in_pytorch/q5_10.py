from otter.test_files import test_case

OK_FORMAT = False

name = "q5_10"
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

(my_sigmoids,) = personal.integers("q5_10 sigmoids", 1, low=3, high=6)


@test_case(name="q5_10: largest factor", points=2, hidden=False)
def test_largest_factor(q5_10):
    answer(q5_10).equals(
        right.steepest, my_sigmoids, tolerance=1e-6,
        looked_for={"en": "the largest possible factor", "zh-Hant": "最大可能的倍數"},
        mistakes=[train_slip.slopes_added, train_slip.value_for_slope, train_slip.one_layer_slope],
    )
