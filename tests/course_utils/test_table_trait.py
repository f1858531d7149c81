"""The trait for tables of numbers: what it takes, and what it says of the rest."""

import numpy as np
import pytest
import traitlets

from course_utils.widgets.table_trait import Table


class Grid(traitlets.HasTraits):
    plain = Table()
    small = Table(largest=3)
    whole = Table(fractions=False)
    gaps = Table(blanks=True)
    stack = Table(ndim=3)
    either = Table(ndim=None)


def test_whole_numbers_are_kept_as_int_and_fractions_as_float():
    kept = Grid(plain=np.array([[1.0, 0.5]])).plain
    assert kept == [[1, 0.5]]
    assert [type(cell) for cell in kept[0]] == [int, float]


def test_empty_cells_are_kept_as_none():
    assert Grid(gaps=[[None, 1], [float("nan"), -2.5]]).gaps == [[None, 1], [None, -2.5]]


def test_a_stack_keeps_its_channels():
    assert Grid(stack=np.arange(12).reshape(3, 2, 2)).stack == [[[0, 1], [2, 3]], [[4, 5], [6, 7]], [[8, 9], [10, 11]]]


def test_either_is_a_table_or_a_stack_of_tables():
    assert Grid(either=[[1, 2]]).either == [[1, 2]]
    assert Grid(either=np.ones((2, 1, 1))).either == [[[1]], [[1]]]


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("plain", [[1, 2], [3, None]], r"^Grid: plain has a cell without a number \(nan\) at row 1, column 1; write"),
        ("gaps", [[1, float("inf")]], r"gaps .* \(inf\) at row 0, column 1; .* or None to leave it empty"),
        ("small", np.ones((2, 4)), r"small has the shape \(2, 4\); .* up to 3 rows and columns.*small\[:3, :3\]"),
        ("whole", [[1, 2], [0.5, 3]], r"whole must be whole numbers, got 0\.5 at row 1, column 0; round it"),
        ("stack", [[1, 2]], r"stack must have the shape \(channels, rows, columns\), got \(1, 2\); .*\[stack\]"),
        ("stack", [[[1, 2]], [[1]]], "stack must be one table of numbers per channel, all of one size"),
        ("stack", np.ones((3, 28, 28)), r"stack has the shape \(3, 28, 28\).*stack\[:, :8, :8\]"),
        ("stack", [[[1]], [[None]]], r"stack has a cell .* at channel 1, row 0, column 0"),
        ("either", [[1, 2], [3]], "either must be numbers in rows of one length"),
        ("either", np.ones((1, 2, 2, 2)), r"either must have the shape \(channels, rows, columns\)"),
        ("either", np.ones((1, 28, 28)), r"either has the shape \(1, 28, 28\).*either\[:, :8, :8\]"),
        ("plain", np.ones((2, 2, 2)), r"plain must have the shape \(rows, columns\)"),
    ],
)
def test_anything_else_is_refused_in_the_widget_s_name(name, value, text):
    with pytest.raises(traitlets.TraitError, match=text):
        Grid(**{name: value})
