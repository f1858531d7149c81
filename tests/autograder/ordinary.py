"""Runs a command as a user who is not root, also where this Python lies in a folder that only root may enter.

`python -m tests.autograder.ordinary COMMAND...` for root: in a mount namespace of its own, each closed folder on the
way to Python is replaced by an open one that holds nothing but that way.
"""

import os
import sys
from pathlib import Path

from autograder.sandbox import libc

USER = 54321
BIND, REC, PRIVATE = 4096, 16384, 1 << 18


def main(command: list[str]) -> None:
    """Never returns."""
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
    """Show `target` where it is, and only it, below the first folder on its way that others may not enter."""
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
