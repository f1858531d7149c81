"""A figure of a whole network at work: the image it reads, each layer's maps and the probabilities of ten digits."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from course_utils.figures.cells import ACCENT, HAIRLINE, INK, QUIET, RED_TO_BLUE
from course_utils.figures.described import new_figure

WIDTH, TOP, TITLE, MAP, NUMBER = 8.8, 2.7, 0.3, 0.46, 0.14  # inches: width; heights of top, title, maps, numbers
IN_A_ROW, NUMBERS = 16, 60  # at most so many maps, or numbers, of a layer in one row


def activations(picture: ArrayLike, layers: Mapping[str, ArrayLike], logits: ArrayLike) -> np.ndarray:
    """Draw an image, the class probabilities and each layer's output; return their Axes in this order.

    Args:
        picture: the image, `(H, W)`, drawn from black to white.
        layers: each layer's output, by the title above it: maps `(C, H, W)` or a row of numbers `(F,)`. Each layer has
            its own colour scale; in a layer with negative values, red is minus and blue is plus.
        logits: `(K,)`, one score for each class 0 to K - 1; their softmax is drawn.

    Raises:
        ValueError: a layer's output is neither maps nor a row of numbers.

    >>> axes = activations(np.eye(4), {"c1": np.zeros((2, 3, 3))}, [0, 1])
    >>> axes[0].figure.alt_text
    'A network at work on a picture. It reads 1 with 73 %. Layers: c1, 2 maps of 3 x 3.'
    """
    sheets = {name: _sheet(np.asarray(values, dtype=float), name) for name, values in layers.items()}
    logits = np.asarray(logits, dtype=float)
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    said = "; ".join(f"{name}, {_size(np.shape(values))}" for name, values in layers.items())
    tall = {name: MAP * -(-np.shape(layers[name])[0] // IN_A_ROW) if np.ndim(layers[name]) == 3 else NUMBER * len(sheet)
            for name, sheet in sheets.items()}  # fmt: skip
    height = TOP + sum(tall.values()) + TITLE * len(tall) + 0.1
    figure = new_figure(
        WIDTH, height,
        f"A network at work on a picture. It reads {shares.argmax()} with {100 * shares.max():.0f} %. Layers: {said}.",
    )  # fmt: skip
    axes = [figure.add_axes((0.02, 1 - 2.4 / height, 2.2 / WIDTH, 2.2 / height)),
            figure.add_axes((0.36, 1 - 2.4 / height, 0.5, 2.2 / height))]  # fmt: skip
    axes[0].imshow(picture, cmap="gray", interpolation="nearest")
    _frame(axes[0])
    _scores(axes[1], shares)
    above = TOP
    for name, sheet in sheets.items():
        above += TITLE + tall[name]
        wide = min(0.95, tall[name] * sheet.shape[1] / sheet.shape[0] / WIDTH)
        ax = figure.add_axes((0.02, 1 - above / height, wide, tall[name] / height))
        signed, furthest = bool(np.nanmin(sheet) < 0), float(np.nanmax(np.abs(sheet))) or 1.0
        ax.imshow(sheet, cmap=RED_TO_BLUE if signed else "gray", vmin=-furthest if signed else 0, vmax=furthest,
                  interpolation="nearest", aspect="auto")  # fmt: skip
        ax.set_title(f"{name} · {_size(np.shape(layers[name]))}", loc="left", fontsize=8.5, color=INK, pad=3)
        _frame(ax, visible=False)
        axes.append(ax)
    return np.array(axes)


def _sheet(values: np.ndarray, name: str) -> np.ndarray:
    """Return maps side by side, in rows, with gaps of NaN; return a long row of numbers broken into several rows."""
    if values.ndim == 1 and values.size:
        lines = -(-values.size // NUMBERS)
        columns = -(-values.size // lines)
        return np.pad(values, (0, lines * columns - values.size), constant_values=np.nan).reshape(lines, columns)
    if values.ndim != 3 or not values.size:
        raise ValueError(
            f"activations: layer {name!r} must be maps (C, H, W) or numbers (F,), got {values.shape}; take one "
            f"picture out of the batch: values[0]"
        )
    gap = max(1, values.shape[2] // 10)
    maps = np.pad(values, ((0, 0), (0, gap), (0, gap)), constant_values=np.nan)
    rows = [np.hstack(list(maps[start : start + IN_A_ROW])) for start in range(0, len(maps), IN_A_ROW)]
    widest = rows[0].shape[1]
    return np.vstack([np.pad(row, ((0, 0), (0, widest - row.shape[1])), constant_values=np.nan) for row in rows])


def _size(shape: tuple[int, ...]) -> str:
    return f"{shape[0]} numbers" if len(shape) == 1 else f"{shape[0]} maps of {shape[1]} x {shape[2]}"


def _scores(ax: Axes, shares: np.ndarray) -> None:
    ax.barh(range(len(shares)), shares, color=[ACCENT if share == shares.max() else HAIRLINE for share in shares])
    for place, share in enumerate(shares):
        ax.text(share + 0.02, place, f"{100 * share:.1f} %", va="center", fontsize=8.5, color=INK)
    ax.set(xlim=(0, 1), xticks=[], ylim=(len(shares) - 0.5, -0.5))
    ax.set_yticks(range(len(shares)))
    ax.tick_params(length=0, labelsize=9, labelcolor=QUIET)
    ax.spines[:].set_visible(False)


def _frame(ax: Axes, visible: bool = True) -> None:
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set(color=HAIRLINE, visible=visible)
