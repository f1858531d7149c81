"""Checks of a network against a plan: its own weights, worked through the plan, must answer the same pictures alike.

What stops, or has too few weights or others, is compared by the shapes of its weights with what known mistakes have.
Works on networks and on their stand-ins alike.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import torch
from torch import Tensor

from course_utils.checking.answers import as_array, attribute, call, same
from course_utils.checking.language import say
from course_utils.checking.mistakes import Mistake
from course_utils.checking.mistakes.layer_plans import PICTURE, Plan, deep
from course_utils.checking.mistakes.planned_networks import of_plan
from course_utils.checking.mistakes.planned_sizes import STOPPING, flatten_size_wrong
from course_utils.checking.networks import check_computes, network_made_by, not_yet, outputs_of, weights_of
from course_utils.checking.verdicts import NotYet, answer

Shape = tuple[int, ...]


def noise(number: int, seed: int, shape: Sequence[int] = PICTURE) -> Tensor:
    """Return so many pictures `(number, *shape)` that no network has seen, bright and dark by turns.

    What a filter makes positive of a bright one it makes negative of a dark one, so each ReLU shows.

    >>> (noise(4, seed=1).mean((1, 2, 3)) > 0).tolist()
    [True, False, True, False]
    """
    drawn = torch.randn(number, *shape, generator=torch.Generator().manual_seed(seed))
    return drawn + torch.tensor([2.0, -2.0]).repeat(number)[:number].reshape(-1, *[1] * len(shape))


def check_follows_plan(model: Any, plan: Plan, images: Tensor) -> None:
    """Ask of a network, or of what makes one, that it computes what the plan says; NotYet where it doesn't.

    Args:
        model: an nn.Module or its maker, called without arguments; or a stand-in.
        plan: what it shall compute.
        images: a batch `(N, C, H, W)`, best of `noise`, for some ReLUs never show in pictures of one brightness.
    """
    model = _network(model)
    try:
        got = outputs_of(model, images)  # first, for lazy layers have no weights before it
    except NotYet:
        _name_by_shapes(model, plan)
        raise
    _registered(model, plan)
    _alike(model, images, got)
    check_computes(model, plan, images, of_plan(plan))


def follows_lists(maker: Any, lists: Sequence[Sequence[int | str]], seed: int) -> None:
    """Ask of a maker that for each list, such as ``[8, "pool"]``, it makes the network of `deep(list)`.

    Args:
        lists: take none with CLASSES among its numbers: the bias of those filters could be taken for the last layer's.
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
    except ValueError:  # a network with lazy layers, whose weights cannot be read before it has seen a picture
        return model


def _name_by_shapes(model: Any, plan: Plan) -> None:
    """Raise NotYet with the known mistake of which a network that stops has the weights, if there is one."""
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
    """Raise NotYet where PyTorch knows of too few layers, or of a BatchNorm."""
    weights = weights_of(model)
    found, wanted = Counter(tuple(weight.shape) for weight in weights), Counter(plan.weights)
    if any(not weight.is_floating_point() for weight in weights):
        not_yet(
            en="[batch-norm-added] There is a BatchNorm in your network. None was asked for; leave it out here.",
            zh="[batch-norm-added] 你的網路裡有 BatchNorm。題目沒有要，這裡請拿掉。",
        )
    if not found - wanted and any(len(shape) > 1 for shape in wanted - found):
        not_yet(
            en=f"[layers-not-registered] PyTorch finds {len(weights)} of the {len(plan.weights)} weights and biases; "
            "an optimizer would train no others. Layers in a plain Python list, or made in forward, stay unknown: use "
            "nn.ModuleList or nn.Sequential, in __init__.",
            zh=f"[layers-not-registered] PyTorch 只找到 {len(plan.weights)} 個 weight 和 bias 裡的 {len(weights)} 個，"
            "optimizer 也訓練不到其他的。放在一般 Python list 裡、或在 forward 裡才建立的層都沒有登記："
            "請在 __init__ 裡用 nn.ModuleList 或 nn.Sequential。",
        )


def _alike(model: Any, images: Tensor, got: Any) -> None:
    """Raise NotYet where a network answers the same pictures otherwise, once more or in training mode."""
    training = attribute(model, "training")
    call(attribute(model, "train"))
    again = [outputs_of(model, images), as_array(call(model, images))]
    call(attribute(model, "train"), training)
    if not all(same(got, answers) for answers in again):
        not_yet(
            en="[dropout-added] Your network answers the same pictures otherwise while it is trained. There is a "
            "dropout, or another layer that was not asked for; leave it out here.",
            zh="[dropout-added] 你的網路在訓練時，對同樣的圖片會給不同的結果。裡面有 dropout 或其他題目沒有要的層；"
            "這裡請拿掉。",
        )


def _name(known: Mistake) -> NoReturn:
    raise NotYet(f"[{known.tag}] {known.hint()}") from None
