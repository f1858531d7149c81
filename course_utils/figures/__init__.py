"""Figures of tables of numbers and of images, to follow a convolution by eye.

Each function takes arrays and returns the Axes that it drew on; a notebook shows the figure, with alt text, at the end
of the cell. Rows and columns count from 0. `cells` draws one table, `sheet` arranges several side by side.
"""

from course_utils.figures.images import color_photographs, photographs
from course_utils.figures.tables import grid, maps, pairs
from course_utils.figures.windows import window

__all__ = ["color_photographs", "grid", "maps", "pairs", "photographs", "window"]
