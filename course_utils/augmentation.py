"""Augmentation of a whole batch at once: each image gets its own rotation, shear and flip, in one sampling step.

`affine` applies given angles, shears and flips; `RandomAffine` draws them at random. torchvision's `v2.RandomAffine`
draws one transformation for all images of a batch. Translation and scaling are left out: they would be a third column
of the matrix.
"""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import grid_sample

MODES = ("nearest", "bilinear")


def affine(
    images: Tensor, *, angle: Tensor | Sequence, shear: Tensor | Sequence, flip: Tensor | Sequence, fill: float = 0.0,
    mode: str = "nearest",
) -> Tensor:  # fmt: skip
    """Return each image flipped, then sheared, then rotated about its centre: `(N, C, H, W)`.

    Args:
        images: `(N, C, H, W)` of float32 or float64, 0..1. Augment first, normalise afterwards: pixels from outside
            the image get the value `fill`. The default 0 is black in 0..1, but in normalised images it is the mean
            grey, so corners that should be black would be grey, and a different grey for each mean.
        angle: `(N,)` degrees, clockwise as seen by the viewer.
        shear: `(N, 2)` degrees, along the rows and along the columns, each between -90 and 90.
        flip: `(N,)` bools; True flips the image horizontally.
        fill: the value of pixels outside the image.
        mode: "nearest" takes the nearest pixel, which is fast and sharp; "bilinear" interpolates between the four
            surrounding pixels, which is smooth and slightly blurred.

    Raises:
        TypeError: the images are not floats, or `flip` does not hold bools.
        ValueError: a shape is wrong, an angle or a shear is out of range, or the mode is unknown.

    A rotation by 90 degrees clockwise moves the left column to the top; a flip exchanges left and right:

    >>> images = torch.tensor([[1.0, 2.0], [3.0, 4.0]]).expand(2, 1, 2, 2)
    >>> turned, mirrored = affine(images, angle=[90, 0], shear=[(0, 0), (0, 0)], flip=[False, True])
    >>> turned.tolist(), mirrored.tolist()
    ([[[3.0, 1.0], [4.0, 2.0]]], [[[2.0, 1.0], [4.0, 3.0]]])

    Source: torchvision.transforms.v2.functional.affine, applied to one image at a time; angles, shears and centre are
    defined as there. With bilinear mode and a fill, torchvision darkens the edge twice; here the edge is blended with
    `fill` once.
    """
    _check_images("affine", images)
    _check_mode("affine", mode)
    angle = _per_picture("angle", angle, images, ()).deg2rad()
    shear = _per_picture("shear", shear, images, (2,))
    if not (shear.abs() < 90).all():
        raise ValueError(
            f"affine: shear must be above -90 and below 90 degrees (these would flatten a picture to a line), got "
            f"{shear.min():g} to {shear.max():g}"
        )
    places = _places(angle, shear.deg2rad().tan(), _bools(flip, images), images.shape)
    if not fill:
        return grid_sample(images, places, mode=mode, align_corners=False)  # grid_sample fills with 0
    return grid_sample(images - fill, places, mode=mode, align_corners=False) + fill


def _places(angle: Tensor, tangents: Tensor, flip: Tensor, shape: torch.Size) -> Tensor:
    """Return `(N, H, W, 2)`: for each pixel of the result the position (x, y) in the input, each from -1 to 1.

    This is the inverse transformation: it undoes the rotation, then the shear along the columns, then the shear along
    the rows, then the flip.
    """
    height, width = shape[-2:]
    cos, sin = angle.cos(), angle.sin()
    to_x, to_y = torch.stack([cos, sin], dim=1), torch.stack([-sin, cos], dim=1)  # (N, 2): for a step in x, and in y
    to_y = to_y + tangents[:, 1:] * to_x
    to_x = to_x + tangents[:, :1] * to_y
    halves = torch.where(flip[:, None], -2 / width, 2 / width), 2 / height  # grid_sample's unit is half an image
    x_steps, y_steps = torch.stack([to_x * halves[0], to_y * halves[1]], dim=1)[..., None, None].unbind(2)
    x = torch.arange(1 - width, width, 2, dtype=angle.dtype, device=angle.device) / 2  # pixels from the centre
    y = torch.arange(1 - height, height, 2, dtype=angle.dtype, device=angle.device)[:, None] / 2
    return (x_steps * x + y_steps * y).permute(0, 2, 3, 1)


@dataclass(frozen=True)
class RandomAffine:
    """A transform for `fit` that gives each image of a batch its own random rotation, shear and flip.

    Args:
        degrees: the rotation is uniform from -degrees to degrees.
        shear: the shear along the rows is uniform from -shear to shear degrees, below 90; torchvision interprets a
            single number in the same way.
        flip: the probability that an image is flipped horizontally, 0 to 1.
        fill, mode: as for `affine`.

    Called with `images`, `(N, C, H, W)` of floats 0..1, it returns images of the same shape. It draws from torch's
    global generator, which `fit` seeds again for each epoch. It always draws on the CPU, also for images on a GPU, so
    a seed gives the same images on both. To normalise afterwards:
    `v2.Compose([RandomAffine(), v2.Normalize([0.5], [0.5])])`.

    Raises:
        ValueError: a number is out of range.

    >>> augment = RandomAffine(degrees=0, shear=0, flip=1)
    >>> augment
    RandomAffine(degrees=0, shear=0, flip=1, fill=0.0, mode='nearest')
    >>> augment(torch.tensor([[[[1.0, 2.0, 3.0]]]]))
    tensor([[[[3., 2., 1.]]]])

    Source: torchvision.transforms.v2.RandomAffine(degrees, shear=shear) and RandomHorizontalFlip(flip).
    """

    degrees: float = 5
    shear: float = 10
    flip: float = 0.5
    fill: float = 0.0
    mode: str = "nearest"

    def __post_init__(self) -> None:
        ranges = {
            "degrees": (0, math.inf, "finite and at least 0"),
            "shear": (0, 90, "at least 0 and below 90"),
            "flip": (0, math.nextafter(1, 2), "a probability from 0 to 1"),
            "fill": (-sys.float_info.max, math.inf, "finite"),
        }
        for name, (lowest, below, wanted) in ranges.items():
            value = getattr(self, name)
            if not isinstance(value, (int, float)) or not lowest <= value < below:
                raise ValueError(f"RandomAffine: {name} must be one number, {wanted}, got {value!r}")
        _check_mode("RandomAffine", self.mode)

    def __call__(self, images: Tensor) -> Tensor:
        _check_images("RandomAffine", images)
        turn, slant, chance = torch.rand(3, len(images))
        shear = torch.stack([(2 * slant - 1) * self.shear, torch.zeros(len(images))], dim=1)
        return affine(images, angle=(2 * turn - 1) * self.degrees, shear=shear, flip=chance < self.flip, fill=self.fill,
                      mode=self.mode)  # fmt: skip


def _check_images(function: str, images: Tensor) -> None:
    if not isinstance(images, Tensor) or images.ndim != 4 or not images.numel():
        got = tuple(images.shape) if isinstance(images, Tensor) else f"a value of type {type(images).__name__}"
        raise ValueError(
            f"{function}: images must be a tensor of shape (N, C, H, W) with at least one picture, got {got}; for one "
            "picture give images[3:4]"
        )
    if images.dtype not in (torch.float32, torch.float64):
        raise TypeError(
            f"{function}: images must be float32 or float64, got {images.dtype}; bring 0..255 to 0..1 first: "
            f"images / 255"
        )


def _check_mode(function: str, mode: str) -> None:
    if mode not in MODES:
        raise ValueError(f"{function}: mode must be {' or '.join(map(repr, MODES))}, got {mode!r}")


def _per_picture(name: str, values: Tensor | Sequence, images: Tensor, more: tuple[int, ...]) -> Tensor:
    """Return the values with the images' dtype and device, shape `(N, *more)`.

    Raises ValueError if the shape is wrong or a value is not finite.
    """
    numbers = torch.as_tensor(values, dtype=images.dtype, device=images.device)
    wanted = (len(images), *more)
    if tuple(numbers.shape) != wanted:
        raise ValueError(
            f"affine: {name} must have the shape {wanted}, one for each of the {len(images)} pictures, got "
            f"{tuple(numbers.shape)}"
        )
    if not numbers.isfinite().all():
        raise ValueError(f"affine: {name} must hold finite degrees, got {numbers[~numbers.isfinite()][0]:g}")
    return numbers


def _bools(flip: Tensor | Sequence, images: Tensor) -> Tensor:
    flip = torch.as_tensor(flip, device=images.device)
    if flip.dtype != torch.bool:
        raise TypeError(f"affine: flip must hold bools, got {flip.dtype}; from probabilities: torch.rand(N) < p")
    if tuple(flip.shape) != (len(images),):
        raise ValueError(
            f"affine: flip must have the shape ({len(images)},), one for each picture, got {tuple(flip.shape)}"
        )
    return flip
