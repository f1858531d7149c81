"""Images in a row: grey ones on one scale, or colour ones."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from course_utils.figures import cells
from course_utils.figures.cells import QUIET, number
from course_utils.figures.described import figure_of
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
    scale = {"cmap": "gray", "vmin": black, "vmax": white}
    axes = _drawn_in_a_row(arrays, titles, "grey", below=0.16, **scale)
    figure = figure_of(axes[0])
    figure.text(0.5, 0.2 / figure.get_figheight(), f"black {number(black)}  ·  white {number(white)}", ha="center",
                va="center", fontsize=8.5, color=QUIET)  # fmt: skip
    return axes


def color_photographs(images: Sequence[ArrayLike], titles: Sequence[str]) -> np.ndarray:
    """Draw colour images in a row and return their Axes.

    Args:
        images: each channels last, of shape (H, W, 3): bytes 0..255, or floats 0..1.
        titles: one title for each image.

    Raises:
        ValueError: an image has another shape or scale, or there is not one title for each image.

    >>> axes = color_photographs([[[[255, 0, 0], [0, 0, 255]]]], ["a red pixel and a blue one"])
    >>> axes[0].images[0].get_array()[0, 1].tolist()
    [0, 0, 255]
    """
    if len(images) != len(titles) or len(images) == 0:
        raise ValueError(
            f"color_photographs: give one title for each, got {len(images)} pictures and {len(titles)} titles"
        )
    arrays = [_checked_colors(image, title) for image, title in zip(images, titles, strict=True)]
    return _drawn_in_a_row(arrays, titles, "colour")


def _drawn_in_a_row(
    arrays: Sequence[np.ndarray], titles: Sequence[str], kind: str, *, below: float = 0, **scale: Any
) -> np.ndarray:
    """Draw images of shape (H, W) or (H, W, 3) and return their Axes; `scale` is passed to `imshow`."""
    tallest = max(array.shape[0] / array.shape[1] for array in arrays)
    width = min(3.4, room_for(len(arrays)) / len(arrays), 4.2 / tallest)
    described = "; ".join(
        f"{title}, {a.shape[0]} rows of {a.shape[1]}" for title, a in zip(titles, arrays, strict=True)
    )
    sizes = [(width, width * array.shape[0] / array.shape[1]) for array in arrays]
    axes = new_sheet(sizes, f"Pictures in {kind}: {described}.", below=below)
    for ax, array, title in zip(axes, arrays, titles, strict=True):
        ax.imshow(array, interpolation="nearest", aspect="auto", **scale)
        cells.label(ax, array.shape[:2], title)
        ax.spines[:].set(visible=True, color=cells.HAIRLINE, linewidth=0.8)  # shows where a white image ends
    return axes


def _checked_colors(image: ArrayLike, title: str) -> np.ndarray:
    array = np.asarray(image)
    if array.ndim != 3 or array.shape[2] != 3:
        raise ValueError(
            f"color_photographs: {title} must have the shape (H, W, 3), got {array.shape}; "
            f"for channels first use images.to_channels_last(image)"
        )
    white = 1 if array.dtype.kind == "f" else 255
    if array.min() < 0 or array.max() > white:
        raise ValueError(
            f"color_photographs: {title} must be between 0 and {white}, got {array.min():.4g} to {array.max():.4g}"
        )
    return array if array.dtype.kind == "f" else array.astype(np.uint8)
