"""A sheet of N pictures to paint on, in the coordinates of the thing that is drawn."""

from dataclasses import dataclass

import numpy as np

from course_utils.datasets.drawing.randomness import CounterRng


@dataclass(frozen=True)
class Pose:
    """How things stand in the pictures of a split.

    Args:
        facing_right: the share of things that look to the right, 0..1; the others are seen in a mirror.
        turn: the tangent of half the largest angle by which they are turned, either way.
    """

    facing_right: float
    turn: float


class Sketch:
    """N pictures and where in each the thing lies: about -1 <= u, v <= 1, u to its front, v down.

    Args:
        pictures: `(N, 3, H, H)`, float32 of 0..1; `paint` changes them.
        u, v: `(N, 1, H, H)`, each pixel's place.
        pixels: `(N, 1, 1, 1)`, how many pixels one unit is long.
        shade: `(N, 1, H, H)`, by how much the light from above brightens (> 1) or darkens a surface.
    """

    def __init__(self, pictures: np.ndarray, u: np.ndarray, v: np.ndarray, pixels: np.ndarray, shade: np.ndarray):
        self.pictures, self.u, self.v, self.pixels, self.shade = pictures, u, v, pixels, shade

    def paint(self, inside: np.ndarray, colour: np.ndarray, where: np.ndarray | bool = True) -> None:
        """Colour what lies inside (> 0); a pixel that the edge runs through takes a part of the colour.

        Args:
            inside: `(N, 1, H, H)`, from `shapes`.
            colour: `(N or 1, 3, 1, 1)`.
            where: `(N, 1, 1, 1)`, the pictures to paint in.
        """
        cover = np.clip(inside * self.pixels + 0.5, 0, 1) * where
        self.pictures += cover * (colour * self.shade - self.pictures)


def placed(pictures: np.ndarray, pose: Pose, chance: CounterRng, size: tuple[float, float], shift: float) -> Sketch:
    """Return a sketch for things of that half width, as a share of half the picture's, off the middle by `shift`."""
    x, y = pixel_places(pictures.shape[-1])
    scale = chance.number(*size)
    half = chance.number(-pose.turn, pose.turn)
    cosine, sine = (1 - half * half) / (1 + half * half), 2 * half / (1 + half * half)  # of the angle, without them
    front = np.where(chance.happens(pose.facing_right), np.float32(1), np.float32(-1))
    right, down = x - chance.number(-shift, shift), y - chance.number(-shift, shift)
    u = (cosine * right + sine * down) / scale * front * chance.number(0.9, 1.1)
    v = (cosine * down - sine * right) / scale
    shade = 1 - 0.2 * (v * chance.number(0.4, 1) + u * chance.number(-0.6, 0.6))
    return Sketch(pictures, u, v, scale * np.float32(pictures.shape[-1] / 2), shade)


def pixel_places(side: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the middles of the pixels of a picture that goes from -1 to 1 both ways: `(1, 1, 1, side)`, and turned.

    >>> pixel_places(2)[0].ravel().tolist()
    [-0.5, 0.5]
    """
    middles = (np.arange(side, dtype=np.float32) * 2 + 1) / np.float32(side) - 1
    return middles.reshape(1, 1, 1, -1), middles.reshape(1, 1, -1, 1)
