"""Several submissions at once, each in the hands of its keeper, from one process that runs none of their code.

This process never loads a test and never runs a student's line. Of a submission it hears one piece of JSON of
limited size, from the marker.
"""

import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from autograder.grade import preload
from autograder.grade.keeper import GRACE, Limits, Work
from autograder.sandbox.protocol import pack_frame, recv_frame

MAX_MARKS = 4 << 20  # bytes of a marker's JSON
MAX_SAID = 1 << 16
POLL = 0.5  # seconds
PIECE = 1 << 16
KEPT = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR")  # of the instructor's environment, which rooms can read


class ForkServerError(Exception):
    """The warm process did not come up, or is gone; the text says why."""


class ForkServer:
    """The warm process, which this one starts and tells what to fork."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "autograder.grade.fork_server", str(theirs.fileno())]
        path = os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")]))
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        environment |= {**preload.ONE_THREAD, "PYTHONPATH": path}
        keep = (theirs.fileno(),)
        self._process = subprocess.Popen(command, pass_fds=keep, env=environment, start_new_session=True)
        theirs.close()
        self._line.send(json.dumps(preload.MODULES).encode())

    def guards(self) -> tuple[Path, dict[str, str]]:
        """Where it works, and the guards that this machine does not have, with the reasons. It says so at once."""
        said = self._hear("workspace")
        return Path(said["workspace"]), said["missing"]

    def wait(self) -> None:
        """Wait until it is warm."""
        self._hear("warm")

    def _hear(self, word: str) -> dict[str, Any]:
        try:
            said = json.loads(self._line.recv(MAX_SAID) or b"{}")
        except OSError:
            said = {}
        if word not in said:
            raise ForkServerError(said.get("error", "the process that imports Python's packages ended while it did so"))
        return said

    def have_pictures(self) -> None:
        """Have it read or draw all pictures of `course_utils.datasets` before it forks another child."""
        self.ask("pictures", lines=0)

    def ask(self, request: str, *, lines: int) -> list[socket.socket]:
        """Have it fork a child for this request; returns our ends of the lines to that child."""
        pairs = [socket.socketpair() for _ in range(lines)]
        try:
            socket.send_fds(self._line, [request.encode()], [theirs.fileno() for _, theirs in pairs])
        except OSError:
            raise ForkServerError(
                "the process that keeps Python's packages ready is gone; run the command again"
            ) from None
        finally:
            for _, theirs in pairs:
                theirs.close()
        return [ours for ours, _ in pairs]

    def inspect_bundle(self, **words: Any) -> dict[str, Any]:
        """What `bundle.inspect_bundle` says, from a child: this process must not load a test."""
        (line,) = self.ask("inspect_bundle", lines=1)
        with line:
            line.sendall(pack_frame(words))
            try:
                return recv_frame(line)
            except EOFError:
                return {"error": "the tests end Python while they are loaded; build the lesson again"}

    def close(self) -> None:
        """End it, and with it whoever is left."""
        self._line.close()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@dataclass(eq=False)
class Job:
    """One submission on its way: the lines to its keeper and its marker, and what the marker has said so far."""

    submission: Any
    line: socket.socket
    marks: socket.socket
    end: float
    started: float = field(default_factory=time.monotonic)
    said: bytearray = field(default_factory=bytearray)
    given_up: bool = False

    @property
    def seconds(self) -> float:
        """How long it has been on its way."""
        return round(time.monotonic() - self.started, 2)

    def hear(self, piece: bytes) -> None:
        """Take down a piece of what the marker says, unless that is too much already."""
        if not self.given_up:
            self.said += piece
        if len(self.said) > MAX_MARKS:
            self.give_up()

    def give_up(self) -> None:
        """Have the keeper clear up, and take nothing of what was said."""
        self.given_up = True
        self.said.clear()
        with suppress(OSError):
            self.line.shutdown(socket.SHUT_RDWR)


class Pool:
    """Submissions at work."""

    def __init__(
        self, fork_server: ForkServer, bundle: Path, questions: int, limits: Limits, missing: list[str]
    ) -> None:
        self._fork_server = fork_server
        self._bundle, self._questions, self._limits, self._missing = bundle, questions, limits, missing
        self._jobs: dict[socket.socket, Job] = {}  # by each line on which something may still come

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        for line in self._jobs:
            line.close()

    def __len__(self) -> int:
        return len(set(self._jobs.values()))

    def start(
        self, submission: Any, student: str, sources: list[str], asked: list[str],
        checkpoints: dict[str, bytes] | None = None,
    ) -> None:  # fmt: skip
        """Have the code cells of one submission run beside its checkpoints, and these questions marked."""
        line, marks = self._fork_server.ask("keep", lines=2)
        end = time.monotonic() + self._limits.whole(self._questions) + 2 * GRACE  # the keeper's own end is earlier
        job = Job(submission, line, marks, end)
        self._jobs |= {line: job, marks: job}
        inspect_bundle = {"bundle": str(self._bundle), "missing": self._missing, "limits": asdict(self._limits)}
        with suppress(OSError):  # a keeper that is gone is heard of soon enough
            marks.sendall(pack_frame({**inspect_bundle, "student": student, "sources": sources, "asked": asked}))
            line.sendall(Work(sources, self._limits, self._questions, self._missing, checkpoints or {}).encode())

    def finished(self) -> Iterator[Job]:
        """Listen for a moment; yield the jobs that are over. `said` is empty where something went wrong."""
        ready, _, _ = select.select(list(self._jobs), [], [], POLL)
        for line in ready:
            job = self._jobs[line]
            piece = _heard(line)
            if line is job.marks:
                job.hear(piece)
            if not piece:
                del self._jobs[line]
                line.close()
                if job not in self._jobs.values():  # keeper and marker have ended, and all that they kept
                    yield job
        for job in set(self._jobs.values()):
            if time.monotonic() > job.end and not job.given_up:
                job.give_up()


def _heard(line: socket.socket) -> bytes:
    try:
        return line.recv(PIECE)
    except OSError:
        return b""
