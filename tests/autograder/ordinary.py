"""Run a command as an ordinary user, also if this Python is in a folder that only root may enter.

Root runs `python -m tests.autograder.ordinary COMMAND...`. In a new mount namespace, each folder on the path to Python
that others may not enter is replaced by an accessible folder that contains only this path.
"""

import os
import sys
from pathlib import Path

from autograder.sandbox import libc

USER = 54321
BIND, REC, PRIVATE = 4096, 16384, 1 << 18


def main(command: list[str]) -> None:
    """Replace this process by `command`, run as an ordinary user; never returns."""
    libc.unshare(libc.NEWNS)
    libc.mount("none", "/", None, REC | PRIVATE)
    for prefix in {sys.prefix, sys.base_prefix, os.path.realpath(sys.base_prefix)}:
        _open_way(Path(prefix))
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)
    here = os.environ.get("TMPDIR", "/tmp")
    os.execve(command[0], command, {**os.environ, "HOME": here, "MPLCONFIGDIR": here})


def _open_way(target: Path) -> None:
    """Make `target` accessible at its path.

    The first folder on its path that others may not enter is replaced by a folder that contains only `target`.
    """
    closed = next((one for one in reversed(target.parents) if not one.stat().st_mode & 0o001), None)
    if closed is None:
        return
    held = os.open(target, os.O_PATH)
    libc.mount("open", str(closed), "tmpfs", 0, "mode=755")
    target.mkdir(parents=True)
    libc.mount(f"/proc/self/fd/{held}", str(target), None, BIND | REC)
    os.close(held)


if __name__ == "__main__":
    main(sys.argv[1:])
