"""A convolution, one window after the other; drawn in the browser by `static/convolution_stepper.js`."""

from copy import deepcopy
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_utils import figures
from course_utils.convolution import conv2d
from course_utils.figures.channels import channel_windows
from course_utils.figures.described import DescribedFigure
from course_utils.widgets.static_files import module
from course_utils.widgets.stepper_widget import StepperWidget
from course_utils.widgets.table_trait import LARGEST, Table

CHANNELS = 4  # as many as can be drawn one below the other


class ConvolutionStepper(StepperWidget):
    """A kernel that moves over an image step by step: window, products, sum, and the growing feature map.

    Pixels and weights can be edited in the browser; the edits are then in `picture` and `kernel`.

    Args:
        picture: pixels, shape (H, W) or (C, H, W), at most 4 channels of 12 x 12.
        kernel: weights, shape (kH, kW) or (C, kH, kW).
        stride, padding, dilation: as in `conv2d`, one int each.
        position: the current cell of the feature map, counted row by row from 0; it changes with the browser.

    Raises:
        traitlets.TraitError: an input is not a table of numbers, the kernel does not fit, or the position is outside
            the map.

    >>> stepper = ConvolutionStepper([[1, 2, 3], [4, 5, 6]], [[1, 0], [0, -1]])
    >>> stepper.feature_map.tolist()  # 1 - 5 and 2 - 6
    [[-4, -4]]
    >>> stepper.kernel = [[1, 0], [0, 0]]
    >>> stepper.feature_map.tolist()
    [[1, 2]]
    >>> stepper.reset()
    >>> stepper.kernel
    [[1, 0], [0, -1]]
    """

    _esm = module("convolution_stepper")
    SETTINGS = ("picture", "kernel", "stride", "padding", "dilation")
    MAP = "feature map"

    picture = Table(ndim=None).tag(sync=True)
    kernel = Table(ndim=None).tag(sync=True)
    stride = traitlets.Int(1, min=1).tag(sync=True)
    padding = traitlets.Int(0, min=0, max=LARGEST).tag(sync=True)
    dilation = traitlets.Int(1, min=1, max=LARGEST).tag(sync=True)
    original = traitlets.Dict(read_only=True, help="the settings as they were at first").tag(sync=True)

    def __init__(
        self, picture: ArrayLike, kernel: ArrayLike, *, stride: int = 1, padding: int = 0, dilation: int = 1,
        position: int = 0, **options: Any,
    ):  # fmt: skip
        super().__init__(
            picture=picture, kernel=kernel, stride=stride, padding=padding, dilation=dilation, position=position,
            **options,
        )  # fmt: skip
        self.set_trait("original", deepcopy({name: getattr(self, name) for name in self.SETTINGS}))

    @property
    def feature_map(self) -> np.ndarray:
        """The whole feature map, from `conv2d`, shape (H', W')."""
        return self.map_of()

    @staticmethod
    def compute(*, picture: list, kernel: list, **settings: int) -> np.ndarray:
        """Return the feature map of these settings, from `conv2d`."""
        if np.ndim(picture) == 3 and len(picture) > CHANNELS:
            raise ValueError(
                f"picture has {len(picture)} channels; up to {CHANNELS} fit below each other, so take some of them: "
                f"picture[:{CHANNELS}] and kernel[:{CHANNELS}]"
            )
        return conv2d(picture, kernel, **settings)

    def reset(self) -> None:
        """Restore the first numbers and settings, and go back to the first cell."""
        with self.hold_trait_notifications():
            for name, value in self.original.items():
                setattr(self, name, deepcopy(value))
        self.reached = 0  # before the position, whose observer keeps the larger value
        self.position = 0

    @traitlets.validate(*SETTINGS)
    def _fits(self, proposal: dict) -> Any:
        return self.fits(proposal)

    @traitlets.observe(*SETTINGS)
    def _begin_again(self, change: dict) -> None:
        if np.shape(change["old"]) != np.shape(change["new"]) or not np.shape(change["new"]):
            self.begin_again(change)  # if only values change, the map stays, to show what the edit changes

    def draw_fallback(self) -> DescribedFigure:
        """Return a figure of the current step."""
        row, column = divmod(self.position, self.feature_map.shape[1])
        settings = {"row": row, "column": column, "stride": self.stride, "padding": self.padding}
        if np.ndim(self.picture) == 2 and self.dilation == 1:
            return figures.window(self.picture, self.kernel, **settings)[0].figure
        return channel_windows(self.picture, self.kernel, dilation=self.dilation, **settings)[0].figure
