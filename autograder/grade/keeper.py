"""The keeper of one submission: forks the marker, then the guest, and leaves no process or file of them behind.

    supervisor ── fork server ── keeper ─┬─ marker
                                         └─ guest ── cell ── cell ── ... ── question

The marker and the guest are both confined, and only the marker loads the tests. The guest is the first process of a
PID namespace, so every process that a student starts ends with it. Where there are no PID namespaces, processes that
lose their parent become children of the keeper, and the keeper kills them.
"""

import os
import select
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from autograder.sandbox import confinement, guest, memory_watch, namespaces, processes, question_dir
from autograder.sandbox.protocol import pack_frame, read_exactly, read_frame

GRACE = 15.0  # seconds for forking, loading tests and the like
FOLDER_PREFIX, MARKER_FOLDER, GUEST_FOLDER = "submission-", "marker", "guest"


@dataclass(frozen=True)
class Limits:
    """Seconds that a submission may take."""

    cell: float = 60.0
    cells: float = 600.0  # all of them together
    call: float = 10.0
    question: float = 60.0

    def total(self, questions: int) -> float:
        """Return a limit for everything together. Only a submission whose marker hangs reaches it."""
        return self.cells + 4 * questions * (self.question + GRACE) + GRACE  # public and hidden tests, twice if lost


@dataclass(frozen=True)
class Work:
    """What the keeper and the guest receive of a submission: no student's name and no test."""

    sources: list[str]
    limits: Limits
    questions: int
    missing: list[str]  # guards to leave out
    checkpoints: dict[str, bytes] = field(default_factory=dict)  # by their paths relative to the notebook

    def encode(self) -> bytes:
        """Return one frame with everything but the checkpoints, and after it their bytes."""
        sizes = {name: len(data) for name, data in self.checkpoints.items()}
        return b"".join([pack_frame({**asdict(self), "checkpoints": sizes}), *self.checkpoints.values()])

    @classmethod
    def decode(cls, sock: socket.socket) -> "Work":
        """Read what `encode` made from the other end of `sock`."""
        with sock.makefile("rb") as file:
            fields = read_frame(file)
            files = {name: read_exactly(file, size) for name, size in fields["checkpoints"].items()}
        return cls(**{**fields, "limits": Limits(**fields["limits"]), "checkpoints": files})


def keep(
    supervisor: socket.socket, marker_sock: socket.socket, workspace: Path, run_marker: Callable[..., None]
) -> None:
    """Read the work from `supervisor` and run it in a guest, while `run_marker` grades it in another process.

    The marker writes its report to `marker_sock`. The keeper stops early where the other end of `supervisor` is closed.
    """
    processes.adopt_orphans()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=workspace))
    try:
        ours, theirs = socket.socketpair()
        for name in (MARKER_FOLDER, GUEST_FOLDER):
            (folder / name).mkdir()
        marker = processes.fork(lambda: run_marker(marker_sock, ours, folder / MARKER_FOLDER, _owner(1)))
        for sock in (ours, marker_sock):
            sock.close()
        work = Work.decode(supervisor)
        limits = work.limits
        plan = confinement.ConfinementPlan(
            folder / GUEST_FOLDER, owner=_owner(0), cpu_seconds=int(limits.cells) + 60, missing=tuple(work.missing)
        )
        confinement.unshare_pid_namespace(plan)
        guest_process = processes.fork(
            lambda: guest.main(theirs, work.sources, plan, limits.cell, limits.cells, work.checkpoints)
        )
        theirs.close()
        _wait(marker, guest_process, supervisor, limits.total(work.questions))
    except EOFError:
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        processes.kill_all_children()
        question_dir.remove(folder)
        os._exit(0)


def _owner(which: int) -> int:
    return namespaces.unused_uid(2 * os.getpid() + which)


def _wait(marker: int, guest_process: int, supervisor: socket.socket, seconds: float) -> None:
    """Wait until the marker has ended, the supervisor has closed its end, or the time is up.

    Meanwhile, enforce the memory limit of the guest.
    """
    watch = memory_watch.MemoryWatch()
    marker_handle = os.pidfd_open(marker)
    poll = select.poll()
    poll.register(marker_handle, select.POLLIN)
    poll.register(supervisor, select.POLLHUP | select.POLLRDHUP)
    for _ in range(int(seconds / memory_watch.PAUSE) + 1):
        if poll.poll(memory_watch.PAUSE * 1000):
            return
        watch.enforce(guest_process)
