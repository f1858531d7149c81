"""Mistakes about axes and channels.

Of a shape: wrong versions of any `operation(...)` that returns a shape such as `(N, C, H, W)` or `(C, H, W)`. They
start from the right shape, so they suit every such operation. `inverse_permutation` is for an operation that returns
the axes of a permute.
Of a picture: wrong versions of `operation(image, ...)` with an image of shape `(..., H, W, C)`, channels last.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.checking.mistakes import Mistake, mistake
from course_utils.checking.mistakes.sizes import h_and_w_swapped


@mistake(
    "hwc-vs-chw",
    en="The axes are in another order: PyTorch has (N, C, H, W). Keras and picture files have the channels last.",
    zh="軸的順序不同：PyTorch 是 (N, C, H, W)；channel 放最後是 Keras 和圖檔的順序。",
)
def hwc_vs_chw(operation: Callable, *inputs: Any, **options: Any) -> tuple:
    *batch, channels, height, width = operation(*inputs, **options)
    return (*batch, height, width, channels)


@mistake(
    "chw-vs-hwc",
    en="The right numbers in another order: here the channels come last, (H, W, C).",
    zh="數字對了，但軸的順序不同：這裡 channel 放最後，是 (H, W, C)。",
)
def chw_vs_hwc(operation: Callable, *inputs: Any, **options: Any) -> tuple:
    *batch, height, width, channels = operation(*inputs, **options)
    return (*batch, channels, height, width)


@mistake(
    "channel-axis-missing",
    en="The channel axis is missing. Keep it even if there is only one channel.",
    zh="少了 channel 軸。即使只有一個 channel，這個軸也要在。",
)
def channel_axis_missing(operation: Callable, *inputs: Any, **options: Any) -> tuple:
    *batch, _, height, width = operation(*inputs, **options)
    return (*batch, height, width)


@mistake(
    "gray-as-rgb",
    en="Three channels are red, green and blue. A grey picture has one number per pixel, so one channel.",
    zh="三個 channel 是紅、綠、藍。灰階圖每個像素只有一個數，所以只有一個 channel。",
)
def gray_as_rgb(operation: Callable, *inputs: Any, **options: Any) -> tuple | None:
    *batch, channels, height, width = operation(*inputs, **options)
    return (*batch, 3, height, width) if channels == 1 else None


@mistake(
    "rgb-as-gray",
    en="One channel is a grey picture. A colour picture has a channel each for red, green and blue.",
    zh="一個 channel 是灰階圖。彩色圖的紅、綠、藍各有一個 channel。",
)
def rgb_as_gray(operation: Callable, *inputs: Any, **options: Any) -> tuple | None:
    *batch, channels, height, width = operation(*inputs, **options)
    return (*batch, 1, height, width) if channels == 3 else None


@mistake(
    "batch-axis-lost",
    en="The batch axis is missing. The first number of the shape is the number of pictures; keep it.",
    zh="batch 軸不見了：形狀的第一個數是圖片的張數，要保留。",
)
def batch_axis_lost(operation: Callable, *inputs: Any, **options: Any) -> tuple:
    return tuple(operation(*inputs, **options))[1:]


@mistake(
    "inverse-permutation",
    en="This is the opposite direction. Each number is the OLD axis that comes to this place.",
    zh="方向反了。每個數說的是：「原來的」哪一個軸移到這個位置。",
)
def inverse_permutation(operation: Callable, *inputs: Any, **options: Any) -> np.ndarray:
    return np.argsort(operation(*inputs, **options))


@mistake(
    "reshape-for-permute",
    en="This is the result of reshape. It cuts the same row of numbers into different pieces and mixes the colours.",
    zh="這是 reshape 的結果：它只把同一串數字重新切段，顏色就混在一起了。",
)
def reshape_for_permute(operation: Callable, image: Any, *inputs: Any, **options: Any) -> Any:
    *batch, height, width, channels = np.shape(image)
    scrambled = np.reshape(image, (*batch, channels, height, width))
    return operation(np.moveaxis(scrambled, -3, -1), *inputs, **options)


def _reshape_at_the_end(operation: Callable, *inputs: Any, **options: Any) -> Any:
    right = np.asarray(operation(*inputs, **options))
    return np.moveaxis(right, -3, -1).reshape(right.shape)


reshape_at_the_end = Mistake(reshape_for_permute.tag, _reshape_at_the_end, reshape_for_permute.hints)
"""The same mistake after all other steps are right, with channels last."""


def _channels_left_last(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return np.moveaxis(operation(*inputs, **options), -3, -1)


channels_left_last = Mistake(hwc_vs_chw.tag, _channels_left_last, hwc_vs_chw.hints)
"""Channels last, in a picture that must have them first."""


def _picture_on_its_side(operation: Callable, image: Any, *inputs: Any, **options: Any) -> Any:
    rows, columns = (0, 1) if np.ndim(image) == 2 else (-3, -2)
    return operation(np.swapaxes(image, rows, columns), *inputs, **options)


picture_on_its_side = Mistake(h_and_w_swapped.tag, _picture_on_its_side, h_and_w_swapped.hints)
"""Height and width swapped, in a picture `(H, W)` or `(..., H, W, C)`."""
