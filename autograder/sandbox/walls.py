"""What the room's process gives up before the first line of a student's code runs.

This is the one place for it. So far: inherited descriptors, the instructor's environment and folder, and memory
without end. Namespaces, Landlock, seccomp and quotas belong into `enter`, after the limits.
"""

import os
import resource
import sys
import tempfile
from pathlib import Path

MEMORY = 6 << 30  # bytes of address space beyond what the warm process has; torch alone reserves some
OPEN_FILES = 512


def enter(folder: Path, keep: int) -> None:
    """Shut this process in: `folder` becomes its only home, `keep` its only descriptor besides the standard ones."""
    _descriptors(keep)
    _home(folder)
    _limits()


def _descriptors(keep: int) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    highest = max(int(name) for name in os.listdir("/proc/self/fd"))
    os.closerange(3, keep)
    os.closerange(keep + 1, highest + 1)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", errors="replace", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="replace", closefd=False)


def _home(folder: Path) -> None:
    home = str(folder)
    path = os.environ.get("PATH", os.defpath)
    os.environ.clear()
    os.environ.update(
        PATH=path, IPYTHONDIR=home, MPLCONFIGDIR=home, MPLBACKEND="agg", LANG="C.UTF-8",
        OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", PYTHONDONTWRITEBYTECODE="1",
    )  # fmt: skip
    work_in(folder)


def work_in(folder: Path) -> None:
    """Make `folder` the place where this process writes."""
    os.environ["HOME"] = os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = None
    os.chdir(folder)


def _limits() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    memory = pages * os.sysconf("SC_PAGE_SIZE") + MEMORY
    for name, most in {"AS": memory, "CORE": 0, "NOFILE": OPEN_FILES}.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
