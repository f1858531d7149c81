"""The volumes that a list of layers computes from an image, as boxes that get smaller from left to right."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Polygon

from course_utils.figures.cells import ACCENT, CELL, EMPTY, HAIRLINE, INK, QUIET, UNDER_WINDOW
from course_utils.figures.described import new_figure
from course_utils.figures.sheet import WIDEST
from course_utils.shapes import ModelSummary, conv_output_size, summary

FACE, DEPTH, THINNEST = 0.56, 0.3, 0.03  # of a column's width: largest face, largest depth, smallest side
COLUMN, BLOCK = 1.1, 0.5  # inches: the widest column; the height of a block


def volumes(
    layers: Sequence[int | str], shape: Sequence[int], *, kernel_size: int = 3, padding: int = 0, classes: int = 5,
    counts: bool = True,
) -> Axes:  # fmt: skip
    """Draw a list of layers as blocks, with each layer's output volume as a box below it; return the Axes.

    A box has a face of H x W and a depth of C. All faces share one scale, all depths another. If an image becomes too
    small for a layer, that layer is marked and the columns after it are empty.

    Args:
        layers, shape, kernel_size, padding: as in `shapes.summary`.
        classes: neurons of the fully connected layer at the end.
        counts: whether the number of parameters is written below.

    Raises:
        ValueError: a layer is neither a number nor "pool", or the shape is wrong.

    >>> ax = volumes([2, "pool"], (1, 8, 8), classes=5)
    >>> [text.get_text() for text in ax.texts if "×" in text.get_text()]
    ['1 × 8 × 8', '2 × 6 × 6', '2 × 3 × 3']
    """
    fitting = _fitting(layers, shape, kernel_size=kernel_size, padding=padding)
    whole = fitting == len(layers)
    last = [classes] if whole else []
    made = summary(layers[:fitting], shape, linear=last, kernel_size=kernel_size, padding=padding)
    columns = len(layers) + 2
    width = min(COLUMN, WIDEST / columns)  # inches of a column
    height = width + BLOCK + 0.8  # inches
    figure = new_figure(columns * width, height, _in_words(layers, made, fitting, counts))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, columns * width), ylim=(0, height), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    boxes = [made.input_shape, *(row.output_shape for row in made.rows)]
    scales = (FACE * width / max(shape[1:]), DEPTH * width / max(box[0] for box in boxes))
    mark = " × " if width > 0.9 else " ×\n"  # between depth and face: a narrow column has two lines
    labels = [mark.join((_times(box[:1]), _times(box[1:]))) if len(box) == 3 else _times(box) for box in boxes]
    size = min(9.5, *(110 * width / len(line) for label in labels for line in label.split("\n")))  # points
    for column, name in enumerate(["picture", *layers, "linear"]):
        middle = (column + 0.5) * width
        failed, behind = column == fitting + 1 and not whole, column > fitting + 1 and not whole
        _block(ax, middle, height - 0.4, width, str(name), failed=failed, quiet=behind, plain=name == "picture")
        if failed:
            ax.text(middle, 0.68 + width / 2, "✕\nno room", ha="center", va="center", fontsize=9, color=INK)
        elif not behind:
            _box(ax, middle, 0.68 + width / 2, boxes[column], scales)
            ax.text(middle, 0.5, labels[column], ha="center", va="center", color=INK, fontsize=size)
            if counts and column:
                ax.text(middle, 0.16, f"{made.rows[column - 1].parameters:,}", ha="center", color=QUIET,
                        fontsize=size)  # fmt: skip
    if counts:
        ax.text(0.5 * width, 0.16, "parameters", ha="center", color=QUIET, fontsize=min(size, 10 * width))
    return ax


def _fitting(layers: Sequence[int | str], shape: Sequence[int], kernel_size: int, padding: int) -> int:
    """Return the number of layers that an image passes before it is too small for the next one.

    >>> _fitting(["pool", 8, 8], (3, 6, 6), 3, 0)  # 3, 1, none
    2
    """
    side = min(shape[1:])
    for place, layer in enumerate(layers):
        window, stride, ring = (2, 2, 0) if layer == "pool" else (kernel_size, 1, padding)
        if side + 2 * ring < window:
            return place
        side = conv_output_size(side, window, stride=stride, padding=ring)
    return len(layers)


def _in_words(layers: Sequence[int | str], made: ModelSummary, fitting: int, counts: bool) -> str:
    """Return the summary as one sentence for each layer."""
    steps = [f"The layers {list(layers)} on a picture of {_times(made.input_shape)}"]
    for row in made.rows:
        costs = f", {row.parameters:,} parameters" if counts else ""
        steps.append(f"{row.name} puts out {_times(row.output_shape)}{costs}")
    if fitting < len(layers):
        steps.append(f"layers[{fitting}], {layers[fitting]!r}, has no room: the maps are too small for its window")
    return ". ".join(steps) + "."


def _block(
    ax: Axes, x: float, y: float, width: float, name: str, *, failed: bool, quiet: bool, plain: bool
) -> None:  # fmt: skip
    """Draw the block of a layer; a layer that does not fit has a thick dashed edge."""
    wide, high = 0.8 * width, 0.34
    ax.add_patch(FancyBboxPatch(
        (x - wide / 2, y - high / 2), wide, high, boxstyle="round,pad=0,rounding_size=0.06",
        facecolor=CELL if name.isdigit() else "none" if plain else EMPTY,
        edgecolor="none" if plain else INK if failed else HAIRLINE,
        linewidth=2.2 if failed else 1, linestyle=(0, (3, 2)) if failed else "-",
    ))  # fmt: skip
    ax.text(x, y, name, ha="center", va="center_baseline", color=QUIET if quiet or plain else INK,
            fontsize=min(12, 75 * width / max(len(name), 4)))  # fmt: skip


def _box(ax: Axes, x: float, y: float, shape: Sequence[int], scales: tuple[float, float]) -> None:
    """Draw a box centred at (x, y): the face in front, the depth towards the upper right."""
    deep, high, wide = (shape[0], 1, 1) if len(shape) == 1 else shape
    w, h, d = max(THINNEST, wide * scales[0]), max(THINNEST, high * scales[0]), max(THINNEST, deep * scales[1])
    left, low = x - (w + d) / 2, y - (h + d) / 2
    front = [(left, low), (left + w, low), (left + w, low + h), (left, low + h)]
    top = [front[3], front[2], (left + w + d, low + h + d), (left + d, low + h + d)]
    side = [front[1], front[2], (left + w + d, low + h + d), (left + w + d, low + d)]
    for corners, colour in ((front, UNDER_WINDOW), (top, CELL), (side, "#9cc6e2")):
        ax.add_patch(Polygon(corners, facecolor=colour, edgecolor=ACCENT, linewidth=0.9, joinstyle="round"))


def _times(shape: Sequence[int]) -> str:
    return " × ".join(str(n) for n in shape)
