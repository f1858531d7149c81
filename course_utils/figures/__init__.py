"""Pictures of tables of numbers, so that a convolution can be followed by eye.

Each function takes arrays and returns the Axes it drew on; a notebook shows the figure, with alt text, at the end of
the cell. Rows and columns count from 0. `cells` draws one table, `sheet` sets several side by side; sums come from
`convolution.conv2d`.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from course_utils.convolution import conv2d
from course_utils.figures import cells
from course_utils.figures.cells import ACCENT, INK, QUIET, Window, as_table, in_words, number
from course_utils.figures.sheet import middle, new_sheet, room_for, table_sizes, write_between


def grid(
    values: ArrayLike, *, ax: Axes | None = None, title: str | None = None, highlight: Window | None = None,
    limits: tuple[float, float] | None = None, padding: int = 0,
) -> Axes:  # fmt: skip
    """Draw a table of numbers and return its Axes.

    Args:
        values: numbers of shape (rows, columns); None and NaN stay blank. Numbers are written up to 10 x 10 cells.
        ax: where to draw; without it, on a new figure.
        title: a line above the table.
        highlight: (row, column, height, width) of a window to frame; negative rows and columns lie in the padding.
        limits: (lowest, highest) tints the cells on that scale, as `maps` does.
        padding: rings of zeros drawn around the values.

    Raises:
        ValueError: values that are no table of numbers, or a window that leaves the table.

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
            table_sizes([_padded(table.shape, padding)]), f"{title or 'Table'}, {in_words(table)}{ring}{place}."
        )
    cells.draw(ax, table, title=title, highlight=highlight, limits=limits, padding=padding)
    return ax


def window(
    picture: ArrayLike, kernel: ArrayLike, *, row: int, column: int, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """Draw how one cell of the feature map comes about: window, weights, products, sum. Returns the four Axes.

    Args:
        picture: pixels, shape (H, W).
        kernel: weights, shape (kH, kW).
        row, column: the cell of the feature map. The window's first row is `row * stride - padding`; so for columns.
        stride, padding: as in `conv2d`, one int each.

    Raises:
        ValueError: shapes that don't fit, or a cell outside the feature map.

    >>> picture_ax, kernel_ax, products_ax, map_ax = window([[1, 2], [3, 4]], [[5, 0]], row=1, column=0)
    >>> [text.get_text() for text in map_ax.texts]  # 3*5 + 4*0
    ['15']
    """
    pixels, weights = as_table(picture, "window: picture"), as_table(kernel, "window: kernel")
    feature_map = conv2d(pixels, weights, stride=stride, padding=padding)
    height, width = feature_map.shape
    if not (0 <= row < height and 0 <= column < width):
        raise ValueError(
            f"window: row {row}, column {column} lies outside the feature map of {height} rows and {width} columns; "
            f"both count from 0"
        )
    place = (row * stride - padding, column * stride - padding, *weights.shape)
    under = np.pad(pixels, padding)[row * stride :, column * stride :][: weights.shape[0], : weights.shape[1]]
    only_this = np.full(feature_map.shape, np.nan)  # the other cells are for the reader to work out
    only_this[row, column] = feature_map[row, column]
    sizes = table_sizes([_padded(pixels.shape, padding), weights.shape, weights.shape, feature_map.shape], larger=2)
    axes = new_sheet(sizes, below=0.42, alt_text=(
        f"The window at row {place[0]}, column {place[1]} of the picture ({in_words(pixels)}; padding {padding}), "
        f"the kernel ({in_words(weights)}), their products, and the sum {_sum(under * weights)}, which goes to "
        f"row {row}, column {column} of the feature map of {height} rows and {width} columns."
    ))  # fmt: skip
    cells.draw(axes[0], pixels, title="picture", highlight=place, padding=padding)
    cells.draw(axes[1], weights, title="kernel", highlight=(0, 0, *weights.shape))
    _draw_products(axes[2], under, weights)
    cells.draw(axes[3], only_this, title="feature map", highlight=(row, column, 1, 1))
    write_between(axes, "×=→")
    _write_sum(axes, under * weights)
    return axes


def pairs(pixels: ArrayLike, weights: ArrayLike) -> np.ndarray:
    """Draw pixels and weights side by side, to be multiplied by the reader: neither products nor sum are shown.

    Args:
        pixels, weights: two tables of one shape, or two flat lists.

    Raises:
        ValueError: two different shapes.

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
    """Draw several tables in a row on one colour scale, such as picture, kernel and feature map. Returns the Axes.

    Args:
        tables: each of shape (rows, columns). If any number is negative, the scale is centred at 0: red is minus,
            blue is plus. Otherwise it goes from light (the lowest) to dark (the highest).
        titles: one for each table.

    Raises:
        ValueError: not one title for each table.

    >>> [ax.get_title() for ax in maps([[1, 2]], [[-1]], titles=["picture", "kernel"])]
    ['picture', 'kernel']
    """
    arrays = _titled(tables, titles, "maps")
    low, high = _range(arrays)
    limits = (-max(-low, high), max(-low, high)) if low < 0 else (low, max(high, low + 1))
    described = "; ".join(f"{title}, {in_words(array)}" for title, array in zip(titles, arrays, strict=True))
    axes = new_sheet(table_sizes([array.shape for array in arrays]), f"{described}.")
    for ax, array, title in zip(axes, arrays, titles, strict=True):
        cells.draw(ax, array, title=title, limits=limits)
    return axes


def photographs(
    images: Sequence[ArrayLike], titles: Sequence[str], *, limits: tuple[float, float] | None = None
) -> np.ndarray:
    """Draw pictures in a row on one grey scale, which is written below them. Returns the Axes.

    Args:
        images: each of shape (H, W).
        titles: one for each picture.
        limits: what is black and what is white; without it the lowest and the highest value of all pictures.

    Raises:
        ValueError: a picture of another shape, or not one title for each.

    >>> axes = photographs([[[0, 255]], [[255, 0]]], ["picture", "negative"])
    >>> [int(value) for value in axes[1].images[0].get_clim()]
    [0, 255]
    """
    arrays = _titled(images, titles, "photographs")
    black, white = limits or _range(arrays)
    tallest = max(array.shape[0] / array.shape[1] for array in arrays)
    width = min(3.4, room_for(len(arrays)) / len(arrays), 4.2 / tallest)
    described = "; ".join(
        f"{title}, {a.shape[0]} rows of {a.shape[1]}" for title, a in zip(titles, arrays, strict=True)
    )
    sizes = [(width, width * array.shape[0] / array.shape[1]) for array in arrays]
    axes = new_sheet(sizes, f"Pictures in grey: {described}.", below=0.16)
    for ax, array, title in zip(axes, arrays, titles, strict=True):
        ax.imshow(array, cmap="gray", vmin=black, vmax=white, interpolation="nearest", aspect="auto")
        cells.label(ax, array.shape, title)
        ax.spines[:].set(visible=True, color=cells.HAIRLINE, linewidth=0.8)  # a white edge ends somewhere, too
    figure = axes[0].figure
    figure.text(0.5, 0.2 / figure.get_figheight(), f"black {number(black)}  ·  white {number(white)}", ha="center",
                va="center", fontsize=8.5, color=QUIET)  # fmt: skip
    return axes


def _padded(shape: tuple[int, int], padding: int) -> tuple[int, int]:
    return shape[0] + 2 * padding, shape[1] + 2 * padding


def _range(arrays: Sequence[np.ndarray]) -> tuple[float, float]:
    return min(np.nanmin(array) for array in arrays), max(np.nanmax(array) for array in arrays)


def _titled(tables: Sequence[ArrayLike], titles: Sequence[str], function: str) -> list[np.ndarray]:
    if len(tables) != len(titles) or len(tables) == 0:
        raise ValueError(f"{function}: give one title for each, got {len(tables)} tables and {len(titles)} titles")
    return [as_table(table, f"{function}: {title}") for table, title in zip(tables, titles, strict=True)]


def _draw_products(ax: Axes, under: np.ndarray, weights: np.ndarray) -> None:
    """Write pixel x weight into each cell and the product below it; a product of 0 in grey, for it adds nothing."""
    cells.draw(ax, under * weights, title="pixel × weight", numbers=False)
    ax.tick_params(labeltop=False, labelleft=False)
    size = ax.get_position().height * ax.figure.get_figheight() / len(weights) * 72  # of a cell, in points
    for (row, column), weight in np.ndenumerate(weights):
        pixel, product = under[row, column], under[row, column] * weight
        factor = f"({number(weight)})" if weight < 0 else number(weight)
        ax.text(column, row - 0.2, f"{number(pixel)} × {factor}", ha="center", va="center", color=QUIET,
                fontsize=size * min(0.26, 1.95 / len(f"{number(pixel)} × {factor}")))  # fmt: skip
        ax.text(column, row + 0.18, number(product), ha="center", va="center", fontsize=0.36 * size,
                color=INK if product else QUIET, fontweight="bold" if product else "normal")  # fmt: skip


def _sum(products: np.ndarray) -> str:
    """Return the sum written out: '1 + 0 − 2 = −1'."""
    first, *rest = products.ravel()
    terms = "".join(f" {'−' if value < 0 else '+'} {number(abs(value))}" for value in rest)
    return f"{number(first)}{terms} = {number(products.sum())}"


def _write_sum(axes: np.ndarray, products: np.ndarray) -> None:
    """Write the sum at the foot, a long one shortened: the terms end below the arrow, the value stands after it."""
    terms, value = _sum(products).split(" = ")
    words = terms.split(" ")  # numbers and signs in turn
    if len(words) > 2 * 12:
        terms = " ".join([*words[:9], "+ … ", *words[-10:]])
    figure, size = axes[0].figure, min(12, 720 / len(terms))  # points; the line has room for 60 characters of 12
    here, foot = middle(axes[2], axes[3]), 0.3 / figure.get_figheight()
    figure.text(here, foot, f"{terms}  =", ha="right", va="baseline", fontsize=size, color=INK)
    figure.text(here, foot, f"  {value}", ha="left", va="baseline", fontsize=size + 2, color=ACCENT, weight="bold")


def _check_window(window: Window, shape: tuple[int, int], padding: int) -> None:
    row, column, height, width = window
    below, right = row + height <= shape[0] + padding, column + width <= shape[1] + padding
    if min(row, column) < -padding or min(height, width) < 1 or not below or not right:
        raise ValueError(
            f"grid: the window (row {row}, column {column}, {height} high, {width} wide) leaves the table of "
            f"{shape[0]} rows and {shape[1]} columns with padding {padding}"
        )
