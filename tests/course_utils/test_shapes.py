"""Sizes and parameter counts against torch, and the text of every error."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_utils.shapes import conv_output_size, conv_parameters

small = st.integers(1, 5)


@given(n=st.integers(1, 20), kernel_size=small, stride=small, padding=st.integers(0, 4), dilation=st.integers(1, 3))
def test_conv_output_size_agrees_with_torch(n, kernel_size, stride, padding, dilation):
    layer = torch.nn.Conv1d(1, 1, kernel_size, stride=stride, padding=padding, dilation=dilation)
    if dilation * (kernel_size - 1) + 1 > n + 2 * padding:
        with pytest.raises(ValueError, match="does not fit"):
            conv_output_size(n, kernel_size, stride=stride, padding=padding, dilation=dilation)
    else:
        expected = layer(torch.zeros(1, 1, n)).shape[-1]
        assert conv_output_size(n, kernel_size, stride=stride, padding=padding, dilation=dilation) == expected


def test_conv_output_size_of_a_dilated_kernel():
    # the window spans 2 * (3 - 1) + 1 = 5 pixels of 11 + 2 = 13 and begins at 0, 2, 4, 6, 8
    assert conv_output_size(11, 3, stride=2, padding=1, dilation=2) == 5


@pytest.mark.parametrize("wrong", [{"stride": 0}, {"padding": -1}, {"dilation": 0}])
def test_conv_output_size_names_the_number_that_is_out_of_range(wrong):
    ((name, value),) = wrong.items()
    with pytest.raises(
        ValueError, match=f"{name} must be at least . got {value}|{name} must be at least ., got {value}"
    ):
        conv_output_size(7, 3, **wrong)


def test_conv_output_size_says_what_does_not_fit():
    with pytest.raises(ValueError, match=r"spans 7 .* does not fit into 5 pixels \(3 \+ 2\*1\)"):
        conv_output_size(3, 7, padding=1)


@given(in_channels=small, out_channels=small, kernel=st.tuples(small, small), bias=st.booleans())
def test_conv_parameters_agrees_with_torch(in_channels, out_channels, kernel, bias):
    layer = torch.nn.Conv2d(in_channels, out_channels, kernel, bias=bias)
    expected = sum(p.numel() for p in layer.parameters())
    assert conv_parameters(in_channels, out_channels, kernel, bias=bias) == expected


def test_conv_parameters_of_one_number_is_a_square_kernel():
    assert conv_parameters(3, 96, 11) == 96 * (3 * 11 * 11 + 1) == 34_944


def test_conv_parameters_names_the_number_that_is_out_of_range():
    with pytest.raises(ValueError, match="out_channels must be at least 1, got 0"):
        conv_parameters(3, 0, 5)
