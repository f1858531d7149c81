"""Mistakes in an output size: wrong versions of `operation(sizes, kernel_size, *, stride, padding, dilation)`.

`sizes` are the pixels along each axis, such as `(100, 150)`, or along one axis, such as 7; the result has as many
numbers. A forgotten stride or padding is the same mistake here as in a feature map: see `stride_ignored` and
`padding_forgotten` in `convolution`. Further below are mistakes about a volume, the padding that keeps a size, and a
receptive field.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

from course_utils.checking.mistakes import Mistake, mistake

Sizes = int | Sequence[int]


def _each(compute: Callable[[int], float], sizes: Sizes) -> Any:
    return tuple(compute(n) for n in sizes) if isinstance(sizes, Sequence) else compute(sizes)


def _span(kernel_size: int, options: dict[str, Any]) -> int:
    return options.get("dilation", 1) * (kernel_size - 1) + 1


def _room(n: int, kernel_size: int, options: dict[str, Any]) -> int:
    """Return how far the window can move from its first position, in pixels."""
    return n + 2 * options.get("padding", 0) - _span(kernel_size, options)


@mistake(
    "plus-one-forgotten",
    en="Your number is one too small: the place where the window begins counts, too, so add 1 after dividing.",
    zh="少了一個：視窗的起始位置也算一次，除完要再加 1。",
)
def plus_one_forgotten(operation: Callable, sizes: Sizes, kernel_size: int, **options: Any) -> Any:
    return _each(lambda n: n - 1, operation(sizes, kernel_size, **options))


@mistake(
    "kernel-not-subtracted",
    en="The window has a width: subtract k before you divide by the stride.",
    zh="視窗本身有寬度：除以 stride 之前要先減 k。",
)
def kernel_not_subtracted(operation: Callable, sizes: Sizes, kernel_size: int, **options: Any) -> Any:
    return _each(lambda n: (n + 2 * options.get("padding", 0)) // options.get("stride", 1), sizes)


window_without_width = Mistake(
    kernel_not_subtracted.tag,
    lambda operation, sizes, kernel_size, **options: _each(
        lambda n: n + 1, kernel_not_subtracted.compute(operation, sizes, kernel_size, **options)
    ),
    kernel_not_subtracted.hints,
)
"""Kernel not subtracted, but the first position counted."""


@mistake(
    "padding-not-consumed",
    en="This is the size of the padded picture. The window still has to fit into it.",
    zh="這是補零後圖片的大小；視窗還要能放得進去。",
)
def padding_not_consumed(operation: Callable, sizes: Sizes, kernel_size: int, **options: Any) -> Any:
    return _each(lambda n: n + 2 * options.get("padding", 0), sizes)


@mistake(
    "padding-counted-once",
    en="Add padding on BOTH sides of each axis: use n + 2p, not n + p.",
    zh="padding 是兩側都補：用 n + 2p，不是 n + p。",
)
def padding_counted_once(operation: Callable, sizes: Sizes, kernel_size: int, **options: Any) -> Any:
    padding = options.get("padding", 0)
    return operation(_each(lambda n: n + padding, sizes), kernel_size, **{**options, "padding": 0})


@mistake(
    "ceil-for-floor",
    en="You rounded up. A window that extends beyond the edge is left out, so round down.",
    zh="你無條件進位了。超出邊緣的視窗不算，所以要無條件捨去。",
)
def ceil_for_floor(operation: Callable, sizes: Sizes, kernel_size: int, **options: Any) -> Any:
    return _each(lambda n: math.ceil(_room(n, kernel_size, options) / options.get("stride", 1)) + 1, sizes)


@mistake(
    "floor-missing",
    en="A size is a whole number: round down.",
    zh="大小必須是整數：請無條件捨去。",
)
def floor_missing(operation: Callable, sizes: Sizes, kernel_size: int, **options: Any) -> Any:
    return _each(lambda n: _room(n, kernel_size, options) / options.get("stride", 1) + 1, sizes)


@mistake(
    "h-and-w-swapped",
    en="Height and width are swapped: rows come first.",
    zh="高和寬對調了：先寫列數(高)。",
)
def h_and_w_swapped(operation: Callable, sizes: Sequence[int], kernel_size: int, **options: Any) -> tuple:
    return operation(sizes[::-1], kernel_size, **options)


@mistake(
    "thinks-it-crashes",
    en="There is no error here. The window stops at the last place where it fits; the remaining pixels are not used.",
    zh="不會出錯。視窗停在最後一個放得下的位置，剩下的像素就不看了。",
)
def thinks_it_crashes(operation: Callable, sizes: Sizes, kernel_size: int, **options: Any) -> Any:
    """Return 0 for "no output"; return None if the window ends exactly at the edge."""
    fits = _each(lambda n: _room(n, kernel_size, options) % options.get("stride", 1) == 0, sizes)
    return None if fits is True else _each(lambda n: 0, sizes)


@mistake(
    "dilation-ignored",
    en="You left out the dilation: with its weights d pixels apart, the kernel spans d(k − 1) + 1 pixels.",
    zh="忽略了 dilation：權重相隔 d 個像素時，kernel 跨越 d(k − 1) + 1 個像素。",
)
def dilation_ignored(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return operation(*inputs, **{**options, "dilation": 1})


@mistake(
    "dilation-slide-formula",
    en="This is the result of a slide's formula, which is wrong: the span is d(k − 1) + 1.",
    zh="這是某張投影片的公式算出來的，但它印錯了：跨度是 d(k − 1) + 1。",
)
def dilation_slide_formula(operation: Callable, sizes: Sizes, kernel_size: int, **options: Any) -> Any:
    stride, padding, dilation = options.get("stride", 1), options.get("padding", 0), options.get("dilation", 1)
    return _each(lambda n: (n + 2 * padding - (dilation * kernel_size - 1) - 1) // stride + 1, sizes)


@mistake(
    "dilation-zeros-count",
    en="Dilation d leaves d − 1 pixels between two neighbouring weights, not d.",
    zh="dilation 為 d 時，相鄰的兩個權重之間空 d − 1 個像素，不是 d 個。",
)
def dilation_zeros_count(operation: Callable, sizes: Sizes, kernel_size: int, **options: Any) -> Any:
    return operation(sizes, kernel_size, **{**options, "dilation": options.get("dilation", 1) + 1})


# Of a volume: wrong versions of `operation(shape, filters, **options)`, which maps (H, W, C) to (H, W, C).


@mistake(
    "depth-from-input",
    en="This is the depth of the input. The output has one map for each filter.",
    zh="這是輸入的深度。輸出的深度等於 filter 的數目：每個 filter 一張圖。",
)
def depth_from_input(operation: Callable, shape: Sequence[int], filters: int, **options: Any) -> tuple:
    return (*operation(shape, filters, **options)[:2], shape[2])


@mistake(
    "channels-multiplied",
    en="Do not multiply input and output channels: a filter adds up all input channels and makes one map of them.",
    zh="輸入與輸出的 channel 不是相乘：每個 filter 把所有輸入 channel 加總，只得到一張圖。",
)
def channels_multiplied(operation: Callable, shape: Sequence[int], filters: int, **options: Any) -> tuple:
    return (*operation(shape, filters, **options)[:2], shape[2] * filters)


# Of the padding that keeps a size: wrong versions of `operation(kernel_size)`.


@mistake(
    "padding-of-3x3",
    en="This padding is right for a 3 × 3 kernel. A larger one needs more.",
    zh="這是 3 × 3 kernel 用的 padding；更大的 kernel 需要更多。",
)
def padding_of_3x3(operation: Callable, kernel_size: int) -> int:
    return operation(3)


padding_in_total = Mistake(
    padding_counted_once.tag,
    lambda operation, kernel_size: 2 * operation(kernel_size),
    {
        "en": "This is the total number of zeros. Padding is the number on ONE side, and both sides get it.",
        "zh-Hant": "這是總共需要的 0 的數目。padding 指的是「一側」補幾個，兩側都要補。",
    },
)
"""`padding_counted_once` for questions that ask for the padding."""

half_a_kernel = Mistake(
    floor_missing.tag,
    lambda operation, kernel_size: kernel_size / 2,
    {
        "en": "You cannot pad half a pixel: padding is (k − 1) / 2, not k / 2.",
        "zh-Hant": "不能補半個像素：是 (k − 1) / 2，不是 k / 2。",
    },
)
"""`floor_missing` for questions that ask for the padding."""


# Of a receptive field: wrong versions of `operation(kernel_sizes)`, with layers of stride 1.


@mistake(
    "rf-sum-of-kernels",
    en="Each further layer adds k − 1 pixels, not k: its windows overlap.",
    zh="每多一層只增加 k − 1 個像素，不是 k：視窗彼此重疊。",
)
def rf_sum_of_kernels(operation: Callable, kernel_sizes: Sequence[int]) -> int:
    return sum(kernel_sizes)


@mistake(
    "rf-last-layer-only",
    en="The last layer sees this much of the map before it, but each cell of that map has itself seen several pixels.",
    zh="這只是最後一層在前一張圖上看到的；但前一張圖的每一格本身就看過好幾個像素。",
)
def rf_last_layer_only(operation: Callable, kernel_sizes: Sequence[int]) -> int:
    return kernel_sizes[-1]
