"""Downloads with torchvision's functions and MD5 sums, with a progress bar and one clear message for each failure."""

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

TIMEOUT = 20  # seconds without a response, after which the network counts as unavailable
OFFLINE = "digits() needs no network"


@dataclass(frozen=True)
class Archive:
    """A file to download and unpack: its name, its MD5 sum and its addresses."""

    name: str
    md5: str
    urls: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """The origin of a data set: `function` for messages, its title, its archives and the disk space it needs."""

    function: str
    title: str
    archives: tuple[Archive, ...]
    download: int  # bytes
    on_disk: int  # bytes, the maximum while the archives are unpacked and decoded
    subfolder: str = ""  # of the cache folder

    @property
    def megabytes(self) -> str:
        return f"{max(1, round(self.download / 1e6)):,} MB"


def fetch(source: Source, folder: Path, *, alone: bool) -> None:
    """Download the missing archives, verify them, and unpack all archives into `folder`.

    An archive that is already in the folder (copied there by the user, or left by an interrupted call) is used if its
    MD5 sum is correct, and downloaded again if not. The archives that were downloaded here are removed after
    everything is unpacked.

    Args:
        folder: the destination; created if it does not exist.
        alone: whether no other process works in the folder, so that the remains of killed processes can be removed.

    Raises:
        DataUnavailableError: no network, or a file that is corrupt after two downloads.
        OSError: a full disk or a folder that is not writable; `said_clearly` turns it into a clear message.
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

    reasons: list[str] = []
    broken = False
    for url in archive.urls * 2:
        if len(reasons) >= len(archive.urls) and not broken:
            break  # only a corrupt file is requested a second time
        try:
            with _patience(), _bar(f"{source.title} {archive.name}"):
                return download_url(url, str(folder), archive.name, archive.md5)
        except (RuntimeError, HTTPException):
            reasons.append(f"the file from {url} is not the expected one (its md5 sum is different)")
            broken = True
        except OSError as error:
            _raise_if_local(error)
            reasons.append(f"{_host(url)}: {_reason(error)}")
    why = "; ".join(dict.fromkeys(reasons))
    if broken:
        raise DataUnavailableError(
            f"{source.function}: {source.title} arrives damaged: {why}. Some networks send a login page in place of a "
            f"file: log in there, or try another network; {OFFLINE}."
        )
    raise DataUnavailableError(
        f"{source.function}: no network, so {source.title} ({source.megabytes}) cannot be downloaded ({why}). "
        f"Go online and call {source.function}() again; {OFFLINE}."
    )


@contextmanager
def said_clearly(source: Source, folder: Path) -> Iterator[None]:
    """Turn an OSError of the disk into a DataUnavailableError with one line: the problem, its cause and what to do."""
    try:
        yield
    except OSError as error:
        elsewhere = f"set COURSE_DATA to a folder {{}}; {OFFLINE}"
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DataUnavailableError(
                f"{source.function}: the disk is full: {source.title} needs {source.on_disk / 1e6:,.0f} MB in "
                f"{folder}. Free some space there, or {elsewhere.format('on another disk')}."
            ) from None
        raise DataUnavailableError(
            f"{source.function}: cannot write to {folder}, where {source.title} is kept ({_reason(error)}). "
            f"Get permission to write there, or {elsewhere.format('of your own')}."
        ) from None


def _check_room(source: Source, folder: Path) -> None:
    """Raise OSError (ENOSPC) if the disk has too little free space, before anything is downloaded."""
    there = sum(
        path.stat().st_size for path in (folder / archive.name for archive in source.archives) if path.is_file()
    )
    if shutil.disk_usage(folder).free < source.on_disk - there:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def _raise_if_local(error: BaseException) -> None:
    """Raise the disk's error again if `error` was caused by one.

    After any OSError torchvision tries http in place of https, and the error of that attempt hides the first one.
    """
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
    """Limit the wait for a network response to TIMEOUT seconds, because torchvision itself sets no limit."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(TIMEOUT)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


class Bar:
    """A progress bar for a download; it replaces tqdm, which may not be installed."""

    WIDTH = 30
    PAUSE = 0.1  # seconds between two updates on the screen

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
    """Replace tqdm in torchvision's downloader by `Bar`.

    A version of torchvision that imports tqdm from another module shows its own bar.
    """
    from torchvision.datasets import utils

    before = getattr(utils, "tqdm", None)
    utils.tqdm = partial(Bar, label)
    try:
        yield
    finally:
        utils.tqdm = before
