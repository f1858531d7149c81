"""Known mistakes of an output size: wrong ways of `operation(sizes, kernel_size, *, stride, padding)`.

`sizes` are the pixels along each axis, such as `(100, 150)`; the result has as many numbers. A forgotten stride or
padding is the same mistake here as in a feature map: see `stride_ignored` and `padding_forgotten` there.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

from course_utils.checking.mistakes import mistake


@mistake(
    "plus-one-forgotten",
    en="One too few: the place where the window begins counts too, so add 1 after dividing.",
    zh="少了一個:視窗的起始位置也算一次,除完要再加 1。",
)
def plus_one_forgotten(operation: Callable, sizes: Sequence[int], kernel_size: int, **options: Any) -> tuple:
    return tuple(n - 1 for n in operation(sizes, kernel_size, **options))


@mistake(
    "kernel-not-subtracted",
    en="The window has a width: take k away before you divide by the stride.",
    zh="視窗本身有寬度:除以 stride 之前要先減 k。",
)
def kernel_not_subtracted(operation: Callable, sizes: Sequence[int], kernel_size: int, **options: Any) -> tuple:
    return tuple((n + 2 * options.get("padding", 0)) // options.get("stride", 1) for n in sizes)


@mistake(
    "padding-not-consumed",
    en="This is the size of the padded picture. The window still has to fit into it.",
    zh="這是補零後圖片的大小;視窗還要能放得進去。",
)
def padding_not_consumed(operation: Callable, sizes: Sequence[int], kernel_size: int, **options: Any) -> tuple:
    return tuple(n + 2 * options.get("padding", 0) for n in sizes)


@mistake(
    "padding-counted-once",
    en="Padding goes on BOTH sides of each axis: use n + 2p, not n + p.",
    zh="padding 是兩側都補:用 n + 2p,不是 n + p。",
)
def padding_counted_once(operation: Callable, sizes: Sequence[int], kernel_size: int, **options: Any) -> tuple:
    padding = options.get("padding", 0)
    return operation([n + padding for n in sizes], kernel_size, **{**options, "padding": 0})


@mistake(
    "ceil-for-floor",
    en="Rounded up. A window that hangs over the edge is left out, so round down.",
    zh="你無條件進位了。超出邊緣的視窗不算,所以要無條件捨去。",
)
def ceil_for_floor(operation: Callable, sizes: Sequence[int], kernel_size: int, **options: Any) -> tuple:
    stride, padding = options.get("stride", 1), options.get("padding", 0)
    return tuple(math.ceil((n + 2 * padding - kernel_size) / stride) + 1 for n in sizes)


@mistake(
    "floor-missing",
    en="A size is a whole number: round down.",
    zh="大小必須是整數:請無條件捨去。",
)
def floor_missing(operation: Callable, sizes: Sequence[int], kernel_size: int, **options: Any) -> tuple:
    stride, padding = options.get("stride", 1), options.get("padding", 0)
    return tuple((n + 2 * padding - kernel_size) / stride + 1 for n in sizes)


@mistake(
    "h-and-w-swapped",
    en="Height and width have changed places: rows come first.",
    zh="高和寬對調了:先寫列數(高)。",
)
def h_and_w_swapped(operation: Callable, sizes: Sequence[int], kernel_size: int, **options: Any) -> tuple:
    return operation(sizes[::-1], kernel_size, **options)
