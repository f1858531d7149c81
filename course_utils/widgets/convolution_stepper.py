"""A convolution, one window after the other. Everything is drawn in the browser, by `static/convolution_stepper.js`."""

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_utils import figures
from course_utils.convolution import conv2d
from course_utils.figures.described import DescribedFigure
from course_utils.widgets.described_widget import DescribedWidget
from course_utils.widgets.static_files import module, style
from course_utils.widgets.table_trait import LARGEST, Table


class ConvolutionStepper(DescribedWidget):
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

    picture = Table().tag(sync=True)
    kernel = Table().tag(sync=True)
    stride = traitlets.Int(1, min=1).tag(sync=True)
    padding = traitlets.Int(0, min=0, max=LARGEST).tag(sync=True)
    position = traitlets.Int(0, min=0).tag(sync=True)
    reached = traitlets.Int(0, min=0, help="the furthest cell shown so far").tag(sync=True)

    def __init__(
        self, picture: ArrayLike, kernel: ArrayLike, *, stride: int = 1, padding: int = 0, position: int = 0, **options
    ):
        super().__init__(picture=picture, kernel=kernel, stride=stride, padding=padding, position=position, **options)

    @property
    def feature_map(self) -> np.ndarray:
        """The whole feature map, from `conv2d`, shape (H', W')."""
        return conv2d(self.picture, self.kernel, stride=self.stride, padding=self.padding)

    @traitlets.validate("picture", "kernel", "stride", "padding")
    def _fits(self, proposal: dict):
        settings = {name: getattr(self, name) for name in ("picture", "kernel", "stride", "padding")}
        settings[proposal["trait"].name] = proposal["value"]
        self._map_of(**settings)
        return proposal["value"]

    @traitlets.validate("position", "reached")
    def _inside(self, proposal: dict) -> int:
        rows, columns = self._map_of(self.picture, self.kernel, self.stride, self.padding).shape
        if proposal["value"] >= rows * columns:
            raise traitlets.TraitError(
                f"ConvolutionStepper: {proposal['trait'].name} must be below {rows * columns}, the number of "
                f"cells of the feature map ({rows} rows, {columns} columns); got {proposal['value']}"
            )
        return proposal["value"]

    @staticmethod
    def _map_of(picture: list, kernel: list, stride: int, padding: int) -> np.ndarray:
        """Return the feature map; settings that don't fit together are the widget's own kind of error."""
        try:
            return conv2d(picture, kernel, stride=stride, padding=padding)
        except ValueError as error:
            raise traitlets.TraitError(f"ConvolutionStepper: {error}") from None

    @traitlets.observe("picture", "kernel", "stride", "padding")
    def _begin_again(self, change: dict) -> None:
        if change["old"] not in (None, traitlets.Undefined):
            self.reached = 0  # before the position, which would keep it up
            self.position = 0

    @traitlets.observe("position")
    def _go_on(self, change: dict) -> None:
        self.reached = max(self.reached, change["new"])

    def draw_still(self) -> DescribedFigure:
        """Return the step that the widget stands at, as a picture."""
        row, column = divmod(self.position, self.feature_map.shape[1])
        settings = {"stride": self.stride, "padding": self.padding}
        return figures.window(self.picture, self.kernel, row=row, column=column, **settings)[0].figure
