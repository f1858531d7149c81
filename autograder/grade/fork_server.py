"""The warm process: imports everything once, then forks a keeper for each submission. `python -m ... DESCRIPTOR`.

It knows nothing of the class: a request names what is wanted and brings the lines over which the rest is told to the
child. So nothing of a student, a test or a result is in the memory that the rooms inherit.
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

MAX_REQUEST = 1 << 10


def main(descriptor: int) -> None:
    """Warm up, say what is missing here, then serve until the supervisor is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    line = socket.socket(fileno=descriptor)
    modules = line.recv(MAX_REQUEST)
    try:
        place = tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True)
    except OSError as error:
        _tell(line, {"error": f"there is no place for temporary files ({error.strerror}); name a folder in TMPDIR"})
        return
    with place as folder:
        workspace = Path(folder)
        _have_a_home(folder)
        if modules and _tell(line, _guards(workspace)) and _tell(line, _warm(json.loads(modules))):
            _serve(line, workspace)
        processes.end_children()
    processes.exit_now()  # at once: torch and its company take long to say goodbye


def _have_a_home(folder: str) -> None:
    """Packages insist on one; in many containers the system knows of none for this user."""
    try:
        pwd.getpwuid(os.getuid())
    except KeyError:
        os.environ["HOME"] = folder


def _tell(line: socket.socket, words: dict[str, Any]) -> bool:
    """Whether there is still somebody to be told."""
    try:
        line.send(json.dumps(words).encode())
    except OSError:
        return False
    return True


def _serve(line: socket.socket, workspace: Path) -> None:
    """Fork a child for each request, until the supervisor is gone."""
    while True:
        try:
            message, descriptors, _, _ = socket.recv_fds(line, MAX_REQUEST, 2)
        except ConnectionResetError:  # it was killed
            return
        if not message:
            return
        if message == b"pictures":
            _have_pictures()
            continue
        lines = [socket.socket(fileno=one) for one in descriptors]
        processes.fork(_work(message.decode(), lines, workspace), signal_at_parent_death=signal.SIGTERM)
        for one in lines:
            one.close()
        _reap()


def _guards(workspace: Path) -> dict[str, Any]:
    """Said before the packages are imported, so that nobody waits for a refusal."""
    place = workspace / "trial"
    place.mkdir()
    return {"workspace": str(workspace), "missing": confinement.missing(place)}


def _warm(modules: list[str]) -> dict[str, Any]:
    from autograder.grade.preload import MultiThreadedError, preload

    try:
        preload(modules)
    except MultiThreadedError as error:
        return {"error": str(error)}
    return {"warm": True}


def _have_pictures() -> None:
    """Into this process's memory: a room sees no cache of them, and would draw them anew."""
    from course_utils.datasets.drawn_pictures import keep_ready

    with redirect_stdout(StringIO()):
        keep_ready()


def _work(request: str, lines: list[socket.socket], workspace: Path) -> Callable[[], None]:
    match request:
        case "keep":
            return lambda: keep(*lines, workspace, _mark)
        case "inspect_bundle":
            return lambda: _inspect_bundle(lines[0])
    raise ValueError(f"no such request: {request!r}")


def _inspect_bundle(line: socket.socket) -> None:
    from autograder.grade import bundle

    line.sendall(pack_frame(bundle.inspect_bundle(**recv_frame(line))))


def _mark(marks: socket.socket, control: socket.socket, place: Path, owner: int) -> None:
    """In the marker's process: hear what is asked, be shut in, then load the tests."""
    from autograder.grade.marker import grade_in_process

    asked = recv_frame(marks)
    bundle = Path(asked.pop("bundle"))
    plan = confinement.ConfinementPlan(
        place, in_new_pid_namespace=False, visible=(bundle,), owner=owner, missing=tuple(asked.pop("missing"))
    )
    confinement.confine(plan, {marks.fileno(), control.fileno()})
    marks.sendall(json.dumps(grade_in_process(bundle, control, **asked)).encode())


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


if __name__ == "__main__":
    main(int(sys.argv[1]))
