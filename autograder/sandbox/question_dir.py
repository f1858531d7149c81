"""Copy the files that the cells wrote into a folder per session, so that one session cannot read another's files.

A read-only view of the original folder would not be enough: student code runs as its owner, who can make it writable.
"""

import contextlib
import os
import shutil
from pathlib import Path

MAX_BYTES = 64 << 20  # copied for one session; files that do not fit are left out


def copy_up_to(source: Path, target: Path, max_bytes: int = MAX_BYTES) -> None:
    """Copy the plain files below `source` into the new folder `target`, up to `max_bytes` bytes in total."""
    left = max_bytes

    def copy(file: str, new: str) -> None:
        nonlocal left
        size = os.lstat(file).st_size
        if Path(file).is_file() and size <= left:
            left -= size
            shutil.copyfile(file, new)

    with contextlib.suppress(Exception):  # a file that cannot be copied must not cost the answers
        shutil.copytree(source, target, symlinks=True, copy_function=copy)


def remove(folder: Path) -> None:
    """Remove a folder as far as possible: student code may have nested it thousands of levels deep."""
    with contextlib.suppress(Exception):
        shutil.rmtree(folder, ignore_errors=True)


def subfolder_of(home: Path) -> Path:
    """Return the working directory relative to `home`, or an empty path if it is outside `home`."""
    try:
        subfolder = Path.cwd().resolve().relative_to(home.resolve())
    except (OSError, ValueError):
        return Path()
    return subfolder
