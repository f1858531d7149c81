"""Tables of numbers: a single table, two to multiply pair by pair, or several in a row on one colour scale."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from course_utils.figures import cells
from course_utils.figures.cells import Window, as_table, in_words
from course_utils.figures.sheet import new_sheet, padded, table_sizes, write_between


def grid(
    values: ArrayLike, *, ax: Axes | None = None, title: str | None = None, highlight: Window | None = None,
    limits: tuple[float, float] | None = None, padding: int = 0,
) -> Axes:  # fmt: skip
    """Draw a table of numbers and return its Axes.

    Args:
        values: numbers of shape (rows, columns); None and NaN stay blank. Numbers are written up to 10 x 10 cells.
        ax: where to draw; by default on a new figure.
        title: a title above the table.
        highlight: (row, column, height, width) of a window to frame; negative rows and columns are in the padding.
        limits: (lowest, highest) of a colour scale that tints the cells, as in `maps`.
        padding: rings of zeros drawn around the values.

    Raises:
        ValueError: the values are not a table of numbers, or the window is not inside the table and its padding.

    >>> ax = grid([[1, None], [3, 0.5]])
    >>> [text.get_text() for text in ax.texts]
    ['1', '3', '0.5']
    """
    table = as_table(values, "grid: values")
    if highlight is not None:
        _check_window(highlight, table.shape, padding)
    if ax is None:
        ring = f", with padding {padding}" if padding else ""
        place = "" if highlight is None else "; window at row {}, column {}, {} high and {} wide".format(*highlight)
        (ax,) = new_sheet(
            table_sizes([padded(table.shape, padding)]), f"{title or 'Table'}, {in_words(table)}{ring}{place}."
        )
    cells.draw(ax, table, title=title, highlight=highlight, limits=limits, padding=padding)
    return ax


def pairs(pixels: ArrayLike, weights: ArrayLike) -> np.ndarray:
    """Draw pixels and weights side by side and return the Axes; the student computes the products and the sum.

    Args:
        pixels, weights: two tables of the same shape, or two flat lists.

    Raises:
        ValueError: the shapes differ.

    >>> [ax.get_title() for ax in pairs([1, 2], [3, 4])]
    ['pixels', 'weights']
    """
    left, right = as_table(pixels, "pairs: pixels"), as_table(weights, "pairs: weights")
    if left.shape != right.shape:
        raise ValueError(f"pairs: every pixel needs one weight, got pixels {left.shape} and weights {right.shape}")
    axes = new_sheet(table_sizes([left.shape, right.shape]), f"Pixels, {in_words(left)}. Weights, {in_words(right)}.")
    cells.draw(axes[0], left, title="pixels")
    cells.draw(axes[1], right, title="weights")
    write_between(axes, "×")
    return axes


def maps(*tables: ArrayLike, titles: Sequence[str]) -> np.ndarray:
    """Draw several tables in a row on one colour scale, such as image, kernel and feature map; return the Axes.

    Args:
        tables: each of shape (rows, columns). If any number is negative, the scale is centred at 0: red is minus,
            blue is plus. If none is, the scale goes from light (the lowest) to dark (the highest).
        titles: one title for each table.

    Raises:
        ValueError: there is not one title for each table.

    >>> [ax.get_title() for ax in maps([[1, 2]], [[-1]], titles=["picture", "kernel"])]
    ['picture', 'kernel']
    """
    arrays = titled(tables, titles, "maps")
    low, high = range_of(arrays)
    limits = (-max(-low, high), max(-low, high)) if low < 0 else (low, max(high, low + 1))
    described = "; ".join(f"{title}, {in_words(array)}" for title, array in zip(titles, arrays, strict=True))
    axes = new_sheet(table_sizes([array.shape for array in arrays]), f"{described}.")
    for ax, array, title in zip(axes, arrays, titles, strict=True):
        cells.draw(ax, array, title=title, limits=limits)
    return axes


def _check_window(window: Window, shape: tuple[int, int], padding: int) -> None:
    row, column, height, width = window
    below, right = row + height <= shape[0] + padding, column + width <= shape[1] + padding
    if min(row, column) < -padding or min(height, width) < 1 or not below or not right:
        raise ValueError(
            f"grid: the window (row {row}, column {column}, {height} high, {width} wide) leaves the table of "
            f"{shape[0]} rows and {shape[1]} columns with padding {padding}"
        )


def titled(tables: Sequence[ArrayLike], titles: Sequence[str], function: str) -> list[np.ndarray]:
    """Return the tables as arrays.

    Raises:
        ValueError: there is not one title for each table, or a table is not a table of numbers; the message begins with
            the name `function`.
    """
    if len(tables) != len(titles) or len(tables) == 0:
        raise ValueError(f"{function}: give one title for each, got {len(tables)} tables and {len(titles)} titles")
    return [as_table(table, f"{function}: {title}") for table, title in zip(tables, titles, strict=True)]


def range_of(arrays: Sequence[np.ndarray]) -> tuple[float, float]:
    """Return the lowest and the highest number of all arrays."""
    return min(np.nanmin(array) for array in arrays), max(np.nanmax(array) for array in arrays)
