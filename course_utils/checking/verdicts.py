"""`answer(x)`: the comparisons that a lesson's tests make with an answer, and the message if it is not right yet.

A wrong answer is compared with the result of each mistake in the same operation. If it equals one of them, the message
names that mistake. If it equals none, the message shows the first difference and names no cause. The right answer is
never printed.
"""

import copy
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course_utils.checking.language import in_language, say
from course_utils.checking.mistakes import Mistake
from course_utils.checking.probes import as_array, call, extract, names_called, relative, same, source_of


class NotYet(AssertionError):
    """An answer that is not right yet. The text shows the answer, and names a mistake as `[its-tag]`."""


def answer(value: Any) -> "Answer":
    """Return an `Answer` for `value`; raise NotYet if there is no answer yet (missing, None or `...`).

    >>> answer([[1, 2]]).has_shape((1, 2))
    >>> answer(...)
    Traceback (most recent call last):
    course_utils.checking.verdicts.NotYet: not answered yet
    """
    if value is None or value is ... or _only_blanks(value):
        raise NotYet(say("unanswered"))
    rows = extract(value, "typed")
    return Answer(value) if rows is None else _InGrid(rows)


class Answer:
    """One answer and the comparisons that a test can make with it. Each returns None or raises NotYet."""

    def __init__(self, value: Any):
        self.value = value

    def has_shape(self, shape: Sequence[int]) -> None:
        """Raise NotYet unless the answer has a shape, such as `(4, 4)`.

        The message shows the answer's shape, not the expected one.
        """
        got = _read(self.value)
        if got.shape != tuple(shape):
            raise NotYet(say("other shape", got=got.shape))

    def equals(
        self,
        operation: Callable,
        *inputs: Any,
        mistakes: Sequence[Mistake] = (),
        tolerance: float = 1e-5,
        looked_for: dict[str, str] | None = None,
        **options: Any,
    ) -> None:
        """Raise NotYet unless the answer equals `operation(*inputs, **options)`.

        Args:
            mistakes: compared with the answer; each is computed from the same inputs. The message names the mistake
                whose value the answer equals. If two mistakes give the same wrong value, it names both, because the
                cause cannot be determined.
            looked_for: a description of the number for the message, in each language.

        >>> answer(7).equals(max, [3, 7])
        >>> answer(3).equals(max, [3, 7], looked_for={"en": "the largest of them"})
        Traceback (most recent call last):
        course_utils.checking.verdicts.NotYet: You have 3, and it is not the largest of them.
        """
        got, right = _read(self.value), as_array(operation(*inputs, **options))
        if right.ndim == 0 and got.size == 1:
            got = got.reshape(())  # [[5]] for 5 is fine
        if same(got, right, tolerance):
            return
        values = [(mistake, mistake.value(operation, *inputs, **options)) for mistake in mistakes]
        made = [mistake for mistake, wrong in values if wrong is not None and same(got, wrong, tolerance)]
        raise NotYet(_named(made) if made else _difference(got, right, tolerance, looked_for))

    def computes(
        self,
        operation: Callable,
        *inputs: Any,
        mistakes: Sequence[Mistake] = (),
        tolerance: float = 1e-5,
        **options: Any,
    ) -> None:
        """Raise NotYet unless a function returns what `operation` returns for the same inputs and options."""
        if not callable(self.value):
            raise NotYet(say("no function", got=type(self.value).__name__))
        try:
            got = call(self.value, *copy.deepcopy(inputs), **options)
        except NotImplementedError:
            raise NotYet(say("unanswered")) from None
        except Exception as error:
            message = say("raised", kind=type(error).__name__, text=error)
            raise NotYet(_in_case(message, operation, inputs, options)) from None
        if got is None:
            raise NotYet(say("returned nothing"))
        try:
            answer(got).equals(operation, *inputs, mistakes=mistakes, tolerance=tolerance, **options)
        except NotYet as verdict:
            text = str(verdict)
            raise NotYet(text if text.startswith("[") else _in_case(text, operation, inputs, options)) from None

    def written_without(self, *names: str) -> None:
        """Raise NotYet if a function's source mentions one of `names`.

        This discourages the use of library functions, but it cannot prevent it.
        """
        source = source_of(self.value) if callable(self.value) else ""
        if source is None:
            raise NotYet(say("no source"))
        found = sorted(names_called(source) & set(names))
        if found:
            raise NotYet(say("library", name=found[0]))


class _InGrid(Answer):
    """An answer that is only in a grid. It can be found wrong, but never right, because a grid is not handed in."""

    def has_shape(self, shape: Sequence[int]) -> None:
        super().has_shape(shape)
        raise NotYet(say("in a grid"))

    def equals(self, operation: Callable, *inputs: Any, **options: Any) -> None:
        if not _only_blanks(self.value):
            super().equals(operation, *inputs, **options)
        raise NotYet(say("in a grid"))


def _read(value: Any) -> np.ndarray:
    try:
        return as_array(value)
    except TypeError as error:
        raise NotYet(say("not numbers", why=error)) from None


def _named(mistakes: Sequence[Mistake]) -> str:
    first, *others = mistakes
    return " ".join([f"[{first.tag}] {first.hint()}", *(say("or", hint=other.hint()) for other in others)])


def _difference(got: np.ndarray, right: np.ndarray, tolerance: float, looked_for: dict[str, str] | None) -> str:
    if not np.isfinite(got).all():
        return say("not finite")
    if got.shape != right.shape:
        if right.ndim == 0:
            return say("one number", got=got.shape)
        return say("other map" if got.ndim == right.ndim == 2 else "other shape", got=got.shape)
    if right.ndim == 0:
        what = in_language(looked_for) if looked_for else say("the expected number")
        return say("number", got=_short(got.item()), looked_for=what)
    close = np.isclose(got.astype(float), right.astype(float), rtol=relative(right, tolerance), atol=tolerance)
    place = tuple(int(i) for i in np.argwhere(~close)[0])
    counts = {"right": int(close.sum()), "of": close.size, "got": _short(got[place].item())}
    return say("numbers", index=place[0], **counts) if len(place) == 1 else say("cells", place=_place(place), **counts)


def _place(place: tuple[int, ...]) -> str:
    where = say("place", row=place[-2], column=place[-1])
    return where if len(place) == 2 else f"{list(place[:-2])}, {where}"


def _in_case(message: str, operation: Callable, inputs: Sequence[Any], options: dict[str, Any]) -> str:
    """Return the message with the call that it is about: shapes of the inputs by name, and the options."""
    names = list(inspect.signature(operation).parameters)
    shapes = [f"{name} {_size(x)}" for name, x in zip(names, inputs, strict=False)]
    case = ", ".join([*shapes, *(f"{name}={value}" for name, value in options.items())])
    return say("case", case=case, message=message)


def _size(value: Any) -> str:
    """Return the size of a value as text, such as 3 × 4 for an array; a single number or short list is shown itself."""
    if np.ndim(value) == 0 or isinstance(value, list) and np.ndim(value) == 1 and len(value) <= 8:
        return str(value)
    return " × ".join(str(n) for n in np.shape(value))


def _short(number: float) -> str:
    return f"{number:.6g}" if isinstance(number, float) else str(number)


def _only_blanks(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return len(value) > 0 and all(item is None or item is ... or _only_blanks(item) for item in value)
    return False
