"""Colour images side by side; below each, the mean and the standard deviation of its channels."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from course_utils.figures import cells
from course_utils.figures.cells import HAIRLINE, INK, QUIET
from course_utils.figures.sheet import MARGIN, new_sheet

SIDE, LINE = 2.5, 0.24  # inches: largest side of an image, height of a line of text


def channel_numbers(pictures: Sequence[ArrayLike], tensors: Sequence[ArrayLike], titles: Sequence[str]) -> np.ndarray:
    """Draw images, write each tensor's mean and standard deviation per channel below, and return one Axes for each.

    Args:
        pictures: the images to draw, each `(3, H, W)` of floats; values below 0 are drawn as 0, values above 1 as 1.
        tensors: the tensors whose numbers are written, each `(3, H, W)`; give the same images if nothing is normalised.
        titles: a title above each image.

    Raises:
        ValueError: there are not as many of each, or an image has another shape.

    >>> grey = np.full((3, 2, 2), 0.5)
    >>> axes = channel_numbers([grey], [2 * grey - 1], ["normalised"])
    >>> axes[0].figure.alt_text
    'normalised: red mean 0, std 0; green mean 0, std 0; blue mean 0, std 0.'
    """
    pictures, tensors = ([np.asarray(values, dtype=float) for values in group] for group in (pictures, tensors))
    shapes = [values.shape for values in [*pictures, *tensors]]
    if not pictures or len({len(pictures), len(tensors), len(titles)}) > 1:
        raise ValueError(
            f"channel_numbers: give a tensor and a title for each picture, at least one, got {len(pictures)} pictures, "
            f"{len(tensors)} tensors and {len(titles)} titles"
        )
    if any(len(shape) != 3 or shape[0] != 3 for shape in shapes):
        raise ValueError(
            f"channel_numbers: pictures must have the shape (3, H, W), got {shapes}; put the channels first"
        )
    lines = [
        [f"{colour} mean {cells.number(channel.mean())}, std {cells.number(channel.std())}"
         for colour, channel in zip(("red", "green", "blue"), tensor, strict=True)]
        for tensor in tensors
    ]  # fmt: skip
    words = "; ".join(f"{title}: {'; '.join(of)}" for title, of in zip(titles, lines, strict=True))
    sizes = [(SIDE * min(1, width / height), SIDE * min(1, height / width)) for _, height, width in shapes]
    axes = new_sheet(sizes[: len(pictures)], f"{words}.", below=3 * LINE + 0.1)
    for ax, picture, title, numbers in zip(axes, pictures, titles, lines, strict=True):
        ax.imshow(picture.transpose(1, 2, 0).clip(0, 1), interpolation="nearest", aspect="auto")
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set(color=HAIRLINE, linewidth=0.8)
        ax.set_title(title, fontsize=10, color=INK, pad=7)
        box, height = ax.get_position(), ax.figure.get_figheight()
        for place, line in enumerate(reversed(numbers)):
            ax.figure.text((box.x0 + box.x1) / 2, (MARGIN / 2 + (place + 0.5) * LINE) / height, line, ha="center",
                           va="center", fontsize=9.5, color=QUIET)  # fmt: skip
    return axes
