"""A network as a list of layers to rearrange; drawn and counted in the browser by `layer_playground.js`."""

import operator
from collections.abc import Sequence
from typing import Any

import traitlets

from course_utils.figures.described import DescribedFigure
from course_utils.figures.volumes import volumes
from course_utils.shapes import ModelSummary, summary
from course_utils.widgets.accessible_widget import AccessibleWidget
from course_utils.widgets.static_files import module

LONGEST = 12  # layers; with more, the boxes would be too small
MOST = 999  # filters, channels or classes
LARGEST = 512  # rows or columns of the image


class LayerPlayground(AccessibleWidget):
    """An image and the outputs of a list of layers, while you type, drag or delete layers.

    Args:
        layers: as in `summary`: a number is a convolution with so many filters, "pool" is the maximum of 2 x 2; at most
            12, and the list may be empty. The layers need not fit: a layer for which the image is too small is marked.
        shape: the image's, (C, H, W), at most (999, 512, 512).
        kernel_size, padding: of each convolution, at most 15.
        classes: neurons of the fully connected layer at the end, at most 999.
        counts: False shows only shapes, for exercises in which students count the parameters.

    Raises:
        traitlets.TraitError: a layer is neither a number nor "pool", the list is too long, or a number is out of range.

    >>> playground = LayerPlayground([2, "pool"], shape=(1, 8, 8), classes=5)
    >>> playground.summary.parameters  # 2 * (3 * 3 + 1) and 5 * (2 * 3 * 3 + 1)
    115
    >>> playground.layers = ["pool", 4]
    >>> playground.summary.rows[1].output_shape  # 8, 4 and 2 rows
    (4, 2, 2)
    """

    _esm = module("layer_playground")

    layers = traitlets.Any().tag(sync=True)
    shape = traitlets.Any().tag(sync=True)
    kernel_size = traitlets.Int(3, min=1, max=15).tag(sync=True)
    padding = traitlets.Int(0, min=0, max=15).tag(sync=True)
    classes = traitlets.Int(5, min=1, max=MOST).tag(sync=True)
    counts = traitlets.Bool(True).tag(sync=True)

    def __init__(
        self, layers: Sequence[int | str] = (8, 16, 32, "pool"), *, shape: Sequence[int] = (3, 30, 30),
        kernel_size: int = 3, padding: int = 0, classes: int = 5, counts: bool = True, **options: Any,
    ):  # fmt: skip
        settings = {"kernel_size": kernel_size, "padding": padding, "classes": classes, "counts": counts}
        super().__init__(layers=layers, shape=shape, **settings, **options)

    @property
    def summary(self) -> ModelSummary:
        """The summary of the list with its last layer, from `shapes.summary`; ValueError if the layers do not fit."""
        return summary(self.layers, self.shape, linear=[self.classes], kernel_size=self.kernel_size,
                       padding=self.padding)  # fmt: skip

    @traitlets.validate("layers")
    def _are_layers(self, proposal: dict) -> list[int | str]:
        value = proposal["value"]
        if isinstance(value, str) or not hasattr(value, "__iter__"):
            raise _refused(f'layers must be a list such as [8, 16, "pool"], got {value!r}; put its items in brackets')
        items = list(value)
        if len(items) > LONGEST:
            raise _refused(f"layers must be at most {LONGEST}, got {len(items)}; leave some out")
        return [_layer(item, place) for place, item in enumerate(items)]

    @traitlets.validate("shape")
    def _is_shape(self, proposal: dict) -> list[int]:
        value = proposal["value"]
        try:
            sides = [_whole(side) for side in value]
        except TypeError:
            sides = []
        if len(sides) != 3 or min(sides) < 1 or sides[0] > MOST or max(sides[1:]) > LARGEST:
            raise _refused(
                f"shape must be (C, H, W), each at least 1 and at most ({MOST}, {LARGEST}, {LARGEST}), got {value!r}; "
                f"write the channels first, such as (3, 30, 30)"
            )
        return sides

    def draw_fallback(self) -> DescribedFigure:
        """Return a figure of the current list and its volumes."""
        settings = {name: getattr(self, name) for name in ("kernel_size", "padding", "classes", "counts")}
        figure = volumes(self.layers, self.shape, **settings).figure
        assert isinstance(figure, DescribedFigure)  # `volumes` makes no other
        return figure


def _layer(item: Any, place: int) -> int | str:
    """Return a layer as an int or "pool", as the browser reads it; raise TraitError for any other value."""
    if isinstance(item, str) and item == "pool":
        return item
    try:
        filters = _whole(item)
    except TypeError:
        filters = 0
    if not 1 <= filters <= MOST:
        raise _refused(
            f'layers[{place}] must be a number of filters from 1 to {MOST} or "pool", got {item!r}; correct it'
        )
    return filters


def _whole(value: Any) -> int:
    """Return a whole number of any type as an int; raise TypeError for other values, including True and False."""
    if isinstance(value, bool):
        raise TypeError("a truth value is no number here")
    return operator.index(value)


def _refused(text: str) -> traitlets.TraitError:
    return traitlets.TraitError(f"LayerPlayground: {text}")
