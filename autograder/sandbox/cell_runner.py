"""Run a notebook's code cells so that a cell that hangs or dies costs only that cell.

The process forks before a cell. The child runs the cell and continues with the notebook. The parent waits as a
checkpoint with the earlier state. When the child reaches the next checkpoint, the parent is no longer needed. When a
cell hangs or dies, the parent kills the child, records the reason and forks again for all the other cells.

A fork takes longer than most cells. So short cells share a checkpoint. If one of them is lost, the others run again: at
most `CHECKPOINT_INTERVAL` seconds of work, from the same state and with the same outcome.
"""

import contextlib
import os
import re
import signal
import socket
import time
from dataclasses import dataclass
from typing import Any

from autograder.sandbox import processes
from autograder.sandbox.grader_notes import Notes
from autograder.sandbox.shell import Output, make_shell

CHECKPOINT_INTERVAL = 0.2  # seconds of work after which a new checkpoint is worth its fork
MAX_TEXT = 500  # characters of an error message
MAX_MESSAGE = 1 << 16  # bytes: more than all progress messages that cells send between two reads
OUT_OF_MEMORY = ("can't allocate memory", "Cannot allocate memory", "not enough memory")  # texts of torch and Linux


@dataclass(frozen=True)
class Outcome:
    """How a cell ended: status "ran", "error", "OUTPUT", "TIMEOUT", "CRASH" or "MEMORY", and one line of text."""

    status: str
    text: str = ""


KILLED = "the system killed the cell's process, most likely because it used too much memory"
DISCONNECTED = Outcome("CRASH", "the cell closed the notebook's connection to the grader")


class CheckpointingRunner:
    """Run the cells in one shell and keep the outcome of each."""

    def __init__(
        self, sources: list[str], control: socket.socket, cell_seconds: float, all_seconds: float,
        notes: Notes | None = None,
    ) -> None:  # fmt: skip
        self.sources, self.control, self.notes = sources, control, notes
        self.cell_seconds = cell_seconds
        self.end = time.monotonic() + all_seconds
        self.outcomes: dict[int, Outcome] = {}
        self.output = Output()
        self.shell = make_shell(self.output)
        self._watcher: socket.socket | None = None  # to the parent that waits as a checkpoint
        self._since = 0.0  # when this process was forked from that parent

    @property
    def names(self) -> dict[str, Any]:
        """Return the names that the cells defined."""
        return self.shell.user_ns

    def run(self) -> None:
        """Run all cells. This method returns only in the last child; the parents end when that child ends."""
        for index, source in enumerate(self.sources):
            if self._wants_checkpoint():
                self._checkpoint(index)
            if index in self.outcomes:
                continue
            self._send_progress(b"cell %d;" % index)
            self.outcomes[index] = self._with_notes(self._run_cell(source))
        self._send_progress(b"done;")

    def _wants_checkpoint(self) -> bool:
        """Return whether to fork now. A process with threads is not forked, because the child would lack them."""
        is_due = self._watcher is None or time.monotonic() - self._since > CHECKPOINT_INTERVAL
        return is_due and processes.threads() == 1

    def _checkpoint(self, first: int) -> None:
        """Continue in a child. This process waits, and forks again for the remaining cells when the child is lost.

        If no process can be forked, the notebook continues and the previous checkpoint watches it. Each lost child
        costs one cell, so the loop ends even if the children send false messages.
        """
        while left := [index for index in range(first, len(self.sources)) if index not in self.outcomes]:
            ours, theirs = socket.socketpair()
            parent = os.getpid()
            try:
                child = os.fork()
            except OSError:
                ours.close()
                theirs.close()
                return
            if child == 0:
                os.setpgid(0, 0)
                processes.die_with_parent(parent)
                ours.close()
                self._watcher, self._since = theirs, time.monotonic()
                return
            theirs.close()
            self._send_progress(b"done;")
            index, outcome = self._watch(child, ours, left[0])
            self.outcomes[index if index in left else left[0]] = self._with_notes(outcome)
            ours.close()

    def _watch(self, child: int, sock: socket.socket, running: int) -> tuple[int, Outcome]:
        """Return the cell at which the child was lost, and the outcome. If the child succeeds, end this process."""
        while True:
            seconds = min(self.cell_seconds, self.end - time.monotonic())
            has_ended = processes.wait(child, seconds, sock.fileno())
            message = _read(sock)  # also after the child has ended: it may have sent more before that
            running = _latest_cell(message or b"", running, len(self.sources))
            if message and message.endswith(b"done;"):
                self._retire(child)
            if has_ended or (message == b"" and processes.wait(child, 1)):  # a dying child closes its sockets first
                return running, _lost(processes.kill(child))
            if not message:
                processes.kill(child)
                return running, _too_slow(self.cell_seconds, seconds) if message is None else DISCONNECTED

    def _retire(self, child: int) -> None:
        """Close the control socket and end when the child ends, because the child no longer needs a checkpoint."""
        self.control.close()
        processes.wait(child, None)
        processes.exit_now()

    def _send_progress(self, message: bytes) -> None:
        if self._watcher is not None:
            with contextlib.suppress(OSError):
                self._watcher.send(message)

    def _with_notes(self, outcome: Outcome) -> Outcome:
        text = self.notes.drain() if self.notes else ""
        if not text:
            return outcome
        return (
            Outcome("OUTPUT", text) if outcome.status == "ran" else Outcome(outcome.status, f"{outcome.text}; {text}")
        )

    def _run_cell(self, source: str) -> Outcome:
        self.output.reset()
        try:
            result = self.shell.run_cell(source, store_history=True)
            error = result.error_before_exec or result.error_in_exec
        except BaseException as caught:
            error = caught
        if error is not None:
            return outcome_of(error)
        excess = self.output.describe_excess()
        return Outcome("OUTPUT", excess) if excess else Outcome("ran")


def outcome_of(error: BaseException) -> Outcome:
    """Return the outcome of a cell that an exception ended."""
    try:
        text = f"{type(error).__name__}: {error}".split("\n")[0][:MAX_TEXT]
    except BaseException:
        text = f"{type(error).__name__} (its text cannot be read)"
    if isinstance(error, MemoryError) or any(words in text for words in OUT_OF_MEMORY):
        return Outcome("MEMORY", text)
    if isinstance(error, SystemExit):
        return Outcome("CRASH", f"the cell stopped Python ({text})")
    return Outcome("error", text)


def _lost(status: int) -> Outcome:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return Outcome("MEMORY", KILLED)
    return Outcome("CRASH", f"the cell's process is gone: {processes.describe_exit(status)}")


def _too_slow(limit: float, seconds: float) -> Outcome:
    if seconds <= 0:
        return Outcome("TIMEOUT", "not run: the time for the whole notebook was used up")
    return Outcome("TIMEOUT", f"the cell took more than {min(limit, seconds):.3g} s and was stopped")


def _read(sock: socket.socket) -> bytes | None:
    """Return the child's message: empty if it closed the socket, None if it sent nothing in time."""
    sock.setblocking(False)
    try:
        return sock.recv(MAX_MESSAGE)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _latest_cell(message: bytes, running: int, count: int) -> int:
    """Return the index in the last complete `cell N;` of the child's message, or `running` if there is none."""
    indices = re.findall(rb"cell (\d{1,5});", message)
    return int(indices[-1]) if indices and int(indices[-1]) < count else running
