"""The colour of the light: a lamp on pictures, grey-world that guesses it away, and two pictures that fool the eye.

A pixel is paint times lamp, and from the pixel alone nobody can tell which is which.
"""

from course_utils.color.illusions import STRAWBERRY_SPOTS, WALL_SPOTS, strawberry, yellow_or_blue
from course_utils.color.lamps import LAMPS, grey_world, lit

__all__ = ["LAMPS", "STRAWBERRY_SPOTS", "WALL_SPOTS", "grey_world", "lit", "strawberry", "yellow_or_blue"]
