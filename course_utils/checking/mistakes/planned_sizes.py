"""Mistakes in a network that raises an error for every picture: one layer expects another number of inputs.

Like the mistakes in `planned_networks`, they are wrong versions of `operation(..., network=plan)`. Only the shapes of
the weights distinguish them.
"""

from collections.abc import Callable
from typing import Any

from course_utils.checking.mistakes import Mistake, mistake
from course_utils.checking.mistakes.counting_networks import channels_not_passed_on
from course_utils.checking.mistakes.layer_plans import PICTURE, Plan
from course_utils.checking.mistakes.lenet_numbers import channels_forgotten
from course_utils.checking.mistakes.planned_networks import (
    Steps,
    altering,
    conv_padding_not_asked,
    hidden_layer_left_out,
    pool_layer_ignored,
    pool_not_asked,
    sized,
)

channels_not_carried_on = Mistake(
    channels_not_passed_on.tag, altering(sized("conv", into=PICTURE[0])), channels_not_passed_on.hints
)


@mistake(
    "channels-accumulated",
    en="Channels do not add up: the output of a convolution has one channel for each of its filters.",
    zh="channel 不會累加：卷積輸出的 channel 數就是它的 filter 數，會取代原來的。",
)
def channels_accumulated(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return altering(_accumulated)(operation, *inputs, **options)


def _accumulated(steps: Steps) -> Steps:
    before = [PICTURE[0] + sum(step.n for step in steps[:place]) for place in range(len(steps))]
    return [step._replace(into=into) if step.kind == "conv" else step for step, into in zip(steps, before, strict=True)]


def made_for(numbers: Callable[[int, int], int]) -> Callable:
    """Return the `compute` of a mistake: the first fully connected layer takes `numbers(arriving, channels)` inputs."""

    def compute(operation: Callable, *inputs: Any, network: Plan, **options: Any) -> Any:
        place = next(place for place, step in enumerate(network.steps) if step.kind == "linear")
        channels = next((step.n for step in reversed(network.steps) if step.kind == "conv"), network.shape[0])
        arriving = next(shape[1] for shape in network.weights if len(shape) == 2)
        first = network.steps[place]._replace(into=numbers(arriving, channels))
        return altering(lambda steps: [*steps[:place], first, *steps[place + 1 :]])(
            operation, *inputs, network=network, **options
        )

    return compute


flat_without_channels = Mistake(
    channels_forgotten.tag, made_for(lambda arriving, channels: arriving // channels), channels_forgotten.hints
)


@mistake(
    "flatten-size-wrong",
    en="Your first fully connected layer expects a different number of inputs than flatten gives it: channels × rows × "
    "columns of the last maps.",
    zh="第一個全連接層的輸入數和 flatten 給的不同：應該是到那裡時的 channel 數 × 列數 × 行數。",
)
def flatten_size_wrong(operation: Callable, *inputs: Any, network: Plan, into: int, **options: Any) -> Any:
    return made_for(lambda arriving, channels: into)(operation, *inputs, network=network, **options)


STOPPING = [channels_not_carried_on, channels_accumulated, flat_without_channels, pool_layer_ignored, pool_not_asked,
            conv_padding_not_asked, hidden_layer_left_out]  # fmt: skip
