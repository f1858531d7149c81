from otter.test_files import test_case

OK_FORMAT = False

name = "q5_4"
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


@test_case(name="q5_4: numbers after flatten", points=1, hidden=False)
def test_numbers_after_flatten(q5_4):
    answer(q5_4).equals(
        right.features, 28, right.LENET[:-1], channels=16,
        looked_for={"en": "how many numbers one picture has then", "zh-Hant": "每張圖片攤平後的個數"},
        mistakes=[slip.input_size_assumed, slip.same_conv_assumed, slip.channels_forgotten], tolerance=EXACT,
    )
