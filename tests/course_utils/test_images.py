"""Pictures as arrays: by hand, against torch and torchvision, and the text of every error."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torchvision.transforms.functional import normalize as torch_normalize

from course_utils.images import normalize, to_channels_first, to_channels_last, to_gray

# one row of two pixels: red 1, green 2, blue 3, and red 4, green 5, blue 6
PIXELS = [[[1, 2, 3], [4, 5, 6]]]

side = st.integers(1, 6)
batch = st.lists(st.integers(1, 3), max_size=1)
channels = st.sampled_from([1, 3, 4])


def picture(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).random(shape)


def test_to_channels_first_by_hand():
    assert to_channels_first(PIXELS).tolist() == [[[1, 4]], [[2, 5]], [[3, 6]]]


def test_to_channels_first_is_not_reshape():
    assert np.reshape(PIXELS, (3, 1, 2)).tolist() == [[[1, 2]], [[3, 4]], [[5, 6]]]


@given(batch=batch, height=side, width=side, channels=channels, seed=st.integers(0, 1000))
def test_to_channels_first_agrees_with_torch_and_goes_back(batch, height, width, channels, seed):
    image = picture(seed, *batch, height, width, channels)
    axes = (0, 3, 1, 2) if batch else (2, 0, 1)
    first = to_channels_first(image)
    torch.testing.assert_close(torch.tensor(first), torch.tensor(image).permute(axes), rtol=0, atol=0)
    assert np.array_equal(to_channels_last(first), image)


def test_axes_are_moved_without_a_copy():
    image = np.zeros((2, 3, 3), np.uint8)
    assert np.shares_memory(to_channels_first(image), image) and to_channels_first(image).dtype == np.uint8
    assert np.shares_memory(to_channels_last(to_channels_first(image)), image)


@pytest.mark.parametrize(
    ("function", "shape", "text"),
    [
        (to_channels_first, (3, 28, 30), r"the last axis of \(3, 28, 30\) holds 30 numbers.*channels first already"),
        (to_channels_last, (28, 30, 3), r"axis before rows and columns of \(28, 30, 3\) holds 28.*last already"),
        (to_channels_last, (2, 28, 30, 3), r"of \(2, 28, 30, 3\) holds 28 numbers"),
        (to_channels_first, (28, 30), r"3 axes and a batch of pictures 4, got the shape \(28, 30\); a grey picture"),
        (to_channels_last, (1, 1, 3, 2, 2), r"got the shape \(1, 1, 3, 2, 2\)"),
        (to_gray, (28, 30), r"to_gray: a picture has 3 axes"),
        (
            to_gray,
            (3, 28, 30),
            r"red, green and blue, got the shape \(3, 28, 30\).*to_gray\(to_channels_last\(image\)\)",
        ),
        (to_gray, (28, 30, 1), r"got the shape \(28, 30, 1\)"),
    ],
)
def test_a_shape_that_does_not_fit_is_named(function, shape, text):
    with pytest.raises(ValueError, match=text):
        function(np.zeros(shape))


def test_to_gray_by_hand():
    # (90 + 150 + 210) / 3 = 150; in bytes the sum 450 would have run over to 450 - 256 = 194
    assert to_gray(np.array([[[90, 150, 210], [255, 255, 255]]], np.uint8)).tolist() == [[150, 255]]


@given(batch=batch, height=side, width=side, seed=st.integers(0, 1000))
def test_to_gray_agrees_with_torch(batch, height, width, seed):
    image = np.random.default_rng(seed).integers(0, 256, (*batch, height, width, 3), dtype=np.uint8)
    torch.testing.assert_close(torch.tensor(to_gray(image)), torch.tensor(image).double().mean(dim=-1))


def test_normalize_by_hand():
    # (0.2 - 0.5) / 0.5 = -0.6 in channel 0, (0.9 - 0.4) / 0.25 = 2 in channel 1... of three channels of one pixel
    image = [[[0.2]], [[0.9]], [[0.3]]]
    assert normalize(image, [0.5, 0.4, 0.3], [0.5, 0.25, 0.1]).ravel() == pytest.approx([-0.6, 2, 0])


@given(batch=batch, channels=channels, height=side, width=side, one=st.booleans(), seed=st.integers(0, 1000))
def test_normalize_agrees_with_torchvision(batch, channels, height, width, one, seed):
    image = picture(seed, *batch, channels, height, width)
    mean, std = (picture(seed + i, channels) + 0.1 for i in (1, 2))
    if one:
        mean, std = mean[0], std[0]
    expected = torch_normalize(
        torch.tensor(image), np.broadcast_to(mean, channels).tolist(), np.broadcast_to(std, channels).tolist()
    )
    torch.testing.assert_close(torch.tensor(normalize(image, mean, std)), expected)


def test_normalize_leaves_its_input_alone():
    image = np.ones((1, 2, 2))
    normalize(image, 0.5, 0.5)
    assert (image == 1).all()


@pytest.mark.parametrize(
    ("image", "mean", "std", "text"),
    [
        (
            np.zeros((3, 2, 2), np.uint8),
            0.5,
            0.5,
            "must hold floats, got uint8; bring 0..255 to 0..1 first: image / 255",
        ),
        (np.zeros((3, 2, 2)), 0.5, 0.0, "std must be positive, got 0.0"),
        (np.zeros((3, 2, 2)), [0.5, 0.5], 0.5, r"mean must be one number or 3, .* of \(3, 2, 2\), got 2"),
        (np.zeros((2, 1, 2, 2)), 0.5, [0.5] * 3, r"std must be one number or 1, .* of \(2, 1, 2, 2\), got 3"),
        (np.zeros((2, 2)), 0.5, 0.5, "normalize: a picture has 3 axes"),
    ],
)
def test_normalize_says_what_does_not_fit(image, mean, std, text):
    with pytest.raises(ValueError, match=text):
        normalize(image, mean, std)
