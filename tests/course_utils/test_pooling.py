"""max_pool2d and avg_pool2d by hand, against torch over many settings, and the text of every error."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.pooling import avg_pool2d, max_pool2d, pool_output_size

TABLE = [[1, 3, 1, 2], [-1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 2]]
RAGGED = [[0, 1, 0, 0, 0], [0, 1, 1, 1, 0], [1, 0, 0, 2, 1], [1, 4, 2, 1, 0], [0, 0, 1, 2, 1]]
BOTH = [(max_pool2d, torch.nn.functional.max_pool2d), (avg_pool2d, torch.nn.functional.avg_pool2d)]

one_to_four = st.one_of(st.integers(1, 4), st.tuples(st.integers(1, 4), st.integers(1, 4)))


def test_max_pool2d_by_hand():
    assert max_pool2d(TABLE, 2).tolist() == [[max(1, 3, -1, 1), max(1, 2, 1, 0)], [max(0, 1, 0, 0), max(1, 0, 1, 2)]]
    assert max_pool2d(TABLE, 2, stride=1).tolist() == [[3, 3, 2], [1, 1, 1], [1, 1, 2]]
    assert max_pool2d([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]], 2).tolist() == [[6, 8], [3, 4]]


def test_avg_pool2d_by_hand():
    assert avg_pool2d(TABLE, 2).tolist() == [[(1 + 3 - 1 + 1) / 4, (1 + 2 + 1 + 0) / 4], [(0 + 1) / 4, (1 + 1 + 2) / 4]]
    assert avg_pool2d(TABLE, 2, stride=1).tolist() == [[1, 1.5, 1], [0.25, 1, 0.5], [0.25, 0.75, 1]]


def test_pooling_of_five_by_five_drops_or_keeps_what_hangs_over():
    assert max_pool2d(RAGGED, 2).tolist() == [[1, 1], [4, 2]]
    assert max_pool2d(RAGGED, 2, ceil_mode=True).tolist() == [[1, 1, 0], [4, 2, 1], [0, 2, 1]]
    average = avg_pool2d(RAGGED, 2, ceil_mode=True)
    assert average.tolist() == [[0.5, 0.5, 0], [1.5, (0 + 2 + 2 + 1) / 4, 0.5], [0, (1 + 2) / 2, 1]]


def test_padding_is_minus_infinity_for_the_maximum_and_zero_for_the_average():
    minus = -np.ones((2, 2), int)
    assert max_pool2d(minus, 2, padding=1).tolist() == [[-1, -1], [-1, -1]]
    assert avg_pool2d(minus, 2, padding=1).tolist() == [[-0.25, -0.25], [-0.25, -0.25]]


def test_channels_and_pictures_are_pooled_each_by_itself():
    x = np.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5) % 7
    for pool in (max_pool2d, avg_pool2d):
        each = [[pool(plane, 2) for plane in picture] for picture in x]
        assert np.array_equal(pool(x, 2), each)
        assert np.array_equal(pool(x[1], 2), each[1])


@settings(max_examples=300)
@given(
    axes=st.lists(st.integers(1, 3), max_size=2),
    size=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    kernel_size=one_to_four,
    stride=st.one_of(st.none(), one_to_four),
    padding=st.one_of(st.integers(0, 2), st.tuples(st.integers(0, 2), st.integers(0, 2))),
    ceil_mode=st.booleans(),
    seed=st.integers(0, 10_000),
)
def test_pooling_agrees_with_torch_and_refuses_what_torch_refuses(
    axes, size, kernel_size, stride, padding, ceil_mode, seed
):
    x = np.random.default_rng(seed).normal(size=(*axes, *size))
    how = {"stride": stride, "padding": padding, "ceil_mode": ceil_mode}
    planes = torch.tensor(x.reshape(-1, 1, *size))  # torch takes no (H, W)
    for ours, torchs in BOTH:
        try:
            expected = torchs(planes, kernel_size, **how)
        except RuntimeError:
            with pytest.raises(ValueError, match="fit into|at most half"):
                ours(x, kernel_size, **how)
        else:
            expected = expected.reshape(*axes, *expected.shape[-2:])
            torch.testing.assert_close(torch.tensor(ours(x, kernel_size, **how)), expected)


def test_pooling_passes_nan_on_as_torch_does():
    x = np.array([[1.0, np.nan, 3.0, 4.0]])
    for ours, torchs in BOTH:
        expected = torchs(torch.tensor(x)[None, None], (1, 2))[0, 0]
        torch.testing.assert_close(torch.tensor(ours(x, (1, 2))), expected, equal_nan=True)


def test_max_pool2d_keeps_whole_numbers_whole_and_float32_narrow():
    assert max_pool2d([[-7]], 1).dtype == np.int64
    assert max_pool2d(np.full((2, 2), 200, np.uint8), 2, padding=1).max() == 200
    assert max_pool2d(np.ones((2, 2), np.float32), 2).dtype == np.float32
    assert avg_pool2d(np.ones((2, 2), np.float32), 2).dtype == np.float32
    assert avg_pool2d(np.full((2, 2), 200, np.uint8), 2).tolist() == [[200]]


def test_pooling_leaves_its_input_alone():
    x = np.ones((4, 4))
    for pool in (max_pool2d, avg_pool2d):
        pool(x, 1)[:] = 7
        assert (x == 1).all()


@pytest.mark.parametrize(
    ("x", "kernel_size", "options", "text"),
    [
        (np.ones(5), 2, {}, r"shape \(H, W\), \(C, H, W\) or \(N, C, H, W\) .*, got \(5,\)"),
        (np.ones((0, 5)), 2, {}, r"no empty axis, got \(0, 5\)"),
        ([[1, 2], [3]], 2, {}, "rows of x have different lengths"),
        ([["a"]], 1, {}, "x must hold numbers, got dtype"),
        (np.ones((3, 3)), 4, {}, "spans 4 .* does not fit into 3 pixels"),
        (np.ones((3, 3)), 7, {"stride": 2, "ceil_mode": True}, r"window of 7 does not fit .* 3 pixels \(3 \+ 2\*0\)"),
        (np.ones((3, 3)), (2, 2, 2), {}, r"kernel_size must be an int or a pair of ints, got \(2, 2, 2\)"),
        (np.ones((3, 3)), 2.0, {}, "kernel_size must be an int or a pair of ints, got 2.0"),
        (np.ones((3, 3)), 2, {"stride": "12"}, "stride must be an int or a pair of ints, got '12'"),
        (np.ones((3, 3)), 0, {}, "kernel_size must be at least 1, got 0"),
        (np.ones((3, 3)), 2, {"stride": (1, 0)}, r"stride must be at least 1, got \(1, 0\)"),
        (np.ones((3, 3)), 2, {"padding": -1}, "padding must be at least 0, got -1"),
        (np.ones((3, 3)), (2, 3), {"padding": (1, 2)}, r"at most half the kernel_size, got padding=\(1, 2\)"),
    ],
)
@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
def test_pooling_says_what_is_wrong(pool, x, kernel_size, options, text):
    with pytest.raises(ValueError, match=text):
        pool(x, kernel_size, **options)


@pytest.mark.parametrize(
    ("n", "options", "places"),
    [(5, {}, 2), (5, {"ceil_mode": True}, 3), (4, {"ceil_mode": True}, 2), (4, {"padding": 1}, 3),
     (5, {"stride": 1}, 4), (4, {"stride": 3, "padding": 1, "ceil_mode": True}, 2)],
)  # fmt: skip
def test_pool_output_size_of_windows_of_two(n, options, places):
    assert pool_output_size(n, 2, **options) == places
