from otter.test_files import test_case

OK_FORMAT = False

name = "q5_5"
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


@test_case(name="q5_5: ten logits for each picture", points=1, hidden=False)
def test_ten_logits_for_each_picture(LeNet):
    answer(outputs_of(network_made_by(LeNet), torch.zeros(7, 1, 32, 32))).has_shape((7, 10))


@test_case(name="q5_5: it computes what lenet does", points=2, hidden=False)
def test_it_computes_what_lenet_does(LeNet):
    check_computes(network_made_by(LeNet), LeNet5, pictures_of_noise(3, 1998), net_slip.OF_LENET)
