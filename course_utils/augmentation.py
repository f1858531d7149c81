"""Augmentation of a whole batch at once: every picture is turned, sheared and mirrored in its own way, by one sampling.

`affine` does what it is told, `RandomAffine` draws what to do. torchvision's `v2.RandomAffine` on a batch draws one
affine for all its pictures. Leaves out shifts and scales: add them as a third column of the matrix.
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
    """Return each picture mirrored, then sheared, then turned about its centre: `(N, C, H, W)`.

    Args:
        images: `(N, C, H, W)` of float32 or float64, 0..1. Augment first and normalise after it: what comes in from
            outside is `fill`, and 0, which is black in 0..1, is the mean grey in normalised pictures. Black corners
            would be grey, another grey for each mean.
        angle: `(N,)` degrees, clockwise as one looks at the picture.
        shear: `(N, 2)` degrees, along the rows and along the columns, each between -90 and 90.
        flip: `(N,)` of bools, True mirrors left and right.
        fill: the value outside of the picture.
        mode: "nearest" takes the pixel that lies nearest, fast and sharp; "bilinear" mixes the four around the place,
            smooth and a little soft.

    Raises:
        TypeError: pictures that are no floats, a flip that is no bool.
        ValueError: another shape, an angle or a shear that is out of range, another mode.

    A quarter turn clockwise brings the left column to the top; a flip changes left and right:

    >>> images = torch.tensor([[1.0, 2.0], [3.0, 4.0]]).expand(2, 1, 2, 2)
    >>> turned, mirrored = affine(images, angle=[90, 0], shear=[(0, 0), (0, 0)], flip=[False, True])
    >>> turned.tolist(), mirrored.tolist()
    ([[[3.0, 1.0], [4.0, 2.0]]], [[[2.0, 1.0], [4.0, 3.0]]])

    Source: torchvision.transforms.v2.functional.affine picture by picture, whose angles, shears and centre these are.
    Where it is bilinear and given a fill, it dims the edge twice; here the edge mixes with `fill` once.
    """
    _check_images("affine", images)
    _check_mode("affine", mode)
    angle = _per_picture("angle", angle, images, ()).deg2rad()
    shear = _per_picture("shear", shear, images, (2,))
    if not (shear.abs() < 90).all():
        raise ValueError(
            f"affine: shear must lie between -90 and 90 degrees, which themselves flatten a picture to a line, got "
            f"{shear.min():g} to {shear.max():g}"
        )
    places = _places(angle, shear.deg2rad().tan(), _bools(flip, images), images.shape)
    if not fill:
        return grid_sample(images, places, mode=mode, align_corners=False)  # which has 0 outside
    return grid_sample(images - fill, places, mode=mode, align_corners=False) + fill


def _places(angle: Tensor, tangents: Tensor, flip: Tensor, shape: torch.Size) -> Tensor:
    """Return `(N, H, W, 2)`: the place (x, y) in the picture, each from -1 to 1, that a pixel of the result shows.

    That is the way back: undo the turn, then the shear along the columns, then along the rows, then the flip.
    """
    height, width = shape[-2:]
    cos, sin = angle.cos(), angle.sin()
    to_x, to_y = torch.stack([cos, sin], dim=1), torch.stack([-sin, cos], dim=1)  # (N, 2): of a step in x, and in y
    to_y = to_y + tangents[:, 1:] * to_x
    to_x = to_x + tangents[:, :1] * to_y
    halves = torch.where(flip[:, None], -2 / width, 2 / width), 2 / height  # grid_sample counts in halves of a picture
    x_steps, y_steps = torch.stack([to_x * halves[0], to_y * halves[1]], dim=1)[..., None, None].unbind(2)
    x = torch.arange(1 - width, width, 2, dtype=angle.dtype, device=angle.device) / 2  # from the centre
    y = torch.arange(1 - height, height, 2, dtype=angle.dtype, device=angle.device)[:, None] / 2
    return (x_steps * x + y_steps * y).permute(0, 2, 3, 1)


@dataclass(frozen=True)
class RandomAffine:
    """A transform for `fit`: every picture of a batch is turned, sheared and mirrored by chance, each in its own way.

    Args:
        degrees: turned by -degrees to degrees, all angles alike.
        shear: sheared along the rows by -shear to shear degrees, below 90; as torchvision takes one number.
        flip: how probable it is that a picture is mirrored, 0 to 1.
        fill, mode: as for `affine`.

    Called with `images` `(N, C, H, W)` of floats 0..1, it returns as many. It draws from torch's own generator, which
    `fit` seeds anew for each epoch, and on the processor also for a GPU: a seed gives the same pictures on both. To
    normalise after it: `v2.Compose([RandomAffine(), v2.Normalize([0.5], [0.5])])`.

    Raises:
        ValueError: a number out of range.

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
            f"{function}: images must be a tensor of shape (N, C, H, W) with at least one picture, got {got}; one is "
            f"images[3:4]"
        )
    if images.dtype not in (torch.float32, torch.float64):
        raise TypeError(
            f"{function}: images must be of float32 or float64, got {images.dtype}; bring 0..255 to 0..1 first: "
            f"images / 255"
        )


def _check_mode(function: str, mode: str) -> None:
    if mode not in MODES:
        raise ValueError(f"{function}: mode must be {' or '.join(map(repr, MODES))}, got {mode!r}")


def _per_picture(name: str, values: Tensor | Sequence, images: Tensor, more: tuple[int, ...]) -> Tensor:
    """Return the values beside the images, of shape `(N, *more)`; ValueError where they are others or not finite."""
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
