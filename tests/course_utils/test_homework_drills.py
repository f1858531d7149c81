"""The homework's short questions: right values worked out by hand, agreement with torch, each mistake by its value."""

import pytest
import torch
from torch.nn.functional import affine_grid, grid_sample

from course_utils.checking import NotYet, answer
from course_utils.checking.mistakes import right_counts
from course_utils.checking.mistakes.homework_drills import (
    COLUMNS,
    MAPS,
    MISLABELLED,
    MOVED,
    PARAMETERS,
    columns_moved,
    maps,
    mislabelled,
)

LAYERS = [8, 16, 32, "pool"]
THETA = [[1.0, 0.0, 2 / 7], [0.0, 1.0, 0.0]]


def tag_of(value, operation, *inputs, mistakes, **options):
    """Return the mistake that is named for a value; "" for another wrong one, None for the right one."""
    try:
        answer(value).equals(operation, *inputs, mistakes=mistakes, **options)
    except NotYet as verdict:
        text = str(verdict)
        return text[1 : text.index("]")] if text.startswith("[") else ""


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ([32, 16, 16], None),
        ([32, 32, 32], "pool-layer-ignored"),
        ([32, 13, 13], "padding-forgotten"),
        ([56, 16, 16], "channels-accumulated"),
        ([16, 16, 32], "hwc-vs-chw"),
        ([16, 16, 16], "pool-over-channels"),
        ([32, 15, 15], ""),
    ],
)
def test_maps_of_a_list(value, tag):
    assert tag_of(value, maps, LAYERS, (3, 32, 32), padding=1, mistakes=MAPS) == tag


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        (8 * 28 + 16 * 73 + 32 * 145, None),
        (5976, "bias-forgotten"),
        (1568, "channels-not-passed-on"),
        (560, "depth-forgotten"),
        (5888, "rgb-as-gray"),
        (6033, ""),
    ],
)
def test_parameters_of_a_list(value, tag):
    assert tag_of(value, right_counts.network, LAYERS, in_channels=3, mistakes=PARAMETERS) == tag


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        (-1, None),
        (1, "affine-direction"),
        (-2, "affine-scale"),
        (2, "affine-direction"),
        (-0.5, "affine-scale"),
        (0, ""),
    ],
)
def test_where_a_picture_moves(value, tag):
    assert tag_of(value, columns_moved, THETA, 7, mistakes=MOVED) == tag


def test_columns_moved_as_torch_moves_them():
    picture = torch.arange(1.0, 8).expand(1, 1, 7, 7)
    places = affine_grid(torch.tensor([THETA]), picture.shape, align_corners=False)
    moved = grid_sample(picture, places, mode="nearest", align_corners=False)
    assert moved[0, 0, 3].tolist() == [2, 3, 4, 5, 6, 7, 0]  # one column to the left
    assert columns_moved(THETA, 7) == pytest.approx(-1)


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ((2, 4), None),
        ([1, 3, 5], "kept-for-spoilt"),
        ([1, 2, 4], "mirrors-spoil-everything"),
        ([1, 3], "counted-from-zero"),
        ([2], ""),
    ],
)
def test_labels_that_are_wrong_after_a_change(value, tag):
    assert tag_of(value, mislabelled, COLUMNS, mistakes=MISLABELLED) == tag
