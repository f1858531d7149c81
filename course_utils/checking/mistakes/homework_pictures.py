"""Mistakes in changing the colours of a batch `(N, C, H, W)`: wrong versions of `halves(images)` and `grey_world`.

Mistakes with a given mean and standard deviation are in `images`. Random changes are not included.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.checking.mistakes import Mistake, mistake
from course_utils.checking.mistakes import images as slip
from course_utils.checking.mistakes.images import normalised

HALF = 0.5
WITHIN = (2, 3)  # the axes of one picture


def halves(images: Any) -> np.ndarray:
    """Return pictures minus 0.5, divided by 0.5; bytes are first scaled to 0..1.

    >>> halves(np.array([0.0, 0.5, 1.0])).tolist()
    [-1.0, 0.0, 1.0]
    >>> halves(np.array([0, 255], dtype=np.uint8)).tolist()
    [-1.0, 1.0]
    """
    array = np.asarray(images)
    return normalised(array, HALF, HALF, white=_white(array))


def _white(array: np.ndarray) -> int:
    return 1 if array.dtype.kind == "f" else 255


def _given(known: Mistake) -> Mistake:
    """Return a mistake of `normalised` as a mistake of `halves`."""

    def compute(operation: Callable, images: Any) -> Any:
        array = np.asarray(images)
        return known.compute(normalised, array, HALF, HALF, white=_white(array))

    return Mistake(known.tag, compute, known.hints)


normalise_forgotten, std_forgotten, mean_forgotten = map(
    _given, (slip.normalise_forgotten, slip.std_forgotten, slip.mean_forgotten)
)
std_before_mean, variance_for_std = map(_given, (slip.std_before_mean, slip.variance_for_std))
scaling_forgotten = _given(slip.scaling_forgotten)


@mistake(
    "std-multiplied",
    en="You multiplied by the standard deviation. Divide by it: / 0.5 makes the values twice as large.",
    zh="你乘上了標準差。應該要除：除以 0.5 會讓數值變成兩倍。",
)
def std_multiplied(operation: Callable, images: Any) -> np.ndarray:
    return HALF * HALF * np.asarray(operation(images))


@mistake(
    "normalised-before-scaling",
    en="You subtracted 0.5 from values of 0..255 and divided by 255 afterwards. Bring the values to 0..1 first.",
    zh="你先對 0..255 減 0.5，最後才除以 255。應該先把數值縮放到 0..1。",
)
def normalised_before_scaling(operation: Callable, images: Any) -> np.ndarray:
    return (np.asarray(images, dtype=float) - HALF) / HALF / 255


@mistake(
    "scaled-twice",
    en="You divided by 255, but these values are in 0..1 already.",
    zh="你除以 255，但這些數值已經在 0..1 之間了。",
)
def scaled_twice(operation: Callable, images: Any) -> np.ndarray:
    return operation(np.asarray(images, dtype=float) / 255)


@mistake(
    "per-batch-statistics",
    en="Your mean and standard deviation come from the batch, so the same picture changes with its neighbours. "
    "Both are given: 0.5.",
    zh="你的平均和標準差是從這個 batch 算出來的，同一張圖片會隨旁邊的圖片而變。兩者都是給定的 0.5。",
)
def per_batch_statistics(operation: Callable, images: Any) -> np.ndarray:
    return _standardised(images, (0, *WITHIN))


@mistake(
    "per-picture-statistics",
    en="Your mean and standard deviation come from each picture. Here both are given: 0.5.",
    zh="你的平均和標準差是從每張圖片各自算出來的。這裡兩者都是給定的 0.5。",
)
def per_picture_statistics(operation: Callable, images: Any) -> np.ndarray:
    return _standardised(images, WITHIN)


def _standardised(images: Any, axes: tuple[int, ...], ddof: int = 0) -> np.ndarray:
    array = np.asarray(images, dtype=float)
    return (array - array.mean(axes, keepdims=True)) / array.std(axes, keepdims=True, ddof=ddof)


def _variants(known: Mistake, axes: tuple[int, ...]) -> list[Mistake]:
    """Return the same mistake in three other forms.

    The statistics are taken over all channels together, or with n - 1 (torch's default), or both.
    """
    ways = [(axes, 1), (tuple(sorted((*axes, 1))), 0), (tuple(sorted((*axes, 1))), 1)]
    return [
        Mistake(
            known.tag, lambda operation, images, over=over, ddof=ddof: _standardised(images, over, ddof), known.hints
        )
        for over, ddof in ways
    ]


EITHER = [
    normalise_forgotten, std_forgotten, mean_forgotten, std_before_mean, variance_for_std, std_multiplied,
    per_batch_statistics, *_variants(per_batch_statistics, (0, *WITHIN)),
    per_picture_statistics, *_variants(per_picture_statistics, WITHIN),
]  # fmt: skip
NORMALISED_FLOATS = [*EITHER, scaled_twice]
"""The mistakes of a function that gets floats 0..1."""
NORMALISED_BYTES = [*EITHER, scaling_forgotten, normalised_before_scaling]
"""The mistakes of a function that gets bytes."""

# Grey-world: operation(images), with floats 0..1


@mistake(
    "grey-world-per-batch",
    en="You took the means over the whole batch. Every picture has its own lamp, so use the means of each picture.",
    zh="你的平均是整個 batch 一起算的。每張圖片有自己的光源，要各自算平均。",
)
def grey_world_per_batch(operation: Callable, images: Any) -> np.ndarray:
    array, means = _with_means(images, (0, *WITHIN))
    return array * (means.mean(1, keepdims=True) / means)


@mistake(
    "grey-left-out",
    en="You divided each channel by its mean, so all means are 1. Multiply by the picture's grey, the mean of them.",
    zh="你把每個 channel 除以自己的平均，結果平均都變成 1。還要乘上這張圖片三個 channel 的總平均。",
)
def grey_left_out(operation: Callable, images: Any) -> np.ndarray:
    array, means = _with_means(images, WITHIN)
    return array / means


@mistake(
    "means-for-grey",
    en="You used one mean for all three channels, so no colour changes. Each channel has its own factor.",
    zh="你三個 channel 用同一個平均，顏色不會改變。每個 channel 要有自己的倍率。",
)
def means_for_grey(operation: Callable, images: Any) -> np.ndarray:
    return np.asarray(images)


@mistake(
    "grey-world-inverted",
    en="The factor is inverted: a channel that is too strong must become weaker, so divide by its mean.",
    zh="倍率上下顛倒了：太強的 channel 要變弱，所以它的平均要放在分母。",
)
def grey_world_inverted(operation: Callable, images: Any) -> np.ndarray:
    array, means = _with_means(images, WITHIN)
    return array * (means / means.mean(1, keepdims=True))


@mistake(
    "grey-world-shifted",
    en="You moved the channels to one mean by adding. A lamp multiplies, so multiply by a factor.",
    zh="你用加減把各 channel 移到同一個平均。光源是相乘的，所以要乘上倍率。",
)
def grey_world_shifted(operation: Callable, images: Any) -> np.ndarray:
    array, means = _with_means(images, WITHIN)
    return array - means + means.mean(1, keepdims=True)


@mistake(
    "brightest-for-mean",
    en="You scaled by each channel's largest value. Grey-world uses the means.",
    zh="你用每個 channel 的最大值來縮放。grey-world 用的是平均。",
)
def brightest_for_mean(operation: Callable, images: Any) -> np.ndarray:
    array = np.asarray(images, dtype=float)
    return array / array.max(WITHIN, keepdims=True)


def _with_means(images: Any, axes: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    array = np.asarray(images, dtype=float)
    return array, array.mean(axes, keepdims=True)


GREY_WORLD = [grey_world_per_batch, grey_left_out, means_for_grey, grey_world_inverted, grey_world_shifted,
              brightest_for_mean]  # fmt: skip
