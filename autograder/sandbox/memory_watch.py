"""Limit the memory that all processes of a guest use together. No kernel limit does that on every machine."""

import contextlib
import os
import re
import signal
from pathlib import Path

MAX_BYTES = 4 << 30  # of all processes of a guest together
PAUSE = 0.25  # seconds between two checks
PAGE = os.sysconf("SC_PAGE_SIZE")


class MemoryWatch:
    """Watch one guest. Memory that its processes share with the fork server does not count."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._shared = _anonymous(os.getpid())

    def enforce(self, first: int) -> None:
        """Kill the largest of `first` and its descendants until all of them together are within the limit.

        The first sum is quick, but counts shared pages more than once. The exact sum is slow, so it is computed only
        when the first one is too large.
        """
        estimates = {pid: max(0, _anonymous(pid) - self._shared) for pid in [first, *descendants(first)]}
        if sum(estimates.values()) <= self._max_bytes:
            return
        exact = {pid: _proportional(pid) for pid in estimates}
        for pid in sorted(exact, key=exact.__getitem__, reverse=True):
            if sum(exact.values()) <= self._max_bytes:
                return
            del exact[pid]
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """Return the ids of all descendants of a process."""
    found = []
    with contextlib.suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in map(int, children.read_text().split()):
                found += [child, *descendants(child)]
    return found


def _anonymous(pid: int) -> int:
    """Return the resident bytes that no file backs; pages shared with other processes count in full."""
    try:
        _, resident, shared, *_ = map(int, Path(f"/proc/{pid}/statm").read_text().split())
    except (OSError, ValueError):
        return 0
    return (resident - shared) * PAGE


def _proportional(pid: int) -> int:
    """Return the resident bytes, with each shared page divided by the number of its users (PSS)."""
    try:
        match = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(match[1]) << 10 if match else 0
