"""One table of numbers, drawn as cells on matplotlib Axes. `sheet` arranges several tables side by side."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize, to_rgba
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from course_utils.figures.described import figure_of

INK, QUIET, ACCENT = "#1c2733", "#66717d", "#0072B2"
CELL, UNDER_WINDOW, EMPTY, HAIRLINE = "#eef1f5", "#d9ebf7", "#fcfdfd", "#d5dbe2"
GREYS = LinearSegmentedColormap.from_list("greys", ["#eef1f5", "#9aa7b3"])  # light enough for dark numbers on top
RED_TO_BLUE = LinearSegmentedColormap.from_list("red to blue", ["#e59a8a", "#eef1f5", "#74b3da"])
LARGE = 1e20  # floats from here on have no decimals
NUMBERS_UP_TO = 10  # rows or columns; cells of larger tables are too small for numbers

Window = tuple[int, int, int, int]
"""The (row, column, height, width) of a rectangle of cells."""


def as_table(values: ArrayLike, name: str) -> np.ndarray:
    """Return `values` as floats of shape (rows, columns), with NaN for None; a flat list becomes a single row.

    Raises:
        ValueError: values that are not numbers, rows of different lengths, more than two dimensions, or no cell.

    >>> as_table([[1, None]], "grid: values").tolist()
    [[1.0, nan]]
    """
    try:
        table = np.atleast_2d(np.asarray(values, dtype=float))
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be numbers in rows of one length, such as [[1, 0], [0, 1]]") from None
    if table.ndim != 2 or table.size == 0:
        raise ValueError(f"{name} must have the shape (rows, columns) with at least one cell, got {np.shape(values)}")
    return table


def number(value: float) -> str:
    """Return the text of a number in a cell: a whole number has no point, another at most two decimals, NaN is blank.

    Halves are rounded away from 0, as at school and in the widgets; Python's own formats round them to the even digit.

    >>> number(-3.0), number(0.5), number(1 / 3), number(1 / 8), number(float("nan"))
    ('−3', '0.5', '0.33', '0.13', '')
    """
    if np.isnan(value):
        return ""
    exact = abs(value) < LARGE
    text = str(Decimal(float(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)) if exact else f"{value:.2f}"
    text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def in_words(table: np.ndarray) -> str:
    """Return a table as text for alt text: the numbers of a small table, the size and range of a large one.

    >>> in_words(np.array([[1, 0], [0, -1]]))
    '2 rows of 2: 1, 0; 0, −1'
    """
    rows, columns = table.shape
    size = f"{rows} row{'s' if rows > 1 else ''} of {columns}"
    if max(rows, columns) > NUMBERS_UP_TO:
        return f"{size}, values from {number(np.nanmin(table))} to {number(np.nanmax(table))}"
    return f"{size}: " + "; ".join(", ".join(number(n) or "blank" for n in row) for row in table)


def draw(
    ax: Axes, table: np.ndarray, *, title: str | None = None, highlight: Window | None = None,
    limits: tuple[float, float] | None = None, padding: int = 0, numbers: bool = True,
) -> None:  # fmt: skip
    """Draw `table` on `ax`, each cell one unit wide and high; the arguments are those of `figures.grid`."""
    rows, columns = table.shape
    padded = np.pad(table, padding)
    edges = (-padding - 0.5, columns + padding - 0.5, rows + padding - 0.5, -padding - 0.5)
    ax.imshow(_colours(padded, limits, padding, highlight), extent=edges, interpolation="nearest", aspect="auto")
    _rule(ax, padded, padding)
    if numbers and max(table.shape) <= NUMBERS_UP_TO:
        _write(ax, padded, padding, highlight)
    label(ax, table.shape, title)
    if highlight is not None:
        frame(ax, highlight)


def frame(ax: Axes, window: Window) -> None:
    """Draw a thick frame round a rectangle of cells; a square mark on each corner makes it visible without colour."""
    row, column, height, width = window
    left, top, right, bottom = column - 0.5, row - 0.5, column + width - 0.5, row + height - 0.5
    ax.add_patch(Rectangle((left, top), width, height, fill=False, edgecolor=ACCENT, linewidth=2.6, zorder=4,
                           clip_on=False, joinstyle="miter", label="window"))  # fmt: skip
    ax.plot([left, right, right, left], [top, top, bottom, bottom], "s", color=ACCENT, markersize=6, zorder=5,
            markeredgecolor="white", markeredgewidth=0.8, clip_on=False)  # fmt: skip


def _colours(padded: np.ndarray, limits: tuple[float, float] | None, padding: int, window: Window | None) -> np.ndarray:
    """Return the cells' colours, (rows, columns, 4)."""
    if limits is not None:
        low, high = limits
        colours = (RED_TO_BLUE if low < 0 else GREYS)(Normalize(low, high)(padded))
    else:
        colours = np.full((*padded.shape, 4), to_rgba(CELL))
        colours[_ring(padded.shape, padding)] = to_rgba(EMPTY)
        if window is not None:
            row, column, height, width = window
            colours[row + padding :, column + padding :][:height, :width] = to_rgba(UNDER_WINDOW)
    colours[np.isnan(padded)] = to_rgba(EMPTY)
    return colours


def _ring(shape: tuple[int, int], padding: int) -> np.ndarray:
    """Return an array that is True in the padding and False inside."""
    ring = np.ones(shape, dtype=bool)
    ring[padding : shape[0] - padding, padding : shape[1] - padding] = False
    return ring


def _rule(ax: Axes, padded: np.ndarray, padding: int) -> None:
    """Draw the gaps between cells, an outline round empty cells, and a dashed line where the padding begins."""
    if max(padded.shape) > NUMBERS_UP_TO + 2 * padding:
        return
    outlined = np.isnan(padded) | _ring(padded.shape, padding)
    _squares(ax, np.argwhere(np.ones_like(outlined)) - padding, 1, edgecolor="white", linewidth=1.6)
    _squares(ax, np.argwhere(outlined) - padding, 0.94, edgecolor=HAIRLINE, linewidth=0.7, zorder=2)
    if padding:
        rows, columns = padded.shape[0] - 2 * padding, padded.shape[1] - 2 * padding
        ax.add_patch(Rectangle((-0.5, -0.5), columns, rows, fill=False, edgecolor=QUIET, linewidth=1.2, zorder=3,
                               linestyle=(0, (3, 2)), label="padding"))  # fmt: skip


def _squares(ax: Axes, places: np.ndarray, side: float, **line: Any) -> None:
    """Draw the outlines of squares in the middle of cells, as one collection: much faster than single patches."""
    squares = [Rectangle((column - side / 2, row - side / 2), side, side) for row, column in places]
    ax.add_collection(PatchCollection(squares, facecolor="none", **{"zorder": 1} | line), autolim=False)


def _write(ax: Axes, padded: np.ndarray, padding: int, highlight: Window | None) -> None:
    """Write each number into its cell: bold under the window, grey in the padding."""
    texts = [[number(value) for value in row] for row in padded]
    longest = max(len(text) for row in texts for text in row)
    inches = ax.get_position().width * figure_of(ax).get_size_inches()[0] / padded.shape[1]
    size = inches * 72 * min(0.4, 1.15 / max(longest, 1))
    for i, line in enumerate(texts):
        for j, text in enumerate(line):
            row, column = i - padding, j - padding
            inside = padding <= i < len(padded) - padding and padding <= j < len(line) - padding
            under = highlight is not None and _covers(highlight, row, column)
            if text:
                ax.text(column, row, text, ha="center", va="center_baseline", fontsize=size,
                        color=INK if inside else QUIET, fontweight="bold" if under else "normal")  # fmt: skip


def _covers(window: Window, row: int, column: int) -> bool:
    top, left, height, width = window
    return top <= row < top + height and left <= column < left + width


def label(ax: Axes, shape: tuple[int, int], title: str | None) -> None:
    """Number rows and columns from 0 (every cell of a small table, some of a large one) and write the title above."""
    ax.spines[:].set_visible(False)
    ax.xaxis.tick_top()
    ax.tick_params(length=0, pad=3, labelsize=8, labelcolor=QUIET)
    for axis, cells in ((ax.xaxis, shape[1]), (ax.yaxis, shape[0])):
        axis.set_ticks(range(0, cells, 1 if cells <= NUMBERS_UP_TO else max(1, cells // 5)))
    if title:
        ax.set_title(title, fontsize=11, color=INK, pad=8)
