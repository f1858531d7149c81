"""Give the marker access to the names of a notebook: plain data by value, and proxies for all other objects.

otter's test files take `RemoteNamespace` as their global environment. Data arrives with exact base types. A function or
a model arrives as a `RemoteObject`, which can be called and read but never compared. `got.allclose(expected)` would
send the expected value to the guest and trust its reply.
"""

import builtins
import itertools
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

from autograder.sandbox import wire

MAX_ITEMS = 10_000  # of an iteration over a student's object
MAX_TEXT = 2000  # characters of a student's error message

ERRORS = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, (Warning, UnicodeError))
    if kind not in (StopIteration, StopAsyncIteration, ExceptionGroup)
}
"""Built-in exceptions that are made from one text and to which the interpreter gives no special meaning."""


class GuestLost(BaseException):
    """The guest sent no answer in time or an invalid one, or it has ended; `status` is TIMEOUT or CRASH.

    It is not an Exception, so that no test can catch it and count it as an answer.
    """

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(f"{status}: {reason}")
        self.status, self.reason = status, reason


class StudentError(Exception):
    """An exception that student code raised, rebuilt; each instance also has the nearest built-in class."""

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
    """A proxy for a function, class, model or other object, which stays in the guest."""

    __slots__ = ("_request", "_label", "_number")
    __hash__ = None  # type: ignore[assignment]  # typeshed gives every object a hash; None is the way to have none

    def __init__(self, request: Callable[..., Any], number: int, label: str) -> None:
        self._request, self._number, self._label = request, number, label

    def __repr__(self) -> str:
        return f"<{ascii(self._label)[1:-1]} of the notebook>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._request("call", self, args, kwargs)

    def remote_attribute(self, name: str) -> Any:
        """Return a public attribute of the object, by value or as another proxy."""
        if name.startswith("_"):
            raise AttributeError(f"{name} is private, so it is not read")
        return self._request("attribute", self, (name,))

    def remote_extract(self, extract: str) -> Any:
        """Apply a function of `course_utils.checking.probes.EXTRACTS` in the guest and return the result."""
        return self._request("extract", self, (extract,))

    def __len__(self) -> int:
        length = self._request("length", self)
        return length if type(length) is int and length >= 0 else 0

    def __getitem__(self, key: Any) -> Any:
        return self._request("item", self, (key,))

    def __iter__(self) -> Iterator[Any]:
        steps = self._request("iterate", self)
        for _ in range(MAX_ITEMS):
            step = self._request("next", steps)
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
    """The student's names, each read over a channel to one fork of the finished notebook."""

    def __init__(self, channel: socket.socket, call_seconds: float, question_seconds: float) -> None:
        self._channel = channel
        self._call_seconds, self._question_seconds = call_seconds, question_seconds
        self._numbers = itertools.count(1)
        self._lost: GuestLost | None = None
        self.begin()

    def begin(self) -> None:
        """Restart the time limit, for the next question."""
        self._end = time.monotonic() + self._question_seconds

    def __getitem__(self, name: str) -> Any:
        found = self._request("name", name)
        if type(found) is not tuple or len(found) != 2 or found[0] is not True:
            raise KeyError(name)
        return found[1]

    def __iter__(self) -> Iterator[str]:
        names = self._request("names")
        return iter([name for name in names if type(name) is str] if type(names) is list else [])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def close_as_lost(self, status: str, reason: str) -> GuestLost:
        """Close the channel and return the error that this and every later request raises."""
        self._lost = self._lost or GuestLost(status, reason)
        self._channel.close()
        return self._lost

    def _request(self, operation: str, target: Any = None, args: Any = (), kwargs: Any = None) -> Any:
        if self._lost:
            raise self._lost
        number = next(self._numbers)
        deadline = min(time.monotonic() + self._call_seconds, self._end)
        try:
            if not wire.idle(self._channel):
                raise wire.WireError("unexpected answer")
            request = (number, operation, target, list(args), dict(kwargs or {}))
            wire.send(self._channel, request, _number_of, deadline)
            reply = wire.receive(self._channel, lambda key, label: RemoteObject(self._request, key, label), deadline)
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
        raise self.close_as_lost("CRASH", "the notebook's process sent an invalid answer")


def _number_of(value: Any) -> tuple[int, str]:
    """Return the number and label of a proxy that a test passes back. TypeError: the value is not a proxy."""
    if type(value) is RemoteObject:
        return value._number, value._label
    return wire.refuse_reference(value)
