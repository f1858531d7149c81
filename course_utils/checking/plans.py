"""Checks of a network against a plan: with the network's own weights, the plan must give the same outputs.

If the network raises an exception, or has missing or other weights, the shapes of its weights are compared with those
of the mistakes. The checks accept networks and their proxies.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import torch
from torch import Tensor

from course_utils.checking.language import say
from course_utils.checking.mistakes import Mistake
from course_utils.checking.mistakes.layer_plans import PICTURE, Plan, deep
from course_utils.checking.mistakes.planned_networks import of_plan
from course_utils.checking.mistakes.planned_sizes import STOPPING, flatten_size_wrong
from course_utils.checking.networks import check_computes, network_made_by, not_yet, outputs_of, weights_of
from course_utils.checking.probes import as_array, attribute, call, same
from course_utils.checking.verdicts import NotYet, answer

Shape = tuple[int, ...]


def noise(number: int, seed: int, shape: Sequence[int] = PICTURE) -> Tensor:
    """Return `number` pictures `(number, *shape)` that no network has seen, alternately bright and dark.

    A filter that gives positive values for a bright picture gives negative ones for a dark picture, so the effect of
    every ReLU is visible.

    >>> (noise(4, seed=1).mean((1, 2, 3)) > 0).tolist()
    [True, False, True, False]
    """
    drawn = torch.randn(number, *shape, generator=torch.Generator().manual_seed(seed))
    return drawn + torch.tensor([2.0, -2.0]).repeat(number)[:number].reshape(-1, *[1] * len(shape))


def check_follows_plan(model: Any, plan: Plan, images: Tensor) -> None:
    """Raise NotYet unless a network, or the network that a function makes, computes the plan.

    Args:
        model: an nn.Module, or a function without arguments that makes one; may be a proxy.
        plan: the expected network.
        images: a batch `(N, C, H, W)`, preferably from `noise`, because pictures of one brightness do not show the
            effect of some ReLUs.
    """
    model = _network(model)
    try:
        got = outputs_of(model, images)  # first, because lazy layers have no weights before the first call
    except NotYet:
        _name_by_shapes(model, plan)
        raise
    _registered(model, plan)
    _alike(model, images, got)
    check_computes(model, plan, images, of_plan(plan))


def follows_lists(maker: Any, lists: Sequence[Sequence[int | str]], seed: int) -> None:
    """Raise NotYet unless, for each list such as ``[8, "pool"]``, a maker makes the network of `deep(list)`.

    Args:
        lists: do not use CLASSES as a number in them. The bias of those filters could be loaded as the last layer's,
            because both have the same shape.
    """
    for number, layers in enumerate(lists):
        try:
            check_follows_plan(_making(maker, layers), deep(layers), noise(4, seed + number))
        except NotYet as verdict:
            if str(verdict).startswith("[") or str(verdict) == say("unanswered"):
                raise
            not_yet(en=f"With the list {list(layers)}: {verdict}", zh=f"清單 {list(layers)}：{verdict}")


def _making(maker: Any, layers: Sequence[int | str]) -> Callable[[], Any]:
    maker = answer(maker).value
    return lambda: call(maker, list(layers))


def _network(model: Any) -> Any:
    try:
        return network_made_by(model)
    except ValueError:  # a network with lazy layers: its weights cannot be read before its first call
        return model


def _name_by_shapes(model: Any, plan: Plan) -> None:
    """Raise NotYet with the mistake that has the same weight shapes as a network that fails, if there is one."""
    try:
        shapes = [tuple(weight.shape) for weight in weights_of(model)]
    except ValueError:  # lazy layers that have no shape yet
        return
    found = Counter(shapes)
    if found == Counter(plan.weights):
        return
    numbers = [shape[1] for shape in shapes if len(shape) == 2]
    for known, options in [*((known, {}) for known in STOPPING), *((flatten_size_wrong, {"into": n}) for n in numbers)]:
        if found == Counter(known.value(_weights, network=plan, **options)):
            _name(known)


def _weights(*, network: Plan) -> list[Shape]:
    return network.weights


def _registered(model: Any, plan: Plan) -> None:
    """Raise NotYet if too few layers are registered with PyTorch, or if there is a BatchNorm."""
    weights = weights_of(model)
    found, wanted = Counter(tuple(weight.shape) for weight in weights), Counter(plan.weights)
    if any(not weight.is_floating_point() for weight in weights):
        not_yet(
            en="[batch-norm-added] There is a BatchNorm in your network. Leave it out here.",
            zh="[batch-norm-added] 你的網路裡有 BatchNorm。題目沒有要，這裡請拿掉。",
        )
    if not found - wanted and any(len(shape) > 1 for shape in wanted - found):
        not_yet(
            en=f"[layers-not-registered] PyTorch finds {len(weights)} of the {len(plan.weights)} weights and biases; "
            "an optimizer would train only these. Layers in a plain Python list, or made in forward, are not "
            "registered: use nn.ModuleList or nn.Sequential, in __init__.",
            zh=f"[layers-not-registered] PyTorch 只找到 {len(plan.weights)} 個 weight 和 bias 裡的 {len(weights)} 個，"
            "optimizer 也訓練不到其他的。放在一般 Python list 裡、或在 forward 裡才建立的層都沒有登記："
            "請在 __init__ 裡用 nn.ModuleList 或 nn.Sequential。",
        )


def _alike(model: Any, images: Tensor, got: Any) -> None:
    """Raise NotYet if a network gives different outputs for the same pictures in a second call or in training mode."""
    training = attribute(model, "training")
    call(attribute(model, "train"))
    again = [outputs_of(model, images), as_array(call(model, images))]
    call(attribute(model, "train"), training)
    if not all(same(got, answers) for answers in again):
        not_yet(
            en="[dropout-added] In training mode your network gives different outputs for the same pictures. It has a "
            "dropout or another layer that does not belong here; leave it out.",
            zh="[dropout-added] 你的網路在訓練時，對同樣的圖片會給不同的結果。裡面有 dropout 或其他題目沒有要的層；"
            "這裡請拿掉。",
        )


def _name(known: Mistake) -> NoReturn:
    raise NotYet(f"[{known.tag}] {known.hint()}") from None
