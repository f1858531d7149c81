"""Shapes as signed distances: how far inside the edge a point is, in the units of the coordinates; below 0: outside.

The union of two shapes is `np.maximum` of their distances, the intersection is `np.minimum`. `u` increases to the right
and `v` downwards; they are arrays of the same shape, which is also the shape of the results.
"""

import math
from collections.abc import Sequence

import numpy as np

Number = float | np.ndarray


def ellipse(u: np.ndarray, v: np.ndarray, x: Number, y: Number, a: Number, b: Number) -> np.ndarray:
    """Return the distance inside an ellipse around (x, y), 2a wide and 2b high; the value is accurate near its edge.

    >>> ellipse(np.float32([0, 2, 4]), np.float32([0, 0, 0]), 0, 0, 2, 2).tolist()  # (1 - (u / 2)^2) * 2 / 2
    [1.0, 0.0, -3.0]
    """
    across, down = (u - x) / a, (v - y) / b
    return (1 - across * across - down * down) * np.minimum(a, b, dtype=np.float32) * 0.5


def box(u: np.ndarray, v: np.ndarray, x: Number, y: Number, a: Number, b: Number) -> np.ndarray:
    """Return the distance inside a rectangle around (x, y), 2a wide and 2b high.

    >>> box(np.float32([0, 2, 4]), np.float32([0, 0, 0]), 0, 0, 2, 3).tolist()
    [2.0, 0.0, -2.0]
    """
    return np.minimum(a - np.abs(u - x), b - np.abs(v - y))


def polygon(u: np.ndarray, v: np.ndarray, *corners: tuple[float, float]) -> np.ndarray:
    """Return the distance inside a convex polygon whose corners are in clockwise order, as seen by the viewer.

    >>> polygon(np.float32([1, 3]), np.float32([1, 3]), (0, 0), (4, 0), (4, 4), (0, 4)).tolist()
    [1.0, 1.0]
    """
    inside = None
    for (x, y), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        length = math.sqrt((x2 - x) * (x2 - x) + (y2 - y) * (y2 - y))
        edge = (v - y) * ((x2 - x) / length) - (u - x) * ((y2 - y) / length)
        inside = edge if inside is None else np.minimum(inside, edge)
    assert inside is not None  # there is an edge: `corners[0]` was read
    return inside


def palette(*colours: Sequence[int]) -> np.ndarray:
    """Return K colours (red, green, blue), given in 0..255, as float32 in 0..1: `(K, 3, 1, 1)`.

    >>> palette((255, 0, 51)).ravel().tolist() == [1, 0, np.float32(0.2)]
    True
    """
    return np.array(colours, np.float32)[:, :, None, None] / np.float32(255)
