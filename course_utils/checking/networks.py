"""Checks of a network by its values: a known network gets its weights, and both must give the same outputs.

The names and the order of layers do not matter, nor whether layers or functions do the pooling. All checks accept a
model or its proxy. This module loads torch, so `checking` itself does not import it.
"""

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.checking.language import in_language, say
from course_utils.checking.mistakes import Mistake
from course_utils.checking.probes import as_array, attribute, call, extract, same
from course_utils.checking.verdicts import NotYet, answer
from course_utils.datasets import Split, scaled
from course_utils.training.contexts import threads_limited

Network = Callable[[], nn.Module]


def weights_of(model: Any) -> list[Tensor]:
    """Return the tensors of a model's state dict, in its order; raise NotYet if the object is not a model.

    >>> [tuple(weight.shape) for weight in weights_of(nn.Linear(3, 2))]
    [(2, 3), (2,)]
    """
    found = extract(model, "weights")
    if not isinstance(found, list) or not all(isinstance(weight, Tensor) for weight in found):
        not_yet(
            en="Expected a network: an object of a class that inherits from nn.Module.",
            zh="題目要的是一個網路，也就是 nn.Module 的物件。",
        )
    return found


def network_made_by(maker: Any) -> Any:
    """Return `maker()`, a new network, or `maker` itself if it is a network; raise NotYet if the call fails.

    >>> network_made_by(nn.Flatten)
    Flatten(start_dim=1, end_dim=-1)
    """
    if extract(answer(maker).value, "weights") is not None:
        return maker
    try:
        return answer(call(maker)).value
    except NotImplementedError:
        raise NotYet(say("unanswered")) from None
    except (NotYet, AssertionError):
        raise
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
        not_yet(en=f"Making your network stopped with {text}", zh=f"建立你的網路時中止了：{text}")


def outputs_of(model: Any, images: Tensor) -> np.ndarray:
    """Return the outputs of a model for a batch, in evaluation mode.

    Raises NotYet if the model raises an exception, or if its outputs are not numbers.

    >>> outputs_of(nn.Flatten(), torch.zeros(2, 1, 4, 4)).shape
    (2, 16)
    """
    try:
        training = attribute(model, "training")
        call(attribute(model, "eval"))
        with threads_limited():
            made = call(model, images)
        call(attribute(model, "train"), training)
        return as_array(made)
    except Exception as error:
        size = " × ".join(str(n) for n in images.shape)
        text = f"{type(error).__name__}: {error}"
        not_yet(
            en=f"With pictures of {size} your network stopped with {text}",
            zh=f"輸入 {size} 的圖片時，你的網路中止了：{text}",
        )


def load_by_shape(network: nn.Module, weights: Sequence[Tensor]) -> nn.Module:
    """Copy weights into a network, each into the first free parameter of its shape; return the network.

    A convolution that covers its whole map is the same as a fully connected layer. So a weight `(F, C, k, k)` also fits
    a parameter `(F, C * k * k)` if the network has no free parameter of the shape itself.

    Raises:
        ValueError: a weight fits no free parameter, or a parameter gets no weight.

    >>> layer = load_by_shape(nn.Linear(4, 1), [torch.zeros(1), torch.ones(1, 1, 2, 2)])
    >>> layer(torch.tensor([1.0, 2.0, 3.0, 4.0])).tolist()
    [10.0]
    """
    free = list(network.state_dict().values())
    for weight in weights:
        fits = [place for place in free if place.shape == weight.shape] or [
            place for place in free if place.ndim == 2 < weight.ndim and place.shape == weight.flatten(1).shape
        ]
        if not fits:
            raise ValueError(f"a weight of shape {tuple(weight.shape)} fits no free parameter")
        with torch.no_grad():
            fits[0].copy_(weight.reshape(fits[0].shape))
        free = [place for place in free if place is not fits[0]]
    if free:
        raise ValueError("a weight is missing")
    return network.eval()


def answers_with(weights: Sequence[Tensor], images: Tensor, *, network: Network) -> np.ndarray:
    """Return the outputs of a new `network()` with these weights; raise ValueError if the weights do not fit."""
    with torch.no_grad(), threads_limited():
        return load_by_shape(network(), weights)(images).numpy()


def check_computes(model: Any, network: Network, images: Tensor, mistakes: Sequence[Mistake] = ()) -> None:
    """Raise NotYet unless a model computes the same as `network()` with the model's own weights.

    Args:
        model: a model or its proxy.
        network: makes the right network; its initial weights do not matter.
        images: a batch that the model has not seen.
        mistakes: made with `wrong_network`. Their weights may have other shapes than the right ones.

    >>> model = nn.Sequential(nn.Flatten(), nn.Linear(4, 2))
    >>> check_computes(model, lambda: nn.Linear(3, 2), torch.rand(3, 1, 2, 2))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    course_utils.checking.verdicts.NotYet: Your network has a weight of shape (2, 4); the expected network ...
    """
    weights, got = weights_of(model), outputs_of(model, images)  # first, because this proves that it is a model
    if str(extract(model, "module")).startswith("course_utils"):
        not_yet(
            en="This network comes from the course's library. Write it yourself; you may compare with it afterwards.",
            zh="這是課程函式庫裡的網路。請自己寫，之後再拿它來比對。",
        )
    known = [(mistake, mistake.value(answers_with, weights, images, network=network)) for mistake in mistakes]
    known = [(mistake, value) for mistake, value in known if value is not None]  # the others need other weights
    try:
        right = answers_with(weights, images, network=network)
    except ValueError as error:
        for mistake, value in known:
            if same(got, value):
                raise NotYet(f"[{mistake.tag}] {mistake.hint()}") from None
        misfit(weights, str(error))
    try:
        answer(got).equals(answers_with, weights, images, network=network, mistakes=[mistake for mistake, _ in known])
    except NotYet as verdict:
        if str(verdict).startswith("[") or got.shape != right.shape:
            raise
        not_yet(
            en="Your layers have the right sizes, but with your weights the expected network gives different outputs. "
            "Look at what happens between the layers: activations, pooling, the last step.",
            zh="各層的大小正確，但用你的權重，題目要的網路會得到不同的結果。請檢查層與層之間：activation、池化、最後一步。",
        )
    if any(same(value, right) for _, value in known):
        not_yet(
            en="With these weights, right and wrong networks give the same outputs. Leave the weights as PyTorch makes "
            "them, then check again.",
            zh="這組權重分辨不出網路的差別。請保留 PyTorch 一開始給的權重，再檢查一次。",
        )


def check_accuracy(model: Any, split: Split, at_least: float) -> None:
    """Raise NotYet unless the highest logit of a model is right for at least this share (0..1) of a split's pictures.

    >>> split = Split(torch.eye(2).reshape(2, 1, 1, 2), torch.tensor([0, 1]), ("left", "right"))
    >>> check_accuracy(nn.Flatten(), split, at_least=1.0)
    """
    weights_of(model)
    logits = outputs_of(model, scaled(split.images))
    if logits.shape != (len(split), len(split.classes)):
        not_yet(
            en=f"Expected {len(split.classes)} logits for each picture; {len(split)} pictures gave the shape "
            f"{logits.shape}.",
            zh=f"每張圖片應有 {len(split.classes)} 個 logits；{len(split)} 張圖片得到的形狀是 {logits.shape}。",
        )
    share = float((logits.argmax(1) == split.labels.numpy()).mean())
    if share < 2 / len(split.classes):
        not_yet(
            en=f"It reads {100 * share:.1f} % of {len(split)} digits correctly, hardly more than guessing. Did you "
            "train it, with an optimizer of its own parameters?",
            zh=f"{len(split)} 個數字只讀對 {100 * share:.1f} %，跟亂猜差不多。訓練過了嗎？"
            "optimizer 用的是它自己的參數嗎？",
        )
    if share < at_least:
        not_yet(
            en=f"It reads {100 * share:.1f} % of {len(split)} digits correctly; expected at least {100 * at_least:.0f} "
            "%.",
            zh=f"{len(split)} 個數字讀對 {100 * share:.1f} %；題目要求 {100 * at_least:.0f} %。",
        )


def misfit(weights: Sequence[Tensor], why: str) -> NoReturn:
    """Raise NotYet for weights that do not fit; `why` is the error text of `load_by_shape`."""
    if "missing" in why:
        not_yet(
            en=f"Your network has {len(weights)} weights and biases, and some are missing. Is each layer there, and is "
            "it made in __init__?",
            zh=f"你的網路有 {len(weights)} 個 weight 和 bias，還少了幾個。每一層都有，而且都寫在 __init__ 裡嗎？",
        )
    shape = why[why.index("(") : why.rindex(")") + 1]
    not_yet(
        en=f"Your network has a weight of shape {shape}; the expected network has no weight of this shape.",
        zh=f"你的網路有一個形狀為 {shape} 的 weight，題目要的網路沒有這樣的 weight。",
    )


def not_yet(*, en: str, zh: str) -> NoReturn:
    """Raise NotYet with the text in the current language."""
    raise NotYet(in_language({"en": en, "zh-Hant": zh})) from None
