"""An airplane seen from the side and slightly from above: two swept wings, a fin, windows and a cockpit window."""

import numpy as np

from course_utils.datasets.drawing.randomness import CounterRng
from course_utils.datasets.drawing.shapes import box, ellipse, palette, polygon
from course_utils.datasets.drawing.sketch import Sketch

BODIES = palette((242, 243, 247), (205, 212, 222), (225, 80, 65), (70, 110, 185), (245, 205, 85), (120, 150, 110))
TAILS = palette((210, 50, 45), (40, 90, 170), (240, 180, 50), (60, 140, 100), (90, 95, 105))
GLASS = palette((50, 75, 110))


def airplane(sketch: Sketch, chance: CounterRng) -> None:
    """Paint an airplane that flies forwards (in the direction of u)."""
    u, v = sketch.u, sketch.v
    body, tail = chance.near(chance.choice(BODIES), 0.1), chance.near(chance.choice(TAILS), 0.15)
    thick, swept = chance.number(0.16, 0.22), chance.number(0.3, 0.7)
    back = u + swept * np.abs(v)  # shapes that are straight in (back, v) are swept in the image
    sketch.paint(polygon(back, v, (-0.05, -0.75), (0.1, -0.75), (0.25, 0), (-0.2, 0)), body * 0.8)
    sketch.paint(polygon(back, v, (-0.95, -0.6), (-0.78, -0.6), (-0.55, 0), (-0.95, 0)), tail)
    sketch.paint(ellipse(u, v, 0, 0, 1, thick), body)
    sketch.paint(box(u, v, 0, -0.3 * thick, 0.5, 0.045), GLASS)
    sketch.paint(ellipse(u, v, 0.74, -0.25 * thick, 0.12, 0.09), GLASS)
    sketch.paint(polygon(back, v, (-0.2, 0.04), (0.27, 0.04), (0.12, 0.95), (-0.08, 0.95)), body * 0.88)
    sketch.paint(polygon(back, v, (-0.95, 0.02), (-0.7, 0.02), (-0.82, 0.4), (-0.95, 0.4)), tail * 0.85)
