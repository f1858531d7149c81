"""An image with the values of some pixels: each is shown as a swatch on white, without the colours around it."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from numpy.typing import ArrayLike

from course_utils.figures import cells
from course_utils.figures.cells import HAIRLINE, INK, QUIET
from course_utils.figures.described import new_figure
from course_utils.figures.sheet import LABEL, MARGIN, TITLE

WIDE, HIGH = 5.1, 3.8  # inches: the image at most
SWATCH, LINE, WORDS, GAP = 0.5, 0.72, 2.1, 0.36  # inches: swatch, height of its row, width of its text, gap


def pixel_values(picture: ArrayLike, spots: Mapping[str, tuple[int, int]], *, title: str) -> np.ndarray:
    """Draw a colour image with numbered pixels, and beside it each pixel's colour and values; return the Axes.

    Args:
        picture: channels last, `(H, W, 3)` bytes.
        spots: the (row, column) of each pixel, by its name.
        title: the title above the image.

    Returns the Axes: the image's, then one for each swatch.

    Raises:
        ValueError: the image is not of bytes or has another shape, there is no pixel, or a pixel is outside the image.

    >>> axes = pixel_values(np.array([[[255, 0, 0], [0, 0, 255]]], np.uint8), {"right": (0, 1)}, title="two pixels")
    >>> axes[1].images[0].get_array().tolist()
    [[[0, 0, 255]]]
    >>> axes[0].figure.alt_text
    'two pixels, 1 row of 2. Pixel values: right (row 0, column 1) is red 0, green 0, blue 255.'
    """
    pixels = _checked(np.asarray(picture), spots)
    rows, columns = pixels.shape[:2]
    read = [f"red {r}, green {g}, blue {b}" for r, g, b in (pixels[place] for place in spots.values())]
    where = [f"row {row}, column {column}" for row, column in spots.values()]
    values = "; ".join(f"{name} ({place}) is {value}" for name, place, value in zip(spots, where, read, strict=True))
    size = f"{rows} row{'s' if rows > 1 else ''} of {columns}"
    axes = _sheet((rows, columns), len(spots), f"{title}, {size}. Pixel values: {values}.")
    axes[0].imshow(pixels, interpolation="nearest", aspect="auto")
    cells.label(axes[0], (rows, columns), title)
    for number, (ax, name, place, value) in enumerate(zip(axes[1:], spots, where, read, strict=True), start=1):
        _mark(axes[0], spots[name], number)
        _swatch(ax, pixels[spots[name]], f"{number}  {name}", place, value)
    return axes


def _checked(pixels: np.ndarray, spots: Mapping[str, tuple[int, int]]) -> np.ndarray:
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise ValueError(
            f"pixel_values: picture must be bytes of shape (H, W, 3), got {pixels.dtype} of {pixels.shape}; "
            f"of floats 0..1 make np.uint8(np.round(picture * 255))"
        )
    if not spots:
        raise ValueError("pixel_values: spots is empty; name at least one pixel, such as {'middle': (15, 15)}")
    for name, (row, column) in spots.items():
        if not (0 <= row < pixels.shape[0] and 0 <= column < pixels.shape[1]):
            raise ValueError(
                f"pixel_values: {name} at row {row}, column {column} is outside the picture of {pixels.shape[0]} "
                f"rows and {pixels.shape[1]} columns, counted from 0"
            )
    return pixels


def _sheet(shape: tuple[int, int], spots: int, alt_text: str) -> np.ndarray:
    """Return the Axes of an image and, to its right one below the other, of the swatches."""
    inches = min(WIDE / shape[1], HIGH / shape[0])  # of one pixel
    high, wide = shape[0] * inches, shape[1] * inches
    inner = max(high, spots * LINE)
    height, left = MARGIN + inner + TITLE, MARGIN + LABEL + wide + GAP
    width = left + SWATCH + WORDS + MARGIN
    figure = new_figure(width, height, alt_text)
    boxes = [(MARGIN + LABEL, MARGIN + (inner - high) / 2, wide, high)]
    top = MARGIN + (inner + spots * LINE) / 2
    boxes += [(left, top - (place + 1) * LINE + (LINE - SWATCH) / 2, SWATCH, SWATCH) for place in range(spots)]
    return np.array([figure.add_axes((x / width, y / height, w / width, h / height)) for x, y, w, h in boxes])


def _mark(ax: Axes, spot: tuple[int, int], number: int) -> None:
    """Draw a ring with a number round a pixel; the ring is not filled, so that the pixel's colour is visible."""
    row, column = spot
    ax.plot(column, row, "o", markersize=13, markerfacecolor="none", markeredgecolor=INK, markeredgewidth=1.1)
    ax.annotate(str(number), (column, row), (8, 7), textcoords="offset points", fontsize=9, fontweight="bold",
                color=INK, path_effects=[withStroke(linewidth=2.2, foreground="white")])  # fmt: skip


def _swatch(ax: Axes, pixel: np.ndarray, name: str, place: str, value: str) -> None:
    ax.imshow(pixel[None, None], aspect="auto")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set(color=HAIRLINE, linewidth=0.8)
    lines = ((name, 0.84, 9.5, INK, "bold"), (value.replace(", ", " · "), 0.46, 9, INK, "normal"),
             (place, 0.1, 8, QUIET, "normal"))  # fmt: skip
    for text, height, size, colour, weight in lines:
        ax.text(1.22, height, text, transform=ax.transAxes, va="center", fontsize=size, color=colour,
                fontweight=weight)  # fmt: skip
