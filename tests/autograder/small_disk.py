"""A small disk for a test: a tmpfs in its own mount namespace, which is removed when the process that uses it ends."""

import errno
import os
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.sandbox import libc, namespaces, processes

PAGE = os.sysconf("SC_PAGE_SIZE")
FILLER = ".filler"


class Disk:
    """A folder on which a small tmpfs is mounted."""

    def __init__(self, folder: Path, size: int = 1 << 20, files: int = 1000) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        libc.mount("small", str(folder), "tmpfs", 0, f"size={size},nr_inodes={files},mode=777")

    def fill(self, leave: int) -> None:
        """Fill the disk except for `leave` pages."""
        free = os.statvfs(self.folder).f_bavail * os.statvfs(self.folder).f_frsize
        (self.folder / FILLER).write_bytes(bytes(free - leave * PAGE))

    def make_room(self) -> None:
        """Remove the file that `fill` wrote."""
        (self.folder / FILLER).unlink()

    def read_only(self, on: bool = True) -> None:
        """Remount the disk read-only (or writable, if `on` is False), as soon as no file is open for writing."""
        flag = namespaces.RDONLY if on else 0
        end = time.monotonic() + 60
        while True:
            try:
                return libc.mount("none", str(self.folder), None, namespaces.REMOUNT | flag)
            except OSError as error:
                if error.errno != errno.EBUSY or time.monotonic() > end:
                    raise
                time.sleep(0.01)


def apart(work: Callable[[], Any]) -> Any:
    """Run `work()` in a child with its own mount namespace and return the result; raise AssertionError if it fails."""

    def there() -> dict[str, Any]:
        try:
            mounts_apart()
            return {"value": work()}
        except BaseException:
            return {"error": traceback.format_exc()}

    said = processes.call_in_child(there)
    assert "error" not in said, said["error"]
    return said["value"]


def mounts_apart() -> None:
    """Move this process to a new mount namespace, so that its mounts are not visible to other processes."""
    namespaces._unshare(libc.NEWNS)
    libc.mount("none", "/", None, namespaces.REC | namespaces.PRIVATE)
