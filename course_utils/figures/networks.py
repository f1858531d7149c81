"""Figures of a network at work: grids of images (digits, filters, maps), curves, confusion matrices and bars.

Each function takes arrays or tensors on the CPU and returns the Axes that it drew on, like the rest of `figures`.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from course_utils.figures.cells import ACCENT, HAIRLINE, INK, QUIET, RED_TO_BLUE
from course_utils.figures.described import new_figure
from course_utils.figures.sheet import WIDEST
from course_utils.training import History

COLOURS = [(ACCENT, "-"), ("#D55E00", (0, (5, 2))), ("#007a5a", (0, (1.2, 1.6))), ("#8a4f7d", (0, (6, 2, 1, 2)))]
"""Colour and dashes of curves; the dashes distinguish them without colour."""


def image_grid(
    images: ArrayLike, titles: Sequence[str] = (), *, columns: int = 10, what: str = "pictures", signed: bool = False,
    each: bool = False,
) -> np.ndarray:  # fmt: skip
    """Draw many small images in rows and return one Axes for each.

    Args:
        images: `(N, H, W)`, or `(N, 1, H, W)`.
        titles: a title above each image; none at all, or N.
        columns: images in a row, at most 20.
        what: what the images are, for the description.
        signed: draw minus red and plus blue, on a scale with 0 in the middle; if False, low is black and high is white.
        each: give each image its own scale; if False, all images share one scale.

    Raises:
        ValueError: the images have another shape, or the number of titles is wrong.

    >>> [ax.get_title() for ax in image_grid(np.zeros((2, 4, 4)), ["a", "b"])]
    ['a', 'b']
    """
    array = np.asarray(images, dtype=float)
    array = array[:, 0] if array.ndim == 4 and array.shape[1] == 1 else array
    if array.ndim != 3 or array.size == 0:
        raise ValueError(f"image_grid: images must have the shape (N, H, W) or (N, 1, H, W), got {np.shape(images)}")
    if len(titles) not in (0, len(array)):
        raise ValueError(f"image_grid: give one title for each, got {len(array)} pictures and {len(titles)} titles")
    columns = max(1, min(columns, len(array), 20))
    rows = -(-len(array) // columns)
    wide = max(1.0, array.shape[2] / array.shape[1])  # a wide image gets more width
    side, above = min(1.1 * wide, WIDEST / columns), 0.26 if len(titles) else 0.06
    height = side * array.shape[1] / array.shape[2] + above
    described = f"; titles {', '.join(title.replace(chr(10), ' ') for title in titles)}" if len(titles) else ""
    figure = new_figure(columns * side, rows * height, f"{len(array)} {what}, {columns} in a row{described}.")
    axes = []
    for place, image in enumerate(array):
        row, column = divmod(place, columns)
        box = (column / columns + 0.03 / columns, 1 - (row + 1) / rows + 0.02 / rows, 0.94 / columns,
               (height - above) / height / rows * 0.97)  # fmt: skip
        ax = figure.add_axes(box)
        low, high = _scale(image if each else array, signed)
        ax.imshow(image, cmap=RED_TO_BLUE if signed else "gray", vmin=low, vmax=high, interpolation="nearest",
                  aspect="auto")  # fmt: skip
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set(color=HAIRLINE, linewidth=0.6)
        if len(titles):
            ax.set_title(titles[place], fontsize=9 if side > 0.6 else 7, color=INK, pad=3)
        axes.append(ax)
    return np.array(axes)


def training_curves(histories: Mapping[str, History]) -> np.ndarray:
    """Draw validation loss and accuracy of several trainings over their epochs; return the two Axes.

    Args:
        histories: from `fit`, by the name of the curve; at most 4.

    Raises:
        ValueError: there is no history, or there are more than 4.

    >>> history = History([2.0], [0.3], [1.5], [0.5], [1.0], 1)
    >>> [ax.get_ylabel() for ax in training_curves({"mine": history})]
    ['validation loss', 'validation accuracy']
    """
    if not 1 <= len(histories) <= len(COLOURS):
        raise ValueError(f"training_curves: from 1 to {len(COLOURS)} histories can be drawn, got {len(histories)}")
    ends = [f"{name}: accuracy {100 * h.validation_accuracy[-1]:.0f} % after {len(h)} epochs"
            for name, h in histories.items()]  # fmt: skip
    figure = new_figure(8.2, 2.9, f"Curves of validation loss and validation accuracy; {'; '.join(ends)}.")
    axes = [figure.add_axes((left, 0.2, 0.37, 0.7)) for left in (0.09, 0.58)]
    for (name, history), (colour, dashes) in zip(histories.items(), COLOURS, strict=False):
        epochs = range(1, len(history) + 1)
        axes[0].plot(epochs, history.validation_loss, color=colour, linestyle=dashes, linewidth=2, label=name)
        axes[1].plot(epochs, history.validation_accuracy, color=colour, linestyle=dashes, linewidth=2, label=name)
    for ax, label in zip(axes, ("validation loss", "validation accuracy"), strict=True):
        _quiet(ax)
        ax.set_xlabel("epoch", fontsize=9, color=QUIET)
        ax.set_ylabel(label, fontsize=9, color=QUIET)
        ax.locator_params(axis="x", integer=True)
    axes[0].set_ylim(bottom=0)
    axes[1].set_ylim(0, 1.03)
    axes[0].legend(fontsize=9, frameon=False, labelcolor=INK)
    return np.array(axes)


def curves(x: ArrayLike, values: Mapping[str, ArrayLike]) -> Axes:
    """Draw some curves over the same x and return their Axes.

    Args:
        x: `(N,)` sorted numbers.
        values: `(N,)` numbers for each curve, by its name; at most 4.

    Raises:
        ValueError: there is no curve, there are more than 4, or a curve has another length.

    >>> [line.get_label() for line in curves([0, 1], {"x": [0, 1], "1 - x": [1, 0]}).lines]
    ['x', '1 - x']
    """
    across = np.asarray(x, dtype=float)
    heights = {name: np.asarray(y, dtype=float) for name, y in values.items()}
    if not 1 <= len(heights) <= len(COLOURS) or any(y.shape != across.shape for y in heights.values()):
        raise ValueError(f"curves: up to {len(COLOURS)} curves of {across.shape} numbers, as x has, got "
                         f"{[y.shape for y in heights.values()]}")  # fmt: skip
    described = "; ".join(f"{name} from {y.min():.2f} to {y.max():.2f}" for name, y in heights.items())
    figure = new_figure(5.4, 2.7, f"Curves over x from {across[0]:.4g} to {across[-1]:.4g}: {described}.")
    ax = figure.add_axes((0.1, 0.12, 0.86, 0.83))
    for (name, y), (colour, dashes) in zip(heights.items(), COLOURS, strict=False):
        ax.plot(across, y, color=colour, linestyle=dashes, linewidth=2, label=name)
    _quiet(ax)
    ax.legend(fontsize=9, frameon=False, labelcolor=INK)
    return ax


def confusion_matrix(table: ArrayLike, classes: Sequence[str]) -> Axes:
    """Draw how often each class was read as each class; rows are the true classes, columns the predicted ones.

    Args:
        table: `(K, K)` whole numbers.
        classes: K names.

    Raises:
        ValueError: the table is not square, or the number of names is wrong.

    >>> ax = confusion_matrix([[3, 1], [0, 4]], ["cat", "dog"])
    >>> [text.get_text() for text in ax.texts]
    ['3', '1', '', '4']
    """
    counts = np.asarray(table)
    size = len(classes)
    if counts.shape != (size, size):
        raise ValueError(f"confusion_matrix: {size} classes need a table of {size} x {size}, got {counts.shape}")
    wrong = counts.copy()
    np.fill_diagonal(wrong, 0)
    mixed = [f"{classes[a]} read as {classes[b]}: {wrong[a, b]}" for a, b in np.argwhere(wrong > 0)][:12]
    side = 0.42 * size + 1.0
    figure = new_figure(
        side, side, f"Table of what was read: {np.trace(counts)} of {counts.sum()} right. {'; '.join(mixed)}."
    )
    ax = figure.add_axes((0.8 / side, 0.15 / side, 0.42 * size / side, 0.42 * size / side))
    ax.set(xlim=(-0.5, size - 0.5), ylim=(size - 0.5, -0.5))
    for (row, column), count in np.ndenumerate(counts):
        shade = "#d9ebf7" if row == column else "#f6cfc4" if count else "#fcfdfd"
        ax.add_patch(_cell(row, column, shade))
        ax.text(column, row, str(count) if count else "", ha="center", va="center", fontsize=10, color=INK)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xticks(range(size), classes, fontsize=9, color=QUIET)
    ax.set_yticks(range(size), classes, fontsize=9, color=QUIET)
    ax.set_xlabel("read as", fontsize=9, color=QUIET)
    ax.set_ylabel("it shows", fontsize=9, color=QUIET)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return ax


def log_bars(values: Mapping[str, Sequence[float]], names: Sequence[str], *, label: str) -> Axes:
    """Draw groups of bars on a logarithmic scale, a group for each name, a bar for each series; return the Axes.

    Args:
        values: one number above 0 for each name, by the name of the series; at most 4 series.
        names: the text below each group.
        label: what the height shows.

    Raises:
        ValueError: a series has another length, there are more than 4, or a number is not above 0.

    >>> ax = log_bars({"one": [0.1, 10.0]}, ["first", "last"], label="size")
    >>> ax.get_yscale(), len(ax.patches)
    ('log', 2)
    """
    if not 1 <= len(values) <= len(COLOURS) or any(len(series) != len(names) for series in values.values()):
        raise ValueError(f"log_bars: up to {len(COLOURS)} series of {len(names)} numbers each, got "
                         f"{[len(series) for series in values.values()]}")  # fmt: skip
    if min(min(series) for series in values.values()) <= 0:
        raise ValueError("log_bars: the scale has powers of ten, so every number must be above 0")
    described = "; ".join(
        f"{name}: {', '.join(f'{one} {value:.1e}' for one, value in zip(names, series, strict=True))}"
        for name, series in values.items()
    )
    figure = new_figure(6.4, 2.9, f"Bars, {label}. {described}.")
    ax = figure.add_axes((0.13, 0.14, 0.84, 0.8))
    width = 0.8 / len(values)
    for place, ((name, series), (colour, _)) in enumerate(zip(values.items(), COLOURS, strict=False)):
        at = np.arange(len(names)) + (place - (len(values) - 1) / 2) * width
        ax.bar(at, series, width=0.92 * width, color=colour, label=name, hatch=["", "///", "...", "xx"][place],
               edgecolor="white", linewidth=0)  # fmt: skip
    ax.set_yscale("log")
    _quiet(ax)
    ax.set_xticks(range(len(names)), names, fontsize=9, color=INK)
    ax.set_ylabel(label, fontsize=9, color=QUIET)
    ax.legend(fontsize=9, frameon=False, labelcolor=INK)
    return ax


def _scale(image: np.ndarray, signed: bool) -> tuple[float, float]:
    low, high = float(image.min()), float(image.max())
    furthest = max(-low, high) or 1.0
    return (-furthest, furthest) if signed else (low, high if high > low else low + 1)


def _cell(row: int, column: int, colour: str) -> Rectangle:
    return Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=colour, edgecolor=HAIRLINE, linewidth=0.6)


def _quiet(ax: Axes) -> None:
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(HAIRLINE)
    ax.tick_params(colors=QUIET, labelsize=8.5)
    ax.grid(axis="y", color=HAIRLINE, linewidth=0.6)
    ax.set_axisbelow(True)
