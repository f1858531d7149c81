"""Bilinear resizing in integer arithmetic: the same bytes on every machine, which floats do not guarantee."""

import numpy as np
import torch
from torch import Tensor

BATCH = 2000  # images at a time, so that the intermediate integer arrays stay small


def resized(images: Tensor, height: int, width: int) -> Tensor:
    """Return the images resized bilinearly to `(N, C, height, width)`, rounded to the nearest byte.

    Args:
        images: `(N, C, H, W)`, bytes.
        height, width: in pixels. Below half the old size some pixels are ignored, because bilinear interpolation uses
            only two pixels along each axis.

    The centres of two pixels are at 1/2 and 3/2; the centres of three pixels over the same length are at 1/3, 1 and
    5/3. A centre outside the old centres takes the nearest pixel; 1 is halfway between them, so it gives (0 + 90) / 2:

    >>> resized(torch.tensor([[[[0, 90]]]], dtype=torch.uint8), 1, 3).tolist()
    [[[[0, 45, 90]]]]

    Source: torch.nn.functional.interpolate(mode="bilinear", align_corners=False), the same except for rounding.
    """
    shrunk = []
    for batch in images.split(BATCH):
        values = batch.numpy().astype(np.int32)
        values = _along(_along(values, width, axis=3), height, axis=2)
        whole = 4 * height * width  # the sum of the weights of one pixel
        shrunk.append(((values + whole // 2) // whole).astype(np.uint8))
    empty = np.zeros((0, images.shape[1], height, width), np.uint8)
    return torch.from_numpy(np.concatenate([empty, *shrunk]))


def _along(values: np.ndarray, size: int, axis: int) -> np.ndarray:
    """Return `2 * size` times the values interpolated between neighbours along one axis, exactly."""
    old = values.shape[axis]
    place = (2 * np.arange(size) + 1) * old - size  # 2 * size times the position of each new centre
    place = place.clip(0, 2 * size * (old - 1))
    left, part = np.divmod(place, 2 * size)
    right = np.minimum(left + 1, old - 1)
    part = part.astype(np.int32).reshape([-1 if n == axis else 1 for n in range(values.ndim)])
    return np.take(values, left, axis) * (2 * size - part) + np.take(values, right, axis) * part
