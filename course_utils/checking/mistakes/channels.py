"""Mistakes in a convolution over several channels: `image` is (C, H, W), `kernel` (C, kH, kW)."""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.checking.mistakes import Mistake, mistake
from course_utils.checking.mistakes.convolution import averaged_not_summed, not_summed


@mistake(
    "only-first-channel",
    en="Only the first channel was used. A filter has a slice for each channel, and all of them count.",
    zh="只用了第一個 channel。filter 對每個 channel 都有一層權重，全部都要算。",
)
def only_first_channel(operation: Callable, image: Any, kernel: Any, **options: Any) -> Any:
    return operation(image[:1], kernel[:1], **options)


@mistake(
    "max-not-sum",
    en="You took the largest of the channels. Add them.",
    zh="你取了各 channel 的最大值；應該要相加。",
)
def max_not_sum(operation: Callable, image: Any, kernel: Any, **options: Any) -> Any:
    return np.max(_channel_by_channel(operation, image, kernel, **options), axis=0)


def _channel_by_channel(operation: Callable, image: Any, kernel: Any, **options: Any) -> np.ndarray:
    return np.array([operation(image[c : c + 1], kernel[c : c + 1], **options) for c in range(len(image))])


channels_not_summed = Mistake(
    not_summed.tag,
    _channel_by_channel,
    {
        "en": "You have one number for each channel. A filter gives ONE number per place: add them.",
        "zh-Hant": "這是每個 channel 各一個數。一個 filter 在一個位置只給出「一個」數：把它們加起來。",
    },
)
"""`not_summed` for several channels: one number for each channel."""

channels_averaged = Mistake(
    averaged_not_summed.tag,
    lambda operation, image, kernel, **options: np.asarray(operation(image, kernel, **options)) / len(image),
    {
        "en": "You took the average of the channels. Convolution only adds them.",
        "zh-Hant": "你把各 channel 取了平均；卷積只要加總。",
    },
)
"""`averaged_not_summed` for several channels: the sum is divided by the number of channels."""
