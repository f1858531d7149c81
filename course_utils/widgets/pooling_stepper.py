"""Max and average pooling, one window after the other; drawn in the browser by `static/pooling_stepper.js`."""

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_utils import figures
from course_utils.figures.described import DescribedFigure
from course_utils.figures.pooling import pooled_window
from course_utils.pooling import avg_pool2d, max_pool2d
from course_utils.widgets.static_files import module
from course_utils.widgets.stepper_widget import StepperWidget
from course_utils.widgets.table_trait import LARGEST, Table


class PoolingStepper(StepperWidget):
    """A window that moves over an image step by step: the numbers that it keeps, discards and never covers.

    Args:
        picture: numbers, shape (H, W), at most 12 x 12.
        kernel_size, stride, padding, ceil_mode: as in `max_pool2d`, one int each; by default, stride is kernel_size.
        mode: "max" or "average".
        position: the current cell of the pooled map, counted row by row from 0; it changes with the browser.

    Raises:
        traitlets.TraitError: the image is not a table of numbers, the window or padding does not fit, or the position
            is outside the map.

    >>> stepper = PoolingStepper([[1, 3, 4, 0], [5, 2, 9, 7]])
    >>> stepper.pooled_map.tolist()  # the largest of 1 3 / 5 2, then of 4 0 / 9 7
    [[5, 9]]
    >>> stepper.mode = "average"
    >>> stepper.pooled_map.tolist()  # 11 / 4 and 20 / 4
    [[2.75, 5.0]]
    """

    _esm = module("pooling_stepper")
    SETTINGS = ("picture", "kernel_size", "stride", "padding", "ceil_mode", "mode")
    MAP = "pooled map"

    picture = Table().tag(sync=True)
    kernel_size = traitlets.Int(2, min=1, max=LARGEST).tag(sync=True)
    stride = traitlets.Int(None, min=1, max=LARGEST, allow_none=True).tag(sync=True)
    padding = traitlets.Int(0, min=0, max=LARGEST).tag(sync=True)
    ceil_mode = traitlets.Bool(False).tag(sync=True)
    mode = traitlets.Enum(["max", "average"], "max").tag(sync=True)

    def __init__(
        self, picture: ArrayLike, *, kernel_size: int = 2, stride: int | None = None, padding: int = 0,
        ceil_mode: bool = False, mode: str = "max", position: int = 0, **options: Any,
    ):  # fmt: skip
        super().__init__(
            picture=picture, kernel_size=kernel_size, stride=stride, padding=padding, ceil_mode=ceil_mode, mode=mode,
            position=position, **options,
        )  # fmt: skip

    @property
    def pooled_map(self) -> np.ndarray:
        """The whole pooled map, from `max_pool2d` or `avg_pool2d`, shape (H', W')."""
        return self.map_of()

    @staticmethod
    def compute(*, picture: list, kernel_size: int, mode: str, **settings: Any) -> np.ndarray:
        """Return the pooled map of these settings."""
        return (max_pool2d if mode == "max" else avg_pool2d)(picture, kernel_size, **settings)

    @traitlets.validate(*SETTINGS)
    def _fits(self, proposal: dict) -> Any:
        return self.fits(proposal)

    @traitlets.observe(*SETTINGS[:-1])  # another mode has the same windows
    def _begin_again(self, change: dict) -> None:
        self.begin_again(change)

    def draw_fallback(self) -> DescribedFigure:
        """Return a figure of the current step, or of both maps if the step cannot be drawn."""
        row, column = divmod(self.position, self.pooled_map.shape[1])
        if self.padding and self.ceil_mode:  # a window may then extend beyond the padding
            maps = (self.picture, self.pooled_map)
            return figures.maps(*maps, titles=["picture", f"pooled map ({self.mode})"])[0].figure
        return pooled_window(
            self.picture, self.kernel_size, row=row, column=column, stride=self.stride, padding=self.padding,
            ceil_mode=self.ceil_mode, how=self.mode,
        )[0].figure  # fmt: skip
