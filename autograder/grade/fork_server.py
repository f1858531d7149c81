"""The fork server: imports everything once, then forks a keeper for each submission. `python -m ... DESCRIPTOR`.

A request names what to do and carries one or two sockets. The forked child reads the rest of its input from them, so
the memory that every guest inherits from the fork server holds no student's data, no test and no result.
"""

import json
import os
import pwd
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from autograder.grade.keeper import keep
from autograder.sandbox import confinement, processes
from autograder.sandbox.protocol import pack_frame, recv_frame

MAX_REQUEST = 1 << 10  # bytes


def main(descriptor: int) -> None:
    """Report the missing guards, import the packages, then serve requests until the supervisor has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    supervisor = socket.socket(fileno=descriptor)
    modules = supervisor.recv(MAX_REQUEST)
    try:
        temporary = tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True)
    except OSError as error:
        reason = f"cannot create a folder for temporary files ({error.strerror}); set TMPDIR to a writable folder"
        _send(supervisor, {"error": reason})
        return
    with temporary as folder:
        workspace = Path(folder)
        _ensure_home(folder)
        # The guards come first: importing takes seconds, and a refusal should not wait for it.
        if modules and _send(supervisor, _check_guards(workspace)) and _send(supervisor, _preload(json.loads(modules))):
            _serve(supervisor, workspace)
        processes.end_children()
    processes.exit_now()  # without Python's cleanup, which takes long with torch loaded


def _ensure_home(folder: str) -> None:
    """Set HOME where the system has no entry for this user, as in many containers: some packages need a home."""
    try:
        pwd.getpwuid(os.getuid())
    except KeyError:
        os.environ["HOME"] = folder


def _send(supervisor: socket.socket, message: dict[str, Any]) -> bool:
    """Send a message; return False where the supervisor has ended."""
    try:
        supervisor.send(json.dumps(message).encode())
    except OSError:
        return False
    return True


def _serve(supervisor: socket.socket, workspace: Path) -> None:
    """Fork a child for each request, until the supervisor has ended."""
    while True:
        try:
            message, descriptors, _, _ = socket.recv_fds(supervisor, MAX_REQUEST, 2)
        except ConnectionResetError:  # the supervisor was killed
            return
        if not message:
            return
        if message == b"pictures":
            _load_pictures()
            continue
        socks = [socket.socket(fileno=number) for number in descriptors]
        processes.fork(_child_work(message.decode(), socks, workspace), signal_at_parent_death=signal.SIGTERM)
        for sock in socks:
            sock.close()
        _reap()


def _check_guards(workspace: Path) -> dict[str, Any]:
    """Return the workspace, and the guards that cannot be applied on this machine with the reasons."""
    trial = workspace / "trial"
    trial.mkdir()
    return {"workspace": str(workspace), "missing": confinement.missing(trial)}


def _preload(modules: list[str]) -> dict[str, Any]:
    from autograder.grade.preload import MultiThreadedError, preload

    try:
        preload(modules)
    except MultiThreadedError as error:
        return {"error": str(error)}
    return {"ready": True}


def _load_pictures() -> None:
    """Load the drawn pictures into this process's memory: a guest has no access to their cache on disk."""
    from course_utils.datasets.drawn_pictures import keep_ready

    with redirect_stdout(StringIO()):
        keep_ready()


def _child_work(request: str, socks: list[socket.socket], workspace: Path) -> Callable[[], None]:
    match request:
        case "keep":
            return lambda: keep(socks[0], socks[1], workspace, _run_marker)
        case "inspect_bundle":
            return lambda: _inspect_bundle(socks[0])
    raise ValueError(f"expected the request 'keep' or 'inspect_bundle', got {request!r}")


def _inspect_bundle(sock: socket.socket) -> None:
    from autograder.grade import bundle

    sock.sendall(pack_frame(bundle.inspect_bundle(**recv_frame(sock))))


def _run_marker(supervisor: socket.socket, control: socket.socket, folder: Path, owner: int) -> None:
    """Be the marker: read the request, confine this process, and only then load the tests and grade the notebook."""
    from autograder.grade.marker import grade_in_process

    request = recv_frame(supervisor)
    bundle = Path(request.pop("bundle"))
    plan = confinement.ConfinementPlan(
        folder, in_new_pid_namespace=False, visible=(bundle,), owner=owner, missing=tuple(request.pop("missing"))
    )
    confinement.confine(plan, {supervisor.fileno(), control.fileno()})
    supervisor.sendall(json.dumps(grade_in_process(bundle, control, **request)).encode())


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


if __name__ == "__main__":
    main(int(sys.argv[1]))
