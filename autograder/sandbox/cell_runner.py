"""Runs a notebook's code cells so that a cell that hangs or dies costs that cell alone.

The process forks before a cell. The child runs the cell and carries on as the notebook; the parent waits with the
state from before, as a checkpoint. Where the child gets to the next checkpoint, the parent has nothing more to do.
Where a cell hangs or dies, the parent kills the child, notes why, and forks again for all the other cells.

A fork costs more than most cells take. So cells that run in a blink share a checkpoint, and if one of them is lost,
the others are run again: at most `CHECKPOINT_INTERVAL` seconds of work, from the same state, with the same outcome.
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

CHECKPOINT_INTERVAL = 0.2  # seconds of work behind which a new checkpoint is worth its fork
MAX_TEXT = 500  # characters of an error's line
MAX_MESSAGE = 1 << 16  # bytes: more than all that cells say of themselves between two looks
OUT_OF_MEMORY = ("can't allocate memory", "Cannot allocate memory", "not enough memory")  # as torch and Linux say it


@dataclass(frozen=True)
class Outcome:
    """What became of a cell: status "ran", "error", "OUTPUT", "TIMEOUT", "CRASH" or "MEMORY", and a line about it."""

    status: str
    text: str = ""


KILLED = "the system killed the cell's process, most likely for its memory"
CUT = Outcome("CRASH", "the cell cut the notebook's line to the grader")


class CheckpointingRunner:
    """The cells, the shell that runs them and what became of each so far."""

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
        self._watcher: socket.socket | None = None  # to the parent that waits with the state from before
        self._since = 0.0  # when this process was forked from it

    @property
    def names(self) -> dict[str, Any]:
        """The names that the cells left."""
        return self.shell.user_ns

    def run(self) -> None:
        """Run all cells. Returns once, in the last process of the line; the others end with it."""
        for index, source in enumerate(self.sources):
            if self._wants_checkpoint():
                self._checkpoint(index)
            if index in self.outcomes:
                continue
            self._say(b"cell %d;" % index)
            self.outcomes[index] = self._with_notes(self._run_cell(source))
        self._say(b"done;")

    def _wants_checkpoint(self) -> bool:
        """Also not with threads, which a copy would lack: those cells run under the eyes of the last checkpoint."""
        is_due = self._watcher is None or time.monotonic() - self._since > CHECKPOINT_INTERVAL
        return is_due and processes.threads() == 1

    def _checkpoint(self, first: int) -> None:
        """Go on in a child. This process waits, and forks again for what is left whenever the child is lost.

        Where no process is to be had, the notebook goes on under the eyes of the checkpoint before. Each child that is
        lost costs a cell, so there is an end to it, whatever the children say.
        """
        while left := [index for index in range(first, len(self.sources)) if index not in self.outcomes]:
            ours, theirs = socket.socketpair()
            parent = os.getpid()
            try:
                child = os.fork()
            except OSError:
                ours.close(), theirs.close()
                return
            if child == 0:
                os.setpgid(0, 0)
                processes.die_with_parent(parent)
                ours.close()
                self._watcher, self._since = theirs, time.monotonic()
                return
            theirs.close()
            self._say(b"done;")
            index, outcome = self._watch(child, ours, left[0])
            self.outcomes[index if index in left else left[0]] = self._with_notes(outcome)
            ours.close()

    def _watch(self, child: int, line: socket.socket, running: int) -> tuple[int, Outcome]:
        """The cell at which the child was lost, and why. Ends this process where the child gets through."""
        while True:
            seconds = min(self.cell_seconds, self.end - time.monotonic())
            has_ended = processes.wait(child, seconds, line.fileno())
            message = _read(line)  # also of a child that has ended: it may have said more before it did
            running = _latest_cell(message or b"", running, len(self.sources))
            if message and message.endswith(b"done;"):
                self._retire(child)
            if has_ended or (message == b"" and processes.wait(child, 1)):  # its lines are closed first
                return running, _lost(processes.kill(child))
            if not message:
                processes.kill(child)
                return running, _too_slow(self.cell_seconds, seconds) if message is None else CUT

    def _retire(self, child: int) -> None:
        """The child needs no checkpoint any more: hold nothing of the conversation, and end when it ends."""
        self.control.close()
        processes.wait(child, None)
        processes.exit_now()

    def _say(self, message: bytes) -> None:
        if self._watcher is not None:
            with contextlib.suppress(OSError):
                self._watcher.send(message)

    def _with_notes(self, outcome: Outcome) -> Outcome:
        said = self.notes.drain() if self.notes else ""
        if not said:
            return outcome
        return (
            Outcome("OUTPUT", said) if outcome.status == "ran" else Outcome(outcome.status, f"{outcome.text}; {said}")
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
        too_much = self.output.too_much()
        return Outcome("OUTPUT", too_much) if too_much else Outcome("ran")


def outcome_of(error: BaseException) -> Outcome:
    """What to note of the exception that ended a cell."""
    try:
        text = f"{type(error).__name__}: {error}".split("\n")[0][:MAX_TEXT]
    except BaseException:
        text = f"{type(error).__name__} (its text cannot be read)"
    if isinstance(error, MemoryError) or any(words in text for words in OUT_OF_MEMORY):
        return Outcome("MEMORY", text)
    if isinstance(error, SystemExit):
        return Outcome("CRASH", f"the cell asked Python to end ({text})")
    return Outcome("error", text)


def _lost(status: int) -> Outcome:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return Outcome("MEMORY", KILLED)
    return Outcome("CRASH", f"the cell's process is gone: {processes.describe_exit(status)}")


def _too_slow(limit: float, seconds: float) -> Outcome:
    if seconds <= 0:
        return Outcome("TIMEOUT", "not run: the time for the whole notebook was used up")
    return Outcome("TIMEOUT", f"the cell took more than {min(limit, seconds):.3g} s and was stopped")


def _read(line: socket.socket) -> bytes | None:
    """What the child said; empty where it closed the line, None where it said nothing in time."""
    line.setblocking(False)
    try:
        return line.recv(MAX_MESSAGE)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _latest_cell(message: bytes, running: int, count: int) -> int:
    """The index in the last whole `cell N;` of what the child said."""
    said = re.findall(rb"cell (\d{1,5});", message)
    return int(said[-1]) if said and int(said[-1]) < count else running
