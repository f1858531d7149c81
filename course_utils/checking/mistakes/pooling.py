"""Mistakes in a pooled map: wrong versions of `operation(x, kernel_size, *, stride, padding, ceil_mode)`.

`x` is `(H, W)` or has channels in front. Mistakes about its shape, its number of parameters and the layers after it are
in `pooled_shapes`. A forgotten stride or padding is the same mistake as in a convolution.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.checking.mistakes import Mistake, mistake
from course_utils.checking.mistakes.convolution import padding_forgotten, stride_as_crop, stride_ignored
from course_utils.checking.mistakes.sizes import ceil_for_floor
from course_utils.checking.probes import same
from course_utils.pooling import avg_pool2d, max_pool2d


@mistake(
    "average-for-max",
    en="These are averages. Max pooling keeps the largest number of each window.",
    zh="這是平均值。max pooling 留下的是每個視窗裡最大的數。",
)
def average_for_max(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> Any:
    return avg_pool2d(x, kernel_size, **options)


@mistake(
    "max-for-average",
    en="These are the largest numbers. Average pooling takes the mean of each window.",
    zh="這是最大值。average pooling 取的是每個視窗的平均。",
)
def max_for_average(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> Any:
    return max_pool2d(x, kernel_size, **options)


def _sum(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> np.ndarray:
    """Return the sum of each window: its mean times its number of cells; cells beyond the edge count as zeros."""
    height, width = np.shape(operation(x, kernel_size, **options))[-2:]
    down, across = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    wide = np.pad(x, [(0, 0)] * (np.ndim(x) - 2) + [(0, down), (0, across)])
    return avg_pool2d(wide, kernel_size, **options)[..., :height, :width] * (down * across)


@mistake(
    "sum-for-max",
    en="You added the numbers of each window. Max pooling keeps only the largest one.",
    zh="你把視窗裡的數加總了。max pooling 只留最大的那一個。",
)
def sum_for_max(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> Any:
    return _sum(operation, x, kernel_size, **options)


@mistake(
    "sum-for-average",
    en="These are sums. For the average, divide by the number of cells in the window.",
    zh="這是總和。要平均，還要除以視窗的格數。",
)
def sum_for_average(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> Any:
    return _sum(operation, x, kernel_size, **options)


@mistake(
    "integer-division",
    en="You rounded to whole numbers. An average may be a fraction: keep the decimals.",
    zh="被取成整數了。平均可以是小數，小數點後面要留著。",
)
def integer_division(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> Any:
    return np.floor(operation(x, kernel_size, **options))


@mistake(
    "smallest-for-largest",
    en="These are the smallest numbers. Take care with the signs: 2 is larger than −7.",
    zh="這是最小的數。注意正負號：2 比 −7 大。",
)
def smallest_for_largest(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> Any:
    return -max_pool2d(-np.asarray(x), kernel_size, **options)


@mistake(
    "floor-for-ceil",
    en="The windows that extend beyond the edge are missing. Here they are kept (ceil_mode=True).",
    zh="少了超出邊緣的視窗。這裡要保留它們(ceil_mode=True)。",
)
def floor_for_ceil(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> Any:
    return operation(x, kernel_size, **{**options, "ceil_mode": False}) if options.get("ceil_mode") else None


def _with_what_hangs_over(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> Any:
    return None if options.get("ceil_mode") else operation(x, kernel_size, **{**options, "ceil_mode": True})


what_hangs_over_kept = Mistake(ceil_for_floor.tag, _with_what_hangs_over, ceil_for_floor.hints)
"""`ceil_for_floor` for any operation with a `ceil_mode`: windows that extend beyond the edge are kept."""


@mistake(
    "default-stride",
    en="This is what a step of 1 gives. Pooling's default stride is the kernel size.",
    zh="這是步長為 1 的結果。pooling 的預設 stride 等於 kernel_size。",
)
def default_stride(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> Any:
    return operation(x, kernel_size, **{**options, "stride": 1})


@mistake(
    "stride-overridden",
    en="Your window steps by its own size. That is the default only; here a stride is given.",
    zh="你的視窗每次移動它自己的大小，但那只是預設值；這裡有指定 stride。",
)
def stride_overridden(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> Any:
    return operation(x, kernel_size, **{**options, "stride": None})


@mistake(
    "wrong-window",
    en="Your window has another size than the one given.",
    zh="你用的視窗大小和題目不同。",
)
def wrong_window(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> Any:
    larger = kernel_size + 1 if isinstance(kernel_size, int) else tuple(k + 1 for k in kernel_size)
    return operation(x, larger, **options)


@mistake(
    "zero-padding-in-maxpool",
    en="A zero of your border was the largest number, although it is not part of the map. Max pooling pads with minus "
    "infinity, not with 0.",
    zh="你讓外圍的 0 贏了。max pooling 補的是負無限大，不是 0。",
)
def zero_padding_in_maxpool(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> Any:
    padding = options.pop("padding", 0)
    return operation(np.pad(x, padding), kernel_size, **options) if padding else None


@mistake(
    "average-pool-padding",
    en="These are averages with zeros around. Max pooling takes the largest number, and a cell of the border is never "
    "the largest.",
    zh="這是四周補 0 的 average pooling。max pooling 取最大值，而且外圍永遠不會贏。",
)
def average_pool_padding(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> Any:
    return avg_pool2d(x, kernel_size, **options) if options.get("padding") else None


@mistake(
    "largest-starts-at-zero",
    en="Your search for the largest number begins at 0, so a window of negative numbers gives 0.",
    zh="你從 0 開始找最大值，所以全是負數的視窗會得到 0。",
)
def largest_starts_at_zero(operation: Callable, x: Any, kernel_size: Any, **options: Any) -> Any:
    return np.maximum(operation(x, kernel_size, **options), 0)


@mistake(
    "relu-forgotten",
    en="The negative numbers are still there. ReLU puts 0 in their place.",
    zh="負數還在。ReLU 會把負數換成 0。",
)
def relu_forgotten(operation: Callable, x: Any, **options: Any) -> Any:
    return x


@mistake(
    "absolute-for-relu",
    en="You removed the minus signs. ReLU puts 0 where a number is negative.",
    zh="你只是把負號拿掉了。ReLU 是把負數變成 0。",
)
def absolute_for_relu(operation: Callable, x: Any, **options: Any) -> Any:
    return np.abs(x)


@mistake(
    "negatives-kept",
    en="You kept the negative numbers and set the others to 0. ReLU does the opposite.",
    zh="你留下負數、清掉了其他的。ReLU 剛好相反。",
)
def negatives_kept(operation: Callable, x: Any, **options: Any) -> Any:
    return np.minimum(x, 0)


BY_HAND = (
    average_for_max, sum_for_max, stride_ignored, stride_as_crop, smallest_for_largest, wrong_window,
)  # fmt: skip
"""Likely mistakes in a first max pooling by hand: windows side by side, no padding."""


def distinguishes_mistakes(kernel_size: int, *, stride: int, padding: int = 0) -> Callable[[Any], bool]:
    """Return a test for tables: it accepts one if the maxima, the averages and each mistake give different numbers.

    >>> accept = distinguishes_mistakes(2, stride=2)
    >>> accept([[0, 0, 0, 0], [0, 0, 0, 0]]), accept([[1, 8, -3, 4], [5, 2, 9, 7], [0, 3, 1, 2], [-2, 4, 6, 5]])
    (False, True)
    """
    options: dict[str, Any] = {"stride": stride, "padding": padding}
    slips = [stride_ignored, stride_as_crop, sum_for_max, average_for_max, smallest_for_largest, wrong_window]
    slips += [stride_overridden] if stride != kernel_size else []
    slips += [zero_padding_in_maxpool, padding_forgotten] if padding else []

    def accept(table: Any) -> bool:
        results = [slip.value(max_pool2d, table, kernel_size, **options) for slip in slips]
        results += [
            max_pool2d(table, kernel_size, **options),
            integer_division.value(avg_pool2d, table, kernel_size, **options),
        ]
        there = [result for result in results if result is not None]
        return not any(same(a, b) for i, a in enumerate(there) for b in there[:i])

    return accept
