"""The trusted side's view of a notebook: names by value, and stand-ins for what is not plain data.

otter's test files take `RemoteNamespace` as their global environment. Data arrive with exact base types. A function or
a model arrives as a `RemoteObject`, which can be called and read but never compared: `got.allclose(expected)` would send
the expected value to the student's process and trust its reply.
"""

import builtins
import itertools
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

from autograder.sandbox import wire

MAX_ITEMS = 10_000  # of an iteration over something of the student's
MAX_TEXT = 2000  # characters of a student's error

ERRORS = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, (Warning, UnicodeError))
    if kind not in (StopIteration, StopAsyncIteration, ExceptionGroup)
}
"""Built-in exceptions that can be made from a text alone and that mean nothing to the interpreter itself."""


class GuestLost(BaseException):
    """No answer in time, a malformed one, or no process any more. Not an Exception: no test may take it for an answer.

    `status` is TIMEOUT or CRASH.
    """

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(f"{status}: {reason}")
        self.status, self.reason = status, reason


class StudentError(Exception):
    """An exception of the student's code, by value; each instance is also of the nearest built-in class."""

    def __str__(self) -> str:
        return str(self.args[0])


def rebuild_exception(names: list[str], text: str) -> StudentError:
    """Rebuild an exception from the names of its classes, nearest first, and its text.

    >>> isinstance(rebuild_exception(["BadImage", "ValueError", "Exception"], "too dark"), ValueError)
    True
    """
    base = next((ERRORS[name] for name in names if name in ERRORS), Exception)
    label = names[0] if names and names[0].isidentifier() else "Exception"
    return type(label[:60], (StudentError, base), {"__module__": "student"})(text)


class RemoteObject:
    """A function, a class, a model, ... of the notebook. It stays there; this is its name here."""

    __slots__ = ("_ask", "_label", "_number")
    __hash__ = None

    def __init__(self, ask: Callable[..., Any], number: int, label: str) -> None:
        self._ask, self._number, self._label = ask, number, label

    def __repr__(self) -> str:
        return f"<{ascii(self._label)[1:-1]} of the notebook>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("call", self, args, kwargs)

    def remote_attribute(self, name: str) -> Any:
        """A public attribute of the object, by value or as another thing."""
        if name.startswith("_"):
            raise AttributeError(f"{name} is private, so it is not asked for")
        return self._ask("attribute", self, (name,))

    def remote_extract(self, extract: str) -> Any:
        """What the named function of `course_utils.checking.answers.EXTRACTS` says of the object."""
        return self._ask("extract", self, (extract,))

    def __len__(self) -> int:
        length = self._ask("length", self)
        return length if type(length) is int and length >= 0 else 0

    def __getitem__(self, key: Any) -> Any:
        return self._ask("item", self, (key,))

    def __iter__(self) -> Iterator[Any]:
        steps = self._ask("iterate", self)
        for _ in range(MAX_ITEMS):
            step = self._ask("next", steps)
            if type(step) is not tuple or len(step) != 2 or step[0] is not True:
                return
            yield step[1]
        raise ValueError(f"{self!r} has more than {MAX_ITEMS:,} items")


def _refuse(operation: str) -> Callable[..., NoReturn]:
    def refuse(self: RemoteObject, *_: Any) -> NoReturn:
        raise TypeError(f"{self!r} is not data ({operation}): call it, or read it with course_utils.checking")

    return refuse


OPERATIONS = """eq ne lt le gt ge bool float int index complex array contains abs neg pos invert round add radd sub rsub
mul rmul matmul rmatmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow and rand or ror xor rxor setitem delitem
enter exit reduce_ex array_ufunc array_function""".split()
for _operation in OPERATIONS:
    setattr(RemoteObject, f"__{_operation}__", _refuse(_operation))


class RemoteNamespace(Mapping):
    """The student's names, asked for one at a time over a channel to one fork of the finished notebook."""

    def __init__(self, channel: socket.socket, call_seconds: float, question_seconds: float) -> None:
        self._channel = channel
        self._call_seconds, self._question_seconds = call_seconds, question_seconds
        self._numbers = itertools.count(1)
        self._broken: GuestLost | None = None
        self.begin()

    def begin(self) -> None:
        """Another question begins, with all of its time."""
        self._end = time.monotonic() + self._question_seconds

    def __getitem__(self, name: str) -> Any:
        found = self._ask("name", name)
        if type(found) is not tuple or len(found) != 2 or found[0] is not True:
            raise KeyError(name)
        return found[1]

    def __iter__(self) -> Iterator[str]:
        names = self._ask("names")
        return iter([name for name in names if type(name) is str] if type(names) is list else [])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def close_as_lost(self, status: str, reason: str) -> GuestLost:
        """Give the channel up; every later question to it raises the same error."""
        self._broken = self._broken or GuestLost(status, reason)
        self._channel.close()
        return self._broken

    def _ask(self, operation: str, target: Any = None, args: Any = (), kwargs: Any = None) -> Any:
        if self._broken:
            raise self._broken
        number = next(self._numbers)
        deadline = min(time.monotonic() + self._call_seconds, self._end)
        try:
            if not wire.idle(self._channel):
                raise wire.WireError("an answer that nobody asked for")
            request = (number, operation, target, list(args), dict(kwargs or {}))
            wire.send(self._channel, request, _number_of, deadline)
            reply = wire.receive(self._channel, lambda key, label: RemoteObject(self._ask, key, label), deadline)
        except TimeoutError:
            raise self.close_as_lost("TIMEOUT", f"no answer within {self._call_seconds:g} s") from None
        except (wire.WireError, OSError) as error:
            raise self.close_as_lost("CRASH", f"the notebook's process stopped answering ({error})") from None
        return self._checked(reply, number)

    def _checked(self, reply: Any, number: int) -> Any:
        match reply:
            case (int(echo), True, value) if type(reply) is tuple and echo == number:
                return value
            case (int(echo), False, [[*names], str(text)]) if type(reply) is tuple and echo == number:
                raise rebuild_exception([name for name in names[:30] if type(name) is str], text[:MAX_TEXT])
        raise self.close_as_lost("CRASH", "the notebook's process sent something that is no answer")


def _number_of(value: Any) -> tuple[int, str]:
    """A thing that a test passes back travels by its number; nothing else of this side has one."""
    if type(value) is RemoteObject:
        return value._number, value._label
    return wire.refuse_reference(value)
