"""A photograph and the numbers of one pixel; drawn in the browser by `static/pixel_channels.js`."""

from typing import Any

import traitlets
from numpy.typing import ArrayLike

from course_utils.figures.described import DescribedFigure
from course_utils.figures.pixel import pixel
from course_utils.widgets.accessible_widget import AccessibleWidget
from course_utils.widgets.photograph_trait import Photograph
from course_utils.widgets.static_files import module


class PixelChannels(AccessibleWidget):
    """A pixel's numbers, their positions in (H, W, C) and in (C, H, W), and the effect of `reshape` on the image.

    Args:
        image: a photograph, channels last: bytes of shape (H, W, 3), at most 256 x 256.
        row, column: the pixel to show, counted from 0; by default the middle pixel. They change with the browser.
        channels: the channels to show, some of 0 (red), 1 (green) and 2 (blue).
        tinted: whether a single channel is shown in its colour; if False, it is shown in grey.
        how: the way in which (C, H, W) is made: "permute" or "reshape".

    Raises:
        traitlets.TraitError: the image is not a photograph, the pixel is outside it, or a channel or `how` is unknown.

    >>> import numpy as np
    >>> widget = PixelChannels(np.array([[[90, 150, 210], [255, 0, 0]]], np.uint8), column=0)
    >>> widget.row, widget.column, widget.how
    (0, 0, 'permute')
    """

    _esm = module("pixel_channels")

    image = Photograph().tag(sync=True)
    row = traitlets.Int(0, min=0).tag(sync=True)
    column = traitlets.Int(0, min=0).tag(sync=True)
    channels = traitlets.List(traitlets.Int(min=0, max=2), [0, 1, 2], maxlen=3).tag(sync=True)
    tinted = traitlets.Bool(True).tag(sync=True)
    how = traitlets.Enum(["permute", "reshape"], "permute").tag(sync=True)

    def __init__(self, image: ArrayLike, *, row: int | None = None, column: int | None = None, **options: Any):
        # the trait rejects an invalid photograph with its own message
        height, width = getattr(image, "shape", (0, 0, 0))[:2] if getattr(image, "ndim", 0) == 3 else (0, 0)
        row, column = height // 2 if row is None else row, width // 2 if column is None else column
        super().__init__(image=image, row=row, column=column, **options)

    @traitlets.validate("row", "column")
    def _inside(self, proposal: dict) -> int:
        name = proposal["trait"].name
        size = self.image.shape[name == "column"]
        if proposal["value"] >= size:
            raise traitlets.TraitError(
                f"PixelChannels: {name} must be below {size}, the number of {name}s of the image; "
                f"got {proposal['value']}"
            )
        return proposal["value"]

    @traitlets.validate("channels")
    def _once_each(self, proposal: dict) -> list[int]:
        return sorted(set(proposal["value"]))

    @traitlets.observe("image")
    def _stay_inside(self, change: dict) -> None:
        self.row, self.column = min(self.row, self.image.shape[0] - 1), min(self.column, self.image.shape[1] - 1)

    def draw_fallback(self) -> DescribedFigure:
        """Return a figure of the photograph with its pixel marked, the neighbourhood and the pixel's numbers."""
        return pixel(self.image, row=self.row, column=self.column)[0].figure
