"""Talk to the guest from the marker: wait for the report on the cells, then open a channel for each session."""

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox import wire
from autograder.sandbox.proxies import GuestLost, RemoteNamespace

CALL_SECONDS = 10.0
QUESTION_SECONDS = 60.0
ANSWER_SECONDS = 5.0  # for the guest to fork a session
MAX_TEXT = 500
STATUSES = ("ran", "error", "OUTPUT", "TIMEOUT", "CRASH", "MEMORY")


@dataclass(frozen=True)
class CellReport:
    """The guest's report: the cells as `{index: (status, text)}`, and the student's id that the notebook declares."""

    cells: dict[int, tuple[str, str]] = field(default_factory=dict)
    student: str | None = None


class GuestClient:
    """The marker's end of the control socket of one guest."""

    def __init__(
        self, control: socket.socket, call_seconds: float = CALL_SECONDS, question_seconds: float = QUESTION_SECONDS
    ) -> None:
        self._control = control
        self._call_seconds, self.question_seconds = call_seconds, question_seconds

    def report(self, seconds: float) -> CellReport:
        """Wait until the cells are done and return the report. GuestLost: no report in time, or an invalid one."""
        try:
            report = wire.receive(self._control, _refuse_reference, time.monotonic() + seconds)
        except TimeoutError:
            raise self._lost("TIMEOUT", f"the notebook was not done within {seconds:g} s") from None
        except (wire.WireError, OSError) as error:
            raise self._lost("CRASH", f"the notebook's process is gone ({error})") from None
        if type(report) is not dict or type(report.get("cells")) is not dict:
            raise self._lost("CRASH", "the notebook's process sent an invalid report")
        student = report.get("student")
        return CellReport(dict(_cells(report["cells"])), student[:100] if type(student) is str else None)

    def open_session(self) -> RemoteNamespace:
        """Return the student's names in a new fork of the finished notebook. The guest kills the previous fork."""
        ours, theirs = socket.socketpair()
        namespace = RemoteNamespace(ours, self._call_seconds, self.question_seconds)
        try:
            self._control.settimeout(ANSWER_SECONDS)
            socket.send_fds(self._control, [b"q"], [theirs.fileno()])
            if self._control.recv(1) != b".":
                raise OSError("no answer")
        except OSError:
            namespace.close_as_lost("CRASH", "the notebook's process is gone or does not answer")
        finally:
            theirs.close()
        return namespace

    def _lost(self, status: str, reason: str) -> GuestLost:
        self._control.close()
        return GuestLost(status, reason)


def _cells(outcomes: dict[Any, Any]) -> Iterator[tuple[int, tuple[str, str]]]:
    for index, outcome in outcomes.items():
        match outcome:
            case [str(status), str(text)] if type(index) is int and status in STATUSES:
                yield index, (status, text[:MAX_TEXT])


def _refuse_reference(number: int, label: str) -> Any:
    raise wire.WireError("expected only plain values in a report")
