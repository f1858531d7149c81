"""Two images, drawn by code, whose pixels have other colours than they seem to have: read the values to see it.

Both images show paint under a lamp, computed by `lit`. Human vision uses the whole image to estimate the lamp, and so
sees the paint; a pixel holds only the product of both. The images are channels last, `(H, W, 3)` bytes.
"""

import numpy as np
import torch

from course_utils.color.lamps import LAMPS, lit

PAINTS = {
    "white": (0.95, 0.95, 0.95), "yellow": (0.9, 0.75, 0.45), "blue": (0.45, 0.5, 0.9), "red": (0.85, 0.25, 0.2),
    "green": (0.25, 0.65, 0.3), "orange": (0.95, 0.55, 0.2), "mortar": (0.55, 0.55, 0.55),
}  # fmt: skip
TILES = (
    ("white", "orange", "blue", "green"),
    ("green", "yellow", "white", "red"),
    ("blue", "red", "yellow", "white"),
    ("yellow", "green", "orange", "blue"),
)
TILE, GAP = 21, 4  # pixels
WALL_SPOTS = {"tile on the left": (39, 39), "tile on the right": (64, 118)}
"""A pixel (row, column) of `yellow_or_blue()` that looks yellow, and a pixel that looks blue."""


def yellow_or_blue() -> np.ndarray:
    """Return an image of the same wall of tiles twice: on the left under a blue lamp, on the right under a yellow lamp.

    The yellow tiles on the left and the blue ones on the right have the same pixels: yellow paint (0.9, 0.75, 0.45)
    times the blue lamp (0.5, 0.6, 1) and blue paint (0.45, 0.5, 0.9) times the yellow lamp (1, 0.9, 0.5) are both
    (0.45, 0.45, 0.45), a grey of 115 in bytes.

    >>> wall = yellow_or_blue()
    >>> [wall[place].tolist() for place in WALL_SPOTS.values()]
    [[115, 115, 115], [115, 115, 115]]

    Source: after the coloured cubes of Lotto and Purves; the wall and the values were made for this course.
    """
    step = TILE + GAP
    wall = np.empty((len(TILES) * step + GAP, len(TILES[0]) * step + GAP, 3))
    wall[:] = PAINTS["mortar"]
    for row, line in enumerate(TILES):
        for column, paint in enumerate(line):
            top, left = GAP + row * step, GAP + column * step
            wall[top : top + TILE, left : left + TILE] = PAINTS[paint]
    return np.concatenate([_photographed(wall, "blue"), _photographed(wall, "yellow")], axis=1)


SURFACES = {
    "table": (0.62, 0.58, 0.52), "plate": (0.85, 0.85, 0.83), "rim": (0.7, 0.7, 0.7), "shade": (0.55, 0.55, 0.55),
    "flesh": (1.0, 0.42, 0.42), "seed": (0.95, 0.85, 0.55), "leaf": (0.25, 0.6, 0.25), "gloss": (1.0, 0.95, 0.95),
}  # fmt: skip
STRAWBERRY_SPOTS = {"flesh": (62, 70), "seed": (56, 84), "leaf": (34, 74), "plate": (100, 40)}
"""Pixels (row, column) of `strawberry()` by the part of the image that they belong to; the flesh looks red."""


def strawberry() -> np.ndarray:
    """Return an image of a strawberry under a cyan lamp: it looks red, but in no pixel is red the largest channel.

    The strawberry is on a plate. The paint of its flesh is (1, 0.42, 0.42), clearly red; under the lamp (0.4, 1, 1) it
    becomes (0.4, 0.42, 0.42).

    >>> picture = strawberry()
    >>> picture[STRAWBERRY_SPOTS["flesh"]].tolist()
    [102, 107, 107]
    >>> bool((picture[..., 0] < picture[..., 1:].max(-1)).all())
    True

    Source: after the strawberries of Akiyoshi Kitaoka; this one is drawn by the course.
    """
    y, x = np.mgrid[:120, :160]
    picture = np.empty((120, 160, 3))
    picture[:] = SURFACES["table"]

    def paint(where: np.ndarray, name: str, brightness: float = 1.0) -> None:
        picture[where] = np.multiply(SURFACES[name], brightness)

    def ellipse(row: float, column: float, height: float, width: float) -> np.ndarray:
        return ((y - row) / height) ** 2 + ((x - column) / width) ** 2 < 1

    paint(ellipse(66, 80, 51, 73), "rim")
    paint(ellipse(65, 80, 48, 70), "plate")
    down = np.clip((y - 28) / 68, 0, 1)  # 0 at the top of the berry, 1 at its tip
    across = (x - 80) / (46 * (down + 0.03) ** 0.3 * (1 - down) ** 0.55 + 1e-9)  # -1 to 1 from edge to edge
    paint(ellipse(88, 86, 11, 34), "shade")
    berry = (abs(across) <= 1) & (y >= 28) & (y < 96)
    for edge, brightness in ((1.0, 0.75), (0.85, 0.88), (0.65, 1.0)):
        paint(berry & (abs(across + 0.12) <= edge), "flesh", brightness)
    for row in range(38, 92, 9):
        for column in range(80 - 45 + (row // 9 % 2) * 6, 126, 12):
            paint(berry & (abs(across) < 0.9) & ellipse(row, column, 2.2, 1.3), "seed")
    paint(ellipse(46, 62, 5, 3), "gloss")
    for column, tip in ((56, 40), (68, 50), (80, 44), (92, 50), (104, 40)):
        paint(_triangle(y, x, (22, 72), (22, 88), (tip, column)), "leaf")
    paint(ellipse(20, 80, 9, 2), "leaf", 0.8)
    return _photographed(picture, "cyan")


def _triangle(y: np.ndarray, x: np.ndarray, *corners: tuple[int, int]) -> np.ndarray:
    sides = [
        (x - c) * (d - b) - (y - b) * (e - c) for (b, c), (d, e) in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
    return np.all([side >= 0 for side in sides], axis=0) | np.all([side <= 0 for side in sides], axis=0)


def _photographed(paints: np.ndarray, lamp: str) -> np.ndarray:
    """Return the image of paints `(H, W, 3)`, 0..1, under a lamp, as bytes of the same shape."""
    images = torch.tensor(paints).permute(2, 0, 1)[None]
    return (lit(images, LAMPS[lamp])[0].permute(1, 2, 0) * 255).round().byte().numpy()
