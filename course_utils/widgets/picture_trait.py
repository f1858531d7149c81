"""The trait of widgets for an image as a network takes it: channels first, floats 0..1. It does not need torch."""

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

LARGEST = 160  # rows or columns


class Picture(traitlets.TraitType):
    """An image as floats 0..1 of shape (3, H, W), made from bytes or floats and stored as a read-only array.

    JavaScript gets {shape, bytes}, the bytes of float32.

    Raises:
        traitlets.TraitError: another shape, size or type of numbers; the message begins with the widget's name.

    >>> class Frame(traitlets.HasTraits):
    ...     image = Picture()
    >>> Frame(image=np.full((3, 1, 1), 51, np.uint8)).image.round(3).ravel().tolist() == [np.float32(0.2)] * 3
    True
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.tag(to_json=_as_bytes)

    def validate(self, widget: traitlets.HasTraits, value: ArrayLike) -> np.ndarray:
        name = f"{type(widget).__name__}: {self.name}"
        try:
            array = np.asarray(value)
        except (TypeError, ValueError, RuntimeError) as error:  # rows of different lengths, a tensor with a gradient
            raise traitlets.TraitError(
                f"{name} must be one array of shape (3, H, W), got {type(value).__name__} ({error}); give such an array"
            ) from None
        if array.dtype.kind not in "biuf":
            raise traitlets.TraitError(
                f"{name} must hold numbers, got {array.dtype}; give a picture of bytes or floats"
            )
        if array.ndim != 3 or array.shape[0] != 3 or not array.size:
            last = array.ndim == 3 and array.shape[2] == 3
            raise traitlets.TraitError(
                f"{name} must have the shape (3, H, W), got {array.shape}; "
                + ("put the channels first: images.to_channels_first(image)" if last
                   else "give one picture in colour, such as images[3]")
            )  # fmt: skip
        if max(array.shape) > LARGEST:
            step = -(-max(array.shape) // LARGEST)
            raise traitlets.TraitError(
                f"{name} may have {LARGEST} rows and columns at most, got {array.shape}; take every {step}. pixel: "
                f"image[:, ::{step}, ::{step}]"
            )
        if array.dtype == np.uint8:
            array = array.astype(np.float32) / np.float32(255)
        if array.dtype.kind != "f" or not (array.min() >= 0 and array.max() <= 1):  # NaN fails this
            raise traitlets.TraitError(
                f"{name} must hold bytes, or floats from 0 to 1, got {array.dtype} from {array.min():g} to "
                f"{array.max():g}; give the picture as it is before normalising"
            )
        kept = np.array(array, np.float32, order="C")  # a copy
        kept.flags.writeable = False
        return kept


def _as_bytes(image: np.ndarray, widget: traitlets.HasTraits) -> dict:
    return {"shape": list(image.shape), "bytes": image.tobytes()}
