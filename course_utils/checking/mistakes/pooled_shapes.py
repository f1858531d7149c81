"""Mistakes about pooling (the shape after it, its parameters, what it discards) and about flattening.

Of a shape: wrong versions of `operation(shape, kernel_size, *, stride, ceil_mode)` with a shape `(N, C, H, W)`, or
`(H, W, C)` if a comment in the mistake shows it.
Of a share: wrong versions of `operation(n, kernel_size, *, stride, ceil_mode)`, which returns the share of n x n
numbers that is discarded.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course_utils.checking.mistakes import Mistake, mistake, sizes
from course_utils.pooling import pool_output_size


def _again(known: Mistake, compute: Callable) -> Mistake:
    """Return a mistake that is declared elsewhere, with a `compute` for the operations of this file."""
    return Mistake(known.tag, compute, known.hints)


def _of_h_and_w(change: Callable[[int], int]) -> Callable:
    def compute(operation: Callable, shape: Sequence[int], kernel_size: Any, **options: Any) -> tuple:
        *others, height, width = operation(shape, kernel_size, **options)
        return (*others, change(height), change(width))

    return compute


def _divided_only(operation: Callable, shape: Sequence[int], kernel_size: Any, **options: Any) -> tuple:
    stride = options.get("stride") or kernel_size
    steps = (stride, stride) if isinstance(stride, int) else stride
    return (*shape[:-2], *(n // s for n, s in zip(shape[-2:], steps, strict=True)))


def _input_turned(operation: Callable, shape: Sequence[int], kernel_size: Any, **options: Any) -> tuple:
    return operation((*shape[:-2], shape[-1], shape[-2]), kernel_size, **options)


def _result_turned(operation: Callable, *inputs: Any, **options: Any) -> tuple:
    *others, height, width = operation(*inputs, **options)
    return (*others, width, height)


plus_one_forgotten = _again(sizes.plus_one_forgotten, _of_h_and_w(lambda n: n - 1))
kernel_not_subtracted = _again(sizes.kernel_not_subtracted, _divided_only)
picture_turned = _again(sizes.h_and_w_swapped, _input_turned)
result_turned = _again(sizes.h_and_w_swapped, _result_turned)


@mistake(
    "pool-over-channels",
    en="The channels were pooled, too. Each channel is pooled by itself, so their number stays the same.",
    zh="你連 channel 也縮小了。每個 channel 各自做 pooling,channel 數不變。",
)
def pool_over_channels(operation: Callable, shape: Sequence[int], kernel_size: int, **options: Any) -> tuple:
    *rows_and_columns, channels = operation(shape, kernel_size, **options)  # (H, W, C)
    return (*rows_and_columns, pool_output_size(channels, kernel_size, stride=options.get("stride")))


@mistake(
    "channels-merged",
    en="The channels are missing. Each channel is pooled by itself and remains a separate map.",
    zh="channel 不見了。每個 channel 各自做 pooling，仍然是獨立的一張圖。",
)
def channels_merged(operation: Callable, *inputs: Any, **options: Any) -> tuple:
    return (*operation(*inputs, **options)[:-1], 1)  # (H, W, C)


@mistake(
    "halved-twice",
    en="Each axis was pooled twice. Rows are halved once, columns are halved once.",
    zh="每個軸縮了兩次。列數減半一次，行數減半一次。",
)
def halved_twice(operation: Callable, shape: Sequence[int], kernel_size: Any, **options: Any) -> tuple:
    return operation(operation(shape, kernel_size, **options), kernel_size, **options)


@mistake(
    "pool-has-parameters",
    en="Taking the largest cell needs no weight and no bias. There is nothing that training could change.",
    zh="取最大值不需要權重，也不需要 bias。哪裡會有訓練可以改的數？",
)
def pool_has_parameters(operation: Callable, channels: int, kernel_size: int) -> int:
    return kernel_size**2


counted_as_a_convolution = [
    pool_has_parameters,
    *(
        _again(pool_has_parameters, compute)
        for compute in (
            lambda operation, channels, kernel_size: kernel_size**2 * channels,
            lambda operation, channels, kernel_size: (kernel_size**2 + 1) * channels,
            lambda operation, channels, kernel_size: kernel_size**2 * channels**2,
            lambda operation, channels, kernel_size: (kernel_size**2 * channels + 1) * channels,
        )
    ),
]
"""The weights of one window, of one per channel, with biases, and of Conv2d(channels, channels, kernel_size)."""


@mistake(
    "lenet-pool-confusion",
    en="LeNet-5 of 1998 gives each map a weight and a bias when it subsamples. Today's MaxPool2d has neither.",
    zh="1998 年的 LeNet-5 在 subsampling 時，每張圖有一個權重和一個 bias；現在的 MaxPool2d 都沒有。",
)
def lenet_pool_confusion(operation: Callable, channels: int, kernel_size: int) -> int:
    return 2 * channels


@mistake(
    "even-size-assumed",
    en="That is the share for even sizes. Here a row and a column are dropped, too.",
    zh="這個比例只適用於偶數大小。這裡還丟掉了一列和一行。",
)
def even_size_assumed(operation: Callable, n: int, kernel_size: int, **options: Any) -> float:
    return 1 - 1 / kernel_size**2


@mistake(
    "kept-for-discarded",
    en="That is the share that is kept; the question asks for the share that is thrown away.",
    zh="這是「保留」的比例；題目問的是丟掉的。",
)
def kept_for_discarded(operation: Callable, n: int, kernel_size: int, **options: Any) -> float:
    return 1 - operation(n, kernel_size, **options)


@mistake(
    "half-per-axis-only",
    en="That is the loss of one axis. Rows and columns both get fewer, so the share that is kept is a product.",
    zh="這只是一個軸丟掉的比例。列和行都變少，保留的比例要相乘。",
)
def half_per_axis_only(operation: Callable, n: int, kernel_size: int, **options: Any) -> float:
    return 1 - 1 / kernel_size


def _one_axis(operation: Callable, n: int, kernel_size: int, **options: Any) -> float:
    return 1 - math.sqrt(1 - operation(n, kernel_size, **options))


one_axis_only = _again(half_per_axis_only, _one_axis)


@mistake(
    "percent-for-share",
    en="That is per cent. Write the share as a number between 0 and 1: 50 % is 0.5.",
    zh="這是百分比。請寫成 0 到 1 之間的數：50 % 是 0.5。",
)
def percent_for_share(operation: Callable, *inputs: Any, **options: Any) -> float:
    return 100 * operation(*inputs, **options)


@mistake(
    "column-major",
    en="You went column by column. Flattening goes row by row, as you read a text.",
    zh="你是一行一行(由上往下)取的。flatten 是一列一列，像閱讀一樣。",
)
def column_major(operation: Callable, x: Any) -> np.ndarray:
    return operation(np.swapaxes(x, -1, -2))


@mistake(
    "channels-interleaved",
    en="You took one number from each channel in turn. The first channel comes whole, then the second.",
    zh="你是每個 channel 輪流取一個數。應該先取完第一個 channel，再取第二個。",
)
def channels_interleaved(operation: Callable, x: Any) -> np.ndarray:
    return operation(np.moveaxis(x, 0, -1))


@mistake(
    "not-flattened",
    en="Not flat yet: write one single row of numbers, without rows inside.",
    zh="還沒攤平：要的是單獨一列數字，裡面不再分列。",
)
def not_flattened(operation: Callable, x: Any) -> np.ndarray:
    return np.asarray(x)


rows_joined_only = _again(not_flattened, lambda operation, x: np.reshape(x, (len(x), -1)))


@mistake(
    "flatten-for-gap",
    en="That is flattening, which keeps every number. Global average pooling keeps one number per channel.",
    zh="這是 flatten，每個數都留著。global average pooling 每個 channel 只留一個數。",
)
def flatten_for_gap(operation: Callable, shape: Sequence[int]) -> tuple:
    return (shape[0], math.prod(shape[1:]))


@mistake(
    "gap-wrong-axis",
    en="You averaged over the channels. Global average pooling averages over rows and columns.",
    zh="你對 channel 取平均了。global average pooling 是對高和寬取平均。",
)
def gap_wrong_axis(operation: Callable, shape: Sequence[int]) -> tuple:
    return (shape[0], *shape[2:])


@mistake(
    "ones-not-squeezed",
    en="The two axes of length 1 are still there. squeeze removes them.",
    zh="兩個長度為 1 的軸還在。squeeze 會把它們拿掉。",
)
def ones_not_squeezed(operation: Callable, shape: Sequence[int]) -> tuple:
    return (*operation(shape), 1, 1)
