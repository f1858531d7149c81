"""What a process gives up before the first line of a student's code runs, or before the first answer is marked.

Each guard is tried for real when grading begins; where one is missing nothing is graded, unless the instructor says
that it may be.
"""

import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autograder.sandbox import landlock, libc, namespaces, processes, seccomp

MEMORY = 6 << 30  # bytes of address space of one process beyond what the warm process has; torch alone reserves some
MOST_PROCESSES, SPARE = 200, 56  # processes and threads; the spare ones are for answering
LIMITS = {"CORE": 0, "NOFILE": 512, "FSIZE": 128 << 20, "MEMLOCK": 1 << 20, "MSGQUEUE": 0}
PID_NAMESPACE, MOUNT_AND_NETWORK = "PID namespace", "mount and network namespaces"  # names in messages
LANDLOCK, SECCOMP = "Landlock", "seccomp"


class GuardUnavailable(Exception):
    """A guard that cannot be put up; the text names it and says why."""


@dataclass(frozen=True)
class ConfinementPlan:
    """How a process is shut in."""

    place: Path  # an empty folder, which becomes its root
    alone: bool = True  # it is the first one after `unshare_pid_namespace`
    visible: tuple[Path, ...] = ()  # what it sees besides Python
    owner: int = namespaces.NOBODY  # the user id that it goes on with, if it is root's
    cpu_seconds: int = 3600
    missing: tuple[str, ...] = ()  # guards that this machine does not have, and that are done without


def unshare_pid_namespace(plan: ConfinementPlan) -> None:
    """The step before the fork."""
    if PID_NAMESPACE not in plan.missing:
        _apply(PID_NAMESPACE, namespaces.unshare_pid_namespace)


def confine(plan: ConfinementPlan, keep: set[int]) -> Path:
    """Shut this process in, with `keep` for its only descriptors besides the standard ones; return its folder.

    GuardUnavailable: a guard that is not among the plan's missing ones cannot be put up.
    """
    _close_all_but(keep)
    home = plan.place
    _limit_memory()
    if MOUNT_AND_NETWORK not in plan.missing:
        _apply(
            MOUNT_AND_NETWORK,
            lambda: namespaces.enter_mount_namespace(plan.place, plan.owner, alone=plan.alone, visible=plan.visible),
        )
        home = namespaces.HOME
    libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)  # again: it was lost with the rank
    _environment(home)
    for name, most in {**LIMITS, "CPU": plan.cpu_seconds}.items():
        _limit(name, most)
    resource.setrlimit(resource.RLIMIT_NPROC, (MOST_PROCESSES, MOST_PROCESSES + SPARE))
    libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
    if LANDLOCK not in plan.missing:
        _apply(LANDLOCK, lambda: landlock.restrict_self(read=[Path("/")], write=[home, Path(os.devnull)]))
    if SECCOMP not in plan.missing:
        _apply(SECCOMP, seccomp.install_filter)
    return home


def missing(place: Path) -> dict[str, str]:
    """The guards that this machine does not offer, each with the reason, found out by trying them in a child.

    `place` is an empty folder. One missing guard does not hide another.
    """
    lost: dict[str, str] = {}
    while True:
        plan = ConfinementPlan(place, missing=tuple(lost))
        said = processes.call_in_child(partial(_try, plan))
        if not said:
            return lost
        lost |= said


def _try(plan: ConfinementPlan) -> dict[str, str]:
    try:
        unshare_pid_namespace(plan)
    except GuardUnavailable as error:
        return dict([error.args])
    return processes.call_in_child(lambda: _try_inside(plan))


def _try_inside(plan: ConfinementPlan) -> dict[str, str]:
    said = [int(name) for name in os.listdir("/proc/self/fd")]
    try:
        confine(plan, set(said))
    except GuardUnavailable as error:
        return dict([error.args])
    return {}


def _apply(name: str, guard: Callable[[], object]) -> None:
    try:
        guard()
    except (OSError, seccomp.SeccompUnavailable, KeyError) as error:
        raise GuardUnavailable(name, getattr(error, "strerror", None) or str(error)) from None


def _close_all_but(keep: set[int]) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) not in keep:
            with suppress(OSError):  # the one that listed them is closed already
                os.close(int(name))
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", errors="replace", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="replace", closefd=False)


def _environment(home: Path) -> None:
    os.environ.clear()
    os.environ.update(
        PATH=os.defpath, USER="student", IPYTHONDIR=str(home), MPLCONFIGDIR=str(home), MPLBACKEND="agg", LANG="C.UTF-8",
        OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", PYTHONDONTWRITEBYTECODE="1",
    )  # fmt: skip
    work_in(home)


def work_in(folder: Path) -> None:
    """Make `folder` the place where this process writes."""
    os.environ["HOME"] = os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = None
    os.chdir(folder)


def use_spare_processes() -> None:
    """Answer also where the cells have used up their processes."""
    most = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    resource.setrlimit(resource.RLIMIT_NPROC, (most, most))


def _limit_memory() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    _limit("AS", pages * os.sysconf("SC_PAGE_SIZE") + MEMORY)


def _limit(name: str, most: int) -> None:
    kind = getattr(resource, f"RLIMIT_{name}", None)
    if kind is None:
        return
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))
