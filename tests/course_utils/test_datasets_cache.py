"""The place of the cache, its lock, and files that come back whole or not at all."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from course_utils import data_folder
from course_utils.datasets import DataUnavailableError, Split, cache, cache_folder
from course_utils.datasets.cache import locked, store, stored
from course_utils.datasets.split import dataset

ROOT = Path(__file__).resolve().parents[2]


def a_dataset():
    images = torch.arange(24, dtype=torch.uint8).reshape(6, 1, 2, 2)
    whole = Split(images, torch.arange(6) % 2, ("even", "odd"))
    return dataset("small", whole[:3], whole[3:5], whole[5:])


def test_cache_folder_is_what_course_data_says(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "mine"))
    assert cache_folder() == tmp_path / "mine"
    monkeypatch.setenv("COURSE_DATA", "~/mine")
    assert cache_folder() == Path.home() / "mine"


def test_cache_folder_is_the_checkouts(monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "")
    assert cache_folder() == ROOT / "data" / "cache"


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, "home/.cache/course_utils"),
        ("linux", {"XDG_CACHE_HOME": "{}/xdg"}, "xdg/course_utils"),
        ("linux", {"XDG_CACHE_HOME": "not/absolute"}, "home/.cache/course_utils"),
        ("darwin", {}, "home/Library/Caches/course_utils"),
        ("win32", {"LOCALAPPDATA": "{}/local"}, "local/course_utils"),
        ("win32", {}, "home/AppData/Local/course_utils"),
    ],
)
def test_cache_folder_outside_a_checkout_is_the_users(monkeypatch, tmp_path, platform, variables, expected):
    for name in ("COURSE_DATA", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(tmp_path))
    monkeypatch.setattr(data_folder, "__file__", str(tmp_path / "site-packages" / "course_utils" / "data_folder.py"))
    monkeypatch.setattr(data_folder.sys, "platform", platform)
    monkeypatch.setattr(data_folder.Path, "home", lambda: tmp_path / "home")
    assert cache_folder() == tmp_path / expected


def test_stored_gives_back_what_store_wrote(tmp_path):
    path = tmp_path / "new" / "small.safetensors"
    store(path, a_dataset())
    found = stored(path)
    assert (found.name, found.classes, found.sha256) == ("small", ("even", "odd"), a_dataset().sha256)
    assert [len(split) for split in found.splits.values()] == [3, 2, 1]
    found.train.images.zero_()  # what a student does to the tensors does not reach the file
    assert stored(path).sha256 == a_dataset().sha256
    assert [file.name for file in path.parent.iterdir()] == ["small.safetensors"]


def test_stored_takes_nothing_that_is_not_whole(tmp_path):
    path = tmp_path / "small.safetensors"
    assert stored(path) is None
    store(path, a_dataset())
    whole = path.read_bytes()
    for cut in (0, 4, 100, len(whole) - 1):
        path.write_bytes(whole[:cut])
        assert stored(path) is None
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        found = stored(path)
        assert found is None or found.sha256 == a_dataset().sha256  # a flipped bit in the set's name changes no data
    path.write_bytes(whole)
    assert stored(path) is not None


def test_stored_of_another_version_is_made_again(tmp_path, monkeypatch):
    path = tmp_path / "small.safetensors"
    store(path, a_dataset())
    monkeypatch.setattr(cache, "VERSION", "another")
    assert stored(path) is None


def test_store_leaves_the_old_file_where_writing_fails(tmp_path, monkeypatch):
    path = tmp_path / "small.safetensors"
    store(path, a_dataset())

    def half(tensors, file, metadata):
        Path(file).write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cache, "save_file", half)
    with pytest.raises(OSError, match="No space left"):
        store(path, a_dataset())
    assert stored(path) is not None
    assert [file.name for file in tmp_path.iterdir()] == ["small.safetensors"]


def test_store_leaves_a_reader_the_file_that_it_has_open(tmp_path):
    path = tmp_path / "small.safetensors"
    store(path, a_dataset())
    whole = path.read_bytes()
    with open(path, "rb", buffering=0) as reader:
        first = reader.read(10)
        data = a_dataset()
        store(path, dataset("another", data.test, data.validation, data.train))
        assert first + reader.read() == whole


def test_store_clears_away_what_a_dead_process_left(tmp_path):
    old, new = tmp_path / ".old.part", tmp_path / ".new.part"
    old.touch()
    new.touch()
    os.utime(old, (0, time.time() - 2 * cache.FORGOTTEN))
    store(tmp_path / "small.safetensors", a_dataset())
    assert new.exists() and not old.exists()


HOLD = """
import sys, time
from pathlib import Path
from course_utils.datasets.cache import locked
with locked(Path(sys.argv[1]), "small") as held:
    print(held, flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout.readline() == "True\n"
    return process


@pytest.mark.parametrize("end", ["let go", "killed"])
def test_locked_waits_for_another_process_and_says_so(tmp_path, capsys, monkeypatch, end):
    process = holder(tmp_path)
    waits = []

    def wait(seconds):
        waits.append(seconds)
        if len(waits) == 2:
            process.stdin.close() if end == "let go" else process.kill()
            process.wait()

    monkeypatch.setattr(cache.time, "sleep", wait)
    with locked(tmp_path, "small") as held:
        assert held
    assert len(waits) == 2
    assert capsys.readouterr().out == "Another process is fetching small; waiting for it.\n"


def test_locked_keeps_nobody_out_of_another_set(tmp_path):
    process = holder(tmp_path)
    with locked(tmp_path, "other") as held:
        assert held
    process.stdin.close()
    process.wait()


def test_locked_goes_on_where_there_are_no_locks(tmp_path, monkeypatch):
    def no_locks(file, how):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(cache.fcntl, "flock", no_locks)
    with locked(tmp_path, "small") as held:
        assert not held


class Msvcrt:
    """Windows' module as far as we use it: PermissionError where another process has the lock."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        self.calls = []

    def locking(self, descriptor: int, how: int, count: int) -> None:
        self.calls.append((how, count, os.lseek(descriptor, 0, os.SEEK_CUR)))
        if len(self.calls) == 1:
            raise PermissionError(errno.EACCES, "Permission denied")


def test_locked_on_windows_locks_the_first_byte(tmp_path, monkeypatch):
    windows = Msvcrt()
    monkeypatch.setattr(cache, "fcntl", None)
    monkeypatch.setattr(cache, "msvcrt", windows, raising=False)
    monkeypatch.setattr(cache, "WAIT", 0)
    with locked(tmp_path, "small") as held:
        assert held
    assert windows.calls == [(2, 1, 0), (2, 1, 0), (0, 1, 0)]


def test_data_unavailable_is_one_line_in_a_notebook():
    from IPython.core.interactiveshell import InteractiveShell

    shown = []
    shell = InteractiveShell()
    shell._showtraceback = lambda kind, error, lines: shown.extend(lines)
    shell.user_ns["DataUnavailableError"] = DataUnavailableError
    shell.run_cell("raise DataUnavailableError('mnist: no network')")
    assert shown == ["DataUnavailableError: mnist: no network"]
