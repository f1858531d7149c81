"""Pictures as arrays: grey from colour, channels first or last, normalising. NumPy in, NumPy out.

"Channels last" is `(H, W, C)`, as picture files, matplotlib and Keras have it; "channels first" is `(C, H, W)`, as
PyTorch has it. A batch has N in front of either. Leaves out resizing, and reading files.
"""

import numpy as np
from numpy.typing import ArrayLike

CHANNELS = (1, 3, 4)
"""Channels of a picture: grey; red, green, blue; and these with transparency."""


def to_gray(image: ArrayLike) -> np.ndarray:
    """Return the mean of red, green and blue, as floats of shape `(H, W)` or `(N, H, W)`.

    Args:
        image: channels last, `(H, W, 3)` or `(N, H, W, 3)`; bytes or floats, on any scale.

    Raises:
        ValueError: no three channels in the last axis.

    >>> to_gray([[[90, 150, 210], [255, 0, 0]]])  # (90 + 150 + 210) / 3, 255 / 3
    array([[150.,  85.]])
    """
    array = _picture(image, "to_gray")
    if array.shape[-1] != 3:
        raise ValueError(
            f"to_gray: the last axis must hold red, green and blue, got the shape {array.shape}; "
            f"for channels first use to_gray(to_channels_last(image))"
        )
    return array.mean(axis=-1)  # NumPy takes the mean of bytes in float64, so nothing overflows


def to_channels_first(image: ArrayLike) -> np.ndarray:
    """Return a view with the channels in front: of `(H, W, C)` a `(C, H, W)`, of `(N, H, W, C)` an `(N, C, H, W)`.

    Raises:
        ValueError: another number of axes, or a last axis that holds no channels (1, 3 or 4).

    >>> to_channels_first([[[1, 2, 3], [4, 5, 6]]]).tolist()  # one row of two pixels; red, green, blue planes
    [[[1, 4]], [[2, 5]], [[3, 6]]]

    Source: torch.Tensor.permute(2, 0, 1).
    """
    array = _picture(image, "to_channels_first")
    _check_channels(array, -1, "to_channels_first", "first")
    return np.moveaxis(array, -1, -3)


def to_channels_last(image: ArrayLike) -> np.ndarray:
    """Return a view with the channels at the end: of `(C, H, W)` an `(H, W, C)`, of `(N, C, H, W)` an `(N, H, W, C)`.

    Raises:
        ValueError: another number of axes, or channels (1, 3 or 4) that are not where they should be.

    >>> to_channels_last([[[1, 4]], [[2, 5]], [[3, 6]]]).tolist()
    [[[1, 2, 3], [4, 5, 6]]]
    """
    array = _picture(image, "to_channels_last")
    _check_channels(array, -3, "to_channels_last", "last")
    return np.moveaxis(array, -3, -1)


def normalize(image: ArrayLike, mean: ArrayLike, std: ArrayLike) -> np.ndarray:
    """Return `(image - mean) / std`, as floats of the image's shape.

    Args:
        image: channels first, `(C, H, W)` or `(N, C, H, W)`, floats; bytes are to be divided by 255 before.
        mean, std: one number for all channels, or one for each of the C channels; on the image's scale.

    Raises:
        ValueError: whole numbers, a std that is not positive, or not one number per channel.

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
    """Return `value` so that it meets the channels of `array` (..., C, H, W)."""
    numbers = np.asarray(value, dtype=float)
    if numbers.ndim and numbers.shape != (array.shape[-3],):
        raise ValueError(
            f"normalize: {name} must be one number or {array.shape[-3]}, one for each channel of {array.shape}, "
            f"got {numbers.size}"
        )
    return numbers.reshape(-1, 1, 1) if numbers.ndim else numbers
