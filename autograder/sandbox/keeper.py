"""Keeps one submission's processes together: forks the room, then the marker, and leaves none of them behind.

    supervisor ── keeper ─┬─ room ── cell ── cell ── ... ── question
                          └─ marker

The room is forked first, so it never holds the tests, which only the marker loads. Whatever the student starts and
abandons becomes a child of the keeper, and is killed with the rest.
"""

import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox import processes, room

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
        return self.cells + 2 * questions * (self.question + GRACE) + GRACE  # public and hidden tests apart


def keep(
    sources: list[str], folder: Path, limits: Limits, questions: int, mark: Callable[[socket.socket], None]
) -> None:
    """Run one submission in `folder`, which is removed, while `mark(line)` marks it in a process of its own."""
    processes.adopt_orphans()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        ours, theirs = socket.socketpair()
        processes.fork(lambda: room.main(theirs, sources, folder, limits.cell, limits.cells))
        theirs.close()
        marker = processes.fork(lambda: mark(ours))
        ours.close()
        processes.wait(marker, limits.whole(questions))
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        processes.kill_all_children()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)
