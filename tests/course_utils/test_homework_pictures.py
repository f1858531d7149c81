"""The homework's normalising, grey-world and overfitting: right answers in other forms, each known mistake by name."""

import re

import numpy as np
import pytest
import torch
from torchvision.transforms import v2

from course_utils.checking import NotYet, answer, same
from course_utils.checking.mistakes.homework_pictures import (
    GREY_WORLD,
    NORMALISED_BYTES,
    NORMALISED_FLOATS,
    grey_world_per_batch,
    halves,
)
from course_utils.checking.mistakes.overfitting import GAPS, gap, overfits, overfitting_inverted
from course_utils.checking.mistakes.right_reports import Record
from course_utils.color import grey_world

LAMP = torch.tensor([1.0, 0.7, 0.4]).reshape(3, 1, 1)
STRENGTH = torch.linspace(0.4, 1, 6).reshape(-1, 1, 1, 1)
FLOATS = torch.rand(6, 3, 5, 7, generator=torch.Generator().manual_seed(1)) * LAMP * STRENGTH
BYTES = (255 * FLOATS).byte()


def tag(ask, *inputs, **options) -> str:
    with pytest.raises(NotYet) as verdict:
        ask(*inputs, **options)
    named = re.match(r"\[([a-z-]+)\]", str(verdict.value))
    return named[1] if named else str(verdict.value)


def test_halves_are_those_of_torchvision():
    assert same(halves(FLOATS), v2.Normalize([0.5] * 3, [0.5] * 3)(FLOATS))
    assert same(halves(BYTES), v2.Normalize([0.5] * 3, [0.5] * 3)(BYTES / 255))


RIGHT = [
    lambda x: (x - 0.5) / 0.5,
    lambda x: 2 * x - 1,
    lambda x: (x.numpy() - 0.5) * 2,
    v2.Normalize([0.5] * 3, [0.5] * 3),
    lambda x: x.sub_(0.5).div_(0.5),
]
WRONG = {
    "std-multiplied": lambda x: (x - 0.5) * 0.5,
    "mean-forgotten": lambda x: x / 0.5,
    "std-forgotten": lambda x: x - 0.5,
    "std-before-mean": lambda x: x / 0.5 - 0.5,
    "variance-for-std": lambda x: (x - 0.5) / 0.5**2,
    "normalise-forgotten": lambda x: x,
    "per-batch-statistics": lambda x: (x - x.mean()) / x.std(),
    "per-picture-statistics": lambda x: (x - x.mean((2, 3), keepdim=True)) / x.std((2, 3), keepdim=True),
}


@pytest.mark.parametrize("right", RIGHT)
def test_right_ways_to_normalise_pass(right):
    answer(right).computes(halves, FLOATS, mistakes=NORMALISED_FLOATS)
    answer(lambda x: right(x / 255)).computes(halves, BYTES, mistakes=NORMALISED_BYTES)


@pytest.mark.parametrize("known", WRONG)
def test_wrong_ways_to_normalise_are_named(known):
    assert tag(answer(WRONG[known]).computes, halves, FLOATS, mistakes=NORMALISED_FLOATS) == known
    assert tag(answer(lambda x: WRONG[known](x / 255)).computes, halves, BYTES, mistakes=NORMALISED_BYTES) == known


def test_statistics_of_a_batch_are_named_in_every_form():
    for over in ((0, 2, 3), (0, 1, 2, 3)):
        for ddof in (0, 1):

            def wrong(x, over=over, ddof=ddof):
                return (x - x.mean(over, keepdim=True)) / x.std(over, correction=ddof, keepdim=True)

            assert tag(answer(wrong).computes, halves, FLOATS, mistakes=NORMALISED_FLOATS) == "per-batch-statistics"


def test_wrong_scales_are_named():
    twice = answer(lambda x: (x / 255 - 0.5) / 0.5)
    assert tag(twice.computes, halves, FLOATS, mistakes=NORMALISED_FLOATS) == "scaled-twice"
    for known, wrong in {
        "scaling-forgotten": lambda x: (x.float() - 0.5) / 0.5,
        "normalised-before-scaling": lambda x: (x - 0.5) / 0.5 / 255,
    }.items():
        assert tag(answer(wrong).computes, halves, BYTES, mistakes=NORMALISED_BYTES) == known


@pytest.mark.parametrize("given", [NORMALISED_FLOATS, NORMALISED_BYTES], ids=["floats", "bytes"])
def test_each_mistake_of_normalising_has_a_value_of_its_own(given):
    images = FLOATS if given is NORMALISED_FLOATS else BYTES
    values = [halves(images), *(known.value(halves, images) for known in given)]
    assert not any(same(a, b) for place, a in enumerate(values) for b in values[:place])


def my_grey_world(images):
    means = images.mean((2, 3), keepdim=True)
    return images * means.mean(1, keepdim=True) / means


def test_grey_world_in_another_form_passes():
    answer(my_grey_world).computes(grey_world, FLOATS, mistakes=GREY_WORLD)
    answer(lambda x: torch.stack([my_grey_world(one[None])[0] for one in x])).computes(grey_world, FLOATS)


@pytest.mark.parametrize("known", GREY_WORLD, ids=lambda known: known.tag)
def test_each_mistake_of_grey_world_is_named(known):
    wrong = lambda images: known.value(grey_world, images)  # noqa: E731
    assert tag(answer(wrong).computes, grey_world, FLOATS, mistakes=GREY_WORLD) == known.tag


def test_grey_world_of_a_batch_by_hand():
    images = np.array([[[[0.2]], [[0.4]]], [[[0.6]], [[0.4]]]])  # means 0.4 and 0.4 over both: nothing changes
    assert same(grey_world_per_batch.value(grey_world, images), images)


RECORD = Record(train=(0.5, 0.9, 0.95), validation=(0.4, 0.8, 0.7))


def test_gap_and_its_mistakes():
    answer(0.15).equals(gap, RECORD, mistakes=GAPS)
    told = {-0.15: "gap-sign", 15: "percent-for-share", 0.25: "last-for-best", 0.95 / 0.8: "gap-as-ratio"}
    for wrong, known in told.items():
        assert tag(answer(wrong).equals, gap, RECORD, mistakes=GAPS) == known
    assert len(told) == len(GAPS)


def test_overfits_and_its_mistake():
    assert overfits(RECORD) and not overfits(RECORD, more_than=0.2)
    answer(True).equals(overfits, RECORD, mistakes=[overfitting_inverted])
    assert tag(answer(False).equals, overfits, RECORD, mistakes=[overfitting_inverted]) == "overfitting-inverted"
    told = tag(answer(True).equals, overfits, RECORD, mistakes=[overfitting_inverted], more_than=0.2)
    assert told == "overfitting-inverted"


def test_every_hint_is_in_both_languages_and_full_width_in_chinese():
    for known in [*NORMALISED_FLOATS, *NORMALISED_BYTES, *GREY_WORLD, *GAPS, overfitting_inverted]:
        assert known.hints["en"] and not re.search("[\u4e00-\u9fff][,;:!?]", known.hints["zh-Hant"])
