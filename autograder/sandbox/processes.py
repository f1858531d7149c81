"""Fork, watch and kill processes on Linux, so that none is left behind."""

import contextlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from autograder.sandbox import libc


def threads() -> int:
    """Return the number of threads of this process. A fork copies only one of them."""
    return len(os.listdir("/proc/self/task"))


def fork(work: Callable[[], None], *, signal_at_parent_death: signal.Signals = signal.SIGKILL) -> int:
    """Run `work` in a child with a new session and return the child's id. The child never returns from here."""
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    # A signal during the fork would raise its exception inside one of Python's fork callbacks, which ignore it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    child = os.fork()
    if child:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return child
    try:
        os.setsid()
        for number in (signal.SIGTERM, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        die_with_parent(parent, signal_at_parent_death)
        work()
        os._exit(0)
    finally:
        os._exit(1)


def call_in_child(work: Callable[[], Any]) -> Any:
    """Run `work()` in a child and return its value, sent as JSON. Modules that it loads do not stay in this process."""
    reading, writing = os.pipe()

    def write_value() -> None:
        with os.fdopen(writing, "w", encoding="utf-8") as file:
            json.dump(work(), file)

    child = fork(write_value)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as file:
            return json.loads(file.read())
    finally:
        kill(child)


def die_with_parent(parent: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Make the kernel send a signal to this process when its parent ends, for whatever reason."""
    libc.prctl(libc.PR_SET_PDEATHSIG, int(number))
    if os.getppid() not in (parent, 0):  # it ended before the call above; 0 is a parent outside the PID namespace
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose parent ends, so that no descendant can escape."""
    libc.prctl(libc.PR_SET_CHILD_SUBREAPER, 1)


def wait(process: int, seconds: float | None, also: int | None = None) -> bool:
    """Return True when the child has ended, or False when `also` can be read or the time is up."""
    handle = os.pidfd_open(process)
    try:
        poll = select.poll()
        for descriptor in (handle, also):
            if descriptor is not None:
                poll.register(descriptor, select.POLLIN)
        ready = poll.poll(None if seconds is None else max(0, seconds) * 1000)
        return any(descriptor == handle for descriptor, _ in ready)
    finally:
        os.close(handle)


def kill(process: int) -> int:
    """Kill a child and its process group; return its wait status."""
    for send_signal in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            send_signal(process, signal.SIGKILL)
    try:
        return os.waitpid(process, 0)[1]
    except ChildProcessError:
        return 0


def end_children(seconds: float = 10) -> None:
    """Send SIGTERM to all children, wait for them, and kill those that do not end in time."""
    end = time.monotonic() + seconds
    for child in _children():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(child, signal.SIGTERM)
    for child in _children():
        if wait(child, end - time.monotonic()):
            os.waitpid(child, 0)
    kill_all_children()


def _children() -> list[int]:
    return [int(child) for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


def kill_all_children(seconds: float = 10) -> None:
    """Kill all children, and the orphans that become children thereby, until none is left."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for child in _children():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(child, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.002)


def describe_exit(status: int) -> str:
    """Return how a process ended, in a few words, from its wait status.

    >>> describe_exit(0), describe_exit(signal.SIGSEGV)
    ('it ended with exit code 0', 'it was ended by SIGSEGV')
    """
    code = os.waitstatus_to_exitcode(status)
    return f"it ended with exit code {code}" if code >= 0 else f"it was ended by {signal.Signals(-code).name}"


def exit_now(code: int = 0) -> NoReturn:
    """End this process immediately, without running the exit handlers that it inherited."""
    os._exit(code)
