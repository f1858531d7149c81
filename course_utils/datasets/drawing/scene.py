"""A complete image: sky and ground, other objects, the drawing among them, the light, and the conversion to bytes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_utils.datasets.drawing.randomness import CounterRng
from course_utils.datasets.drawing.shapes import box, ellipse, palette
from course_utils.datasets.drawing.sketch import Pose, Sketch, pixel_places, placed

Drawing = Callable[[Sketch, CounterRng], None]
SKIES = palette((135, 190, 235), (175, 205, 230), (205, 205, 212), (245, 200, 150), (115, 150, 205), (230, 232, 240),
                (185, 220, 190), (95, 110, 165))  # fmt: skip
GROUNDS = palette((105, 160, 80), (212, 190, 140), (135, 135, 140), (232, 232, 238), (160, 120, 90), (85, 115, 72),
                  (190, 160, 180), (100, 120, 160))  # fmt: skip
OBJECTS = palette((205, 45, 45), (45, 90, 185), (240, 205, 70), (70, 150, 80), (230, 130, 50), (240, 240, 240),
                  (70, 70, 80), (150, 105, 70))  # fmt: skip


@dataclass(frozen=True)
class Surroundings:
    """The settings that make the images harder to classify.

    Args:
        size: the smallest and largest half width of the drawing, as a fraction of half the image width.
        shift: the largest distance of the drawing from the centre along each axis, in the same unit.
        behind, before: the largest number of objects behind the drawing, and in front of it.
        brightness: the weakest and the strongest light; 1 leaves colours unchanged.
        haze: the largest fraction of the contrast that is lost, 0..1.
        grain: the standard deviation of the noise, in steps of 0..255.
    """

    size: tuple[float, float] = (0.43, 0.82)
    shift: float = 0.35
    behind: int = 4
    before: int = 1
    brightness: tuple[float, float] = (0.7, 1.2)
    haze: float = 0.15
    grain: int = 5


def scenes(
    draw: Drawing, pose: Pose, chance: CounterRng, count: int, *, side: int, coloured: bool, around: Surroundings
) -> np.ndarray:
    """Return `count` images as bytes: `(count, 3, side, side)`.

    Args:
        draw: the function that paints one kind of object, such as `airplane`.
        pose: the direction and rotation of the objects.
        chance: the random numbers for `count` images.
        side: height and width in pixels.
        coloured: whether each image is under a lamp with its own colour.
        around: the settings that make the images harder to classify.
    """
    pictures = np.empty((count, 3, side, side), np.float32)
    _background(pictures, chance)
    for _ in range(around.behind):
        _something(pictures, chance, largest=0.38)
    draw(placed(pictures, pose, chance, around.size, around.shift), chance)
    for _ in range(around.before):
        _something(pictures, chance, largest=0.16)
    pictures = _lit(pictures, chance, coloured, around)
    grain = chance.grain(side, side) * around.grain // 104
    return np.clip((pictures * 255 + 0.5).astype(np.int32) + grain, 0, 255).astype(np.uint8)


def _background(pictures: np.ndarray, chance: CounterRng) -> None:
    x, y = pixel_places(pictures.shape[-1])
    sky, ground = chance.near(chance.choice(SKIES), 0.12), chance.near(chance.choice(GROUNDS), 0.12)
    pictures[:] = sky * (1 + 0.15 * y)
    horizon = chance.number(-0.4, 0.9) + chance.number(-0.15, 0.15) * x
    cover = np.clip((y - horizon) * np.float32(pictures.shape[-1] / 2) + 0.5, 0, 1)
    pictures += cover * (ground * (1.05 - 0.15 * y) - pictures)


def _something(pictures: np.ndarray, chance: CounterRng, largest: float) -> None:
    """Paint an ellipse or a box of a random colour into about two of three images."""
    sketch = placed(pictures, Pose(0.5, 0.4), chance, (1, 1), shift=1)
    a, b = chance.number(0.08, largest), chance.number(0.08, largest)
    inside = np.where(chance.happens(0.6), ellipse(sketch.u, sketch.v, 0, 0, a, b), box(sketch.u, sketch.v, 0, 0, a, b))
    there = chance.happens(0.66)
    colour = chance.near(chance.choice(np.concatenate([SKIES, GROUNDS, OBJECTS])), 0.15)
    sketch.paint(inside, colour, where=there)


def _lit(pictures: np.ndarray, chance: CounterRng, coloured: bool, around: Surroundings) -> np.ndarray:
    """Return the images with reduced contrast, random brightness and, if `coloured`, under a coloured lamp."""
    pictures = (pictures - 0.45) * (1 - chance.number(0, around.haze)) + 0.45
    brightness = chance.number(*around.brightness)
    yellow, green = chance.number(-0.45, 0.45), chance.number(-0.15, 0.15)  # below 0: blue, magenta
    if coloured:
        lamp = np.concatenate([1 + 0.55 * yellow - 0.3 * green, 1 + 0.1 * yellow + green,
                               1 - 0.95 * yellow - 0.3 * green], 1)  # fmt: skip
        pictures = pictures * lamp
    return np.clip(pictures * brightness, 0, 1)
