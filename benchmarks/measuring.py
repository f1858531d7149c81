"""The cost of a command and all its descendants: wall time, CPU time and memory.

CPU time is measured in two ways. The kernel adds the time of a process to the process that waits for it, but when a PID
namespace ends, no process waits for those that remain in it, so their time is missing. A control group includes them,
but only root can create one. The larger of the two values is used.
"""

import contextlib
import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

POLL = 0.01  # seconds between two polls of the command
SAMPLE = 0.1  # seconds between two samples of the memory
INTO_GROUP = 'echo $$ > "$0/cgroup.procs" && exec "$@"'
GROUPS = {"/sys/fs/cgroup/cpuacct": "cpuacct.usage", "/sys/fs/cgroup": "cpu.stat"}  # version 1, version 2
PR_SET_CHILD_SUBREAPER = 36


class Failed(Exception):
    """An error for a command that failed; the text contains its output."""


@dataclass(frozen=True)
class Cost:
    """The seconds of a command; `first`: until the first result file exists; `waited`, `grouped`: CPU, see above."""

    wall: float
    waited: float
    grouped: float | None
    first: float | None
    peak: int = 0  # bytes

    @property
    def cpu(self) -> float:
        """Seconds of user and system time of the command and all its descendants."""
        return max(self.waited, self.grouped or 0)


def cost_of(
    command: list[str], folder: Path, environment: dict[str, str], *, results: Path | None = None, memory: bool = False
) -> Cost:
    """Run `command` in `folder` and return its cost.

    Args:
        results: the folder in which the first `.json` file is expected, for `Cost.first`.
        memory: whether to measure the memory, too, which slows the command down slightly.

    Raises:
        Failed: the exit code is not 0.
    """
    with _group() as group, open(os.devnull) as nothing, _said(folder) as said:
        words = command if group is None else ["sh", "-c", INTO_GROUP, str(group.parent), *command]
        start, first = time.monotonic(), None
        process = subprocess.Popen(words, cwd=folder, env=environment, stdin=nothing, stdout=said, stderr=said)
        with _sampled() if memory else contextlib.nullcontext([0]) as peak, _ended(process):
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                now = time.monotonic() - start
                if first is None and results is not None and any(results.glob("*.json")):
                    first = now
                if pid:
                    break
                time.sleep(POLL)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise Failed(f"{' '.join(command)[:200]} ended with {process.returncode}: {said.read()[-2000:]}")
        return Cost(now, usage.ru_utime + usage.ru_stime, group and _seconds(group), first, max(peak))


@contextlib.contextmanager
def _ended(process: subprocess.Popen) -> Iterator[None]:
    """Terminate the process if the measurement is interrupted."""
    try:
        yield
    except BaseException:
        process.terminate()
        process.wait()
        raise


def adopt_orphans() -> None:
    """Make this process the parent of orphaned descendants, so that their memory is measured until they end."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def memory_below(top: int) -> int:
    """Return the memory of all descendants of `top` in bytes.

    It is the proportional set size, so memory that several processes share is counted once.
    """
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(path.parent.name))
    total, waiting = 0, children.get(top, [])
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        total += _share(pid)
    return total


def _share(pid: int) -> int:
    """Return the proportional set size of a process in bytes.

    If it cannot be read, return the resident set size; if the process has ended, return 0.
    """
    with contextlib.suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return 1024 * int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


@contextlib.contextmanager
def _sampled() -> Iterator[list[int]]:
    peak, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(SAMPLE):
            peak.append(memory_below(os.getpid()))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()


@contextlib.contextmanager
def _group() -> Iterator[Path | None]:
    """Yield the file with the CPU time of a new control group, or None if no group can be created."""
    for top, file in GROUPS.items():
        folder = Path(top) / f"benchmark-{os.getpid()}"
        try:
            folder.mkdir()
        except OSError:
            continue
        try:
            if (folder / file).is_file():
                yield folder / file
                return
        finally:
            with contextlib.suppress(OSError):
                folder.rmdir()
    yield None


def _seconds(account: Path) -> float:
    text = account.read_text()
    if account.name == "cpuacct.usage":
        return int(text) / 1e9
    return int(dict(line.split() for line in text.splitlines())["usage_usec"]) / 1e6


@contextlib.contextmanager
def _said(folder: Path) -> Iterator:
    """Yield a temporary file for the output of a command."""
    path = folder / ".said"
    with path.open("w+", encoding="utf-8", errors="replace") as file:
        yield file
    path.unlink()
