"""conv2d by hand, against torch over many settings, and the text of every error."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.convolution import KERNELS, conv2d

PICTURE = [[1, 1, 1, 1, 0, 0], [0, 1, 1, 0, 1, 0], [0, 0, 1, 1, 0, 0], [0, 0, 1, 1, 1, 0], [0, 0, 0, 1, 1, 0], [0] * 6]
DIAGONAL = [[1, 0, 0], [0, 1, 0], [0, 0, -1]]

one_or_two = st.one_of(st.integers(1, 3), st.tuples(st.integers(1, 3), st.integers(1, 3)))
none_to_two = st.one_of(st.integers(0, 2), st.tuples(st.integers(0, 2), st.integers(0, 2)))


def test_conv2d_by_hand():
    assert conv2d([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[10, 20], [30, 40]]).tolist() == [
        [1 * 10 + 2 * 20 + 4 * 30 + 5 * 40, 2 * 10 + 3 * 20 + 5 * 30 + 6 * 40],
        [4 * 10 + 5 * 20 + 7 * 30 + 8 * 40, 5 * 10 + 6 * 20 + 8 * 30 + 9 * 40],
    ]


def test_conv2d_of_the_lecture_with_stride_and_padding():
    assert conv2d(PICTURE, DIAGONAL).tolist() == [[1, 1, 1, 2], [-1, 1, 1, 0], [0, 0, 1, 2], [0, 0, 2, 2]]
    assert conv2d(PICTURE, DIAGONAL, stride=2).tolist() == [[1, 1], [0, 1]]
    assert conv2d(PICTURE, DIAGONAL, stride=2, padding=1).tolist() == [[0, 1, 0], [0, 1, 0], [0, 0, 2]]


@settings(max_examples=150)
@given(
    size=st.tuples(st.integers(5, 9), st.integers(5, 9)),
    kernel=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    channels=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=one_or_two,
    padding=none_to_two,
    dilation=st.one_of(st.integers(1, 2), st.tuples(st.integers(1, 2), st.integers(1, 2))),
    seed=st.integers(0, 10_000),
)
def test_conv2d_agrees_with_torch(size, kernel, channels, stride, padding, dilation, seed):
    random = np.random.default_rng(seed)
    image = random.normal(size=(channels[0], *size))
    filters = random.normal(size=(channels[1], channels[0], *kernel))
    how = {"stride": stride, "padding": padding, "dilation": dilation}
    expected = torch.conv2d(torch.tensor(image)[None], torch.tensor(filters), **how)[0]
    torch.testing.assert_close(torch.tensor(conv2d(image, filters, **how)), expected)
    torch.testing.assert_close(torch.tensor(conv2d(image, filters[0], **how)), expected[0])
    if channels[0] == 1:
        torch.testing.assert_close(torch.tensor(conv2d(image[0], filters[0, 0], **how)), expected[0])


def test_conv2d_of_bytes_does_not_overflow():
    image = np.full((3, 3), 255, np.uint8)
    assert conv2d(image, np.ones((3, 3), np.uint8)).tolist() == [[9 * 255]]


def test_conv2d_keeps_whole_numbers_whole_and_float32_narrow():
    assert conv2d([[1]], [[2]]).dtype == np.int64
    assert conv2d(np.ones((2, 2), np.float32), np.ones((1, 1), np.float32)).dtype == np.float32


def test_conv2d_leaves_its_inputs_alone():
    image, kernel = np.ones((4, 4)), np.ones((2, 2))
    conv2d(image, kernel, padding=1)[:] = 7
    assert (image == 1).all() and (kernel == 1).all()


@pytest.mark.parametrize(
    ("image", "kernel", "text"),
    [
        (np.ones((3, 28, 28)), np.ones((4, 1, 3, 3)), r"image has 3 channels, kernel expects 1 \(image \(3, 28, 28\)"),
        (np.ones((28, 28, 3)), np.ones((3, 3, 3)), r"image has 28 channels.*channels come first"),
        (np.ones((5, 5)), np.ones((1, 1, 3, 3)), r"got \(image \(5, 5\), kernel \(1, 1, 3, 3\)\)"),
        (np.ones((0, 5)), np.ones((1, 1)), "an axis is empty"),
        (np.ones((2, 2)), np.ones((3, 3)), "spans 3 .* does not fit into 2 pixels"),
        ([[1, 2], [3]], [[1]], "rows of image have different lengths"),
        ([["a"]], [[1]], "image must hold numbers, got dtype"),
    ],
)
def test_conv2d_says_what_does_not_go_together(image, kernel, text):
    with pytest.raises(ValueError, match=text):
        conv2d(image, kernel)


@pytest.mark.parametrize(
    "wrong",
    [{"stride": 1.5}, {"stride": 2.0}, {"stride": (1, 2, 3)}, {"padding": 0.5 * np.ones(2)}, {"dilation": "12"}],
)
def test_conv2d_asks_for_an_int_or_a_pair(wrong):
    ((name, _),) = wrong.items()
    with pytest.raises(ValueError, match=f"{name} must be an int or a pair of ints"):
        conv2d(np.ones((5, 5)), np.ones((2, 2)), **wrong)


def test_kernels_add_up_as_the_lectures_say():
    sums = [round(float(kernel.sum()), 12) for kernel in KERNELS.values()]
    assert sums == [1, 0, 0, 0, 1, 1, 1]
    assert all(kernel.shape == (3, 3) for kernel in KERNELS.values())
