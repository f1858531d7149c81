"""How one cell of a feature map is computed from several channels or with a dilation: one row for each channel."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from course_utils.convolution import conv2d
from course_utils.figures import cells
from course_utils.figures.cells import ACCENT, INK, QUIET, UNDER_WINDOW, in_words, number
from course_utils.figures.described import new_figure

CELL, LABEL, GAP, TITLE, FOOT, MARGIN = 0.34, 0.24, 0.42, 0.5, 0.5, 0.25  # inches
WIDEST = 8.9  # inches


def channel_windows(
    picture: ArrayLike, kernel: ArrayLike, *, row: int, column: int, stride: int = 1, padding: int = 0,
    dilation: int = 1,
) -> np.ndarray:  # fmt: skip
    """Draw channel by channel how one cell of the feature map is computed; return the Axes, the map's Axes last.

    Args:
        picture: pixels, shape (C, H, W) or (H, W).
        kernel: weights, shape (C, kH, kW) or (kH, kW).
        row, column: the cell of the feature map.
        stride, padding, dilation: as in `conv2d`, one int each.

    Raises:
        ValueError: the shapes do not fit, or the cell is outside the feature map.

    >>> axes = channel_windows([[[1, 2]], [[3, 4]]], [[[5]], [[10]]], row=0, column=1)  # 2*5 and 4*10
    >>> [text.get_text() for text in axes[-1].texts]
    ['50']
    """
    feature_map = conv2d(picture, kernel, stride=stride, padding=padding, dilation=dilation)
    height, width = feature_map.shape
    if not (0 <= row < height and 0 <= column < width):
        raise ValueError(
            f"channel_windows: row {row}, column {column} is outside the feature map of {height} rows and {width} "
            f"columns; both count from 0"
        )
    planes, slices = (np.asarray(a, dtype=float).reshape(-1, *np.shape(a)[-2:]) for a in (picture, kernel))
    corner = (row * stride - padding, column * stride - padding)
    taps = [(corner[0] + i * dilation, corner[1] + j * dilation) for i, j in np.ndindex(slices.shape[1:])]
    inside = np.pad(planes, [(0, 0), (padding, padding), (padding, padding)])
    under = np.stack([inside[:, r + padding, c + padding] for r, c in taps], axis=1).reshape(slices.shape)
    sums = [float(part.sum()) for part in under * slices]  # one sum for each channel
    only_this = np.full(feature_map.shape, np.nan)  # the student computes the other cells
    only_this[row, column] = feature_map[row, column]
    total = f"{' + '.join(map(number, sums))} = ".replace("+ −", "− ") if len(sums) > 1 else "sum "
    axes = _sheet(planes.shape, slices.shape, feature_map.shape, padding, alt_text=(
        f"Row {row}, column {column} of the feature map of {height} rows and {width} columns: the products of "
        + "; ".join(f"channel {c} ({in_words(p * w)}) add up to {number(s)}"
                    for c, (p, w, s) in enumerate(zip(under, slices, sums, strict=True)))
        + f". Together {number(feature_map[row, column])}. The pixels are {dilation} apart; padding {padding}."
    ))  # fmt: skip
    for channel, line in enumerate(axes[:-1].reshape(-1, 3)):
        index = f"[{channel}]" if len(planes) > 1 else ""
        cells.draw(line[0], planes[channel], title=f"picture{index}", padding=padding)
        for r, c in taps:
            line[0].add_patch(Rectangle((c - 0.47, r - 0.47), 0.94, 0.94, color=UNDER_WINDOW, zorder=1.5))
        cells.frame(line[0], (*corner, *(dilation * (n - 1) + 1 for n in slices.shape[1:])))
        cells.draw(line[1], slices[channel], title=f"kernel{index}", highlight=(0, 0, *slices.shape[1:]))
        cells.draw(line[2], under[channel] * slices[channel], title=f"products, sum {number(sums[channel])}")
        line[2].tick_params(labeltop=False, labelleft=False)
    cells.draw(axes[-1], only_this, title="feature map", highlight=(row, column, 1, 1))
    _write(axes, total, number(feature_map[row, column]))
    return axes


def _sheet(planes: tuple, slices: tuple, feature_map: tuple, padding: int, *, alt_text: str) -> np.ndarray:
    """Return Axes for image, kernel and products of each channel, row by row, and for the map to the right of them."""
    padded = tuple(n + 2 * padding for n in planes[1:])
    shapes: list[tuple[int, ...]] = [padded, slices[1:], slices[1:], feature_map]
    columns = sum(shape[1] for shape in shapes)
    cell = min(CELL, (WIDEST - 2 * MARGIN - 4 * LABEL - 3 * GAP) / columns)
    tall = max(shape[0] for shape in shapes[:3]) * cell + TITLE
    high = max(planes[0] * tall, feature_map[0] * cell + TITLE)
    wide = 2 * MARGIN + 4 * LABEL + 3 * GAP + columns * cell
    figure = new_figure(wide, high + FOOT + MARGIN, alt_text)
    lefts = [MARGIN + LABEL + sum(shape[1] * cell + GAP + LABEL for shape in shapes[:i]) for i in range(4)]

    def place(index: int, middle: float) -> Axes:
        (rows, across), whole = shapes[index], figure.get_figheight()
        bottom = middle - rows * cell / 2
        return figure.add_axes((lefts[index] / wide, bottom / whole, across * cell / wide, rows * cell / whole))

    middles = [FOOT + high - tall * channel - (tall + TITLE) / 2 + 0.1 for channel in range(planes[0])]
    axes = [place(index, middle) for middle in middles for index in range(3)]
    return np.array([*axes, place(3, FOOT + (high - TITLE) / 2 + 0.1)])


def _write(axes: np.ndarray, terms: str, value: str) -> None:
    """Write the signs between the tables and, at the bottom, the sum: its terms, then the value below the map."""
    for line in axes[:-1].reshape(-1, 3):
        for sign, before, after in zip("×=", line[:-1], line[1:], strict=True):
            box, next_box = before.get_position(), after.get_position()
            before.figure.text((box.x1 + next_box.x0 - LABEL / before.figure.get_figwidth() / 2) / 2,
                               (box.y0 + box.y1) / 2, sign, ha="center", va="center_baseline", fontsize=15,
                               color=QUIET)  # fmt: skip
    figure, box = axes[-1].figure, axes[-1].get_position()
    foot, here = 0.25 / figure.get_figheight(), (box.x0 + box.x1) / 2
    figure.text(here, foot, terms, ha="right", va="baseline", fontsize=11, color=INK)
    figure.text(here, foot, value, ha="left", va="baseline", fontsize=14, color=ACCENT, weight="bold")
