"""A question's own folder: a copy of what the notebook's cells left, so that no question reads what another wrote.

A copy and not the folder itself, read-only: the student's code runs as the folder's owner, who can undo that.
"""

import contextlib
import os
import shutil
from pathlib import Path

MOST = 64 << 20  # bytes that are copied for a question; files that do not fit are left out


def copy_up_to(source: Path, target: Path, most: int = MOST) -> None:
    """Copy the plain files below `source` into the new folder `target`, until `most` bytes are copied."""
    left = most

    def copy(one: str, other: str) -> None:
        nonlocal left
        size = os.lstat(one).st_size
        if Path(one).is_file() and size <= left:
            left -= size
            shutil.copyfile(one, other)

    with contextlib.suppress(Exception):  # what cannot be copied is not there; the answers still are
        shutil.copytree(source, target, symlinks=True, copy_function=copy)


def remove(folder: Path) -> None:
    """Remove a folder, or as much of it as can be removed: a student may have made it thousands of folders deep."""
    with contextlib.suppress(Exception):
        shutil.rmtree(folder, ignore_errors=True)


def place_in(home: Path) -> Path:
    """Where below `home` this process works; the top where it has gone elsewhere."""
    try:
        place = Path.cwd().resolve().relative_to(home.resolve())
    except (OSError, ValueError):
        return Path()
    return place
