"""How much memory a room's processes take together: no limit of the kernel's covers that everywhere."""

import contextlib
import os
import re
import signal
from pathlib import Path

MOST = 4 << 30  # bytes, of all processes of a room together
PAUSE = 0.25  # seconds between two looks
PAGE = os.sysconf("SC_PAGE_SIZE")


class MemoryWatch:
    """Looks after one room; what its processes share with the warm process does not count."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._shared = _anonymous(os.getpid())

    def enforce(self, first: int) -> None:
        """Where the processes below `first` have grown too large together, kill the largest until they have not.

        The quick sum counts pages twice that a fork shares; only where it is too large is the exact one asked for.
        """
        grown = {pid: max(0, _anonymous(pid) - self._shared) for pid in [first, *below(first)]}
        if sum(grown.values()) <= self._most:
            return
        exact = {pid: _proportional(pid) for pid in grown}
        for pid in sorted(exact, key=exact.__getitem__, reverse=True):
            if sum(exact.values()) <= self._most:
                return
            del exact[pid]
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)


def below(pid: int) -> list[int]:
    """All descendants of a process."""
    found = []
    with contextlib.suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in map(int, children.read_text().split()):
                found += [child, *below(child)]
    return found


def _anonymous(pid: int) -> int:
    """Bytes in memory that are no file's, shared ones in full."""
    try:
        _, resident, shared, *_ = map(int, Path(f"/proc/{pid}/statm").read_text().split())
    except (OSError, ValueError):
        return 0
    return (resident - shared) * PAGE


def _proportional(pid: int) -> int:
    """Bytes in memory, of shared pages this process's share alone (PSS)."""
    try:
        said = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(said[1]) << 10 if said else 0
