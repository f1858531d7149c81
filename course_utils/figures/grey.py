"""Grey images in a row on one scale."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from course_utils.figures import cells
from course_utils.figures.cells import QUIET, number
from course_utils.figures.sheet import new_sheet, room_for
from course_utils.figures.tables import range_of, titled


def photographs(
    images: Sequence[ArrayLike], titles: Sequence[str], *, limits: tuple[float, float] | None = None
) -> np.ndarray:
    """Draw images in a row on one grey scale, which is written below them; return their Axes.

    Args:
        images: each of shape (H, W).
        titles: one title for each image.
        limits: the values drawn as black and as white; by default the lowest and the highest value of all images.

    Raises:
        ValueError: an image has another shape, or there is not one title for each image.

    >>> axes = photographs([[[0, 255]], [[255, 0]]], ["picture", "negative"])
    >>> [int(value) for value in axes[1].images[0].get_clim()]
    [0, 255]
    """
    arrays = titled(images, titles, "photographs")
    black, white = limits or range_of(arrays)
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
        ax.spines[:].set(visible=True, color=cells.HAIRLINE, linewidth=0.8)  # shows where a white image ends
    figure = axes[0].figure
    figure.text(0.5, 0.2 / figure.get_figheight(), f"black {number(black)}  ·  white {number(white)}", ha="center",
                va="center", fontsize=8.5, color=QUIET)  # fmt: skip
    return axes
