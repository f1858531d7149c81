"""A coloured lamp on images, and grey-world, which removes the colour of an unknown lamp.

Leaves out several lamps in one image, shadows and gloss: the light has the same colour at all pixels.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

LAMPS = {
    "neutral": (1.0, 1.0, 1.0),
    "yellow": (1.0, 0.9, 0.5),
    "blue": (0.5, 0.6, 1.0),
    "cyan": (0.4, 1.0, 1.0),
}
"""Lamps by name: red, green and blue of a white pixel under the lamp, 0..1."""


def lit(images: Tensor, colour: Tensor | Sequence) -> Tensor:
    """Return the images under a lamp: each channel times the lamp's value for it, `(N, 3, H, W)`.

    Args:
        images: `(N, 3, H, W)` of floats 0..1 under neutral light.
        colour: red, green and blue of the lamp, 0..1, for all images; or `(N, 3)`, one lamp for each image.

    The function multiplies stored values. A camera stores about light ** (1 / 2.2), so `colour` corresponds to the
    light `colour ** 2.2`. Multiplying stored values gives the same image as multiplying light, because
    (a * b) ** p = a ** p * b ** p.

    Raises:
        TypeError: the images are not floats.
        ValueError: the images do not have three channels or have values below 0; the lamp is out of range, or the
            number of lamps is neither 1 nor N.

    >>> white = torch.ones(1, 3, 1, 1)
    >>> lit(white, LAMPS["yellow"]).flatten()
    tensor([1.0000, 0.9000, 0.5000])
    """
    _check("lit", images)
    lamp = torch.as_tensor(colour, dtype=images.dtype, device=images.device)
    if lamp.shape not in ((3,), (len(images), 3)):
        raise ValueError(
            f"lit: colour must be red, green and blue, or of the shape ({len(images)}, 3) for a lamp on each picture, "
            f"got the shape {tuple(lamp.shape)}"
        )
    if not ((lamp >= 0) & (lamp <= 1)).all():
        raise ValueError(
            f"lit: colour must be between 0 and 1, got {lamp.min():.4g} to {lamp.max():.4g}; divide 0..255 by 255"
        )
    return images * lamp.reshape(-1, 3, 1, 1)


def grey_world(images: Tensor) -> Tensor:
    """Return each image with its channels scaled to the same mean, the mean of the whole image: `(N, 3, H, W)`.

    The method assumes that the objects in an image are grey on average, so that any other average colour is caused by
    the lamp. For the same scene under two lamps the results are equal, except for their brightness. An image of a
    meadow, which is not grey on average, loses its green.

    Args:
        images: `(N, 3, H, W)` of floats, 0 or more, so apply the function before normalisation. Values of the result
            can be above 1: `clamp` them before drawing.

    Raises:
        TypeError: the images are not floats.
        ValueError: the images do not have three channels, or have values below 0.

    Channel means of 0.8, 0.4 and 0.6 become 0.6 each:

    >>> pixels = torch.tensor([[0.8, 0.8], [0.6, 0.2], [0.9, 0.3]]).reshape(1, 3, 1, 2)  # two of them, by channel
    >>> grey_world(pixels).reshape(3, 2)
    tensor([[0.6000, 0.6000],
            [0.9000, 0.3000],
            [0.9000, 0.3000]])

    Source: Buchsbaum, A spatial processor model for object colour perception, 1980.
    """
    _check("grey_world", images)
    means = images.mean((2, 3), keepdim=True)  # (N, 3, 1, 1)
    grey = means.mean(1, keepdim=True)  # (N, 1, 1, 1)
    return images * torch.where(means > 0, grey / means, 1)  # a channel that is all 0 stays 0


def _check(function: str, images: Tensor) -> None:
    if not isinstance(images, Tensor) or images.ndim != 4 or images.shape[1] != 3 or not images.numel():
        got = tuple(images.shape) if isinstance(images, Tensor) else f"a value of type {type(images).__name__}"
        raise ValueError(
            f"{function}: images must be a tensor of shape (N, 3, H, W) with red, green and blue, got {got}; for one "
            "picture give images[3:4]; grey pictures show no colour of light"
        )
    if not images.is_floating_point():
        raise TypeError(f"{function}: images must be floats, got {images.dtype}; bring 0..255 to 0..1: images / 255")
    if not images.min() >= 0:  # also catches nan
        raise ValueError(
            f"{function}: pixels must be 0 or more, got {images.min():.4g}; apply the light first and normalise "
            "afterwards"
        )
