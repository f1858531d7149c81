"""A strawberry: a heart shape of red or pale flesh, rows of seeds, green leaves at the top."""

import numpy as np

from course_utils.datasets.drawing.randomness import CounterRng
from course_utils.datasets.drawing.shapes import ellipse, palette
from course_utils.datasets.drawing.sketch import Sketch

FLESH = palette((215, 35, 45), (230, 65, 60), (180, 28, 50), (235, 120, 100), (240, 205, 185))
SEEDS = palette((250, 222, 130))
LEAVES = palette((75, 160, 65), (55, 130, 60), (120, 175, 80))


def strawberry(sketch: Sketch, chance: CounterRng) -> None:
    """Paint a strawberry that hangs by its stalk."""
    u, v = sketch.u, sketch.v
    flesh, leaf = chance.near(chance.choice(FLESH), 0.1), chance.near(chance.choice(LEAVES), 0.15)
    below = (v + 0.2) / chance.number(1.05, 1.2)
    round_ = chance.number(0.65, 1)  # 0: a straight cone
    width = 0.8 * (1 - below * (round_ * below + 1 - round_))
    cone = np.minimum((width - np.abs(u)) * 0.8, v + 0.2)
    berry = np.maximum(cone, ellipse(u, v, 0, -0.2, 0.8, 0.45))
    sketch.paint(berry, flesh)
    sketch.paint(np.minimum(ellipse(u, v, -0.4, -0.15, 0.16, 0.24), berry), flesh * 1.2)
    row = v * 3.2 + chance.number(0, 1)
    line = np.floor(row)
    place = u * 2.6 + 0.5 * (line - 2 * np.floor(line / 2))  # every second row is shifted by half a step
    seeds = ellipse(place - np.floor(place), row - line, 0.5, 0.5, 0.22, 0.3) / 2.9
    sketch.paint(np.minimum(seeds, berry - 0.08), SEEDS)
    sketch.paint(ellipse(u, v, 0, -0.85, 0.07, 0.22), leaf * 0.8)
    for side in (-1, 0, 1):
        sketch.paint(ellipse(u, v + 0.25 * np.abs(u - 0.36 * side), 0.36 * side, -0.5, 0.3, 0.17), leaf)
