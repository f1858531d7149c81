"""Mistakes with pixels: in finding one, in converting colour to grey, and in normalising.

`brightest` and `normalised` below are operations that lesson 01 asks for. `distinguishes_mistakes` rejects numbers for
which two of the mistakes would give the same value.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course_utils.checking.mistakes import Mistake, mistake
from course_utils.checking.mistakes.axes import picture_on_its_side
from course_utils.checking.probes import same


def brightest(picture: Any) -> tuple:
    """Return (row, column) of the largest value of a picture (H, W)."""
    return np.unravel_index(np.argmax(picture), np.shape(picture))


def normalised(values: Any, mean: Any, std: Any, *, white: float = 255) -> np.ndarray:
    """Return `(values / white - mean) / std`: values 0..white are scaled to 0..1 and then normalised."""
    return (np.asarray(values) / white - mean) / std


def distinguishes_mistakes(operation: Callable, mistakes: Sequence[Mistake], *before: Any, **options: Any) -> Callable:
    """Return a test for draws: it accepts one if each mistake gives a value of its own.

    The draw is the last of the operation's inputs, after the inputs in `before`.

    >>> accept = distinguishes_mistakes(brightest, [dark_for_bright])
    >>> accept([[7, 7]]), accept([[7, 8]])
    (False, True)
    """

    def accept(drawn: Any) -> bool:
        inputs = (*before, drawn)
        wrong = [known.value(operation, *inputs, **options) for known in mistakes]
        values = [operation(*inputs, **options), *(value for value in wrong if value is not None)]
        return not any(same(a, b, 1e-3) for i, a in enumerate(values) for b in values[:i])

    return accept


@mistake(
    "counted-from-one",
    en="You counted from 1. In Python the first row, the first column and the first class are number 0.",
    zh="你從 1 開始數。在 Python 裡，第一列、第一行、第一個類別都是 0 號。",
)
def counted_from_one(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return np.asarray(operation(*inputs, **options)) + 1


@mistake(
    "dark-for-bright",
    en="This pixel is the darkest. 0 is black; the larger the number, the more light.",
    zh="這是最暗的像素。0 是黑；數字越大越亮。",
)
def dark_for_bright(operation: Callable, picture: Any) -> Any:
    return operation(-np.asarray(picture))


@mistake(
    "colours-summed",
    en="This is the sum of the three colours; a mean is a third of it.",
    zh="這是三個顏色的總和；平均要再除以 3。",
)
def colours_summed(operation: Callable, image: Any) -> Any:
    return 3 * np.asarray(operation(image))


@mistake(
    "bytes-overflow",
    en="The sum overflowed: a byte holds at most 255, and 256 becomes 0 again. Convert the bytes to floats before you "
    "add.",
    zh="加總溢位了：一個 byte 最大 255，到 256 就變回 0。請先轉成浮點數再相加。",
)
def bytes_overflow(operation: Callable, image: Any) -> Any:
    array = np.asarray(image)
    return None if array.dtype != np.uint8 else (array[..., 0] + array[..., 1] + array[..., 2]) / 3


@mistake(
    "grey-weighted",
    en="You gave the three colours different weights, as many programs do to suit the eye. Here grey is the plain "
    "mean.",
    zh="你對三個顏色用了不同的權重，很多軟體為配合人眼會這麼做。這裡要的是單純的平均。",
)
def grey_weighted(operation: Callable, image: Any) -> Any:
    return None if np.shape(image)[-1] != 3 else np.asarray(image) @ [0.299, 0.587, 0.114]


@mistake(
    "one-colour-only",
    en="This is the red plane alone. Grey is the mean of all three.",
    zh="這只是紅色那一層。灰階是三個顏色的平均。",
)
def one_colour_only(operation: Callable, image: Any) -> Any:
    return np.asarray(image)[..., 0]


@mistake(
    "mean-over-rows",
    en="You took the mean over the rows, not over the colours. The colours are the LAST axis of (H, W, 3).",
    zh="你是沿著列取平均，顏色還是分開的。在 (H, W, 3) 裡，顏色是「最後」一個軸。",
)
def mean_over_rows(operation: Callable, image: Any) -> Any:
    return np.mean(image, axis=0)


@mistake(
    "scaling-forgotten",
    en="Bring 0..255 to 0..1 first: divide by 255. Mean and std are meant for that scale.",
    zh="先把 0..255 縮放到 0..1：除以 255。平均與標準差是針對這個尺度的。",
)
def scaling_forgotten(operation: Callable, values: Any, *inputs: Any, **options: Any) -> Any:
    return operation(np.asarray(values) * 255.0, *inputs, **options)


@mistake(
    "normalise-forgotten",
    en="You only scaled to 0..1. Subtract the mean, too, and divide by the standard deviation.",
    zh="這只縮放到 0..1。還要減去平均，再除以標準差。",
)
def normalise_forgotten(operation: Callable, values: Any, mean: Any, std: Any, **options: Any) -> Any:
    return operation(values, np.zeros_like(mean, dtype=float), np.ones_like(std, dtype=float), **options)


@mistake(
    "std-forgotten",
    en="You subtracted the mean; now divide by the standard deviation, too.",
    zh="有減平均了，還要除以標準差。",
)
def std_forgotten(operation: Callable, values: Any, mean: Any, std: Any, **options: Any) -> Any:
    return operation(values, mean, np.ones_like(std, dtype=float), **options)


@mistake(
    "mean-forgotten",
    en="You divided by the standard deviation, but you did not subtract the mean first.",
    zh="有除以標準差，但之前沒有減去平均。",
)
def mean_forgotten(operation: Callable, values: Any, mean: Any, std: Any, **options: Any) -> Any:
    return operation(values, np.zeros_like(mean, dtype=float), std, **options)


@mistake(
    "std-before-mean",
    en="You divided first and subtracted the mean last. Subtract first, then divide.",
    zh="你先除、最後才減平均。應該先減平均，再除。",
)
def std_before_mean(operation: Callable, values: Any, mean: Any, std: Any, **options: Any) -> Any:
    return operation(values, np.asarray(mean) * std, std, **options)


@mistake(
    "variance-for-std",
    en="You divided by the variance. The standard deviation is its square root.",
    zh="你除的是變異數。標準差是它的平方根。",
)
def variance_for_std(operation: Callable, values: Any, mean: Any, std: Any, **options: Any) -> Any:
    return operation(values, mean, np.square(std), **options)


@mistake(
    "sample-vs-population-std",
    en="Your standard deviation divides by n - 1. Here you have all the pixels, so divide by n.",
    zh="你的標準差除以 n - 1。這裡全部像素都在，所以除以 n。",
)
def sample_for_population_std(operation: Callable, values: Any, mean: Any, std: Any, **options: Any) -> Any:
    return operation(values, mean, np.std(values, ddof=1), **options)


@mistake(
    "one-mean-for-all",
    en="Red, green and blue each have a mean and a standard deviation of their own.",
    zh="紅、綠、藍各有自己的平均和標準差。",
)
def one_mean_for_all(operation: Callable, values: Any, mean: Any, std: Any, **options: Any) -> Any:
    return operation(values, np.full_like(mean, mean[0]), np.full_like(std, std[0]), **options)


brightest_is_clear = distinguishes_mistakes(brightest, [counted_from_one, dark_for_bright, picture_on_its_side])
"""A test for pictures: it accepts one if a single pixel is brightest and each mistake gives another position."""


def whole_mean_and_std(values: Any) -> bool:
    """Return whether a picture's mean and its standard deviation are whole numbers, the latter 2 or more.

    >>> whole_mean_and_std([[1, 5], [9, 9]]), whole_mean_and_std([[0, 4], [4, 8]])  # variances 11 and 8
    (False, False)
    >>> whole_mean_and_std([[1, 1], [5, 5]])  # the mean is 3; all are 2 away from it
    True
    """
    mean, std = float(np.mean(values)), float(np.std(values))
    return mean == round(mean) and abs(std - round(std)) < 1e-9 and std > 1.5
