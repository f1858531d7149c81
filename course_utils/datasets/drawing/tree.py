"""A tree: a trunk with a round crown or the three layers of a fir; green, in autumn colours or in blossom."""

import numpy as np

from course_utils.datasets.drawing.randomness import CounterRng
from course_utils.datasets.drawing.shapes import box, ellipse, palette, polygon
from course_utils.datasets.drawing.sketch import Sketch

TRUNK = palette((112, 78, 52))
CROWNS = palette((62, 140, 60), (95, 160, 65), (40, 105, 70), (210, 125, 45), (195, 70, 45), (228, 180, 65),
                 (238, 170, 195))  # fmt: skip


def tree(sketch: Sketch, chance: CounterRng) -> None:
    """Paint a tree."""
    u, v = sketch.u, sketch.v
    crown = chance.near(chance.choice(CROWNS), 0.12)
    fir = chance.happens(0.45)
    sketch.paint(box(u, v, 0, 0.6, 0.12, 0.4), chance.near(TRUNK, 0.2))
    for top, bottom, half in ((-0.2, 0.55, 0.75), (-0.62, 0.1, 0.6), (-1, -0.35, 0.44)):
        storey = polygon(u, v, (0, top), (half, bottom), (-half, bottom))
        sketch.paint(storey, crown * (1 - 0.25 * (bottom + 0.3)), where=fir)
    left, right = chance.number(0.3, 0.45), chance.number(0.3, 0.45)
    leaves = ellipse(u, v, 0, -0.35, 0.58, 0.6)
    leaves = np.maximum(leaves, ellipse(u, v, -left, -0.08, 0.42, 0.38))
    leaves = np.maximum(leaves, ellipse(u, v, right, -0.08, 0.42, 0.38))
    sketch.paint(leaves, crown, where=~fir)
    for x, y, light in ((-0.2, -0.5, 1.2), (0.3, 0, 0.85), (-0.35, 0.05, 0.9), (0.15, -0.35, 1.15)):
        sketch.paint(np.minimum(ellipse(u, v, x, y, 0.2, 0.15), leaves), crown * light, where=~fir)
