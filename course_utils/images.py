"""Images as arrays: conversion from colour to grey, channels first or last, normalisation. NumPy in, NumPy out.

"Channels last" is `(H, W, C)`, the order in image files, matplotlib and Keras; "channels first" is `(C, H, W)`, the
order in PyTorch. A batch has the axis N before these. Leaves out resizing, and reading files.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

CHANNELS = (1, 3, 4)
"""Possible numbers of channels of an image: grey; red, green, blue; red, green, blue and transparency."""

PerChannel = float | Sequence[float] | np.ndarray
"""One number for all channels, or one for each."""


def to_gray(image: ArrayLike) -> np.ndarray:
    """Return the mean of red, green and blue, as floats of shape `(H, W)` or `(N, H, W)`.

    Args:
        image: channels last, `(H, W, 3)` or `(N, H, W, 3)`; bytes or floats, in any range.

    Raises:
        ValueError: the last axis does not have length 3.

    >>> to_gray([[[90, 150, 210], [255, 0, 0]]])  # (90 + 150 + 210) / 3, 255 / 3
    array([[150.,  85.]])
    """
    array = _picture(image, "to_gray")
    if array.shape[-1] != 3:
        raise ValueError(
            f"to_gray: the last axis must hold red, green and blue, got the shape {array.shape}; "
            f"for channels first use to_gray(to_channels_last(image))"
        )
    return array.mean(axis=-1)  # NumPy computes the mean of bytes in float64, so the sum cannot overflow


def to_channels_first(image: ArrayLike) -> np.ndarray:
    """Return a view with channels first: `(H, W, C)` becomes `(C, H, W)`, `(N, H, W, C)` becomes `(N, C, H, W)`.

    Raises:
        ValueError: the number of axes is not 3 or 4, or the last axis does not hold 1, 3 or 4 channels.

    >>> to_channels_first([[[1, 2, 3], [4, 5, 6]]]).tolist()  # one row of two pixels; red, green, blue planes
    [[[1, 4]], [[2, 5]], [[3, 6]]]

    Source: torch.Tensor.permute(2, 0, 1).
    """
    array = _picture(image, "to_channels_first")
    _check_channels(array, -1, "to_channels_first", "first")
    return np.moveaxis(array, -1, -3)


def to_channels_last(image: ArrayLike) -> np.ndarray:
    """Return a view with channels last: `(C, H, W)` becomes `(H, W, C)`, `(N, C, H, W)` becomes `(N, H, W, C)`.

    Raises:
        ValueError: the number of axes is not 3 or 4, or the axis before rows and columns does not hold 1, 3 or 4
            channels.

    >>> to_channels_last([[[1, 4]], [[2, 5]], [[3, 6]]]).tolist()
    [[[1, 2, 3], [4, 5, 6]]]
    """
    array = _picture(image, "to_channels_last")
    _check_channels(array, -3, "to_channels_last", "last")
    return np.moveaxis(array, -3, -1)


def normalize(image: ArrayLike, mean: PerChannel, std: PerChannel) -> np.ndarray:
    """Return `(image - mean) / std`, as floats of the image's shape.

    Args:
        image: channels first, `(C, H, W)` or `(N, C, H, W)`, floats; divide bytes by 255 first.
        mean, std: one number for all channels, or one number for each of the C channels; in the range of the image.

    Raises:
        ValueError: the image holds integers, `std` is not positive, or the count of numbers is neither 1 nor C.

    >>> normalize([[[0.0, 0.5, 1.0]]], mean=0.5, std=0.5)
    array([[[-1.,  0.,  1.]]])

    Source: torchvision.transforms.Normalize.
    """
    array = _picture(image, "normalize")
    if array.dtype.kind != "f":
        raise ValueError(
            f"normalize: image must hold floats, got {array.dtype}; bring 0..255 to 0..1 first: image / 255"
        )
    centre, spread = (_per_channel(value, array, name) for value, name in ((mean, "mean"), (std, "std")))
    if not (spread > 0).all():
        raise ValueError(f"normalize: std must be positive, got {std}")
    return (array - centre) / spread


def _picture(image: ArrayLike, function: str) -> np.ndarray:
    array = np.asarray(image)
    if array.ndim not in (3, 4):
        raise ValueError(
            f"{function}: a picture has 3 axes and a batch of pictures 4, got the shape {array.shape}; "
            f"a grey picture needs its axis for one channel, too"
        )
    return array


def _check_channels(array: np.ndarray, axis: int, function: str, already: str) -> None:
    if array.shape[axis] not in CHANNELS:
        where = "last axis" if axis == -1 else "axis before rows and columns"
        raise ValueError(
            f"{function}: the {where} of {array.shape} holds {array.shape[axis]} numbers, but a picture has 1, 3 or 4 "
            f"channels; are the channels {already} already?"
        )


def _per_channel(value: ArrayLike, array: np.ndarray, name: str) -> np.ndarray:
    """Return `value` in a shape that broadcasts along the channels of `array`, `(..., C, H, W)`."""
    numbers = np.asarray(value, dtype=float)
    if numbers.ndim and numbers.shape != (array.shape[-3],):
        raise ValueError(
            f"normalize: {name} must be one number or {array.shape[-3]}, one for each channel of {array.shape}, "
            f"got {numbers.size}"
        )
    return numbers.reshape(-1, 1, 1) if numbers.ndim else numbers
