"""The cache of data sets: one process at a time changes it, and each file is written completely or not at all."""

import json
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from course_utils.datasets.split import Dataset, Split, dataset

fcntl: Any  # None on Windows
msvcrt: Any  # only on Windows, and its types are declared only there
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

NAMES = ("train", "validation", "test")
VERSION = "1"  # of the data that `store` writes; increase it when the same call must return different data
FORGOTTEN = 3600  # seconds; an older partial file was left by a process that ended
WAIT = 0.2  # seconds between two attempts to take a lock that another process holds


class DataUnavailableError(RuntimeError):
    """An error for data that is not available, with advice; a notebook shows only the message, without a traceback."""

    def _render_traceback_(self, *_: object) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


@contextmanager
def locked(folder: Path, name: str) -> Iterator[bool]:
    """Hold the lock of one data set, so that only one process at a time changes its files.

    Creates the folder and the lock file. The lock is the operating system's file lock, so it is released when the
    process ends for any reason. Yields True, or False on file systems without locks, where no process is excluded.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f".{name}.lock", "a+") as file:
        waiting = False
        while (held := _lock(file)) is False:
            if not waiting:
                print(f"Another process is fetching {name}; waiting for it.", flush=True)
                waiting = True
            time.sleep(WAIT)
        try:
            yield bool(held)
        finally:
            if held:
                _unlock(file)


def _lock(file: IO) -> bool | None:
    """Return True if the lock was taken, False if another process holds it, None if locks are not supported."""
    try:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return None
    return True


def _unlock(file: IO) -> None:
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_UN)
    else:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)


def stored(path: Path) -> Dataset | None:
    """Return the data set that `store` wrote to `path`, or None if there is no valid file.

    A valid file has the current `VERSION`, and its data has the hash that was written with it.
    """
    try:
        with safe_open(path, framework="pt") as file:
            about = file.metadata()
            classes = tuple(json.loads(about["classes"]))
            # Cloned, because without it the file stays mapped, and if it were truncated, this process would crash.
            tensors = {key: file.get_tensor(key).clone() for key in file.keys()}  # noqa: SIM118
        splits = [Split(tensors[f"{name}.images"], tensors[f"{name}.labels"], classes) for name in NAMES]
        found = dataset(about["name"], *splits)
        return found if (found.sha256, VERSION) == (about["sha256"], about["version"]) else None
    except (OSError, SafetensorError, KeyError, TypeError, ValueError):
        return None


def store(path: Path, data: Dataset) -> None:
    """Write a data set for `stored`, under a temporary name first, so that no reader finds an incomplete file."""
    tensors = {f"{name}.images": split.images.contiguous() for name, split in data.splits.items()}
    tensors |= {f"{name}.labels": split.labels for name, split in data.splits.items()}
    about = {"name": data.name, "classes": json.dumps(data.classes), "sha256": data.sha256, "version": VERSION}
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(".*.part"):  # left by a process that was killed
        if time.time() - left.stat().st_mtime > FORGOTTEN:
            left.unlink(missing_ok=True)
    aside = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        save_file(tensors, aside, metadata=about)
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def kept_if_possible(path: Path, data: Dataset) -> Dataset:
    """Store a data set for the next call and return it; if the cache is not writable, only print a message."""
    try:
        store(path, data)
    except (OSError, SafetensorError) as error:
        print(f"{data.name} is ready, but could not be saved in {path.parent} for the next time: {error}")
    return data
