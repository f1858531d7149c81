"""A map to be filled in by hand, beside the image that it is computed from."""

import numpy as np
from numpy.typing import ArrayLike

from course_utils.figures import cells
from course_utils.figures.cells import as_table, in_words
from course_utils.figures.sheet import new_sheet, table_sizes, write_between


def hand_map(picture: ArrayLike, kernel: ArrayLike | None, filled: ArrayLike, *, title: str = "your map") -> np.ndarray:
    """Draw the image, the kernel if there is one, and the map as far as it is filled in; return the Axes.

    Args:
        picture: pixels, shape (H, W).
        kernel: weights, shape (kH, kW), or None.
        filled: the map, shape (H', W'), with None or NaN in an empty cell.
        title: the title above the map.

    Raises:
        ValueError: an argument is not a table of numbers.

    >>> axes = hand_map([[1, 2], [3, 4]], None, [[None]])
    >>> [[text.get_text() for text in ax.texts] for ax in axes]
    [['1', '2', '3', '4'], []]
    """
    tables = {"picture": picture, "kernel": kernel, title: filled}
    named = {name: as_table(table, f"hand_map: {name}") for name, table in tables.items() if table is not None}
    words = ". ".join(f"{name.capitalize()}, {in_words(table)}" for name, table in named.items())
    axes = new_sheet(table_sizes([table.shape for table in named.values()]), f"{words}.")
    for ax, (name, table) in zip(axes, named.items(), strict=True):
        cells.draw(ax, table, title=name)
    write_between(axes, "×→" if kernel is not None else "→")
    return axes
