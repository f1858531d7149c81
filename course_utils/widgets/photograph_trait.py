"""The trait of widgets for a photograph in colour. It goes to the browser as bytes, not as a list of numbers."""

import numpy as np
import traitlets
from numpy.typing import ArrayLike

LARGEST = 256  # rows or columns


class Photograph(traitlets.TraitType):
    """Bytes of shape (H, W, 3), kept as an array that cannot be written to; JavaScript gets {shape, bytes}.

    Raises:
        traitlets.TraitError: another shape, kind of numbers or size, in the name of the widget.

    >>> class Frame(traitlets.HasTraits):
    ...     image = Photograph()
    >>> Frame(image=np.zeros((2, 3, 3), np.uint8)).image.shape
    (2, 3, 3)
    """

    def __init__(self, **options):
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
        if max(array.shape[:2]) > LARGEST:
            step = -(-max(array.shape[:2]) // LARGEST)
            raise traitlets.TraitError(
                f"{name} has the shape {array.shape}, and at most {LARGEST} rows and columns can be shown; "
                f"take every {step}. pixel: image[::{step}, ::{step}]"
            )
        kept = array.copy()
        kept.flags.writeable = False
        return kept


def _as_bytes(image: np.ndarray, widget: traitlets.HasTraits) -> dict:
    return {"shape": list(image.shape), "bytes": image.tobytes()}
