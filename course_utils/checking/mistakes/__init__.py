"""Mistakes: known wrong ways of doing an operation. Each is declared once, with a hint for the student.

A mistake is computed from the same inputs as the right answer, so it is recognised with every student's own numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from course_utils.checking.language import in_language


@dataclass(frozen=True)
class Mistake:
    """One mistake: `compute(operation, *inputs, **options)` returns the value that a student with this mistake gets."""

    tag: str
    compute: Callable
    hints: dict[str, str]

    def value(self, operation: Callable, *inputs: Any, **options: Any) -> Any:
        """Return the wrong value, or None if the mistake gives no value (for example, if the window does not fit)."""
        try:
            return self.compute(operation, *inputs, **options)
        except (ValueError, TypeError, IndexError, KeyError):
            return None

    def hint(self) -> str:
        """Return the hint for the student in the current language."""
        return in_language(self.hints)


BY_TAG: dict[str, Mistake] = {}
"""All declared mistakes, by tag."""


def mistake(tag: str, *, en: str, zh: str) -> Callable[[Callable], Mistake]:
    """Return the decorator that declares a function as a mistake.

    Raises ValueError if the tag is already used by another function.

    >>> @mistake("doctest-smallest", en="You took the smallest.", zh="你取了最小的。")
    ... def smallest(operation, values):
    ...     return min(values)
    >>> smallest.value(max, [3, 7]), smallest.hint()
    (3, 'You took the smallest.')
    """

    def declare(compute: Callable) -> Mistake:
        if tag in BY_TAG and BY_TAG[tag].compute.__qualname__ != compute.__qualname__:
            raise ValueError(
                f"the mistake {tag!r} is declared twice: {BY_TAG[tag].compute.__qualname__}, {compute.__qualname__}"
            )
        BY_TAG[tag] = Mistake(tag, compute, {"en": en, "zh-Hant": zh})
        return BY_TAG[tag]

    return declare
