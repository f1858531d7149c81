"""Apply all guards to a process before it runs student code (the guest) or loads a test (the marker).

Each guard is tried in a real process when grading begins. If one is missing, nothing is graded, unless the instructor
allows it.
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

MEMORY = 6 << 30  # bytes of address space per process, added to what the fork server uses; torch alone reserves some
MAX_PROCESSES, SPARE = 200, 56  # processes and threads; the spare ones are kept for answering questions
LIMITS = {"CORE": 0, "NOFILE": 512, "FSIZE": 128 << 20, "MEMLOCK": 1 << 20, "MSGQUEUE": 0}
PID_NAMESPACE, MOUNT_AND_NETWORK = "PID namespace", "mount and network namespaces"  # names in messages
LANDLOCK, SECCOMP = "Landlock", "seccomp"


class GuardUnavailable(Exception):
    """A guard cannot be applied; the arguments are its name and the reason."""


@dataclass(frozen=True)
class ConfinementPlan:
    """Describe how a process is confined."""

    root: Path  # an empty folder, which becomes the root of the file system
    in_new_pid_namespace: bool = True  # the process is the first one after `unshare_pid_namespace`
    visible: tuple[Path, ...] = ()  # paths that it sees besides Python
    owner: int = namespaces.NOBODY  # the user id that it changes to, if it runs as root
    cpu_seconds: int = 3600
    missing: tuple[str, ...] = ()  # guards that this machine does not have and that are left out


def unshare_pid_namespace(plan: ConfinementPlan) -> None:
    """Put the next child of this process into a new PID namespace, unless that guard is missing."""
    if PID_NAMESPACE not in plan.missing:
        _apply(PID_NAMESPACE, namespaces.unshare_pid_namespace)


def confine(plan: ConfinementPlan, keep: set[int]) -> Path:
    """Apply all guards to this process and return the folder in which it may write.

    Only the standard descriptors and those in `keep` stay open. GuardUnavailable: a guard that the plan does not list
    as missing cannot be applied.
    """
    _close_all_but(keep)
    home = plan.root
    _limit_memory()
    if MOUNT_AND_NETWORK not in plan.missing:
        _apply(
            MOUNT_AND_NETWORK,
            lambda: namespaces.enter_mount_namespace(
                plan.root, plan.owner, in_new_pid_namespace=plan.in_new_pid_namespace, visible=plan.visible
            ),
        )
        home = namespaces.HOME
    libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)  # again: a change of the user id clears it
    _set_environment(home)
    for name, limit in {**LIMITS, "CPU": plan.cpu_seconds}.items():
        _limit(name, limit)
    resource.setrlimit(resource.RLIMIT_NPROC, (MAX_PROCESSES, MAX_PROCESSES + SPARE))
    libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
    if LANDLOCK not in plan.missing:
        _apply(LANDLOCK, lambda: landlock.restrict_self(read=[Path("/")], write=[home, Path(os.devnull)]))
    if SECCOMP not in plan.missing:
        _apply(SECCOMP, seccomp.install_filter)
    return home


def missing(root: Path) -> dict[str, str]:
    """Try all guards in a child process and return those that this machine lacks, each with the reason.

    `root` is an empty folder. Guards found missing are left out of the next try, so one does not hide another.
    """
    lacking: dict[str, str] = {}
    while True:
        plan = ConfinementPlan(root, missing=tuple(lacking))
        failed = processes.call_in_child(partial(_try, plan))
        if not failed:
            return lacking
        lacking |= failed


def _try(plan: ConfinementPlan) -> dict[str, str]:
    try:
        unshare_pid_namespace(plan)
    except GuardUnavailable as error:
        return dict([error.args])
    return processes.call_in_child(lambda: _try_confine(plan))


def _try_confine(plan: ConfinementPlan) -> dict[str, str]:
    descriptors = [int(name) for name in os.listdir("/proc/self/fd")]
    try:
        confine(plan, set(descriptors))
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
            with suppress(OSError):  # the descriptor that listed the folder is already closed
                os.close(int(name))
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", errors="replace", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="replace", closefd=False)


def _set_environment(home: Path) -> None:
    os.environ.clear()
    os.environ.update(
        PATH=os.defpath, USER="student", IPYTHONDIR=str(home), MPLCONFIGDIR=str(home), MPLBACKEND="agg", LANG="C.UTF-8",
        OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", PYTHONDONTWRITEBYTECODE="1",
    )  # fmt: skip
    work_in(home)


def work_in(folder: Path) -> None:
    """Make `folder` the working directory, the home and the place for temporary files of this process."""
    os.environ["HOME"] = os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = None
    os.chdir(folder)


def use_spare_processes() -> None:
    """Raise the process limit to the hard limit, so that questions can be answered even if the cells used up theirs."""
    limit = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    resource.setrlimit(resource.RLIMIT_NPROC, (limit, limit))


def _limit_memory() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    _limit("AS", pages * os.sysconf("SC_PAGE_SIZE") + MEMORY)


def _limit(name: str, limit: int) -> None:
    kind = getattr(resource, f"RLIMIT_{name}", None)
    if kind is None:
        return
    hard = resource.getrlimit(kind)[1]
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(kind, (limit, limit))
