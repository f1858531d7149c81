"""A canvas of N images to paint on, in the coordinates of the object that is drawn."""

from dataclasses import dataclass

import numpy as np

from course_utils.datasets.drawing.randomness import CounterRng


@dataclass(frozen=True)
class Pose:
    """The direction and rotation of the objects in the images of a split.

    Args:
        facing_right: the fraction of objects that face right, 0..1; the others are mirrored.
        turn: the tangent of half the largest rotation angle, in both directions.
    """

    facing_right: float
    turn: float


class Sketch:
    """N images with the coordinates of an object in each of them.

    The object covers about -1 <= u, v <= 1; u increases to its front, v downwards.

    Args:
        pictures: `(N, 3, H, H)`, float32 in 0..1; `paint` changes them in place.
        u, v: `(N, 1, H, H)`, the coordinates of each pixel.
        pixels: `(N, 1, 1, 1)`, the length of one unit in pixels.
        shade: `(N, 1, H, H)`, the factor by which the light from above brightens (> 1) or darkens a surface.
    """

    def __init__(self, pictures: np.ndarray, u: np.ndarray, v: np.ndarray, pixels: np.ndarray, shade: np.ndarray):
        self.pictures, self.u, self.v, self.pixels, self.shade = pictures, u, v, pixels, shade

    def paint(self, inside: np.ndarray, colour: np.ndarray, where: np.ndarray | bool = True) -> None:
        """Colour the pixels inside a shape (> 0); a pixel on the edge is blended with the colour.

        Args:
            inside: `(N, 1, H, H)`, from `shapes`.
            colour: `(N or 1, 3, 1, 1)`.
            where: `(N, 1, 1, 1)`, True for the images to paint.
        """
        cover = np.clip(inside * self.pixels + 0.5, 0, 1) * where
        self.pictures += cover * (colour * self.shade - self.pictures)


def placed(pictures: np.ndarray, pose: Pose, chance: CounterRng, size: tuple[float, float], shift: float) -> Sketch:
    """Return a sketch with a random position, size and pose for the object in each image.

    Args:
        pictures: `(N, 3, H, H)`, the images to paint on.
        pose: the direction and rotation of the objects.
        chance: the random numbers for the N images.
        size: the smallest and largest half width, as a fraction of half the image width.
        shift: the largest distance from the centre along each axis, in the same unit.
    """
    x, y = pixel_places(pictures.shape[-1])
    scale = chance.number(*size)
    half = chance.number(-pose.turn, pose.turn)
    cosine, sine = (1 - half * half) / (1 + half * half), 2 * half / (1 + half * half)  # without np.cos and np.sin
    front = np.where(chance.happens(pose.facing_right), np.float32(1), np.float32(-1))
    right, down = x - chance.number(-shift, shift), y - chance.number(-shift, shift)
    u = (cosine * right + sine * down) / scale * front * chance.number(0.9, 1.1)
    v = (cosine * down - sine * right) / scale
    shade = 1 - 0.2 * (v * chance.number(0.4, 1) + u * chance.number(-0.6, 0.6))
    return Sketch(pictures, u, v, scale * np.float32(pictures.shape[-1] / 2), shade)


def pixel_places(side: int) -> tuple[np.ndarray, np.ndarray]:
    """Return x, `(1, 1, 1, side)`, and y, `(1, 1, side, 1)`, of the pixel centres of an image from -1 to 1.

    >>> pixel_places(2)[0].ravel().tolist()
    [-0.5, 0.5]
    """
    middles = (np.arange(side, dtype=np.float32) * 2 + 1) / np.float32(side) - 1
    return middles.reshape(1, 1, 1, -1), middles.reshape(1, 1, -1, 1)
