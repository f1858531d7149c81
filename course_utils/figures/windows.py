"""How one cell of a feature map is computed: window, weights, products, sum. The map is from `convolution.conv2d`."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from course_utils.convolution import conv2d
from course_utils.figures import cells
from course_utils.figures.cells import ACCENT, INK, QUIET, as_table, in_words, number
from course_utils.figures.described import figure_of
from course_utils.figures.sheet import middle, new_sheet, padded, table_sizes, write_between


def window(
    picture: ArrayLike, kernel: ArrayLike, *, row: int, column: int, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """Draw how one cell of the feature map is computed: window, weights, products, sum; return the four Axes.

    Args:
        picture: pixels, shape (H, W).
        kernel: weights, shape (kH, kW).
        row, column: the cell of the feature map. The window's first row is `row * stride - padding`; its first column
            is `column * stride - padding`.
        stride, padding: as in `conv2d`, one int each.

    Raises:
        ValueError: the shapes do not fit, or the cell is outside the feature map.

    >>> picture_ax, kernel_ax, products_ax, map_ax = window([[1, 2], [3, 4]], [[5, 0]], row=1, column=0)
    >>> [text.get_text() for text in map_ax.texts]  # 3*5 + 4*0
    ['15']
    """
    pixels, weights = as_table(picture, "window: picture"), as_table(kernel, "window: kernel")
    feature_map = conv2d(pixels, weights, stride=stride, padding=padding)
    height, width = feature_map.shape
    if not (0 <= row < height and 0 <= column < width):
        raise ValueError(
            f"window: row {row}, column {column} is outside the feature map of {height} rows and {width} columns; "
            f"both count from 0"
        )
    place = (row * stride - padding, column * stride - padding, *weights.shape)
    under = np.pad(pixels, padding)[row * stride :, column * stride :][: weights.shape[0], : weights.shape[1]]
    only_this = np.full(feature_map.shape, np.nan)  # the student computes the other cells
    only_this[row, column] = feature_map[row, column]
    sizes = table_sizes([padded(pixels.shape, padding), weights.shape, weights.shape, feature_map.shape], larger=2)
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


def _draw_products(ax: Axes, under: np.ndarray, weights: np.ndarray) -> None:
    """Write pixel x weight into each cell and the product below it; a product of 0 is grey, because it adds nothing."""
    cells.draw(ax, under * weights, title="pixel × weight", numbers=False)
    ax.tick_params(labeltop=False, labelleft=False)
    size = ax.get_position().height * figure_of(ax).get_figheight() / len(weights) * 72  # height of a cell, in points
    for (row, column), weight in np.ndenumerate(weights):
        pixel, product = under.item(row, column), under[row, column] * weight
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
    """Write the sum at the bottom: the terms end below the arrow, the value follows. Shorten a long sum."""
    terms, value = _sum(products).split(" = ")
    words = terms.split(" ")  # numbers and signs in turn
    if len(words) > 2 * 12:
        terms = " ".join([*words[:9], "+ … ", *words[-10:]])
    figure, size = axes[0].figure, min(12, 720 / len(terms))  # points; 60 characters of 12 points fit
    here, foot = middle(axes[2], axes[3]), 0.3 / figure.get_figheight()
    figure.text(here, foot, f"{terms}  =", ha="right", va="baseline", fontsize=size, color=INK)
    figure.text(here, foot, f"  {value}", ha="left", va="baseline", fontsize=size + 2, color=ACCENT, weight="bold")
