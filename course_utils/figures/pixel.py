"""One pixel of a photograph: its position, the pixels around it, and its three numbers."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from course_utils.figures import cells
from course_utils.figures.cells import INK, QUIET, number
from course_utils.figures.sheet import new_sheet
from course_utils.images import to_gray

AROUND = 2  # pixels on each side in the enlarged part


def pixel(image: ArrayLike, *, row: int, column: int) -> np.ndarray:
    """Draw a photograph with a cross at one pixel, and the 5 x 5 pixels around it, enlarged; return the two Axes.

    Args:
        image: channels last, bytes of shape (H, W, 3).
        row, column: the pixel, counted from 0.

    Raises:
        ValueError: the image has another shape, or the pixel is outside the image.

    >>> axes = pixel(np.array([[[90, 150, 210], [255, 0, 0]]], np.uint8), row=0, column=0)
    >>> [text.get_text() for text in axes[0].figure.texts]
    ['image[0, 0]', 'red 90    green 150    blue 210    grey 150']
    """
    array = np.asarray(image)
    if array.ndim != 3 or array.shape[2] != 3:
        raise ValueError(f"pixel: image must have the shape (H, W, 3), got {array.shape}; put the channels last")
    height, width = array.shape[:2]
    if not (0 <= row < height and 0 <= column < width):
        raise ValueError(
            f"pixel: row {row}, column {column} is outside the image of {height} rows and {width} columns; "
            f"both count from 0"
        )
    red, green, blue = (int(value) for value in array[row, column])
    numbers = f"red {red}    green {green}    blue {blue}    grey {number(to_gray(array)[row, column])}"
    scale = min(4.4 / width, 3.4 / height)  # inches per pixel
    side = 2.2
    axes = new_sheet([(width * scale, height * scale), (side, side)], below=0.62, alt_text=(
        f"A photograph of {height} rows and {width} columns with a cross at row {row}, column {column}, the pixels "
        f"around it enlarged, and its numbers: {numbers}."
    ))  # fmt: skip
    axes[0].imshow(array, interpolation="nearest", aspect="auto")
    cells.label(axes[0], (height, width), "image")
    for line in (axes[0].axhline, axes[0].axvline):
        line(row if line == axes[0].axhline else column, color="black", linewidth=2.2)
        line(row if line == axes[0].axhline else column, color="white", linewidth=1)
    _enlarge(axes[1], array, row, column)
    figure = axes[0].figure
    for text, inches, size, colour in ((f"image[{row}, {column}]", 0.56, 10, QUIET), (numbers, 0.28, 12, INK)):
        figure.text(0.5, inches / figure.get_figheight(), text, ha="center", va="center", fontsize=size, color=colour)
    return axes


def _enlarge(ax: Axes, image: np.ndarray, row: int, column: int) -> None:
    """Draw the pixels around one pixel, with a frame around that pixel; the area outside the image is white."""
    side = 2 * AROUND + 1
    framed = np.pad(image, [(AROUND, AROUND), (AROUND, AROUND), (0, 0)], constant_values=255)
    edges = (column - AROUND - 0.5, column + AROUND + 0.5, row + AROUND + 0.5, row - AROUND - 0.5)
    part = framed[row : row + side, column : column + side]
    ax.imshow(part, extent=edges, interpolation="nearest", aspect="auto")
    ax.xaxis.tick_top()
    ax.spines[:].set(visible=True, color=cells.HAIRLINE, linewidth=0.8)
    ax.tick_params(length=0, pad=3, labelsize=8, labelcolor=QUIET)
    ax.set_xticks([n for n in range(column - AROUND, column + AROUND + 1) if 0 <= n < image.shape[1]])
    ax.set_yticks([n for n in range(row - AROUND, row + AROUND + 1) if 0 <= n < image.shape[0]])
    ax.set_title("around the pixel", fontsize=11, color=INK, pad=8)
    cells.frame(ax, (row, column, 1, 1))
