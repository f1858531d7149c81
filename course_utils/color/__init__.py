"""The colour of light: a coloured lamp on images, grey-world, which estimates and removes it, and two illusions.

A pixel is the product of paint and lamp; the two factors cannot be computed from the pixel alone.
"""

from course_utils.color.illusions import STRAWBERRY_SPOTS, WALL_SPOTS, strawberry, yellow_or_blue
from course_utils.color.lamps import LAMPS, grey_world, lit

__all__ = ["LAMPS", "STRAWBERRY_SPOTS", "WALL_SPOTS", "grey_world", "lit", "strawberry", "yellow_or_blue"]
