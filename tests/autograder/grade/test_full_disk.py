"""A disk that is full or read-only, for the results or for temporary files: one clear line, and nothing is lost."""

import os
import signal
from pathlib import Path

import pytest

from autograder.sandbox import libc, namespaces
from tests.autograder import planted, watching
from tests.autograder.small_disk import PAGE, Disk, apart
from tests.autograder.watching import outcome, times, until, whole

pytestmark = pytest.mark.slow

NAMES = ["right", "squared", "numpy", "listed", "error", "redefines"]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The command without its place for results, what it leaves, and how many pages of a disk the results take."""
    base = tmp_path_factory.mktemp("undisturbed")
    folder, bundle = planted.write_class(base / "class", NAMES), planted.write_bundle(base / "bundle")

    def command(out: Path) -> list[str]:
        return planted.command(folder, out, bundle)

    code, said, errors = watching.run(command(base / "out"), base / "tmp")
    assert code == 0, said + errors
    pages = sum(-(-path.stat().st_size // PAGE) for path in (base / "out").glob("*.json"))
    return command, outcome(base / "out"), pages


def in_the_end(command, out: Path, temporary: Path, expected) -> None:
    """One more run: it grades what is missing, and that alone."""
    before = times(out)
    code, said, errors = watching.run(command(out), temporary)
    assert code == 0, said + errors
    assert outcome(out) == expected
    assert before.items() <= times(out).items()


@pytest.mark.parametrize("part", ["while results are written", "while pages are written"])
def test_full_disk_stops_the_run_and_the_next_one_ends_it(undisturbed, tmp_path, part):
    command, expected, pages = undisturbed
    leave = pages // 2 if part == "while results are written" else pages + 2

    def there():
        disk = Disk(tmp_path / "disk")
        out = disk.folder / "out"
        disk.fill(leave)
        code, _, errors = watching.run(command(out), tmp_path / "tmp")
        assert code == 1 and errors.splitlines()[1:] == [
            "Stopped: the disk is full, free some space. The results so far are kept; "
            "run the same command again to resume."
        ]
        done = len(whole(out))
        assert 0 < done < len(NAMES) if leave < pages else done == len(NAMES)
        assert not [path for path in disk.folder.rglob("*") if path.suffix == ".part"]
        assert not watching.running(tmp_path / "tmp") and not list((tmp_path / "tmp").iterdir())
        disk.make_room()
        in_the_end(command, out, tmp_path / "tmp", expected)

    apart(there)


def test_folder_that_becomes_read_only_stops_the_run(undisturbed, tmp_path):
    command, expected, _ = undisturbed

    def there():
        disk = Disk(tmp_path / "disk")
        out = disk.folder / "out"
        process = watching.start(command(out), tmp_path / "tmp")
        until(lambda: list(out.glob("*.json")), "the first result")
        process.send_signal(signal.SIGSTOP)  # so that it is not done before the disk is read-only
        if not (done := whole(out)):
            raise AssertionError("no result")
        try:
            disk.read_only()
        except OSError:  # a result is just being written
            process.send_signal(signal.SIGCONT)
            disk.read_only()
        process.send_signal(signal.SIGCONT)
        _, errors = process.communicate(timeout=watching.LONG)
        assert process.returncode == 1 and len(errors.splitlines()) == 2
        line = errors.splitlines()[1]
        assert line.startswith("Stopped: Read-only file system (") and line.endswith("again to resume.")
        assert set(done) <= set(whole(out)) < {f"{name}.json" for name in NAMES}

        code, said, errors = watching.run(command(out), tmp_path / "tmp")
        assert code == 2 and not said
        line = f"Not graded: cannot write to {out} (Read-only file system); choose another folder with --out"
        assert errors == f"{line}\n"
        disk.read_only(False)
        in_the_end(command, out, tmp_path / "tmp", expected)

    apart(there)


def test_temporary_folder_that_is_nearly_full_is_said_in_one_line(undisturbed, tmp_path):
    command, *_ = undisturbed

    def there():
        disk = Disk(tmp_path / "tmp")
        disk.fill(2)
        return watching.run(command(tmp_path / "out"), disk.folder)

    code, _, errors = apart(there)
    assert code == 2 and errors.count("\n") == 1, errors
    assert errors.startswith("Not graded: the marking bundle cannot be copied: [Errno 28] No space left on device: ")
    assert str(tmp_path / "tmp") in errors
    assert not list((tmp_path / "out").iterdir())


def test_temporary_folder_without_room_for_one_more_stops_the_run(undisturbed, tmp_path):
    command, expected, _ = undisturbed

    def there():
        disk = Disk(tmp_path / "tmp", files=12)  # enough for the bundle's copy
        said = watching.run(command(tmp_path / "out"), disk.folder)
        return [*said, len(list(disk.folder.iterdir()))]

    code, _, errors, left = apart(there)
    assert code == 1 and len(errors.splitlines()) == 2 and left == 0, errors
    line = errors.splitlines()[1]
    assert line.startswith(f"Stopped: the disk is full, free some space ({tmp_path / 'tmp'}/")
    in_the_end(command, tmp_path / "out", tmp_path / "other", expected)


def test_no_place_for_temporary_files_is_said_in_one_line(undisturbed, tmp_path):
    command, *_ = undisturbed
    empty = tmp_path / "empty"
    empty.mkdir()

    def there():
        for place in ("/tmp", "/var/tmp", "/usr/tmp", "/dev/shm", str(tmp_path)):
            if os.path.isdir(place):
                libc.mount(place, place, None, namespaces.BIND | namespaces.REC)
                flags = namespaces.REMOUNT | namespaces.BIND | namespaces.RDONLY
                libc.mount("none", place, None, flags | os.statvfs(place).f_flag & namespaces.LOCKED)
        out = Disk(tmp_path / "empty").folder
        process = watching.start(command(out), tmp_path, cwd=empty.parent)
        _, errors = process.communicate(timeout=watching.LONG)
        return process.returncode, errors, len(list(out.iterdir()))

    code, errors, left = apart(there)
    assert code == 2 and errors.count("\n") == 1, errors
    assert errors.startswith("Not graded: ") and "temporary" in errors and "TMPDIR" in errors and left == 0
