"""Mistakes in counting the parameters of a network that follows a plan: wrong versions of `parameters(network=plan)`.

The operation is in `right_reports`. Most mistakes are changed plans from `planned_networks`.
"""

from collections.abc import Callable
from typing import Any

from course_utils.checking.mistakes import Mistake, mistake
from course_utils.checking.mistakes.axes import rgb_as_gray
from course_utils.checking.mistakes.counting import bias_forgotten, bias_one_per_layer
from course_utils.checking.mistakes.counting_networks import one_layer_only
from course_utils.checking.mistakes.layer_plans import Plan
from course_utils.checking.mistakes.lenet_numbers import same_conv_assumed
from course_utils.checking.mistakes.planned_networks import (
    Steps,
    altering,
    hidden_layer_left_out,
    pool_layer_ignored,
    pool_not_asked,
    sized,
)
from course_utils.checking.mistakes.planned_sizes import (
    channels_accumulated,
    channels_not_carried_on,
    flat_without_channels,
)


def _one_bias_per_layer(operation: Callable, *inputs: Any, network: Plan, **options: Any) -> int:
    layers = sum(step.learns for step in network.steps)
    return operation(*inputs, network=network, **{**options, "bias": False}) + layers


def _up_to_the_first_layer(steps: Steps) -> Steps:
    first = next(place for place, step in enumerate(steps) if step.learns)
    return steps[: first + 1]


@mistake(
    "last-layer-forgotten",
    en="The last layer is missing: the fully connected layer for the scores of the classes has parameters, too.",
    zh="漏了最後一層：算出各類別分數的全連接層也有參數。",
)
def last_layer_forgotten(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return altering(lambda steps: steps[:-1])(operation, *inputs, **options)


one_bias_per_layer = Mistake(bias_one_per_layer.tag, _one_bias_per_layer, bias_one_per_layer.hints)
first_layer_only = Mistake(one_layer_only.tag, altering(_up_to_the_first_layer), one_layer_only.hints)
grey_pictures = Mistake(
    rgb_as_gray.tag,
    altering(lambda steps: [steps[0]._replace(into=1), *steps[1:]]),
    {"en": "You counted for pictures of one channel. These have red, green and blue.",
     "zh-Hant": "你用一個 channel 的圖片來算。這裡的圖片有紅、綠、藍三個 channel。"},
)  # fmt: skip
same_size = Mistake(
    same_conv_assumed.tag,
    altering(sized("conv", padding=1)),
    same_conv_assumed.hints,
)

COUNTS_LINEAR = [bias_forgotten, one_bias_per_layer, first_layer_only, hidden_layer_left_out, flat_without_channels]
"""For the network without convolutions."""
COUNTS_CONV = [bias_forgotten, one_bias_per_layer, last_layer_forgotten, flat_without_channels, pool_layer_ignored,
               same_size, grey_pictures]  # fmt: skip
"""For one convolution and a pool."""
COUNTS_DEEP = [*COUNTS_CONV, first_layer_only, channels_not_carried_on, channels_accumulated, pool_not_asked]
"""For several convolutions."""
