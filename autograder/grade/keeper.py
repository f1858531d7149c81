"""Keeps one submission's processes together: forks the marker, then the room, and leaves none of them behind.

    supervisor ── warm process ── keeper ─┬─ marker
                                          └─ room ── cell ── cell ── ... ── question

Both are shut in. The room is the first of a PID namespace, so all that a student starts ends with it; the marker alone
loads the tests. Where there are no namespaces, whatever is abandoned becomes a child of the keeper.
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


@dataclass(frozen=True)
class Limits:
    """Seconds that a submission may take."""

    cell: float = 60.0
    cells: float = 600.0  # all of them together
    call: float = 10.0
    question: float = 60.0

    def whole(self, questions: int) -> float:
        """An end for everything, which only a marker that hangs itself ever meets."""
        return self.cells + 4 * questions * (self.question + GRACE) + GRACE  # public and hidden tests, twice if lost


@dataclass(frozen=True)
class Work:
    """What the keeper and the room hear of a submission: no name, no test; of files those that were handed in."""

    sources: list[str]
    limits: Limits
    questions: int
    missing: list[str]  # guards that are done without
    checkpoints: dict[str, bytes] = field(default_factory=dict)  # by their names from the notebook on

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


def keep(line: socket.socket, marks: socket.socket, workspace: Path, mark: Callable[..., None]) -> None:
    """Run the submission that is told on `line`, while `mark` marks it in a process of its own and tells it on `marks`.

    Ends early where `line` is closed.
    """
    processes.adopt_orphans()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    place = Path(tempfile.mkdtemp(prefix="room-", dir=workspace))
    try:
        ours, theirs = socket.socketpair()
        for folder in ("marker", "room"):
            (place / folder).mkdir()
        marker = processes.fork(lambda: mark(marks, ours, place / "marker", _owner(1)))
        for one in (ours, marks):
            one.close()
        work = Work.decode(line)
        plan = confinement.ConfinementPlan(
            place / "room", owner=_owner(0), cpu_seconds=int(work.limits.cells) + 60, missing=tuple(work.missing)
        )
        confinement.unshare_pid_namespace(plan)
        limits = work.limits
        inside = processes.fork(
            lambda: guest.main(theirs, work.sources, plan, limits.cell, limits.cells, work.checkpoints)
        )
        theirs.close()
        _wait(marker, inside, line, work.limits.whole(work.questions))
    except EOFError:
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        processes.kill_all_children()
        question_dir.remove(place)
        os._exit(0)


def _owner(which: int) -> int:
    return namespaces.unused_uid(2 * os.getpid() + which)


def _wait(marker: int, inside: int, line: socket.socket, seconds: float) -> None:
    """Until the marker has ended, nobody waits for it any more, or the time is up; nor may the room take all memory."""
    watch = memory_watch.MemoryWatch()
    handle = os.pidfd_open(marker)
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    poll.register(line, select.POLLHUP | select.POLLRDHUP)
    for _ in range(int(seconds / memory_watch.PAUSE) + 1):
        if poll.poll(memory_watch.PAUSE * 1000):
            return
        watch.enforce(inside)
