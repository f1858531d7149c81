"""What is read off augmented pictures, and the verdicts on right and wrong ways to augment."""

import re
from dataclasses import replace
from math import comb

import numpy as np
import pytest
import torch
from torchvision.transforms import v2

from course_utils.augmentation import RandomAffine, affine
from course_utils.checking import NotYet
from course_utils.checking.augmenting import ALWAYS, BATCH, CALLS, FLIPPED, check_augments, not_augmented
from course_utils.checking.language import spoken
from course_utils.checking.mistakes import augmentations as slip
from course_utils.checking.mistakes.augmentations import AUGMENTED
from course_utils.checking.mistakes.homework_pictures import halves
from course_utils.checking.transform_reading import coded, read
from course_utils.datasets import Split

RIGHT = RandomAffine(5, 10, 0.5)


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(20)


def tag(ask, *inputs, **options) -> str:
    with pytest.raises(NotYet) as verdict:
        ask(*inputs, **options)
    named = re.match(r"\[([a-z-]+)\]", str(verdict.value))
    return named[1] if named else str(verdict.value)[:40]


def each(*steps):
    """Return a function that sends each picture of a batch through the transforms by itself."""
    transform = v2.Compose(steps)
    return lambda images: torch.stack([transform(image) for image in images])


def normalise(images):
    return (images - 0.5) / 0.5


@pytest.mark.parametrize("mode", ["nearest", "bilinear"])
def test_a_transform_is_read_as_it_was_done(mode):
    angle, shear, flip = torch.linspace(-40, 40, 40), torch.linspace(25, -20, 40), torch.arange(40) % 3 == 0
    changed = affine(coded(40), angle=angle, shear=torch.stack([shear, 0 * shear], dim=1), flip=flip, mode=mode)
    seen = read(changed.numpy())
    off = {"nearest": 2.6, "bilinear": 0.1}[mode]
    assert abs(seen.angle - angle.numpy()).max() < off and abs(seen.shear - shear.numpy()).max() < off
    assert (seen.flipped == flip.numpy()).all() and not seen.upside_down.any() and not seen.unclear.any()
    assert abs(seen.scale - 1).max() < 0.03 and seen.shift.max() < 0.1
    assert (seen.outside == 0).mean() > 0.99


def test_other_changes_are_read():
    still = read(coded(3).numpy())
    assert abs(still.angle).max() < 1e-4 and not still.flipped.any() and still.shift.max() < 1e-4
    assert np.allclose(still.blue, [0.6, 0.8, 1.0]) and still.outside.shape == (0, 3)
    assert read(coded(3).flip(-2).numpy()).upside_down.all()
    turned = read(coded(3).flip(-1, -2).numpy())
    assert turned.upside_down.all() and turned.flipped.all()
    assert np.allclose(read(torch.nn.functional.pad(coded(3)[..., 2:], (0, 2)).numpy()).shift, 2, atol=0.3)
    half = torch.nn.functional.interpolate(coded(2), scale_factor=0.5)
    small = read(torch.nn.functional.pad(half, [7, 8, 7, 8]).numpy())
    assert small.unclear.all() or np.allclose(small.scale, 0.5, atol=0.05)
    assert read(np.random.default_rng(0).random((2, 3, 30, 30))).unclear.all()
    assert read(np.zeros((2, 3, 30, 30))).unclear.all()


RIGHTS = {
    "the course's": RIGHT,
    "bilinear": replace(RIGHT, mode="bilinear"),
    "white corners": replace(RIGHT, fill=1.0),
    "v2 for each": each(v2.RandomAffine(5, shear=10), v2.RandomHorizontalFlip()),
    "v2, flip first": each(v2.RandomHorizontalFlip(0.5), v2.RandomAffine((-5, 5), shear=(-10, 10))),
    "v2, one after the other": each(v2.RandomRotation(5), v2.RandomAffine(0, shear=10), v2.RandomHorizontalFlip()),
    "v2, smooth": each(
        v2.RandomAffine(5, shear=10, interpolation=v2.InterpolationMode.BILINEAR), v2.RandomHorizontalFlip()
    ),
    "in NumPy": lambda images: RIGHT(images).numpy(),
    "a list": lambda images: list(RIGHT(images)),
    "through PIL": each(
        v2.ToPILImage(),
        v2.RandomAffine(5, shear=10),
        v2.RandomHorizontalFlip(),
        v2.ToImage(),
        v2.ToDtype(torch.float32, scale=True),
    ),
}


@pytest.mark.parametrize("name", RIGHTS)
def test_right_ways_pass(name):
    check_augments(RIGHTS[name])
    if name not in ("in NumPy", "a list"):
        check_augments(lambda images: normalise(RIGHTS[name](images)), normalised=True)


def test_right_ways_pass_whatever_is_drawn():
    for seed in range(25):
        torch.manual_seed(seed)
        check_augments(RIGHT)


def test_the_bounds_are_passed_but_for_one_time_in_a_thousand_millions():
    pictures = CALLS * BATCH
    inside = sum(comb(pictures, flips) for flips in range(FLIPPED[0], FLIPPED[1] + 1))
    assert 1 - inside / 2**pictures < 1e-9
    alike = 2 * 0.5**CALLS
    assert sum(comb(BATCH, n) * alike**n * (1 - alike) ** (BATCH - n) for n in range(ALWAYS, BATCH + 1)) < 1e-9
    assert comb(CALLS, 2) * (2 * 0.5**BATCH) ** 2 < 1e-9
    assert 2 * 0.8**pictures < 1e-9  # no angle beyond 0.6 of the most, on one of both sides


@pytest.mark.parametrize("known", AUGMENTED, ids=lambda known: known.tag)
@pytest.mark.parametrize("normalised", [False, True])
def test_each_known_mistake_is_named(known, normalised):
    def wrong(images):
        images = known.compute(RIGHT, images)
        return normalise(images) if normalised else images

    for seed in range(3):
        torch.manual_seed(seed)
        assert tag(check_augments, wrong, normalised=normalised) == known.tag


@pytest.mark.parametrize("mode", ["nearest", "bilinear"])
def test_mistakes_of_normalising_are_named(mode):
    drawn = replace(RIGHT, mode=mode)
    early = tag(check_augments, lambda x: slip.normalised_before_affine.compute(drawn, x), normalised=True)
    assert early == "normalised-before-affine"
    assert tag(check_augments, lambda x: slip.normalised_too_early.compute(drawn, x)) == "normalised-too-early"
    assert tag(check_augments, drawn, normalised=True) == "normalise-forgotten"
    assert tag(check_augments, lambda x: (drawn(x) - 0.5) * 0.5, normalised=True) == "std-multiplied"
    assert tag(check_augments, lambda x: 255 * drawn(x)) == "Expected values in 0..1. Your function t"


def every_second_flipped(images):
    images[::2] = images[::2].flip(-1)
    return images


WRITTEN = {  # as students write it: what is said
    "one draw, v2 on the batch": (
        v2.Compose([v2.RandomAffine(5, shear=10), v2.RandomHorizontalFlip()]),
        "one-affine-for-all",
    ),
    "one affine, own flips": (
        lambda x: each(v2.RandomHorizontalFlip())(v2.RandomAffine(5, shear=10)(x)),
        "one-affine-for-all",
    ),
    "vertical": (each(v2.RandomAffine(5, shear=10), v2.RandomVerticalFlip()), "vertical-flip"),
    "both flips": (
        each(v2.RandomAffine(5, shear=10), v2.RandomHorizontalFlip(), v2.RandomVerticalFlip()),
        "vertical-flip",
    ),
    "rows for columns": (lambda x: RIGHT(x).flip(2), "vertical-flip"),
    "flip for some only": (
        each(v2.RandomApply([v2.RandomAffine(5, shear=10)], 0.5), v2.RandomHorizontalFlip()),
        "part-of-the-batch",
    ),
    "never flipped": (each(v2.RandomAffine(5, shear=10)), "flip-forgotten"),
    "flips alone": (each(v2.RandomHorizontalFlip()), "turn-off"),
    "every second one": (lambda x: every_second_flipped(RandomAffine(5, 10, 0)(x)), "flip-half-the-batch"),
    "no shear": (each(v2.RandomAffine(5), v2.RandomHorizontalFlip()), "shear-off"),
    "changed about": (each(v2.RandomAffine(10, shear=5), v2.RandomHorizontalFlip()), "turn-off"),
    "to one side": (each(v2.RandomAffine((0, 5), shear=10), v2.RandomHorizontalFlip()), "turn-off"),
    "always the same angle": (
        each(v2.RandomAffine((5, 5), shear=(0, 0)), v2.RandomHorizontalFlip()),
        "one-affine-for-all",
    ),
    "shifted": (
        each(v2.RandomAffine(5, shear=10, translate=(0.2, 0.2)), v2.RandomHorizontalFlip()),
        "shifted-or-scaled",
    ),
    "larger": (each(v2.RandomAffine(5, shear=10, scale=(0.8, 1.2)), v2.RandomHorizontalFlip()), "shifted-or-scaled"),
    "shuffled": (lambda x: RIGHT(x)[torch.randperm(len(x))], "pictures-exchanged"),
    "noise": (lambda x: torch.rand(x.shape), "Expected values in 0..1. Your function t"),
    "blurred away": (
        lambda x: RIGHT(x).mean((2, 3), keepdim=True).expand(x.shape),
        "Your function changes the pictures by so",
    ),
    "colours": (
        lambda x: RIGHT(x) * (0.9 + 0.2 * torch.rand(len(x), 3, 1, 1)),
        "Your function changes the pictures by so",
    ),
    "nothing": (lambda x: x, "augmentation-forgotten"),
    "cropped": (lambda x: RIGHT(x)[..., 1:, 1:], "Expected a batch of shape (64, 3, 30, 30"),
    "one picture": (lambda x: RIGHT(x)[0], "Expected a batch of shape (64, 3, 30, 30"),
    "pairs": (lambda x: (RIGHT(x), torch.zeros(len(x))), "your answer"),
    "returns nothing": (lambda x: None, ""),
    "stops": (lambda x: x + "", ""),
    "missing": (None, "not answered yet"),
    "not a number": (lambda x: RIGHT(x) * float("nan"), ""),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_wrong_ways_are_refused(name):
    function, said = WRITTEN[name]
    assert tag(check_augments, function).startswith(said) or said == "your answer"


def test_refused_in_chinese_too():
    with spoken("zh-Hant"), pytest.raises(NotYet, match="上下顛倒"):
        check_augments(WRITTEN["vertical"][0])


def pictures(number=60):
    generator = torch.Generator().manual_seed(3)
    light = torch.rand(number, 3, 1, 1, generator=generator)
    images = (light * 155 + 100 * torch.rand(number, 3, 30, 30, generator=generator)).byte()
    return Split(images, torch.arange(number) % 5, tuple("abcde"))


def test_validation_pictures_are_as_they_were():
    original = pictures()
    right = original.map(normalise)
    not_augmented(right, original)
    not_augmented(Split(right.images.double(), right.labels, right.classes), original)
    not_augmented(original.map(lambda x: torch.as_tensor(halves(x)).float()), original)


def test_validation_pictures_that_are_others_are_refused():
    original = pictures()
    wrong = {
        "validation-augmented": [
            original.map(RIGHT),
            original.map(lambda x: normalise(RIGHT(x))),
            original.map(lambda x: normalise(x.flip(-1))),
        ],
        "normalise-forgotten": [original, original.map(lambda x: x)],
        "std-multiplied": [original.map(lambda x: (x - 0.5) * 0.5)],
        "per-batch-statistics": [original.map(lambda x: (x - x.mean()) / x.std())],
        "scaled-twice": [original.map(lambda x: normalise(x / 255))],
        "The labels or their order differ from th": [Split(original.images, original.labels.roll(1), original.classes)],
        "Expected a Split, such as `pictures.vali": [original.images, (original.images, original.labels), 3],
        "not answered yet": [None],
    }
    for said, splits in wrong.items():
        for split in splits:
            assert tag(not_augmented, split, original) == said
    exchanged = original[torch.arange(60).flip(0)].map(normalise)
    split = Split(exchanged.images, original.labels, original.classes)
    assert "cells are right" in tag(not_augmented, split, original)


def test_every_tag_is_said_in_both_languages():
    for known in [*AUGMENTED, slip.normalised_before_affine, slip.normalised_too_early]:
        assert set(known.hints) == {"en", "zh-Hant"} and all(known.hints.values())
