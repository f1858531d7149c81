"""A figure of one step of pooling: the window, and the one number that is computed from it."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from course_utils.figures import cells
from course_utils.figures.cells import ACCENT, INK, as_table, in_words, number
from course_utils.figures.sheet import middle, new_sheet, table_sizes, write_between
from course_utils.pooling import avg_pool2d, max_pool2d


def pooled_window(
    values: ArrayLike, kernel_size: int, *, row: int, column: int, stride: int | None = None, padding: int = 0,
    ceil_mode: bool = False, how: str = "max",
) -> np.ndarray:  # fmt: skip
    """Draw how one cell of a pooled map is computed and return the two Axes; the other cells are left to the student.

    Args:
        values: the map before pooling, shape (H, W).
        kernel_size, stride, padding, ceil_mode: as in `max_pool2d`, one int each. With ceil_mode, the part of a window
            outside the map is drawn as empty cells, so it cannot be combined with padding.
        row, column: the cell of the pooled map.
        how: "max" or "average".

    Raises:
        ValueError: another `how`, a cell outside the pooled map, or padding together with ceil_mode.

    >>> before, after = pooled_window([[1, 3], [5, 2]], 2, row=0, column=0)
    >>> [text.get_text() for text in after.texts]
    ['5']
    """
    if how not in ("max", "average"):
        raise ValueError(f'pooled_window: how must be "max" or "average", got {how!r}')
    if padding and ceil_mode:
        raise ValueError("pooled_window: draws either padding or ceil_mode=True, got both; leave one out")
    table = as_table(values, "pooled_window: values")
    pool, border = (max_pool2d, -np.inf) if how == "max" else (avg_pool2d, 0)
    pooled = pool(table, kernel_size, stride=stride, padding=padding, ceil_mode=ceil_mode)
    height, width = pooled.shape
    if not (0 <= row < height and 0 <= column < width):
        raise ValueError(
            f"pooled_window: row {row}, column {column} is outside the pooled map of {height} rows and {width} "
            f"columns; both count from 0"
        )
    step = kernel_size if stride is None else stride
    top, left = row * step, column * step  # in the padded map
    under = np.pad(table, padding, constant_values=border)[top : top + kernel_size, left : left + kernel_size]
    terms, value = _in_full(under, how), number(pooled[row, column])
    ends = [(places - 1) * step + kernel_size for places in pooled.shape]  # where the last windows end
    over = [max(0, end - n) if ceil_mode else 0 for end, n in zip(ends, table.shape, strict=True)]
    drawn = np.pad(table, [(0, n) for n in over], constant_values=np.nan)
    only_this = np.full(pooled.shape, np.nan)
    only_this[row, column] = pooled[row, column]
    sizes = table_sizes([(drawn.shape[0] + 2 * padding, drawn.shape[1] + 2 * padding), pooled.shape])
    axes = new_sheet(sizes, below=0.42, alt_text=(
        f"The window of {kernel_size} by {kernel_size} at row {top - padding}, column {left - padding} of the map "
        f"({in_words(table)}; padding {padding}): {terms} {value}, which goes to row {row}, column {column} of the "
        f"pooled map of {height} rows and {width} columns."
    ))  # fmt: skip
    place = (top - padding, left - padding, kernel_size, kernel_size)
    cells.draw(axes[0], drawn, title="map", highlight=place, padding=padding)
    _write_border(axes[0], table.shape, _name(border))
    cells.draw(axes[1], only_this, title="pooled map", highlight=(row, column, 1, 1))
    write_between(axes, "→")
    figure, here, foot = axes[0].figure, middle(*axes), 0.3 / axes[0].figure.get_figheight()
    figure.text(here, foot, terms, ha="right", va="baseline", fontsize=11, color=INK)
    figure.text(here, foot, f"  {value}", ha="left", va="baseline", fontsize=13, color=ACCENT, weight="bold")
    return axes


def _write_border(ax: Axes, shape: tuple[int, int], text: str) -> None:
    """Write the value of the padding into its cells, because `cells.draw` writes zeros there."""
    for cell in ax.texts:
        column, row = cell.get_position()
        if not (0 <= row < shape[0] and 0 <= column < shape[1]):
            cell.set_text(text)


def _name(value: float) -> str:
    return "−∞" if value == -np.inf else number(value)


def _in_full(under: np.ndarray, how: str) -> str:
    """Return the calculation as text: 'largest of 1, 3, −1, 1  =', '(1 + 3 − 1 + 1) / 4  ='."""
    numbers = [_name(value) for value in under.ravel()]
    if how == "max":
        return f"largest of {', '.join(numbers)}  ="
    total = " + ".join(numbers).replace("+ −", "− ")
    return f"({total}) / {under.size}  ="
