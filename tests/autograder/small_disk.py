"""A small disk for a test: a tmpfs in a mount namespace of the test's own, gone with the process that uses it."""

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
    """A folder that is a disk of its own."""

    def __init__(self, folder: Path, size: int = 1 << 20, files: int = 1000) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        libc.mount("small", str(folder), "tmpfs", 0, f"size={size},nr_inodes={files},mode=777")

    def fill(self, leave: int) -> None:
        """Fill it but for this many pages."""
        free = os.statvfs(self.folder).f_bavail * os.statvfs(self.folder).f_frsize
        (self.folder / FILLER).write_bytes(bytes(free - leave * PAGE))

    def make_room(self) -> None:
        """Undo `fill`."""
        (self.folder / FILLER).unlink()

    def read_only(self, on: bool = True) -> None:
        """Remount it, as soon as no file on it is open for writing."""
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
    """What `work()` returns, from a child with a mount namespace of its own; it fails here if it fails there."""

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
    """From now on nothing that this process mounts is seen outside."""
    namespaces._unshare(libc.NEWNS)
    libc.mount("none", "/", None, namespaces.REC | namespaces.PRIVATE)
