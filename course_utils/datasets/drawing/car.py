"""A car seen from the side: a body on two wheels, a cabin with two windows, a headlight."""

import numpy as np

from course_utils.datasets.drawing.randomness import CounterRng
from course_utils.datasets.drawing.shapes import box, ellipse, palette, polygon
from course_utils.datasets.drawing.sketch import Sketch

PAINTS = palette(
    (205, 40, 40), (40, 85, 185), (238, 238, 238), (60, 62, 70), (242, 200, 50), (70, 155, 95), (235, 130, 45)
)
GLASS = palette((175, 210, 230))
TYRE = palette((28, 28, 32))
RIM = palette((185, 188, 195))
LAMP = palette((255, 240, 170))


def car(sketch: Sketch, chance: CounterRng) -> None:
    """Paint a car that drives forwards (in the direction of u)."""
    u, v = sketch.u, sketch.v
    paint = chance.near(chance.choice(PAINTS), 0.12)
    high, along = chance.number(0.85, 1.2), chance.number(-0.12, 0.12)
    x, y = u - along, (v + 0.02) / high  # the cabin's own coordinates
    sketch.paint(polygon(x, y, (-0.6, 0.1), (-0.45, -0.52), (0.2, -0.52), (0.55, 0.1)), paint * 0.95)
    sketch.paint(polygon(x, y, (-0.48, 0), (-0.37, -0.42), (-0.12, -0.42), (-0.12, 0)), GLASS)
    sketch.paint(polygon(x, y, (-0.02, 0), (-0.02, -0.42), (0.14, -0.42), (0.4, 0)), GLASS)
    body = np.minimum(box(u, v, 0, 0.22, 1, 0.25), ellipse(u, v, 0, 0.3, 1.15, 0.5))
    sketch.paint(body, paint)
    sketch.paint(box(u, v, 0, 0.26, 1, 0.03), paint * 0.7)
    sketch.paint(ellipse(u, v, 0.9, 0.14, 0.1, 0.08), LAMP)
    for axle in (-0.55, 0.55):
        sketch.paint(ellipse(u, v, axle, 0.48, 0.26, 0.26), TYRE)
        sketch.paint(ellipse(u, v, axle, 0.48, 0.12, 0.12), RIM)
