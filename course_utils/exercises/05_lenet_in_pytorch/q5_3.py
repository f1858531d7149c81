from otter.test_files import test_case

OK_FORMAT = False

name = "q5_3"
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

(my_batch,) = personal.integers("q5_3 batch", 1, low=3, high=60, without=[16])
my_maps = (my_batch, 16, 5, 5)


@test_case(name="q5_3: flat shape", points=1, hidden=False)
def test_flat_shape(q5_3):
    answer(q5_3).equals(
        right.flat, my_maps,
        mistakes=[slip.batch_flattened, slip.flat_without_channels, slip.flat_one_side, slip.flat_added],
    )
