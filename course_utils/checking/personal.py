"""Numbers for each student, derived from the student's id: the same on every machine and in every version.

Each number is a sha256 of id, key and position. So no version of a random library can change it, and a grader can
derive it again.
"""

import hashlib
import math
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

SELF_STUDY = "self-study"
_student = SELF_STUDY
_ATTEMPTS = 200


def normal(name: str | None) -> str:
    """Return an id in its normal form: trimmed, in lower case, with accents in the Unicode form NFC.

    >>> normal("  B1234 "), normal(None)
    ('b1234', '')
    """
    return unicodedata.normalize("NFC", str(name or "").strip().lower())


def set_student(name: str | None) -> str:
    """Set the student whose numbers are drawn from now on; return the id in its normal form, see `normal`.

    >>> set_student("  B1234 "), set_student(None)
    ('b1234', 'self-study')
    """
    global _student
    _student = normal(name) or SELF_STUDY
    return _student


def student() -> str:
    """Return the id of the student whose numbers are drawn."""
    return _student


def integers(
    key: str,
    shape: int | tuple[int, ...],
    *,
    low: int,
    high: int,
    without: Iterable[int] = (),
    accept: Callable[[Any], bool] | None = None,
) -> list:
    """Return nested lists of whole numbers from `low` to `high`, both included, for this student and `key`.

    Args:
        key: names the draw within the course, such as "q2_1 weights".
        shape: the shape of the result, as for an array.
        without: numbers that are never drawn.
        accept: the draw is repeated until this function returns True, so that nobody gets an exercise that is too easy.
            If it rejects all of many draws, the last one is returned: an easy exercise is better than none.

    Raises:
        ValueError: nothing is left to draw from.

    >>> _ = set_student("b1234")
    >>> integers("a picture", (2, 3), low=0, high=9) == integers("a picture", (2, 3), low=0, high=9)
    True
    """
    shape = (shape,) if isinstance(shape, int) else shape
    choices = [n for n in range(low, high + 1) if n not in set(without)]
    if not choices:
        raise ValueError(f"personal.integers: nothing to draw from between {low} and {high} without {sorted(without)}")
    drawn: list = []
    for attempt in range(_ATTEMPTS):
        flat = [choices[_hash(f"{_student}\n{key}\n{attempt}\n{i}") % len(choices)] for i in range(math.prod(shape))]
        drawn = _nested(flat, shape)
        if accept is None or accept(drawn):
            break
    return drawn


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _nested(flat: list[int], shape: tuple[int, ...]) -> list:
    if len(shape) == 1:
        return flat
    step = len(flat) // shape[0]
    return [_nested(flat[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0])]
