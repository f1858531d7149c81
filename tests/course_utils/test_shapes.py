"""Sizes and parameter counts against torch, and the text of every error."""

import subprocess
import sys

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_utils.shapes import (
    conv_connections,
    conv_output_size,
    conv_parameters,
    fully_connected_instead,
    linear_parameters,
    local_parameters,
    receptive_field,
)

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


@given(in_features=st.integers(1, 40), out_features=st.integers(1, 40), bias=st.booleans())
def test_linear_parameters_agrees_with_torch(in_features, out_features, bias):
    layer = torch.nn.Linear(in_features, out_features, bias=bias)
    expected = sum(p.numel() for p in layer.parameters())
    assert linear_parameters(in_features, out_features, bias=bias) == expected


def test_linear_parameters_names_the_number_that_is_out_of_range():
    with pytest.raises(ValueError, match="linear_parameters: in_features must be at least 1, got 0"):
        linear_parameters(0, 5)


def test_one_layer_in_three_ways():
    # 55 * 55 * 96 neurons see 55 * 55 * 3 numbers, or 11 * 11 * 3 of them, or share what they see them with
    assert fully_connected_instead((3, 55, 55), (96, 55, 55)) == 290_400 * (9_075 + 1) == 2_635_670_400
    assert local_parameters(3, 96, 11, 55) == 3_025 * conv_parameters(3, 96, 11) == 105_705_600


def test_conv_connections_of_lenet():
    assert conv_connections(1, 6, 5, 28) == 28 * 28 * 6 * (25 + 1) == 122_304


@given(channels=st.tuples(small, small), kernel=st.tuples(small, small), more=st.tuples(small, small))
def test_conv_connections_counts_each_use(channels, kernel, more):
    layer = torch.nn.Conv2d(*channels, kernel)
    for parameter in layer.parameters():
        torch.nn.init.ones_(parameter)
    pictures = torch.ones(channels[0], kernel[0] + more[0] - 1, kernel[1] + more[1] - 1)
    assert conv_connections(*channels, kernel, more) == layer(pictures).sum()  # each use adds 1


def test_conv_connections_names_the_number_that_is_out_of_range():
    with pytest.raises(ValueError, match="conv_connections: output_size must be at least 1, got 0"):
        conv_connections(1, 1, 3, (4, 0))


def test_receptive_field_of_small_windows_and_of_a_large_one():
    assert receptive_field([(3, 1)] * 3) == receptive_field([(7, 1)]) == 7
    assert receptive_field([]) == 1  # a pixel sees itself
    assert receptive_field([(3, 1, 2)]) == 5


def test_receptive_field_names_the_number_that_is_out_of_range():
    with pytest.raises(ValueError, match="receptive_field: stride must be at least 1, got 0"):
        receptive_field([(3, 0)])


def test_shapes_load_without_torch():
    program = "import sys, course_utils.shapes; print('torch' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
