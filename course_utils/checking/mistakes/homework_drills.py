"""The homework's short questions: the maps after a list of layers, and how far an affine matrix moves a picture.

The right operations come first, then the mistakes in them. Mistakes in counting the parameters of such a list are in
`counting_networks`.
"""

from collections.abc import Callable, Sequence
from typing import Any

from course_utils.checking.mistakes import Mistake, mistake
from course_utils.checking.mistakes.axes import hwc_vs_chw
from course_utils.checking.mistakes.convolution import padding_forgotten
from course_utils.checking.mistakes.counting import bias_forgotten
from course_utils.checking.mistakes.counting_networks import channels_not_passed_on, depth_forgotten_in_list
from course_utils.checking.mistakes.planned_counts import grey_pictures
from course_utils.checking.mistakes.planned_networks import pool_layer_ignored
from course_utils.checking.mistakes.planned_sizes import channels_accumulated
from course_utils.checking.mistakes.pooled_shapes import pool_over_channels
from course_utils.shapes import summary

Shape = tuple[int, int, int]
Layers = Sequence[int | str]


def maps(layers: Layers, shape: Shape, *, padding: int = 0) -> tuple[int, ...]:
    """Return the shape `(C, H, W)` of a picture after a list of layers such as ``[8, "pool"]``.

    >>> maps([4, "pool"], (3, 10, 12), padding=1)
    (4, 5, 6)
    """
    return summary(list(layers), shape, padding=padding).rows[-1].output_shape


def columns_moved(theta: Sequence[Sequence[float]], width: int) -> float:
    """Return by how many columns `affine_grid` with this matrix moves a picture; positive means to the right.

    The matrix maps a pixel of the result to the position in the picture where its value is read. Positions go from -1
    to 1.

    >>> columns_moved([[1, 0, 0.5], [0, 1, 0]], width=8)  # a pixel of 8 is a quarter: it shows what is 2 to its right
    -2.0
    """
    return -theta[0][2] * width / 2


# Mistakes in `maps`


def _pool_ignored(operation: Callable, layers: Layers, shape: Shape, **options: Any) -> tuple:
    return operation([layer for layer in layers if layer != "pool"], shape, **options)


def _accumulated(operation: Callable, layers: Layers, shape: Shape, **options: Any) -> tuple:
    return (sum(layer for layer in layers if layer != "pool"), *operation(layers, shape, **options)[1:])


def _pooled_over_channels(operation: Callable, layers: Layers, shape: Shape, **options: Any) -> tuple:
    channels, *sides = operation(layers, shape, **options)
    return (channels // 2 ** list(layers).count("pool"), *sides)


MAPS = [
    Mistake(pool_layer_ignored.tag, _pool_ignored, pool_layer_ignored.hints),
    padding_forgotten,
    Mistake(channels_accumulated.tag, _accumulated, channels_accumulated.hints),
    hwc_vs_chw,
    Mistake(pool_over_channels.tag, _pooled_over_channels, pool_over_channels.hints),
]
"""The mistakes in `maps`."""


# Mistakes in the parameters of such a list: operation(layers, *, in_channels, bias), `right_counts.network`


def _grey(operation: Callable, layers: Layers, **options: Any) -> int:
    return operation(layers, **{**options, "in_channels": 1})


PARAMETERS = [bias_forgotten, channels_not_passed_on, depth_forgotten_in_list,
              Mistake(grey_pictures.tag, _grey, grey_pictures.hints)]  # fmt: skip
"""The mistakes in `right_counts.network`."""


# Mistakes about an affine matrix


@mistake(
    "affine-direction",
    en="The picture moves in the opposite direction. For each pixel of the RESULT, the matrix gives the place in the "
    "picture from which it is taken.",
    zh="方向反了。矩陣說的是：「結果」的每個像素要去原圖的哪裡取值。",
)
def affine_direction(operation: Callable, *inputs: Any, **options: Any) -> float:
    return -operation(*inputs, **options)


@mistake(
    "affine-scale",
    en="Your number is twice or half the right one. The whole width is 2, from -1 to 1, so a pixel is 2 / W.",
    zh="距離差了兩倍。從左邊到右邊是 -1 到 1，長度為 2，所以一個像素是 2 / W。",
)
def affine_scale(operation: Callable, *inputs: Any, **options: Any) -> float:
    return 2 * operation(*inputs, **options)


def _times(factor: float, known: Mistake) -> Mistake:
    return Mistake(known.tag, lambda operation, *inputs: factor * operation(*inputs), known.hints)


MOVED = [affine_direction, affine_scale, _times(0.5, affine_scale), *(_times(n, affine_direction) for n in (-2, -0.5))]
"""The mistakes in `columns_moved`."""


# Mistakes about changes that make a label wrong

COLUMNS = (("car", "mirrored"), ("6", "upside down"), ("strawberry", "another lamp"), ("2", "mirrored"),
           ("tree", "turned, sheared"))  # fmt: skip
"""The object that each column shows, and the change that is applied to it."""
RENAMED = {("6", "upside down"), ("9", "upside down"), ("2", "mirrored"), ("3", "mirrored")}
"""Changes after which an object has another name, or no name."""


def mislabelled(columns: Sequence[tuple[str, str]]) -> list[int]:
    """Return which pairs (object, change) make a label wrong, counted from 1.

    >>> mislabelled([("9", "upside down"), ("car", "mirrored")])
    [1]
    """
    return [number for number, column in enumerate(columns, start=1) if column in RENAMED]


@mistake(
    "kept-for-spoilt",
    en="Those are the columns whose label is still right. The question asks for the others.",
    zh="這些是標籤仍然正確的；題目問的是不再正確的。",
)
def kept_for_mislabelled(operation: Callable, columns: Sequence[tuple[str, str]]) -> list[int]:
    return [number for number in range(1, len(columns) + 1) if number not in operation(columns)]


@mistake(
    "mirrors-spoil-everything",
    en="A mirrored digit is no digit any more, but a car that drives the other way is still a car.",
    zh="左右相反的數字不再是數字，但往另一個方向開的車還是車。",
)
def mirrors_spoil_everything(operation: Callable, columns: Sequence[tuple[str, str]]) -> list[int]:
    mirrored = {number for number, (_, change) in enumerate(columns, start=1) if change == "mirrored"}
    return sorted(mirrored | set(operation(columns)))


def _counted_from_zero(operation: Callable, columns: Sequence[tuple[str, str]]) -> list[int]:
    return [number - 1 for number in operation(columns)]


counted_from_zero = Mistake(
    "counted-from-zero",
    _counted_from_zero,
    {"en": "The columns are numbered from 1; the numbers are above them.", "zh-Hant": "每一欄上面有編號，從 1 開始。"},
)
MISLABELLED = [kept_for_mislabelled, mirrors_spoil_everything, counted_from_zero]
"""The mistakes in `mislabelled`."""
