"""Downloads by torchvision's own functions and md5 sums, with a bar, and one clear line for each way to fail."""

import errno
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError

from course_utils.datasets.cache import DataUnavailableError

TIMEOUT = 20  # seconds without an answer, then the network counts as absent
OFFLINE = "digits() needs no network"


@dataclass(frozen=True)
class Archive:
    """A file to fetch and unpack: its name, its md5 sum, and where it can be had."""

    name: str
    md5: str
    urls: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Where a data set comes from: `function` for messages, its title, its archives, and the room it needs."""

    function: str
    title: str
    archives: tuple[Archive, ...]
    download: int  # bytes
    on_disk: int  # bytes, at most, until everything is unpacked and decoded
    subfolder: str = ""  # of the cache

    @property
    def megabytes(self) -> str:
        return f"{max(1, round(self.download / 1e6)):,} MB"


def fetch(source: Source, folder: Path, *, alone: bool) -> None:
    """Download what is not there yet, check it, and unpack it into `folder`.

    An archive that already lies there (put there by hand, or left by a call that was broken off) is used if its md5
    sum is right and fetched again if not. The archives fetched here are removed when everything is unpacked.

    Args:
        folder: where to; made if it is not there.
        alone: whether no other process works there, so that what dead ones left can be cleared away.

    Raises:
        DataUnavailableError: no network, or a file that arrives broken twice.
        OSError: a full disk or a folder that cannot be written to; `said_clearly` turns it into a line.
    """
    from torchvision.datasets.utils import check_integrity, extract_archive

    folder.mkdir(parents=True, exist_ok=True)
    if alone:
        for left in folder.glob(f".{source.function}-*.part"):
            shutil.rmtree(left, ignore_errors=True)
    _check_room(source, folder)
    fetched = []
    with tempfile.TemporaryDirectory(dir=folder, prefix=f".{source.function}-", suffix=".part") as aside:
        for archive in source.archives:
            path = folder / archive.name
            if not check_integrity(path, archive.md5):
                _download(source, archive, Path(aside))
                os.replace(Path(aside) / archive.name, path)
                fetched.append(path)
            extract_archive(path, aside)
        for file in sorted(path for path in Path(aside).rglob("*") if path.is_file()):
            place = folder / file.relative_to(aside)
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(file, place)
    for path in fetched:
        path.unlink(missing_ok=True)


def _download(source: Source, archive: Archive, folder: Path) -> None:
    from torchvision.datasets.utils import download_url

    reasons, broken = [], False
    for url in archive.urls * 2:
        if len(reasons) >= len(archive.urls) and not broken:
            break  # only what arrived broken is asked for again
        try:
            with _patience(), _bar(f"{source.title} {archive.name}"):
                return download_url(url, str(folder), archive.name, archive.md5)
        except (RuntimeError, HTTPException):
            reasons.append(f"what came from {url} is not the true file (its md5 sum is another)")
            broken = True
        except OSError as error:
            _raise_if_local(error)
            reasons.append(f"{_host(url)}: {_reason(error)}")
    why = "; ".join(dict.fromkeys(reasons))
    if broken:
        raise DataUnavailableError(
            f"{source.function}: {source.title} arrives broken: {why}. Some networks put a page of their own in place "
            f"of a file: log in there, or try another network; {OFFLINE}."
        )
    raise DataUnavailableError(
        f"{source.function}: no network, so {source.title} ({source.megabytes}) cannot be downloaded ({why}). "
        f"Go online and call {source.function}() again; {OFFLINE}."
    )


@contextmanager
def said_clearly(source: Source, folder: Path) -> Iterator[None]:
    """Turn what the disk says into one line: what, why, and what to do."""
    try:
        yield
    except OSError as error:
        elsewhere = f"set COURSE_DATA to a folder {{}}; {OFFLINE}"
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DataUnavailableError(
                f"{source.function}: the disk is full: {source.title} needs {source.on_disk / 1e6:,.0f} MB in "
                f"{folder}. Make room there, or {elsewhere.format('on another disk')}."
            ) from None
        raise DataUnavailableError(
            f"{source.function}: cannot write to {folder}, where {source.title} is kept ({_reason(error)}). "
            f"Ask for leave to write there, or {elsewhere.format('of your own')}."
        ) from None


def _check_room(source: Source, folder: Path) -> None:
    """Say that a disk is too small before anything is downloaded to it."""
    there = sum(
        path.stat().st_size for path in (folder / archive.name for archive in source.archives) if path.is_file()
    )
    if shutil.disk_usage(folder).free < source.on_disk - there:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def _raise_if_local(error: BaseException) -> None:
    """Raise again what the disk said; after it, torchvision tries http for https, and that error hides the first."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and not isinstance(seen, URLError) and seen.filename is not None:
            raise seen
        if isinstance(seen, OSError) and seen.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            raise seen
        seen = seen.__context__


def _reason(error: OSError) -> str:
    reason = getattr(error, "reason", error)
    return str(getattr(reason, "strerror", None) or reason or type(error).__name__)


def _host(url: str) -> str:
    return url.split("/")[2]


@contextmanager
def _patience() -> Iterator[None]:
    """A network that never answers is given up after TIMEOUT seconds; torchvision itself waits for ever."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(TIMEOUT)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


class Bar:
    """A line that grows with the download; takes tqdm's place, which need not be installed."""

    WIDTH = 30
    PAUSE = 0.1  # seconds between two drawings

    def __init__(self, label: str, total: int | None = None, **_: object) -> None:
        self.label, self.total, self.done, self.drawn = label, total, 0, 0.0

    def __enter__(self) -> "Bar":
        self.draw()
        return self

    def __exit__(self, *_: object) -> None:
        self.draw()
        print(flush=True)

    def update(self, more: int) -> None:
        self.done += more
        if time.monotonic() - self.drawn > self.PAUSE:
            self.draw()

    def draw(self) -> None:
        self.drawn = time.monotonic()
        full = round(self.WIDTH * self.done / self.total) if self.total else 0
        of = f" of {self.total / 1e6:.1f}" if self.total else ""
        line = f"{self.label} [{'#' * full}{'.' * (self.WIDTH - full)}] {self.done / 1e6:.1f}{of} MB"
        print(f"\r{line}", end="", flush=True)


@contextmanager
def _bar(label: str) -> Iterator[None]:
    """Put our bar where torchvision's downloader looks for tqdm; where it looks elsewhere, its own is shown."""
    from torchvision.datasets import utils

    before = getattr(utils, "tqdm", None)
    utils.tqdm = partial(Bar, label)
    try:
        yield
    finally:
        utils.tqdm = before
