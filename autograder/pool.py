"""Several submissions at once, each in the hands of its keeper, from one process without threads.

This process never loads a test and never runs a student's line. Of a submission it hears one piece of JSON of
limited size, from the marker.
"""

import json
import os
import select
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.sandbox import processes
from autograder.sandbox.keeper import GRACE, Limits, keep

MAX_MARKS = 4 << 20  # bytes of a marker's JSON
POLL = 0.5  # seconds


@dataclass
class Job:
    """One submission on its way: its keeper, and what its marker has said so far."""

    submission: Any
    keeper: int
    reading: int
    end: float
    started: float = field(default_factory=time.monotonic)
    said: bytearray = field(default_factory=bytearray)

    @property
    def seconds(self) -> float:
        """How long it has been on its way."""
        return round(time.monotonic() - self.started, 2)


class Pool:
    """Keepers at work; their rooms lie in `workspace`."""

    def __init__(self, workspace: Path, bundle: Path, questions: int, limits: Limits) -> None:
        self._workspace = workspace
        self._bundle, self._questions, self._limits = bundle, questions, limits
        self._jobs: dict[int, Job] = {}

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        for job in list(self._jobs.values()):
            self._give_up(job)

    def __len__(self) -> int:
        return len(self._jobs)

    def start(self, submission: Any, student: str, sources: list[str]) -> None:
        """Fork a keeper for the code cells of one submission."""
        folder = Path(tempfile.mkdtemp(prefix="room-", dir=self._workspace))
        reading, writing = os.pipe()

        def work() -> None:
            keep(sources, folder, self._limits, self._questions, mark)

        def mark(control: socket.socket) -> None:
            marks = _mark(self._bundle, control, sources, student, self._limits)
            with os.fdopen(writing, "w", encoding="utf-8", errors="replace") as file:
                json.dump(marks, file)

        keeper = processes.fork(work, end_with_parent=signal.SIGTERM)
        os.close(writing)
        end = time.monotonic() + self._limits.whole(self._questions) + 2 * GRACE  # the keeper's own end is earlier
        self._jobs[reading] = Job(submission, keeper, reading, end)

    def finished(self) -> Iterator[Job]:
        """Listen for a moment; yield the jobs that are over. `said` is empty where something went wrong."""
        ready, _, _ = select.select(list(self._jobs), [], [], POLL)
        for reading in ready:
            job = self._jobs[reading]
            piece = os.read(reading, 1 << 16)
            job.said += piece
            if not piece:  # everyone who could say something has ended
                yield self._forget(job)
            elif len(job.said) > MAX_MARKS:
                yield self._give_up(job)
        for job in [job for job in self._jobs.values() if time.monotonic() > job.end]:
            yield self._give_up(job)

    def _give_up(self, job: Job) -> Job:
        """Have the keeper clear up, kill it if it does not, and take nothing of what was said."""
        with suppress(ProcessLookupError):
            os.kill(job.keeper, signal.SIGTERM)
        processes.wait(job.keeper, 5)
        job.said.clear()
        return self._forget(job)

    def _forget(self, job: Job) -> Job:
        processes.kill(job.keeper)
        del self._jobs[job.reading]
        os.close(job.reading)
        return job


def _mark(bundle: Path, control: socket.socket, sources: list[str], student: str, limits: Limits) -> dict[str, Any]:
    """In the marker's process: only here are tests loaded."""
    from autograder import marking
    from autograder.sandbox.line import Line

    line = Line(control, limits.call, limits.question)
    try:
        return marking.mark(marking.Bundle.open(bundle), line, sources, student, limits.cells + GRACE)
    except Exception as error:  # the fault of a test or of ours: say it, and let the batch go on
        return {"failed": f"the tests could not be run: {type(error).__name__}: {error}"[:500]}
