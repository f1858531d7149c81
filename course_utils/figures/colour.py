"""Colour images in a row. `grey.photographs` draws grey images on one scale."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from course_utils.figures import cells
from course_utils.figures.sheet import new_sheet, room_for


def colour_photographs(images: Sequence[ArrayLike], titles: Sequence[str]) -> np.ndarray:
    """Draw colour images in a row and return their Axes.

    Args:
        images: each channels last, of shape (H, W, 3): bytes 0..255, or floats 0..1.
        titles: one title for each image.

    Raises:
        ValueError: an image has another shape or scale, or there is not one title for each image.

    >>> axes = colour_photographs([[[[255, 0, 0], [0, 0, 255]]]], ["a red pixel and a blue one"])
    >>> axes[0].images[0].get_array()[0, 1].tolist()
    [0, 0, 255]
    """
    if len(images) != len(titles) or len(images) == 0:
        raise ValueError(
            f"colour_photographs: give one title for each, got {len(images)} pictures and {len(titles)} titles"
        )
    arrays = [_colours(image, title) for image, title in zip(images, titles, strict=True)]
    tallest = max(array.shape[0] / array.shape[1] for array in arrays)
    width = min(3.4, room_for(len(arrays)) / len(arrays), 4.2 / tallest)
    described = "; ".join(
        f"{title}, {a.shape[0]} rows of {a.shape[1]}" for title, a in zip(titles, arrays, strict=True)
    )
    sizes = [(width, width * array.shape[0] / array.shape[1]) for array in arrays]
    axes = new_sheet(sizes, f"Pictures in colour: {described}.")
    for ax, array, title in zip(axes, arrays, titles, strict=True):
        ax.imshow(array, interpolation="nearest", aspect="auto")
        cells.label(ax, array.shape[:2], title)
        ax.spines[:].set(visible=True, color=cells.HAIRLINE, linewidth=0.8)  # shows where a white image ends
    return axes


def _colours(image: ArrayLike, title: str) -> np.ndarray:
    array = np.asarray(image)
    if array.ndim != 3 or array.shape[2] != 3:
        raise ValueError(
            f"colour_photographs: {title} must have the shape (H, W, 3), got {array.shape}; "
            f"for channels first use images.to_channels_last(image)"
        )
    white = 1 if array.dtype.kind == "f" else 255
    if array.min() < 0 or array.max() > white:
        raise ValueError(
            f"colour_photographs: {title} must be between 0 and {white}, got {array.min():.4g} to {array.max():.4g}"
        )
    return array if array.dtype.kind == "f" else array.astype(np.uint8)
