"""Validation of the arguments of convolution and pooling, with errors that name the function and the argument."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

Pair = int | tuple[int, int]


def numbers(function: str, argument: str, values: ArrayLike) -> np.ndarray:
    """Return the values as an array; integers and bools become int64, so that no sum overflows.

    Raises ValueError, which begins with the function's name, if a value is not a number or rows differ in length.

    >>> numbers("conv2d", "image", [[True, 2]])
    array([[1, 2]])
    """
    try:
        array = np.asarray(values)
    except ValueError:  # NumPy's own message about rows of different lengths is hard to understand
        raise ValueError(f"{function}: the rows of {argument} have different lengths") from None
    if array.dtype.kind not in "buif":
        raise ValueError(f"{function}: {argument} must hold numbers, got dtype {array.dtype}")
    return array.astype(np.int64) if array.dtype.kind in "bui" else array


def pair(function: str, argument: str, value: Pair, *, least: int | None = None) -> tuple[int, int]:
    """Return the value for rows and the value for columns; a single int is used for both.

    Raises ValueError, which begins with the function's name, if the value is neither an int nor a pair of ints, or if
    it is below `least`.

    >>> pair("conv2d", "stride", 2), pair("conv2d", "stride", (2, 1))
    ((2, 2), (2, 1))
    """
    both = tuple(value) if isinstance(value, (tuple, list, np.ndarray)) else (value, value)
    if len(both) != 2 or not all(isinstance(n, (int, np.integer)) for n in both):
        raise ValueError(f"{function}: {argument} must be an int or a pair of ints, got {value!r}")
    if least is not None and min(both) < least:
        raise ValueError(f"{function}: {argument} must be at least {least}, got {value!r}")
    return int(both[0]), int(both[1])
