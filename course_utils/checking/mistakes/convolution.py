"""Mistakes in a convolution by hand: wrong versions of `operation(image, kernel, *, stride, padding)`.

`image` is `(H, W)` and `kernel` `(kH, kW)`, as arrays or nested lists of numbers.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.checking.mistakes import Mistake, mistake
from course_utils.checking.probes import same
from course_utils.convolution import conv2d


@mistake(
    "kernel-flipped",
    en="You turned the kernel by 180 degrees, as convolution in mathematics does. Deep learning does not turn it.",
    zh="你把 kernel 轉了 180 度，那是數學上的 convolution。深度學習直接照原樣放上去，不翻轉。",
)
def kernel_flipped(operation: Callable, image: Any, kernel: Any, **options: Any) -> Any:
    return operation(image, np.asarray(kernel)[..., ::-1, ::-1], **options)


@mistake(
    "kernel-transposed",
    en="Rows and columns of the kernel are swapped.",
    zh="kernel 的列與行對調了。",
)
def kernel_transposed(operation: Callable, image: Any, kernel: Any, **options: Any) -> Any:
    return operation(image, np.asarray(kernel).swapaxes(-1, -2), **options)


@mistake(
    "minus-sign-lost",
    en="A minus sign of the kernel is missing: a negative weight subtracts its pixel.",
    zh="kernel 裡的負號不見了：負的權重要把像素值減掉。",
)
def minus_sign_lost(operation: Callable, image: Any, kernel: Any, **options: Any) -> Any:
    return operation(image, np.abs(kernel), **options)


@mistake(
    "window-sum-without-kernel",
    en="You added the pixels of the window without multiplying them by the weights.",
    zh="你只把視窗內的像素相加，沒有乘上權重。",
)
def window_sum_without_kernel(operation: Callable, image: Any, kernel: Any, **options: Any) -> Any:
    return operation(image, np.ones_like(np.asarray(kernel)), **options)


@mistake(
    "averaged-not-summed",
    en="You took the average of the products. Convolution only adds them.",
    zh="你把乘積取了平均；卷積只要加總。",
)
def averaged_not_summed(operation: Callable, image: Any, kernel: Any, **options: Any) -> Any:
    return np.asarray(operation(image, kernel, **options)) / np.asarray(kernel).size


@mistake(
    "not-summed",
    en="These are the single products. One place of the window gives ONE number: their sum.",
    zh="這是各別的乘積。視窗在一個位置只給出「一個」數：把乘積全部加起來。",
)
def not_summed(operation: Callable, image: Any, kernel: Any, **options: Any) -> Any:
    return np.asarray(image) * np.asarray(kernel)


@mistake(
    "padding-added",
    en="You added a border of zeros; this question has no padding.",
    zh="你補了一圈 0；本題沒有 padding。",
)
def padding_added(operation: Callable, image: Any, kernel: Any, **options: Any) -> Any:
    return None if options.get("padding", 0) else operation(image, kernel, **{**options, "padding": 1})


@mistake(
    "padding-forgotten",
    en="The padding is missing: put the border of zeros around the picture first, then slide the window.",
    zh="忘了 padding：先在圖的外圍補一圈 0，再滑動視窗。",
)
def padding_forgotten(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return operation(*inputs, **{**options, "padding": 0})


@mistake(
    "padding-one-side",
    en="Add padding on BOTH sides of each axis: a row above and below, a column left and right.",
    zh="padding 是兩側都補：上下各一列，左右各一行。",
)
def padding_one_side(operation: Callable, image: Any, kernel: Any, **options: Any) -> Any:
    padding = options.pop("padding", 0)
    return operation(np.pad(image, (padding, 0)), kernel, **options)


@mistake(
    "same-convention-mixed",
    en="Your zeros are only below and to the right, as with 'same' in Keras here. In PyTorch padding=1 adds them on "
    "all sides.",
    zh="你只在下方和右方補 0，這是 Keras 的 'same' 的做法。PyTorch 的 padding=1 是四周都補。",
)
def same_convention_mixed(operation: Callable, image: Any, kernel: Any, **options: Any) -> Any:
    padding = options.pop("padding", 0)
    return operation(np.pad(image, (0, padding)), kernel, **options)


@mistake(
    "stride-ignored",
    en="The stride was not used: this is what a step of 1 gives.",
    zh="沒有用到 stride：這是步長為 1 的結果。",
)
def stride_ignored(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return operation(*inputs, **{**options, "stride": 1})


@mistake(
    "stride-as-crop",
    en="You kept the top left corner of the stride-1 map. Stride 2 means every second place, not the first few.",
    zh="你只留下 stride=1 結果的左上角。stride=2 是每隔一格取一次，不是取前幾格。",
)
def stride_as_crop(operation: Callable, image: Any, kernel: Any, **options: Any) -> Any:
    height, width = np.shape(operation(image, kernel, **options))
    return np.asarray(operation(image, kernel, **{**options, "stride": 1}))[:height, :width]


@mistake(
    "wrong-stride",
    en="You stepped two pixels at a time; this question has stride 1.",
    zh="你每次移動了兩個像素；本題的 stride 是 1。",
)
def wrong_stride(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return operation(*inputs, **{**options, "stride": 2}) if options.get("stride", 1) == 1 else None


@mistake(
    "extra-row",
    en="You have one row too many: count the rows of the picture, and where the last window begins.",
    zh="多了一列：數一數圖片有幾列，最後一個視窗從哪一列開始。",
)
def extra_row(operation: Callable, image: Any, kernel: Any, **options: Any) -> Any:
    return operation(np.vstack([image, image[-1:]]), kernel, **options)


BY_HAND = (
    kernel_flipped, kernel_transposed, minus_sign_lost, window_sum_without_kernel, averaged_not_summed, padding_added,
)  # fmt: skip
"""Likely mistakes in a first map by hand: one kernel, stride 1, no padding."""

columns_averaged = Mistake(
    averaged_not_summed.tag,
    lambda operation, image, kernel, **options: np.asarray(operation(image, kernel, **options)) / len(kernel),
    averaged_not_summed.hints,
)
"""`averaged_not_summed` for each column of the window: the sum is divided by the kernel's number of rows."""


def asymmetric(window: Any) -> bool:
    """Return whether turning or transposing a window changes its pixels, so that a flipped kernel changes the result.

    >>> asymmetric([[1, 2], [2, 1]]), asymmetric([[1, 2], [3, 5]])
    (False, True)
    """
    pixels = np.asarray(window)
    views = [pixels, pixels[::-1, ::-1], pixels.T]
    return not any(np.array_equal(a, b) for i, a in enumerate(views) for b in views[:i])


def distinguishes_mistakes(image: Any, **options: Any) -> Callable[[Any], bool]:
    """Return a test for kernels: it accepts one if, on this image, the right map and those of all mistakes differ.

    A kernel that equals its own mirror image, or that has no minus sign, hides a mistake. If all sums are 0, their
    averages are 0 too.

    >>> accept = distinguishes_mistakes([[1, 2], [3, 4]])
    >>> accept([[1, 1], [1, 1]]), accept([[1, -2], [3, 2]]), accept([[1, -3], [-1, 2]])
    (False, True, False)
    """
    slips = [kernel_flipped, kernel_transposed, minus_sign_lost, window_sum_without_kernel]

    def accept(kernel: Any) -> bool:
        results = [conv2d(image, kernel, **options), *(slip.value(conv2d, image, kernel, **options) for slip in slips)]
        return bool(np.any(results[0])) and not any(same(a, b) for i, a in enumerate(results) for b in results[:i])

    return accept
