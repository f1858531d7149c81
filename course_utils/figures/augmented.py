"""Rows of images, one below the other, to compare them before and after an augmentation, a lamp or grey-world."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from course_utils.figures.cells import HAIRLINE, INK, QUIET
from course_utils.figures.described import new_figure
from course_utils.figures.sheet import MARGIN, WIDEST

NAMES, HEADING, GAP, LARGEST = 1.25, 0.3, 0.09, 1.3  # inches: row names, column titles, gaps, largest image


def before_and_after(rows: Mapping[str, ArrayLike], *, titles: Sequence[str] | None = None) -> np.ndarray:
    """Draw rows of images, one below the other, and return their Axes, of shape (rows, N).

    Args:
        rows: the images of each row, by the row's name: `(N, C, H, W)` with one channel or three, bytes or floats 0..1.
            Draw images before they are normalised, and clamp values that a lamp or grey-world raised above 1. The first
            row holds the originals; each other row has as many images, in the same order.
        titles: a title above each column, such as the classes.

    Raises:
        ValueError: a row has a wrong shape or scale, the rows differ in length, or there is not one title for each
            column.

    >>> axes = before_and_after({"before": [[[[0.0, 1.0]]]], "mirrored": [[[[1.0, 0.0]]]]}, titles=["edge"])
    >>> axes.shape, axes[1, 0].images[0].get_array().tolist()
    ((2, 1), [[1.0, 0.0]])
    >>> axes[0, 0].figure.alt_text
    'Rows of pictures below each other: before, mirrored. In each row: edge.'
    """
    batches = {name: _checked(name, np.asarray(images)) for name, images in rows.items()}
    numbers = {name: len(batch) for name, batch in batches.items()}
    if len(set(numbers.values())) != 1:
        raise ValueError(
            "before_and_after: there must be at least one row, and every row must have the same number of pictures, "
            f"got {numbers}"
        )
    (number,) = set(numbers.values())
    if titles is not None and len(titles) != number:
        raise ValueError(f"before_and_after: give one title for each of {number} pictures, got {len(titles)}")
    described = ", ".join(titles) if titles else f"{number} picture{'s' * (number != 1)}"
    shape = next(iter(batches.values())).shape[1:3]
    axes = _sheet(len(rows), number, shape, bool(titles),
                  f"Rows of pictures below each other: {', '.join(rows)}. In each row: {described}.")  # fmt: skip
    for line, (name, batch) in zip(axes, batches.items(), strict=True):
        for ax, picture in zip(line, batch, strict=True):
            ax.imshow(picture, cmap="gray", vmin=0, vmax=1 if picture.dtype.kind == "f" else 255,
                      interpolation="nearest", aspect="auto")  # fmt: skip
            ax.set(xticks=[], yticks=[])
            ax.spines[:].set(color=HAIRLINE, linewidth=0.8)
        line[0].set_ylabel(name, rotation=0, ha="right", va="center", fontsize=10, color=INK, labelpad=8)
    for ax, title in zip(axes[0], titles or [], strict=False):
        ax.set_title(title, fontsize=9, color=QUIET, pad=5)
    return axes


def _checked(name: str, batch: np.ndarray) -> np.ndarray:
    """Return images for imshow: `(N, H, W, 3)`, or `(N, H, W)` if they have one channel."""
    if batch.ndim != 4 or batch.shape[1] not in (1, 3) or not batch.size:
        raise ValueError(
            f"before_and_after: {name} must have the shape (N, C, H, W) with one channel or three, got {batch.shape}"
        )
    white = 1 if batch.dtype.kind == "f" else 255
    if not (batch.min() >= 0 and batch.max() <= white):
        raise ValueError(
            f"before_and_after: {name} must be between 0 and {white}, got {batch.min():.4g} to {batch.max():.4g}; "
            f"draw pictures before they are normalised, or clamp them"
        )
    return batch[:, 0] if batch.shape[1] == 1 else batch.transpose(0, 2, 3, 1)


def _sheet(rows: int, number: int, shape: tuple[int, int], titled: bool, alt_text: str) -> np.ndarray:
    """Return Axes of shape (rows, number), with space for names on the left and for titles on top."""
    wide = min((WIDEST - 2 * MARGIN - NAMES - (number - 1) * GAP) / number, LARGEST, LARGEST * shape[1] / shape[0])
    high = wide * shape[0] / shape[1]
    width = 2 * MARGIN + NAMES + number * (wide + GAP) - GAP
    height = 2 * MARGIN + titled * HEADING + rows * (high + GAP) - GAP
    figure = new_figure(width, height, alt_text)
    left, top = MARGIN + NAMES, height - MARGIN - titled * HEADING
    axes = [
        figure.add_axes(((left + column * (wide + GAP)) / width, (top - (row + 1) * (high + GAP) + GAP) / height,
                         wide / width, high / height))
        for row in range(rows) for column in range(number)
    ]  # fmt: skip
    return np.array(axes).reshape(rows, number)
