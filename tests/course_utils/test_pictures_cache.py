"""pictures() is drawn once, kept, checked, and drawn again where what was kept is broken or nothing can be kept."""

import contextlib
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from course_utils.datasets import cache, drawn_pictures, pictures
from tests.autograder.small_disk import Disk, apart

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def few(monkeypatch, folder, capsys):
    """Twenty-five pictures in place of six thousand; gives their hash."""
    monkeypatch.setattr(drawn_pictures, "SIZES", {"train": 10, "validation": 5, "test": 10})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_DATA", str(folder.parent / "another"))
        hashes = {light: pictures(light).sha256 for light in ("neutral", "coloured")}
    monkeypatch.setattr(drawn_pictures, "SHA256", hashes)
    capsys.readouterr()
    return hashes


def no_drawing(*_, **__):
    raise AssertionError("drawn, though it is in the cache")


def file_in(folder: Path) -> Path:
    return folder / "pictures" / "neutral.safetensors"


@pytest.mark.parametrize("light", ["neutral", "coloured"])
def test_drawn_once_with_a_bar_and_then_read(few, folder, monkeypatch, capsys, light):
    assert pictures(light).sha256 == few[light]
    shown = capsys.readouterr().out.split("\r")
    assert shown[1] == "Drawing pictures [..............................] 0 of 25"
    assert shown[-1] == "Drawing pictures [##############################] 25 of 25\n"
    monkeypatch.setattr(drawn_pictures, "draw_split", no_drawing)
    assert pictures(light).sha256 == few[light]
    assert capsys.readouterr().out == ""
    assert {path.name for path in (folder / "pictures").iterdir()} == {".pictures.lock", f"{light}.safetensors"}


def test_broken_files_are_drawn_again(few, folder):
    pictures()
    whole = file_in(folder).read_bytes()
    for broken in (b"", whole[:-1], whole[:-500] + bytes([whole[-500] ^ 1]) + whole[-499:]):
        file_in(folder).write_bytes(broken)
        assert pictures().sha256 == few["neutral"]
        assert cache.stored(file_in(folder)).sha256 == few["neutral"]


def test_pictures_of_an_earlier_course_are_drawn_again(few, folder, monkeypatch):
    pictures("coloured")
    file_in(folder).write_bytes((folder / "pictures" / "coloured.safetensors").read_bytes())  # whole, but others
    assert pictures().sha256 == few["neutral"]


def test_a_machine_that_draws_other_bytes_says_so(few, monkeypatch, capsys):
    monkeypatch.setattr(drawn_pictures, "SHA256", {"neutral": "0123456789abcdef"})
    assert pictures().sha256 == few["neutral"]
    line = capsys.readouterr().out.splitlines()[-1]
    assert line.startswith("pictures: this machine draws different bytes (sha256 ") and "expected 0123456789ab)" in line


def said_on(folder: Path, trouble) -> list[str]:
    """What pictures() prints after its bar, and its hash, where the cache is a small disk in trouble."""

    def there():
        trouble(Disk(folder))
        with contextlib.redirect_stdout(io.StringIO()) as out:
            found = pictures()
        return [*out.getvalue().split("\r")[-1].splitlines()[1:], found.sha256]

    return apart(there)


def test_a_full_disk_costs_time_only_and_is_said_in_one_line(few, folder):
    line, sha256 = said_on(folder, lambda disk: disk.fill(leave=1))
    assert sha256 == few["neutral"]
    assert line.startswith(f"pictures is ready, but could not be saved in {folder / 'pictures'} for the next time: ")
    assert "No space left" in line


def test_a_read_only_cache_costs_time_only_and_is_said_in_one_line(few, folder):
    line, sha256 = said_on(folder, lambda disk: disk.read_only())
    assert sha256 == few["neutral"]
    assert line.startswith(f"pictures is ready, but could not be saved in {folder / 'pictures'} for the next time: ")
    assert "Read-only file system" in line


def test_a_cache_that_became_read_only_is_read(few, folder):
    def kept_before(disk):
        pictures()
        disk.read_only()

    assert said_on(folder, kept_before) == [few["neutral"]]


@pytest.mark.slow
def test_two_processes_at_once_draw_once(folder):
    program = "from course_utils.datasets import pictures; print(); print(pictures().sha256)"
    both = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(2)
    ]
    said = [process.communicate(timeout=300)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert [text.splitlines()[-1] for text in said] == [drawn_pictures.SHA256["neutral"]] * 2
    assert sum("6,000 of 6,000" in text for text in said) == 1
    assert cache.stored(file_in(folder)).sha256 == drawn_pictures.SHA256["neutral"]


def test_pictures_kept_ready_need_no_file_and_nobody_gets_what_another_wrote(few, folder, monkeypatch):
    monkeypatch.setattr(drawn_pictures, "_READY", {})
    drawn_pictures.keep_ready()
    shutil.rmtree(folder)
    monkeypatch.setattr(drawn_pictures, "draw_split", None)  # nothing can be drawn any more
    first = pictures()
    whole = first.train.images.clone()
    first.train.images.zero_()
    assert torch.equal(pictures().train.images, whole)
    assert pictures().sha256 == first.sha256 != pictures("coloured").sha256
