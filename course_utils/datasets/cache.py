"""The data that is kept: changed by one process at a time, in files that are written whole or not at all."""

import json
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from course_utils.datasets.split import Dataset, Split, dataset

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

NAMES = ("train", "validation", "test")
VERSION = "1"  # of what `store` writes: one higher when the same call shall give other data
FORGOTTEN = 3600  # seconds, after which a file that is being written is no longer
WAIT = 0.2  # seconds between two looks at a lock that another process holds


class DataUnavailableError(RuntimeError):
    """Data that cannot be had, and what to do; a notebook shows the one line without a traceback."""

    def _render_traceback_(self, *_: object) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


@contextmanager
def locked(folder: Path, name: str) -> Iterator[bool]:
    """Hold the lock of one data set, so that one process at a time changes its files; made with the folder.

    It is the operating system's lock on a file, so a process that dies sets it free. Gives False on file systems
    that know no locks: then nobody is kept out.
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
    """True: it is ours; False: another process has it; None: there are no locks here."""
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
    """Return the data set that `store` wrote there; None where there is none, or where it is not whole.

    What is read must have the hash that was written with it.
    """
    try:
        with safe_open(path, framework="pt") as file:
            about = file.metadata()
            classes = tuple(json.loads(about["classes"]))
            # Cloned, since the file stays mapped otherwise: who cuts it short would end this process.
            tensors = {key: file.get_tensor(key).clone() for key in file.keys()}  # noqa: SIM118
        splits = [Split(tensors[f"{name}.images"], tensors[f"{name}.labels"], classes) for name in NAMES]
        found = dataset(about["name"], *splits)
        return found if (found.sha256, VERSION) == (about["sha256"], about["version"]) else None
    except (OSError, SafetensorError, KeyError, TypeError, ValueError):
        return None


def store(path: Path, data: Dataset) -> None:
    """Write a data set for `stored`: aside first, then into its place, so that no reader meets half a file."""
    tensors = {f"{name}.images": split.images.contiguous() for name, split in data.splits.items()}
    tensors |= {f"{name}.labels": split.labels for name, split in data.splits.items()}
    about = {"name": data.name, "classes": json.dumps(data.classes), "sha256": data.sha256, "version": VERSION}
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(".*.part"):  # by a process that died
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
    """Keep it for the next call; a cache that cannot be written to costs time only."""
    try:
        store(path, data)
    except (OSError, SafetensorError) as error:
        print(f"{data.name} is ready, but could not be kept in {path.parent} for the next time: {error}")
    return data
