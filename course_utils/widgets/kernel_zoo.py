"""Named kernels on a photograph; drawn in the browser by `static/kernel_zoo.js`."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_utils.convolution import KERNELS, conv2d
from course_utils.figures.convolved import convolved
from course_utils.figures.described import DescribedFigure
from course_utils.widgets.accessible_widget import AccessibleWidget
from course_utils.widgets.photograph_trait import GreyPhotograph
from course_utils.widgets.static_files import module
from course_utils.widgets.table_trait import Table


class KernelZoo(AccessibleWidget):
    """A photograph, its feature map for a 3 x 3 kernel, and the nine products behind each pixel of the map.

    Args:
        image: grey values from 0 to 255, shape (H, W), or colour bytes, (H, W, 3); 3 x 3 to 256 x 256 pixels.
        kernels: the kernels to choose from, each of shape (3, 3), by name; `KERNELS` by default.
        kernel: the first weights, by default those of the first of `kernels`; they change with the browser.
        row, column: the cell of the feature map to show, counted from 0; by default the middle cell.

    Raises:
        traitlets.TraitError: the image is not a photograph, a kernel is not 3 x 3, or the cell is outside the feature
            map.

    >>> right_minus_left = [[0, 0, 0], [-1, 0, 1], [0, 0, 0]]
    >>> zoo = KernelZoo([[10, 20, 30], [40, 50, 60], [70, 80, 90]], kernel=right_minus_left)
    >>> zoo.feature_map.tolist()  # 60 - 40
    [[20.0]]
    """

    _esm = module("kernel_zoo")

    image = GreyPhotograph().tag(sync=True)
    kernels = traitlets.Dict(key_trait=traitlets.Unicode()).tag(sync=True)
    kernel = Table().tag(sync=True)
    row = traitlets.Int(0, min=0).tag(sync=True)
    column = traitlets.Int(0, min=0).tag(sync=True)

    def __init__(
        self, image: ArrayLike, kernels: Mapping[str, ArrayLike] | None = None, *, kernel: ArrayLike | None = None,
        row: int | None = None, column: int | None = None, **options: Any,
    ):  # fmt: skip
        kernels = dict(KERNELS if kernels is None else kernels)
        if kernel is not None:
            options["kernel"] = kernel
        try:
            height, width = np.shape(image)[:2]
        except ValueError:  # the trait rejects the photograph with its own message
            height, width = 3, 3
        row = max(0, (height - 2) // 2) if row is None else row
        column = max(0, (width - 2) // 2) if column is None else column
        super().__init__(image=image, kernels=kernels, row=row, column=column, **options)

    @traitlets.default("kernel")
    def _first(self) -> list:
        return next(iter(self.kernels.values()))

    @property
    def feature_map(self) -> np.ndarray:
        """The photograph's feature map, from `conv2d` without padding, shape (H - 2, W - 2)."""
        return conv2d(self.image, self.kernel)

    @traitlets.validate("image")
    def _holds_a_window(self, proposal: dict) -> np.ndarray:
        if min(proposal["value"].shape) < 3:
            raise traitlets.TraitError(
                f"KernelZoo: image must have at least 3 rows and 3 columns for a window of 3 x 3, got "
                f"{proposal['value'].shape}; give a larger picture"
            )
        return proposal["value"]

    @traitlets.validate("kernel")
    def _three_by_three(self, proposal: dict) -> list:
        return self._check(proposal["value"], "kernel")

    @traitlets.validate("kernels")
    def _all_three_by_three(self, proposal: dict) -> dict[str, list]:
        if not proposal["value"]:
            raise traitlets.TraitError("KernelZoo: kernels is empty; give at least one by name, or none at all")
        return {name: self._check(weights, f"kernels[{name!r}]") for name, weights in proposal["value"].items()}

    @staticmethod
    def _check(weights: ArrayLike, name: str) -> list:
        try:
            table = np.asarray(weights, dtype=float)
        except (TypeError, ValueError):
            table = np.empty(0)
        if table.shape != (3, 3) or not np.isfinite(table).all():
            what = f"the shape {table.shape}" if table.size else repr(weights)
            what = "a cell without a number" if table.shape == (3, 3) else what
            raise traitlets.TraitError(f"KernelZoo: {name} must be 3 x 3 numbers, got {what}; give three rows of three")
        return table.tolist()

    @traitlets.validate("row", "column")
    def _inside(self, proposal: dict) -> int:
        name = proposal["trait"].name
        size = self.image.shape[name == "column"] - 2
        if 0 < size <= proposal["value"]:  # the validator of `image` rejects an image without a window
            raise traitlets.TraitError(
                f"KernelZoo: {name} must be below {size}, the number of {name}s of the feature map; "
                f"got {proposal['value']}"
            )
        return proposal["value"]

    @traitlets.observe("image")
    def _stay_inside(self, change: dict) -> None:
        self.row, self.column = min(self.row, self.image.shape[0] - 3), min(self.column, self.image.shape[1] - 3)

    def draw_fallback(self) -> DescribedFigure:
        """Return a figure of the photograph, the kernel and the feature map."""
        return convolved(self.image, self.kernel)[0].figure
