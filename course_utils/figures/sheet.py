"""Several Axes side by side on one figure, measured in inches so that cells have the same size on all of them."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from course_utils.figures.cells import QUIET
from course_utils.figures.described import figure_of, new_figure

WIDEST = 8.9  # inches: at most 890 pixels on the screen
CELL = 0.44  # inches: side of a cell if the tables are not too wide
MARGIN, LABEL, TITLE, GAP = 0.28, 0.24, 0.58, 0.46  # inches; LABEL is for the row numbers left of a table


def room_for(count: int) -> float:
    """Return the inches of width that `count` Axes side by side can fill together."""
    return WIDEST - 2 * MARGIN - count * LABEL - (count - 1) * GAP


def table_sizes(shapes: Sequence[tuple[int, int]], *, larger: int | None = None) -> list[tuple[float, float]]:
    """Return (width, height) in inches for tables of these shapes, with the largest cells that fit.

    The table with the index `larger` has larger cells than the others.

    >>> [(round(width, 2), round(height, 2)) for width, height in table_sizes([(6, 6), (3, 3)])]
    [(2.64, 2.64), (1.32, 1.32)]
    """
    stretch = [1.7 if i == larger else 1.0 for i in range(len(shapes))]
    columns = sum(columns * wider for (_, columns), wider in zip(shapes, stretch, strict=True))
    cell = min(CELL, room_for(len(shapes)) / columns)
    return [(c * cell * wider, r * cell * wider**0.5) for (r, c), wider in zip(shapes, stretch, strict=True)]


def padded(shape: tuple[int, int], padding: int) -> tuple[int, int]:
    """Return the shape of a table of shape `shape` with `padding` rings around it."""
    return shape[0] + 2 * padding, shape[1] + 2 * padding


def new_sheet(sizes: Sequence[tuple[float, float]], alt_text: str, *, below: float = 0) -> np.ndarray:
    """Return an array of Axes of these sizes in inches, centred on one line, with `below` empty inches below them."""
    tallest = max(height for _, height in sizes)
    sheet_width = 2 * MARGIN + sum(LABEL + width for width, _ in sizes) + GAP * (len(sizes) - 1)
    sheet_height = MARGIN + below + tallest + TITLE
    figure, axes, left = new_figure(sheet_width, sheet_height, alt_text), [], MARGIN + LABEL
    for width, height in sizes:
        bottom = MARGIN + below + (tallest - height) / 2
        box = (left / sheet_width, bottom / sheet_height, width / sheet_width, height / sheet_height)
        axes.append(figure.add_axes(box))
        left += width + GAP + LABEL
    return np.array(axes)


def middle(before: Axes, after: Axes) -> float:
    """Return the middle of the gap between two neighbours, as a fraction of the figure's width."""
    labels = LABEL / figure_of(before).get_figwidth()
    return (before.get_position().x1 + after.get_position().x0 - labels) / 2


def write_between(axes: np.ndarray, signs: str) -> None:
    """Write one sign into each gap between neighbours."""
    for sign, before, after in zip(signs, axes[:-1], axes[1:], strict=True):
        box = before.get_position()
        before.figure.text(middle(before, after), (box.y0 + box.y1) / 2, sign, ha="center", va="center_baseline",
                           fontsize=17, color=QUIET)  # fmt: skip
