"""Mistakes in a network that follows a plan: versions of `operation(..., network=plan)` with a changed plan.

They suit two operations: `answers_with`, in which the changed network gets the student's weights, and `parameters`,
which counts them. Networks that raise an error for every picture are in `planned_sizes`.
"""

from collections.abc import Callable, Sequence
from itertools import compress, product
from typing import Any

from course_utils.checking.mistakes import Mistake, mistake, networks
from course_utils.checking.mistakes.layer_plans import POOL, RELU, Plan, Step

Steps = Sequence[Step]
Change = Callable[[Steps], Steps]


def altering(change: Change) -> Callable:
    """Return the `compute` of a mistake that uses the plan with `change` instead of the right one."""

    def compute(operation: Callable, *inputs: Any, network: Plan, **options: Any) -> Any:
        return operation(*inputs, network=network.altered(change), **options)

    return compute


def _again(known: Mistake, change: Change, **hints: str) -> Mistake:
    """Return a mistake for networks of a plan; pass `en` and `zh` if the hint differs."""
    return Mistake(known.tag, altering(change), {"en": hints["en"], "zh-Hant": hints["zh"]} if hints else known.hints)


def _each(kind: str, *others: Step) -> Change:
    """Return the change that replaces each step of this kind by other steps."""
    return lambda steps: [other for step in steps for other in (others if step.kind == kind else (step,))]


def _then(last: Step) -> Change:
    """Return the change that appends a step."""
    return lambda steps: [*steps, last]


def sized(kind: str, **differences: Any) -> Change:
    """Return the change that sets other fields in each layer of this kind, with `_replace`."""
    return lambda steps: [step._replace(**differences) if step.kind == kind else step for step in steps]


# Networks that need the right network's weights


@mistake(
    "relu-after-pool-only",
    en="There is a ReLU only where there is a pool. Two convolutions without a ReLU between them compute no more than "
    "one can.",
    zh="只有池化的地方才有 ReLU。連續兩個卷積之間沒有，兩層疊起來跟一層沒有兩樣。",
)
def relu_after_pool_only(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return altering(_relu_at_pools)(operation, *inputs, **options)


def _relu_at_pools(steps: Steps) -> Steps:
    if POOL not in steps:
        raise ValueError("relu_after_pool_only: there is no pool; take a list with one")
    return _without(_away_from_pools(steps))(steps)


def _away_from_pools(steps: Steps) -> set[int]:
    after = [*steps[1:], None]
    return {place for place, step in enumerate(steps) if step == RELU and after[place] != POOL}


def _without(places: set[int]) -> Change:
    return lambda steps: [step for place, step in enumerate(steps) if place not in places]


activation_forgotten = _again(networks.activation_forgotten, _each("relu"))
sigmoid_for_relu = _again(networks.sigmoid_for_relu, _each("relu", Step("sigmoid")))
tanh_for_relu = _again(
    networks.tanh_for_relu,
    _each("relu", Step("tanh")),
    en="There is a tanh in place of a ReLU.",
    zh="題目要 ReLU，你用了 tanh。",
)
average_for_max = _again(networks.average_for_max, _each("pool", Step("average")))
softmax_before_loss, log_softmax_before_loss = (
    _again(
        networks.softmax_before_loss,
        _then(Step(kind)),
        en="There is a softmax at the end. cross_entropy computes it itself: return the logits as they are.",
        zh="最後多了一個 softmax。cross_entropy 自己會做，請直接輸出 logits。",
    )
    for kind in ("softmax", "log softmax")
)
relu_on_logits = _again(networks.relu_on_logits, lambda steps: [*steps, RELU])


def some_activations_forgotten(plan: Plan) -> list[Mistake]:
    """Return the mistakes of leaving out some of the plan's ReLUs, but not all.

    For a plan of up to four ReLUs, these are all such choices. For a longer plan, each mistake leaves out one ReLU.

    The choice that `relu_after_pool_only` leaves out is not included, because that mistake has its own name.
    """
    relus = [place for place, step in enumerate(plan.steps) if step == RELU]
    singly = [{place} for place in relus]
    any_of_them = [set(compress(relus, out)) for out in product((True, False), repeat=len(relus))]
    left_out = any_of_them[1:-1] if len(relus) <= 4 else singly  # not all of them, and not none
    if POOL in plan.steps:
        left_out = [places for places in left_out if places != _away_from_pools(plan.steps)]
    return [_again(networks.activation_forgotten, _without(places)) for places in left_out]


# Networks that need weights of other shapes


@mistake(
    "pool-layer-ignored",
    en='Your network skips a "pool": each one halves the rows and the columns of the maps.',
    zh='有 "pool" 被略過了：每一個都會把特徵圖的列數和行數減半。',
)
def pool_layer_ignored(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return altering(_each("pool"))(operation, *inputs, **options)


@mistake(
    "pool-not-asked",
    en='There is a pool after each convolution. Pool only where the list says "pool".',
    zh='你在每個卷積後面都做了池化。只有清單寫 "pool" 的地方才要。',
)
def pool_not_asked(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return altering(_pool_after_each)(operation, *inputs, **options)


def _pool_after_each(steps: Steps) -> Steps:
    return _each("relu", RELU, POOL)(_each("pool")(steps))


def _pool_besides(steps: Steps) -> Steps:
    if POOL not in steps:
        raise ValueError("pool_besides: without a pool this is pool_not_asked")
    return _each("relu", RELU, POOL)(steps)


pool_besides = _again(pool_not_asked, _pool_besides)
conv_padding_not_asked = _again(
    networks.conv_padding_not_asked,
    sized("conv", padding=1),
    en="One of your convolutions has padding. Here no layer has padding, so each convolution removes one pixel on "
    "every side.",
    zh="你的卷積有 padding。這裡每一層都不補零，所以每一邊會少一個像素。",
)
conv_bias_left_out = _again(networks.conv_bias_left_out, sized("conv", bias=False))
bias_left_out = _again(
    networks.conv_bias_left_out,
    lambda steps: [step._replace(bias=False) for step in steps],
    en="Your layers have no bias. Leave out the argument `bias`, and they have one.",
    zh="你的各層都沒有 bias。不要寫 `bias=False`，預設就有。",
)
hidden_layer_left_out = _again(
    networks.hidden_layer_left_out,
    lambda steps: [step for step in steps if step.kind != "conv"][:1] + [steps[-1]],
    en="The hidden layer is missing: one fully connected layer with a ReLU comes before the last.",
    zh="少了隱藏層：最後一層之前還有一個全連接層和 ReLU。",
)

SAME_WEIGHTS = [
    relu_after_pool_only, activation_forgotten, sigmoid_for_relu, tanh_for_relu, average_for_max, softmax_before_loss,
    log_softmax_before_loss, relu_on_logits,
]  # fmt: skip
OTHER_WEIGHTS = [
    pool_layer_ignored, pool_not_asked, pool_besides, conv_padding_not_asked, conv_bias_left_out, bias_left_out,
    hidden_layer_left_out,
]  # fmt: skip


def of_plan(plan: Plan) -> list[Mistake]:
    """Return all mistakes of networks that give outputs; some do not apply to every plan."""
    return [*SAME_WEIGHTS, *some_activations_forgotten(plan), *OTHER_WEIGHTS]
