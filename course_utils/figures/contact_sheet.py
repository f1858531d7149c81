"""A contact sheet, as in photography: many small images of a data set at a glance, one row for each class."""

import numpy as np
from matplotlib.axes import Axes

from course_utils.datasets import Split, scaled
from course_utils.figures.cells import INK
from course_utils.figures.described import new_figure
from course_utils.figures.sheet import MARGIN, WIDEST

_NAME = 0.085  # inches for each letter of a class name
_LARGEST = 0.9  # inches: width of an image if the sheet is not too wide


def contact_sheet(split: Split, per_class: int = 10) -> Axes:
    """Draw the first images of each class in a row of their own and return the Axes.

    Args:
        split: grey or colour images, `(N, 1, H, W)` or `(N, 3, H, W)`: bytes, or floats 0..1.
        per_class: images in a row; the end of a row stays white if its class has fewer images.

    Raises:
        ValueError: there are no images, they have another number of channels or another scale, or `per_class` is not a
            whole number of at least 1.

    >>> import torch
    >>> split = Split(torch.zeros(3, 1, 4, 4, dtype=torch.uint8), torch.tensor([1, 0, 1]), ("cat", "dog"))
    >>> [name.get_text() for name in contact_sheet(split, per_class=2).get_yticklabels()]
    ['cat', 'dog']
    """
    if isinstance(per_class, bool) or not isinstance(per_class, int) or per_class < 1:
        raise ValueError(f"contact_sheet: per_class must be a whole number, at least 1, got {per_class!r}")
    pictures = _channels_last(split)
    count, height, width, _ = pictures.shape
    gap = max(1, height // 15)
    sheet = np.ones((len(split.classes) * (height + gap) - gap, per_class * (width + gap) - gap, 3))
    labels, shown = split.labels.numpy(force=True), 0
    for row in range(len(split.classes)):
        for column, index in enumerate(np.flatnonzero(labels == row)[:per_class]):
            top, left = row * (height + gap), column * (width + gap)
            sheet[top : top + height, left : left + width] = pictures[index]
            shown += 1
    ax = _axes(split, sheet.shape, width, f"Contact sheet: {shown} of {count:,} pictures, up to {per_class} of a class"
               f" in a row; from top to bottom: {', '.join(split.classes)}.")  # fmt: skip
    ax.imshow(sheet, interpolation="nearest", aspect="auto")
    ax.set_yticks([row * (height + gap) + (height - 1) / 2 for row in range(len(split.classes))], split.classes)
    return ax


def _channels_last(split: Split) -> np.ndarray:
    """Return the split's images as `(N, H, W, C)`, floats 0..1."""
    pictures = scaled(split.images).numpy(force=True)
    if not len(pictures) or pictures.shape[1] not in (1, 3):
        raise ValueError(
            f"contact_sheet: split must hold pictures with 1 or 3 channels, got images of {pictures.shape}; "
            f"give a split such as pictures().train"
        )
    if not pictures.min() >= 0 or not pictures.max() <= 1:
        raise ValueError(
            f"contact_sheet: pictures must be bytes, or floats from 0 to 1, got {pictures.min():.4g} to "
            f"{pictures.max():.4g}; give the split as it was before it was normalised"
        )
    return np.moveaxis(pictures, 1, -1)


def _axes(split: Split, shape: tuple[int, ...], width: int, alt_text: str) -> Axes:
    """Return Axes on a new figure, with the class names on their left."""
    names = 0.15 + _NAME * max(len(name) for name in split.classes)
    across = min(WIDEST - 2 * MARGIN - names, _LARGEST * shape[1] / width)
    down = across * shape[0] / shape[1]
    sheet_width, sheet_height = 2 * MARGIN + names + across, 2 * MARGIN + down
    figure = new_figure(sheet_width, sheet_height, alt_text)
    ax = figure.add_axes(((MARGIN + names) / sheet_width, MARGIN / sheet_height, across / sheet_width,
                          down / sheet_height))  # fmt: skip
    ax.spines[:].set_visible(False)
    ax.set_xticks([])
    ax.tick_params(length=0, pad=6, labelsize=10, labelcolor=INK)
    return ax
