"""Folders that are made only once in a test run, also if several processes run the tests."""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

_FOLDERS: dict[str, Path] = {}


def shared(name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that `make(folder)` fills once for all processes of a test run; the last process removes it."""
    if name not in _FOLDERS:
        _FOLDERS[name] = _made(name, make)
    return _FOLDERS[name]


def _made(name: str, make: Callable[[Path], None]) -> Path:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone{os.getpid()}")
    base = Path(tempfile.gettempdir()) / f"{name}-{run}"
    held = base.with_suffix(".held").open("w")
    fcntl.flock(held, fcntl.LOCK_SH)
    atexit.register(_leave, base, held)
    with base.with_suffix(".made").open("w") as made:
        fcntl.flock(made, fcntl.LOCK_EX)
        if not (base / "done").exists():
            shutil.rmtree(base, ignore_errors=True)
            base.mkdir()
            make(base)
            (base / "done").touch()
    return base


def _leave(base: Path, held: Any) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # other processes still use the folder
    shutil.rmtree(base, ignore_errors=True)
    for ending in (".held", ".made"):
        base.with_suffix(ending).unlink(missing_ok=True)
