from otter.test_files import test_case

OK_FORMAT = False

name = "q5_7"
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

(my_classes,) = personal.integers("q5_7 classes", 1, low=20, high=90)


@test_case(name="q5_7: loss of not knowing", points=1, hidden=False)
def test_loss_of_not_knowing(q5_7):
    answer(q5_7).equals(
        right.first_loss, my_classes, tolerance=6e-4,
        looked_for={"en": "the loss of a network that knows nothing", "zh-Hant": "什麼都還不知道時的 loss"},
        mistakes=[train_slip.loss_other_logarithm, train_slip.loss_to_base_2, train_slip.probability_for_loss,
                  train_slip.loss_sign],
    )
