"""The trusted side's line to the room: waits for the cells, then opens one channel per question."""

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox import wire
from autograder.sandbox.proxies import GuestLost, RemoteNamespace

CALL_SECONDS = 10.0
QUESTION_SECONDS = 60.0
ANSWER_SECONDS = 5.0  # to fork for a question
MAX_TEXT = 500
STATUSES = ("ran", "error", "OUTPUT", "TIMEOUT", "CRASH", "MEMORY")


@dataclass(frozen=True)
class CellReport:
    """What the room says of the cells, `{index: (status, text)}`, and the student's id that the notebook declares."""

    cells: dict[int, tuple[str, str]] = field(default_factory=dict)
    student: str | None = None


class GuestClient:
    """The control line of one room."""

    def __init__(
        self, control: socket.socket, call_seconds: float = CALL_SECONDS, question_seconds: float = QUESTION_SECONDS
    ) -> None:
        self._control = control
        self._call_seconds, self.question_seconds = call_seconds, question_seconds

    def report(self, seconds: float) -> CellReport:
        """Wait until the cells are done. GuestLost where the room ends, is silent or talks nonsense."""
        try:
            said = wire.receive(self._control, _refuse_reference, time.monotonic() + seconds)
        except TimeoutError:
            raise self._lost("TIMEOUT", f"the notebook was not done within {seconds:g} s") from None
        except (wire.WireError, OSError) as error:
            raise self._lost("CRASH", f"the notebook's process is gone ({error})") from None
        if type(said) is not dict or type(said.get("cells")) is not dict:
            raise self._lost("CRASH", "the notebook's process sent something that is no report")
        student = said.get("student")
        return CellReport(dict(_cells(said["cells"])), student[:100] if type(student) is str else None)

    def open_session(self) -> RemoteNamespace:
        """The student's names, from a fresh fork of the finished notebook; the fork before it is over by then."""
        ours, theirs = socket.socketpair()
        open_session = RemoteNamespace(ours, self._call_seconds, self.question_seconds)
        try:
            self._control.settimeout(ANSWER_SECONDS)
            socket.send_fds(self._control, [b"q"], [theirs.fileno()])
            if self._control.recv(1) != b".":
                raise OSError("no answer")
        except OSError:
            open_session.close_as_lost("CRASH", "the notebook's process is gone or does not answer")
        finally:
            theirs.close()
        return open_session

    def _lost(self, status: str, reason: str) -> GuestLost:
        self._control.close()
        return GuestLost(status, reason)


def _cells(said: dict[Any, Any]) -> Iterator[tuple[int, tuple[str, str]]]:
    for index, outcome in said.items():
        match outcome:
            case [str(status), str(text)] if type(index) is int and status in STATUSES:
                yield index, (status, text[:MAX_TEXT])


def _refuse_reference(number: int, label: str) -> Any:
    raise wire.WireError("a report holds plain values only")
