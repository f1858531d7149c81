from otter.test_files import test_case

OK_FORMAT = False

name = "q5_9"
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

def far_apart(table):
    row, column = sum(table[1]), sum(row[1] for row in table)
    both = sum(table[i][i] for i in range(3)) / sum(map(sum, table))
    shares = [table[1][1] / row, table[1][1] / column, both]
    return min(abs(a - b) for a, b in zip(shares, [*shares[1:], shares[0]])) > 0.05


my_table = personal.integers("q5_9 table", (3, 3), low=1, high=9, accept=far_apart)


@test_case(name="q5_9: two shares", points=2, hidden=False)
def test_two_shares(q5_9):
    answer(q5_9).equals(
        right.shares, my_table, 1, tolerance=6e-4,
        mistakes=[train_slip.rows_and_columns_exchanged, train_slip.share_of_all, train_slip.accuracy_for_share,
                  train_slip.percent_for_share],
    )
