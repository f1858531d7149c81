"""Run several submissions at the same time, each in its own keeper, from a process that runs none of their code.

This process, the supervisor, never loads a test and never runs a student's code. Of each submission it reads one JSON
text of limited size, which the marker sends.
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

MAX_REPORT = 4 << 20  # bytes of a marker's JSON
MAX_MESSAGE = 1 << 16  # bytes of a message from the fork server
POLL = 0.5  # seconds
CHUNK = 1 << 16  # bytes
# The instructor's environment variables that the fork server keeps. Students' code can read them.
KEPT_VARIABLES = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR")


class ForkServerError(Exception):
    """The fork server did not start, or has ended; the text says why."""


class ForkServer:
    """Start the fork server, and send it the requests to fork."""

    def __init__(self) -> None:
        self._sock, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "autograder.grade.fork_server", str(theirs.fileno())]
        path = os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")]))
        environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        environment |= {**preload.ONE_THREAD, "PYTHONPATH": path}
        descriptors = (theirs.fileno(),)
        self._process = subprocess.Popen(command, pass_fds=descriptors, env=environment, start_new_session=True)
        theirs.close()
        self._sock.send(json.dumps(preload.MODULES).encode())

    def guards(self) -> tuple[Path, dict[str, str]]:
        """Return the workspace folder, and the guards that this machine does not have with the reasons.

        The fork server sends these before it imports any package.
        """
        message = self._receive("workspace")
        return Path(message["workspace"]), message["missing"]

    def wait_until_ready(self) -> None:
        """Wait until the fork server has imported all packages."""
        self._receive("ready")

    def _receive(self, key: str) -> dict[str, Any]:
        """Read one message, which must have this key. ForkServerError: it has not, or there is none."""
        try:
            message = json.loads(self._sock.recv(MAX_MESSAGE) or b"{}")
        except OSError:
            message = {}
        if key not in message:
            raise ForkServerError(message.get("error", "the fork server ended while it imported the packages"))
        return message

    def load_pictures(self) -> None:
        """Have the fork server load all drawn pictures of `course_utils.datasets` before it forks another child."""
        self.fork_child("pictures", sockets=0)

    def fork_child(self, request: str, *, sockets: int) -> list[socket.socket]:
        """Have the fork server fork a child for this request; return our ends of the sockets to that child."""
        pairs = [socket.socketpair() for _ in range(sockets)]
        try:
            socket.send_fds(self._sock, [request.encode()], [theirs.fileno() for _, theirs in pairs])
        except OSError:
            raise ForkServerError("the fork server has ended; run the command again") from None
        finally:
            for _, theirs in pairs:
                theirs.close()
        return [ours for ours, _ in pairs]

    def inspect_bundle(self, **arguments: Any) -> dict[str, Any]:
        """Return the result of `bundle.inspect_bundle` from a child: this process must not load a test."""
        (sock,) = self.fork_child("inspect_bundle", sockets=1)
        with sock:
            sock.sendall(pack_frame(arguments))
            try:
                return recv_frame(sock)
            except EOFError:
                return {"error": "the process ended while it loaded the tests; build the lesson again"}

    def close(self) -> None:
        """Stop the fork server and all its children."""
        self._sock.close()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@dataclass(eq=False)
class Job:
    """One submission that is being graded: the sockets to its keeper and marker, and the marker's report so far."""

    submission: Any
    keeper: socket.socket
    marker: socket.socket
    deadline: float
    started: float = field(default_factory=time.monotonic)
    received: bytearray = field(default_factory=bytearray)
    given_up: bool = False

    @property
    def seconds(self) -> float:
        """Return the seconds since the start."""
        return round(time.monotonic() - self.started, 2)

    def receive(self, chunk: bytes) -> None:
        """Append a chunk of the marker's report; give up where the report becomes too long."""
        if not self.given_up:
            self.received += chunk
        if len(self.received) > MAX_REPORT:
            self.give_up()

    def give_up(self) -> None:
        """Make the keeper stop, and discard what was received."""
        self.given_up = True
        self.received.clear()
        with suppress(OSError):
            self.keeper.shutdown(socket.SHUT_RDWR)


class Pool:
    """The submissions that are being graded."""

    def __init__(
        self, fork_server: ForkServer, bundle: Path, questions: int, limits: Limits, missing: list[str]
    ) -> None:
        self._fork_server = fork_server
        self._bundle, self._questions, self._limits, self._missing = bundle, questions, limits, missing
        self._jobs: dict[socket.socket, Job] = {}  # by each socket that is still open

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        for sock in self._jobs:
            sock.close()

    def __len__(self) -> int:
        return len(set(self._jobs.values()))

    def start(
        self, submission: Any, student: str, sources: list[str], questions: list[str],
        checkpoints: dict[str, bytes] | None = None,
    ) -> None:  # fmt: skip
        """Run the code cells of one submission with its checkpoints, and grade these questions."""
        keeper, marker = self._fork_server.fork_child("keep", sockets=2)
        deadline = time.monotonic() + self._limits.total(self._questions) + 2 * GRACE  # after the keeper's own deadline
        job = Job(submission, keeper, marker, deadline)
        self._jobs |= {keeper: job, marker: job}
        request = {
            "bundle": str(self._bundle), "missing": self._missing, "limits": asdict(self._limits),
            "student": student, "sources": sources, "questions": questions,
        }  # fmt: skip
        with suppress(OSError):  # where the keeper has ended, `finished` yields the job
            marker.sendall(pack_frame(request))
            keeper.sendall(Work(sources, self._limits, self._questions, self._missing, checkpoints or {}).encode())

    def finished(self) -> Iterator[Job]:
        """Read from the sockets for a moment; yield the finished jobs. `received` is empty where a job failed."""
        ready, _, _ = select.select(list(self._jobs), [], [], POLL)
        for sock in ready:
            job = self._jobs[sock]
            chunk = _read_chunk(sock)
            if sock is job.marker:
                job.receive(chunk)
            if not chunk:
                del self._jobs[sock]
                sock.close()
                if job not in self._jobs.values():  # then keeper and marker have ended, and their children with them
                    yield job
        for job in set(self._jobs.values()):
            if time.monotonic() > job.deadline and not job.given_up:
                job.give_up()


def _read_chunk(sock: socket.socket) -> bytes:
    try:
        return sock.recv(CHUNK)
    except OSError:
        return b""
