"""The traits of widgets for a photograph, which is sent to the browser as bytes and not as a list of numbers."""

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_utils.images import to_gray

LARGEST = 256  # rows or columns


class Photograph(traitlets.TraitType):
    """A photograph as bytes of shape (H, W, 3), stored as a read-only array; JavaScript gets {shape, bytes}.

    Raises:
        traitlets.TraitError: another shape, type of numbers or size; the message begins with the widget's name.

    >>> class Frame(traitlets.HasTraits):
    ...     image = Photograph()
    >>> Frame(image=np.zeros((2, 3, 3), np.uint8)).image.shape
    (2, 3, 3)
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.tag(to_json=_as_bytes)

    def validate(self, widget: traitlets.HasTraits, value: ArrayLike) -> np.ndarray:
        array, name = np.asarray(value), f"{type(widget).__name__}: {self.name}"
        if array.ndim != 3 or array.shape[2] != 3 or array.size == 0:
            first = array.ndim == 3 and array.shape[0] == 3
            raise traitlets.TraitError(
                f"{name} must have the shape (H, W, 3), got {array.shape}; "
                + ("use images.to_channels_last(image)" if first else "give one picture in colour, channels last")
            )
        if array.dtype != np.uint8:
            raise traitlets.TraitError(
                f"{name} must hold bytes (uint8), got {array.dtype}; "
                + ("use (255 * image).astype(np.uint8)" if array.dtype.kind == "f" else "use image.astype(np.uint8)")
            )
        _check_size(array, name)
        return _kept(array.copy())


class GreyPhotograph(Photograph):
    """A photograph as grey values from 0 to 255 of shape (H, W), stored as float32.

    Colour bytes, (H, W, 3), become the mean of their channels.

    Raises:
        traitlets.TraitError: another shape, scale or size; the message begins with the widget's name.

    >>> class Frame(traitlets.HasTraits):
    ...     image = GreyPhotograph()
    >>> Frame(image=np.array([[[90, 150, 210]]], np.uint8)).image  # (90 + 150 + 210) / 3
    array([[150.]], dtype=float32)
    """

    def validate(self, widget: traitlets.HasTraits, value: ArrayLike) -> np.ndarray:
        name = f"{type(widget).__name__}: {self.name}"
        try:
            if np.ndim(value) == 3:
                return _kept(to_gray(super().validate(widget, value)).astype(np.float32))
            array = np.asarray(value, dtype=np.float32)
        except (TypeError, ValueError):
            raise traitlets.TraitError(f"{name} must be grey values in rows of one length, (H, W)") from None
        if array.ndim != 2 or array.size == 0:
            raise traitlets.TraitError(
                f"{name} must have the shape (H, W) or (H, W, 3), got {array.shape}; give one picture, channels last"
            )
        if not (np.isfinite(array).all() and 0 <= array.min() and array.max() <= 255):
            raise traitlets.TraitError(
                f"{name} must hold grey values from 0 (black) to 255 (white), got {array.min():g} to "
                f"{array.max():g}; bring it to that scale, or cut it off with np.clip(image, 0, 255)"
            )
        if 0 < array.max() <= 1 and np.asarray(value).dtype.kind == "f":
            raise traitlets.TraitError(
                f"{name} must hold grey values from 0 (black) to 255 (white), got floats up to {array.max():g}; "
                f"use 255 * image"
            )
        _check_size(array, name)
        return _kept(array.copy())


def _check_size(array: np.ndarray, name: str) -> None:
    if max(array.shape[:2]) > LARGEST:
        step = -(-max(array.shape[:2]) // LARGEST)
        raise traitlets.TraitError(
            f"{name} has the shape {array.shape}, and at most {LARGEST} rows and columns can be shown; "
            f"take every {step}. pixel: image[::{step}, ::{step}]"
        )


def _kept(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


def _as_bytes(image: np.ndarray, widget: traitlets.HasTraits) -> dict:
    return {"shape": list(image.shape), "bytes": image.tobytes()}
