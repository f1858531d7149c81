"""A banana: a crescent with a stalk, a ridge along it and a dark tip."""

import numpy as np

from course_utils.datasets.drawing.randomness import CounterRng
from course_utils.datasets.drawing.shapes import box, ellipse, palette
from course_utils.datasets.drawing.sketch import Sketch

SKINS = palette((248, 214, 60), (240, 200, 45), (238, 226, 110), (190, 200, 75), (225, 170, 60))
STALK = palette((125, 120, 50))
TIP = palette((85, 60, 35))


def banana(sketch: Sketch, chance: CounterRng) -> None:
    """Paint a banana on its back, with its stalk at the front."""
    u, v = sketch.u, sketch.v
    skin = chance.near(chance.choice(SKINS), 0.1)
    hollow = chance.number(0.48, 0.66)  # the depth of the curve
    outside = ellipse(u, v, 0, -0.55, 1.05, 1.15)
    inside = ellipse(u, v, 0.03, -0.55 - hollow, 1.12, 1.15)
    crescent = np.minimum(np.minimum(outside, -inside), v + 0.5)
    sketch.paint(box(u - 0.25 * v, v, 1.02, -0.5, 0.1, 0.2), STALK)
    sketch.paint(crescent, skin)
    ridge = ellipse(u, v, 0.01, -0.55 - 0.5 * hollow, 1.08, 1.15)
    sketch.paint(np.minimum(crescent, ridge), skin * 0.84)
    sketch.paint(np.minimum(crescent, -0.82 - u), TIP)
