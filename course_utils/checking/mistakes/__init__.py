"""The known mistakes: each declared once, as a wrong way of doing an operation, with what to say about it.

A mistake is computed from the same inputs as the right answer, so it is recognised for every student's own numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from course_utils.checking.language import in_language


@dataclass(frozen=True)
class Mistake:
    """A wrong way: `way(operation, *inputs, **options)` returns what someone gets who makes this mistake."""

    tag: str
    way: Callable
    hints: dict[str, str]

    def value(self, operation: Callable, *inputs: Any, **options: Any) -> Any:
        """Return the wrong value, None where this way leads nowhere (the window fits nowhere, say)."""
        try:
            return self.way(operation, *inputs, **options)
        except (ValueError, TypeError, IndexError, KeyError):
            return None

    def hint(self) -> str:
        """Return what a student is told, in the language now spoken."""
        return in_language(self.hints)


BY_TAG: dict[str, Mistake] = {}
"""All mistakes that were declared, by tag."""


def mistake(tag: str, *, en: str, zh: str) -> Callable[[Callable], Mistake]:
    """Declare the decorated wrong way as a known mistake.

    >>> @mistake("doctest-smallest", en="You took the smallest.", zh="你取了最小的。")
    ... def smallest(operation, values):
    ...     return min(values)
    >>> smallest.value(max, [3, 7]), smallest.hint()
    (3, 'You took the smallest.')
    """

    def declare(way: Callable) -> Mistake:
        if tag in BY_TAG and BY_TAG[tag].way.__qualname__ != way.__qualname__:
            raise ValueError(
                f"the mistake {tag!r} is declared twice: {BY_TAG[tag].way.__qualname__}, {way.__qualname__}"
            )
        BY_TAG[tag] = Mistake(tag, way, {"en": en, "zh-Hant": zh})
        return BY_TAG[tag]

    return declare
