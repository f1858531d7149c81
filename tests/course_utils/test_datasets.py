"""Split and Dataset by hand, resizing against torch, the digits and their splits, and the text of every error."""

import gzip
import importlib.util
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_digits

from course_utils.datasets import Dataset, Split, digits, scaled
from course_utils.datasets.resizing import resized

SHA256 = {
    8: "b35a9d846ff5fce1bda7950ed54d738933dd5491c040c72598b4d0c7f80ae991",
    32: "aca9889fb8c5bba2c074a06a045354be1e5ea7e038aefb27521a3c254612ec7f",
}


def a_split(n: int = 4) -> Split:
    images = torch.arange(n * 6, dtype=torch.uint8).reshape(n, 1, 2, 3)
    return Split(images, torch.arange(n) % 2, ("even", "odd"))


def test_scaled_divides_bytes_by_255_and_leaves_floats():
    assert scaled(torch.tensor([0, 51, 255], dtype=torch.uint8)).tolist() == pytest.approx([0, 51 / 255, 1])
    floats = torch.tensor([-1.0, 7.0])
    assert scaled(floats) is floats
    with pytest.raises(TypeError, match=r"bytes \(torch.uint8\) or floats, got torch.int64"):
        scaled(torch.tensor([1]))


@pytest.mark.parametrize(
    "index", [slice(1, 3), [1, 2], np.array([1, 2]), torch.tensor([1, 2]), [False, True, True, False]]
)
def test_split_takes_slices_indices_and_masks(index):
    part = a_split()[index]
    assert isinstance(part, Split) and part.classes == ("even", "odd")
    assert part.labels.tolist() == [1, 0]
    assert part.images.tolist() == a_split().images[1:3].tolist()


def test_split_may_be_empty():
    assert len(a_split()[[]]) == len(a_split()[:0]) == 0
    assert a_split()[[]].images.shape == (0, 1, 2, 3)
    assert repr(a_split()[:1]) == "Split(1 picture of 1 x 2 x 3, 2 classes)"


def test_split_of_one_number_says_what_to_write():
    with pytest.raises(TypeError, match=r"write split\[3:4\] for a split of one picture, and split.images\[3\]"):
        a_split()[3]
    with pytest.raises(TypeError, match="split of one picture"):
        list(a_split())


def test_split_map_gets_scaled_floats_and_keeps_floats():
    normal = a_split().map(lambda images: (images - 0.5) / 0.5)
    torch.testing.assert_close(normal.images, (a_split().images / 255 - 0.5) / 0.5)
    twice = normal.map(lambda images: images + 1)
    torch.testing.assert_close(twice.images, normal.images + 1)
    assert twice.labels is normal.labels


@pytest.mark.parametrize("wrong", [lambda x: x[:2], lambda x: x.mean(1), lambda x: x.numpy(), lambda x: None])
def test_split_map_says_what_the_function_returned(wrong):
    with pytest.raises(ValueError, match=r"the function got 4 pictures of shape \(1, 2, 3\) .* but returned"):
        a_split().map(wrong)


IMAGES, LABELS, CLASSES = torch.zeros(2, 1, 2, 2), torch.tensor([0, 1]), ("a", "b")


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        ((IMAGES[0], LABELS, CLASSES), ValueError, r"shape \(N, C, H, W\), got \(1, 2, 2\) of torch.float32"),
        ((IMAGES.numpy(), LABELS, CLASSES), ValueError, "must be a tensor .* got 'ndarray'"),
        ((IMAGES.long(), LABELS, CLASSES), TypeError, "bytes .* or floats, got torch.int64"),
        ((IMAGES, LABELS.float(), CLASSES), ValueError, r"dtype torch.int64, got \(2,\) of torch.float32"),
        ((IMAGES, LABELS[:1], CLASSES), ValueError, "2 pictures, but 1 labels"),
        ((IMAGES, LABELS, ["a", "b"]), TypeError, "tuple of names"),
        ((IMAGES, LABELS + 1, CLASSES), ValueError, "from 1 to 2, but 2 classes are numbered 0 to 1"),
        ((IMAGES, LABELS - 1, CLASSES), ValueError, "from -1 to 0"),
    ],
)
def test_split_says_what_does_not_go_together(arguments, error, text):
    with pytest.raises(error, match=text):
        Split(*arguments)


def test_split_sha256_tells_pictures_labels_shapes_and_names_apart():
    one = a_split()
    others = [
        a_split(3),
        Split(one.images + 1, one.labels, one.classes),
        Split(one.images, 1 - one.labels, one.classes),
        Split(one.images.reshape(4, 1, 3, 2), one.labels, one.classes),
        Split(one.images.float(), one.labels, one.classes),
        Split(one.images, one.labels, ("odd", "even")),
    ]
    assert one.sha256 == a_split().sha256
    assert len({split.sha256 for split in [one, *others]}) == 7
    strided = Split(one.images.flip(0), one.labels.flip(0), one.classes)[[3, 2, 1, 0]]
    assert strided.sha256 == one.sha256


@settings(max_examples=60)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 20), st.integers(1, 20), st.integers(0, 10_000))
def test_resized_agrees_with_torch_within_rounding(h, w, height, width, seed):
    images = torch.randint(0, 256, (2, 3, h, w), generator=torch.Generator().manual_seed(seed), dtype=torch.uint8)
    exact = torch.nn.functional.interpolate(images.double(), size=(height, width), mode="bilinear")
    ours = resized(images, height, width)
    assert ours.dtype == torch.uint8 and ours.shape == exact.shape
    assert (ours.double() - exact).abs().max() <= 0.5 + 1e-9


def test_resized_by_hand():
    two = torch.tensor([[[[0, 90]]]], dtype=torch.uint8)
    assert resized(two, 1, 4).tolist() == [[[[0, 23, 68, 90]]]]  # 90 / 4 = 22.5 and 90 * 3 / 4 = 67.5, halves up
    assert resized(two, 2, 1).tolist() == [[[[45], [45]]]]
    assert resized(two[:0], 3, 3).shape == (0, 1, 3, 3)


def test_digits_are_scikit_learns_each_once():
    found = digits(size=8)
    pictures, labels = load_digits(return_X_y=True)
    images = torch.cat([split.images for split in found.splits.values()])
    levels = (images.double() * 16 / 255).round().long().reshape(-1, 64)
    ours = sorted(zip(levels.tolist(), torch.cat([s.labels for s in found.splits.values()]).tolist(), strict=True))
    assert ours == sorted(zip(pictures.astype(int).tolist(), labels.tolist(), strict=True))


def test_digits_splits_are_fixed_and_hold_each_class_alike():
    found = digits()
    assert isinstance(found, Dataset) and found.classes == tuple("0123456789")
    assert [len(split) for split in found.splits.values()] == [1257, 180, 360]
    whole = np.bincount(load_digits().target)
    for split in found.splits.values():
        counts = np.bincount(split.labels)
        assert np.abs(counts - whole * len(split) / 1797).max() < 1
    assert set(found.train.labels[:20].tolist()) == set(range(10))  # not sorted by class


@pytest.mark.parametrize("size", [8, 32])
def test_digits_are_the_same_bytes_everywhere(size):
    found = digits(size=size)
    assert found.sha256 == SHA256[size]
    for split in found.splits.values():
        assert split.images.dtype == torch.uint8 and split.images.shape[1:] == (1, size, size)
        assert int(split.images.max()) == 255 and int(split.images.min()) == 0


def test_digits_enlarged_stay_inside_and_shrink_back():
    small, large = digits(size=8), digits(size=32)
    rim = large.train.images.clone()
    rim[:, :, 3:-3, 3:-3] = 0
    assert int(rim.max()) == 0
    middles = large.train.images[:, :, 5:28:3, 5:28:3]  # the middle of each 3 x 3 block is the pixel itself
    assert middles.tolist() == small.train.images.tolist()


def test_digits_without_scikit_learns_table_ask_scikit_learn(monkeypatch, tmp_path):
    expected = digits().sha256
    (tmp_path / "sklearn.py").touch()
    elsewhere = importlib.util.spec_from_file_location("sklearn", tmp_path / "sklearn.py")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: elsewhere)
    assert digits().sha256 == expected


def test_digits_table_lies_where_it_is_looked_for():
    table = Path(importlib.util.find_spec("sklearn").origin).parent / "datasets" / "data" / "digits.csv.gz"
    with gzip.open(table, "rt") as lines:
        assert sum(1 for _ in lines) == 1797


@pytest.mark.parametrize("size", [28, "32", None, 8.5])
def test_digits_of_another_size(size):
    with pytest.raises(ValueError, match=f"digits: size must be 8 or 32, got {size!r}"):
        digits(size=size)
