"""A grey photograph, a kernel, and the feature map of the two."""

import numpy as np
from numpy.typing import ArrayLike

from course_utils.convolution import conv2d
from course_utils.figures import cells
from course_utils.figures.cells import QUIET, as_table, in_words, number
from course_utils.figures.sheet import new_sheet, write_between

WHITE = 255  # the largest grey value of a photograph


def scale_of(kernel: ArrayLike) -> tuple[int, int]:
    """Return the values drawn as black and as white in a kernel's feature map.

    A kernel whose weights add up to 0 or less gets a scale on which 0 is grey.

    >>> scale_of([[1, -1]]), scale_of([[0.5, 0.5]])
    ((-255, 255), (0, 255))
    """
    return (0 if np.sum(kernel) > 1e-9 else -WHITE), WHITE


def convolved(image: ArrayLike, kernel: ArrayLike) -> np.ndarray:
    """Draw a photograph, a kernel and their feature map; return the three Axes.

    Args:
        image: grey values from 0 to 255, shape (H, W).
        kernel: weights, shape (kH, kW).

    Raises:
        ValueError: the shapes do not fit.

    >>> axes = convolved([[0, 255, 255]], [[-1, 1]])
    >>> axes[2].images[0].get_array().tolist()
    [[255, 0]]
    """
    pixels, weights = np.asarray(image), as_table(kernel, "convolved: kernel")
    found = conv2d(pixels, kernel)
    scale = min(2.75 / max(pixels.shape), 1)  # inches for a pixel
    sizes = [(n.shape[1] * scale, n.shape[0] * scale) for n in (pixels, found)]
    axes = new_sheet([sizes[0], (1.3, 1.3), sizes[1]], below=0.25, alt_text=(
        f"A photograph of {pixels.shape[0]} rows and {pixels.shape[1]} columns, a kernel ({in_words(weights)}), and "
        f"the feature map: values from {number(found.min())} to {number(found.max())}."
    ))  # fmt: skip
    for ax, values, title, (black, white) in (
        (axes[0], pixels, "photograph", (0, WHITE)), (axes[2], found, "feature map", scale_of(weights)),
    ):  # fmt: skip
        ax.imshow(values, cmap="gray", vmin=black, vmax=white, interpolation="nearest", aspect="auto")
        cells.label(ax, values.shape, title)
        box, grey = ax.get_position(), "  ·  grey 0" if black < 0 else ""
        ax.figure.text((box.x0 + box.x1) / 2, 0.28 / ax.figure.get_figheight(), color=QUIET, fontsize=8.5, ha="center",
                       s=f"black {number(black)}{grey}  ·  white {white}")  # fmt: skip
    cells.draw(axes[1], weights, title="kernel")
    write_between(axes, "×→")
    return axes
