"""Mistakes in "which kernel made this?": `operation(...)` returns the numbers of the kernels, counted from 0."""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.checking.mistakes import Mistake, mistake


@mistake(
    "counted-from-one",
    en="The kernels are right, but they count from 0: the first one has the number 0.",
    zh="kernel 都對，但編號從 0 開始：第一個是 0 號。",
)
def counted_from_one(operation: Callable, *inputs: Any, **options: Any) -> np.ndarray:
    return np.asarray(operation(*inputs, **options)) + 1


def swapped(tag: str, one: int, other: int, *, en: str, zh: str) -> Mistake:
    """Return the mistake of exchanging the kernel numbers `one` and `other`."""

    def compute(operation: Callable, *inputs: Any, **options: Any) -> list:
        instead = {one: other, other: one}
        return [instead.get(n, n) for n in operation(*inputs, **options)]

    return Mistake(tag, compute, {"en": en, "zh-Hant": zh})


def varied(*pairs: set[int]) -> Callable[[Any], bool]:
    """Return a test for drawn kernel numbers: all must differ, and at least one must be in each of `pairs`.

    >>> accept = varied({1, 2}, {5, 6})
    >>> accept([2, 0, 6, 3]), accept([1, 0, 4, 3]), accept([1, 1, 5, 3])
    (True, False, False)
    """
    return lambda numbers: len(set(numbers)) == len(numbers) and all(pair & set(numbers) for pair in pairs)
