"""Layers drawn as nodes and lines: each line is a connection, and lines of the same look share one weight."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from course_utils.figures.cells import ACCENT, CELL, INK, QUIET
from course_utils.figures.sheet import new_sheet, room_for
from course_utils.shapes import conv_output_size

LOOKS = [("#0072B2", "-"), ("#D55E00", (0, (5, 2))), ("#007a5a", (0, (1.2, 1.6))), ("#8a4f7d", (0, (6, 2, 1, 2))),
         ("#7a6a00", (0, (9, 3)))]  # fmt: skip
"""Colour and dashes of the weights in a shared window; the dashes distinguish them without colour."""


def connection_table(
    inputs: int, window: int, *, stride: int = 1, kinds: Sequence[str] = ("fully connected", "locally connected",
    "shared"),
) -> np.ndarray:  # fmt: skip
    """Draw one layer in up to three ways, side by side, with the inputs below and the nodes above; return the Axes.

    Args:
        inputs: number of inputs.
        window: number of inputs that a node is connected to if it is not connected to all; at most 5.
        stride: number of inputs from one node's window to the next.
        kinds: the ways to draw: "fully connected", "locally connected" (each line has its own weight) and "shared"
            (lines of the same colour and dashes have the same weight).

    Raises:
        ValueError: the window is too wide to draw or does not fit, or a kind is unknown.

    >>> [ax.get_title() for ax in connection_table(5, 3, stride=2, kinds=["locally connected", "shared"])]
    ['locally connected', 'shared']
    """
    known = ("fully connected", "locally connected", "shared")
    if not 1 <= window <= len(LOOKS):
        raise ValueError(f"connection_table: window must be from 1 to {len(LOOKS)}, got {window}")
    if not kinds or set(kinds) - set(known):
        raise ValueError(f"connection_table: kinds must be some of {', '.join(known)}, got {list(kinds)}")
    nodes = conv_output_size(inputs, window, stride=stride)
    described = {
        "fully connected": "each node is joined to every input, each line has a weight of its own",
        "locally connected": f"each node is joined to {window} neighbouring inputs, each line has a weight of its own",
        "shared": f"each node is joined to {window} neighbouring inputs, and the nodes use the same weights",
    }
    words = "; ".join(f"{kind}: {described[kind]}" for kind in kinds)
    axes = new_sheet(
        [(min(3.4, room_for(len(kinds)) / len(kinds)), 1.8)] * len(kinds),
        f"A layer of {_count(inputs, nodes)}. {words}.",
        below=0.1,
    )
    for ax, kind in zip(axes, kinds, strict=True):
        _draw(ax, inputs, nodes, window, stride, kind)
    return axes


def _draw(ax: Axes, inputs: int, nodes: int, window: int, stride: int, kind: str) -> None:
    below = np.arange(inputs, dtype=float)
    above = np.arange(nodes) * stride + (window - 1) / 2  # each node above the middle of its window
    for node in range(nodes):
        seen = range(inputs) if kind == "fully connected" else range(node * stride, node * stride + window)
        for weight, place in enumerate(seen):
            colour, dashes = LOOKS[weight] if kind == "shared" else (QUIET, "-")
            ax.plot([below[place], above[node]], [0.08, 0.92], color=colour, linestyle=dashes, zorder=1,
                    linewidth=2.2 if kind == "shared" else 1.1)  # fmt: skip
    size = min(170, 1500 / inputs)
    ax.scatter(below, np.zeros(inputs), s=size, marker="s", color=CELL, edgecolors=INK, linewidths=1, zorder=3)
    ax.scatter(above, np.ones(nodes), s=size, marker="o", color="white", edgecolors=ACCENT, linewidths=2, zorder=3)
    ax.set(xlim=(-0.7, inputs - 0.3), ylim=(-0.22, 1.22), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    ax.set_title(kind, fontsize=11, color=INK, pad=4)
    ax.set_xlabel(_count(inputs, nodes), fontsize=8.5, color=QUIET, labelpad=2)


def _count(inputs: int, nodes: int) -> str:
    return f"{inputs} inputs, {nodes} node{'s' if nodes > 1 else ''}"
