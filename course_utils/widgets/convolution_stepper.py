"""A convolution, one window after the other. Everything is drawn in the browser, by `static/convolution_stepper.js`."""

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_utils import figures
from course_utils.convolution import conv2d
from course_utils.figures.described import DescribedFigure
from course_utils.widgets.static_files import module, style
from course_utils.widgets.stepped_widget import SteppedWidget
from course_utils.widgets.table_trait import LARGEST, Table


class ConvolutionStepper(SteppedWidget):
    """Steps a kernel over a picture: window, products, sum, and the feature map filling up.

    Args:
        picture: pixels, shape (H, W), at most 12 x 12.
        kernel: weights, shape (kH, kW).
        stride, padding: as in `conv2d`, one int each.
        position: which cell of the feature map is being computed, counted row by row from 0; follows the browser.

    Raises:
        traitlets.TraitError: no table of numbers, a kernel that doesn't fit, a position outside the map.

    >>> stepper = ConvolutionStepper([[1, 2, 3], [4, 5, 6]], [[1, 0], [0, -1]])
    >>> stepper.feature_map.tolist()  # 1 - 5 and 2 - 6
    [[-4, -4]]
    >>> stepper.position = 1
    """

    _esm = module("convolution_stepper")
    _css = style("convolution_stepper")
    SETTINGS = ("picture", "kernel", "stride", "padding")
    MAP = "feature map"

    picture = Table().tag(sync=True)
    kernel = Table().tag(sync=True)
    stride = traitlets.Int(1, min=1).tag(sync=True)
    padding = traitlets.Int(0, min=0, max=LARGEST).tag(sync=True)

    def __init__(
        self, picture: ArrayLike, kernel: ArrayLike, *, stride: int = 1, padding: int = 0, position: int = 0, **options
    ):
        super().__init__(picture=picture, kernel=kernel, stride=stride, padding=padding, position=position, **options)

    @property
    def feature_map(self) -> np.ndarray:
        """The whole feature map, from `conv2d`, shape (H', W')."""
        return self.map_of()

    @staticmethod
    def compute(*, picture: list, kernel: list, stride: int, padding: int) -> np.ndarray:
        """Return the feature map of these settings, from `conv2d`."""
        return conv2d(picture, kernel, stride=stride, padding=padding)

    @traitlets.validate(*SETTINGS)
    def _fits(self, proposal: dict):
        return self.fits(proposal)

    @traitlets.observe(*SETTINGS)
    def _begin_again(self, change: dict) -> None:
        self.begin_again(change)

    def draw_still(self) -> DescribedFigure:
        """Return the step that the widget stands at, as a picture."""
        row, column = divmod(self.position, self.feature_map.shape[1])
        settings = {"stride": self.stride, "padding": self.padding}
        return figures.window(self.picture, self.kernel, row=row, column=column, **settings)[0].figure
