"""A check of an error message: it must name the layer of a list at which a picture shrinks to nothing.

This module loads torch.
"""

import re
from collections.abc import Sequence
from typing import Any

import torch

from course_utils.checking.language import say
from course_utils.checking.mistakes.layer_plans import PICTURE, deep
from course_utils.checking.networks import not_yet
from course_utils.checking.probes import call
from course_utils.checking.verdicts import NotYet, answer

ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
NUMERALS = "一二三四五六七八九十"


def check_error_names_layer(maker: Any, layers: Sequence[int | str]) -> None:
    """Raise NotYet unless a maker raises a ValueError that names the layer at which a picture shrinks to nothing.

    The error may come when the network is made or when it gets a picture. The message can name the layer in two ways:
    by its position in the list (from 0 or 1, in digits or as a word), or by its entry if that occurs only once in the
    list.

    Args:
        layers: the layer that is too small should be at position 4 or later, because many messages contain 1 to 3
            anyway.
    """
    answer(maker)
    try:
        call(call(maker, list(layers)), torch.zeros(2, *PICTURE))
    except NotImplementedError:
        raise NotYet(say("unanswered")) from None
    except ValueError as error:
        text = str(error)
    except AssertionError:
        raise
    except Exception as error:
        said = f"{type(error).__name__}: {str(error)[:150]}"
        not_yet(
            en=f"[torch-error-passed-on] Expected a ValueError for {list(layers)}, got {said}. Check the sizes before "
            "PyTorch does, and raise the error yourself.",
            zh=f"[torch-error-passed-on] 清單 {list(layers)} 應該得到 ValueError，得到的卻是 {said}。"
            "請在 PyTorch 之前自己檢查大小，並且 raise。",
        )
    else:
        not_yet(
            en=f"[shrinking-not-noticed] Expected a ValueError for {list(layers)}: at one of the layers a picture of "
            "30 × 30 shrinks to nothing. Your network was made, and it even returned an output.",
            zh=f"[shrinking-not-noticed] 清單 {list(layers)} 應該得到 ValueError："
            "30 × 30 的圖片到其中一層就縮到沒有了。你的網路卻做好了，還給了結果。",
        )
    if not _names(text, layers):
        not_yet(
            en=f"[layer-not-named] For {list(layers)} the text of your ValueError is {text[:150]!r}. Name the layer at "
            "which it happens: its place in the list, or its entry there.",
            zh=f"[layer-not-named] 清單 {list(layers)} 的 ValueError 寫的是 {text[:150]!r}。"
            "請指出是在哪一層：它在清單裡的位置，或是那裡寫了什麼。",
        )


def too_small_at(layers: Sequence[int | str]) -> int:
    """Return the position in the list, from 0, of the layer whose window does not fit; raise ValueError if all fit.

    >>> too_small_at(["pool", "pool", "pool", "pool", 16])  # 15, 7, 3, 1
    4
    """
    for place in range(len(layers)):
        try:
            deep(layers[: place + 1])
        except ValueError:
            return place
    raise ValueError(f"too_small_at: all layers of {list(layers)} fit; take a longer list")


def _names(text: str, layers: Sequence[int | str]) -> bool:
    """Return whether a text has the position of the layer that is too small, or its entry if that occurs only once."""
    written = [str(layer) for layer in layers]
    for all_of_them in (repr(list(layers)), repr(tuple(layers)), *(mark.join(written) for mark in (", ", ",", " "))):
        text = text.replace(all_of_them, "")  # a message that shows the whole list does not name one of its layers
    place = too_small_at(layers)
    words = re.findall(r"\d+|[a-z]+", text.lower())
    numbers = {int(word) for word in words if word.isdigit()}
    numbers |= {ORDINALS.index(word) + 1 for word in words if word in ORDINALS}
    numbers |= {NUMERALS.index(digit) + 1 for digit in re.findall(f"第([{NUMERALS}])", text)}
    return bool(numbers & {place, place + 1}) or (written.count(written[place]) == 1 and written[place] in words)
