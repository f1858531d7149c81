"""Checks of a training by its weights: they are copied into a known network, which classifies the pictures.

A history, and numbers copied from it, can be written by hand. So a history is accepted only if its best accuracy is the
one that the weights reach, and a reported number only if it comes from that history. The checks accept objects and
their proxies.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import nn

from course_utils.checking.mistakes import Mistake
from course_utils.checking.mistakes.reported_numbers import REPORTED, percent_for_share
from course_utils.checking.mistakes.right_reports import Record, best_accuracy
from course_utils.checking.networks import Network, load_by_shape, misfit, not_yet, weights_of
from course_utils.checking.probes import as_array, as_number, attribute
from course_utils.checking.verdicts import NotYet, answer
from course_utils.datasets import Split
from course_utils.training import evaluate

ANOTHER_MACHINE = 2  # pictures that may be classified differently because another machine rounds sums in another order


def proved_accuracy(model: Any, network: Network, split: Split) -> float:
    """Return the share (0..1) of a split that `network()` gets right with the model's weights.

    Raises NotYet if the weights do not fit the network.

    >>> from torch import eye, tensor
    >>> split = Split(eye(2).reshape(2, 1, 1, 2), tensor([0, 1]), ("left", "right"))
    >>> model = nn.Sequential(nn.Flatten(), nn.Linear(2, 2, bias=False))
    >>> model[1].weight.data = tensor([[1.0, 1.0], [0.0, 0.0]])  # says "left" of everything
    >>> proved_accuracy(model, lambda: nn.Sequential(nn.Flatten(), nn.Linear(2, 2, bias=False)), split)
    0.5
    """
    weights = weights_of(model)
    try:
        proved: nn.Module = load_by_shape(network(), weights)
    except ValueError as error:
        misfit(weights, str(error))
    proved.to(memory_format=torch.channels_last)  # computes faster in this format
    return evaluate(proved, split, "cpu")[1]


def check_weights_accuracy(model: Any, network: Network, split: Split, at_least: float) -> None:
    """Raise NotYet unless the model's weights, in `network()`, reach an accuracy of `at_least` (0..1) on a split.

    >>> from torch import eye, tensor
    >>> split = Split(eye(2).reshape(2, 1, 1, 2), tensor([0, 1]), ("left", "right"))
    >>> model = nn.Sequential(nn.Flatten(), nn.Linear(2, 2, bias=False))
    >>> model[1].weight.data = tensor([[1.0, 1.0], [0.0, 0.0]])
    >>> network = lambda: nn.Sequential(nn.Flatten(), nn.Linear(2, 2, bias=False))
    >>> check_weights_accuracy(model, network, split, at_least=0.9)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    course_utils.checking.verdicts.NotYet: With your weights, 50.0 % of 2 pictures are read correctly; ...
    """
    share = proved_accuracy(model, network, split)
    if share < at_least:
        not_yet(
            en=f"With your weights, {100 * share:.1f} % of {len(split)} pictures are read correctly; expected at least "
            f"{100 * at_least:.0f} %.",
            zh=f"用你的權重，{len(split)} 張圖片讀對 {100 * share:.1f} %；題目要求 {100 * at_least:.0f} %。",
        )


def recorded(history: Any) -> Record:
    """Return the accuracies of a history by value; raise NotYet unless it is a history of at least one epoch.

    >>> from course_utils.training import History
    >>> recorded(History([2.0], [0.25], [1.5], [0.5], [1.0], best_epoch=1))
    Record(train=(0.25,), validation=(0.5,))
    """
    answer(history)  # raises NotYet if the question is not answered yet
    try:
        lists = [as_array(attribute(history, f"{name}_accuracy")) for name in ("train", "validation")]
    except (AttributeError, TypeError):
        lists = []
    if not lists or any(one.ndim != 1 or not len(one) for one in lists) or len(lists[0]) != len(lists[1]):
        not_yet(
            en="Expected a history that fit(...) returns, with at least one epoch.",
            zh="題目要的是 fit(...) 回傳的 history，至少要有一個 epoch。",
        )
    return Record(*(tuple(one.tolist()) for one in lists))


def proved_record(history: Any, model: Any, network: Network, validation: Split) -> Record:
    """Return a history's accuracies; raise NotYet unless its best one is the accuracy of the model's weights."""
    record, share = recorded(history), proved_accuracy(model, network, validation)
    said = max(record.validation)
    if not abs(said - share) * len(validation) <= ANOTHER_MACHINE + 0.5:
        not_yet(
            en=f"Your history's best validation accuracy is {100 * said:.1f} %, but your network's weights reach "
            f"{100 * share:.1f} % on the same pictures. Keep the network as it is after fit(...), and use its own "
            "history.",
            zh=f"你的 history 最好的 validation 準確率是 {100 * said:.1f} %，但網路的權重在同一批圖片上只有 "
            f"{100 * share:.1f} %。請保留 fit(...) 訓練完的網路，並使用它自己的 history。",
        )
    return record


def check_reported_accuracy(
    reported: Any, record: Record, *, split: str = "validation", rounding: float = 0.005,
    mistakes: Sequence[Mistake] = REPORTED,
) -> None:  # fmt: skip
    """Raise NotYet unless a reported number is the record's best accuracy on a split, up to rounding.

    Args:
        reported: a share, 0..1.
        split: "validation" or "train".
        rounding: the largest difference that rounding explains: 0.005 for two decimals.

    >>> record = Record(train=(0.5, 0.75), validation=(0.6249, 0.5))
    >>> check_reported_accuracy(0.62, record), check_reported_accuracy(0.75, record, split="train")
    (None, None)
    >>> check_reported_accuracy(62.5, record)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    course_utils.checking.verdicts.NotYet: [percent-for-share] That is in percent. ...
    """
    best, name = best_accuracy(record, split=split), {"train": "training"}.get(split, split)
    if percent_for_share in mistakes and _in_percent(reported, best, rounding):
        raise NotYet(f"[{percent_for_share.tag}] {percent_for_share.hint()}")
    within = rounding * (1 + 1e-9) / (1 + best)  # `equals` uses it as absolute and as relative tolerance
    answer(reported).equals(best_accuracy, record, split=split, mistakes=mistakes, tolerance=within,
                            looked_for={"en": f"the best {name} accuracy of your history",
                                        "zh-Hant": f"history 裡最好的 {name} 準確率"})  # fmt: skip


def _in_percent(reported: Any, share: float, rounding: float) -> bool:
    """Return whether a number is the share in percent, rounded to as many decimals: 92 for 0.9151."""
    try:
        return abs(as_number(reported) - 100 * share) <= 100 * rounding
    except TypeError:
        return False
