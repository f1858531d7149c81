from otter.test_files import test_case

OK_FORMAT = False

name = "q6_14"
points = None

import numpy as np
import torch

from course_utils.checking import answer
from course_utils.checking.augmenting import check_augments, not_augmented
from course_utils.checking.mistakes import homework_drills as drill
from course_utils.checking.mistakes import homework_pictures as colour_slip
from course_utils.checking.mistakes import images as slip
from course_utils.checking.mistakes import planned_counts as count_slip
from course_utils.checking.mistakes import reported_numbers as report_slip
from course_utils.checking.mistakes import right_counts as counts
from course_utils.checking.mistakes import right_reports as right
from course_utils.checking.mistakes.layer_plans import FULLY_CONNECTED, deep
from course_utils.checking.mistakes.overfitting import GAPS, gap
from course_utils.checking.plans import check_follows_plan, follows_lists, noise
from course_utils.checking.shrinking_lists import check_error_names_layer
from course_utils.checking.trained import proved_record, check_weights_accuracy, check_reported_accuracy
from course_utils.datasets import Split, hidden_pictures, pictures
from course_utils.color import grey_world

EXACT = 1e-12  # a count is right or wrong, there is no nearly
ROUNDED = 0.0005  # three decimals
SIMPLE, DEEP = deep([8, "pool"]), deep([8, 16, 32, "pool"])


def item(report, place, of):
    """Return number `place` of a report of `of` numbers; NotYet where it is not there yet."""
    values = answer(report).value
    if not hasattr(values, "__len__") or len(values) != of:
        answer(values).has_shape((of,))
    return answer(values[place]).value


def has_accuracies(report, record, of):
    """Ask that items 1 and 2 of a report are the best accuracies of a record, for training and validation."""
    others = [report_slip.percent_for_share, report_slip.training_for_validation]
    check_reported_accuracy(item(report, 1, of), record, split="train", rounding=ROUNDED, mistakes=others)
    check_reported_accuracy(item(report, 2, of), record, rounding=ROUNDED)


def normalised(split):
    """Return the split less 0.5, divided by 0.5."""
    images = torch.from_numpy(colour_slip.halves(split.images)).float()
    return Split(images, split.labels, split.classes)


@test_case(name="q6_14: labels that are not right any more", points=0.5, hidden=False)
def test_labels_that_are_not_right_any_more(q6_14):
    answer(q6_14).equals(drill.mislabelled, drill.COLUMNS, mistakes=drill.MISLABELLED)
