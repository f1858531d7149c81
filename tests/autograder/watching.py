"""Functions that start a grading command, inspect its processes and results, and compare the results of two runs."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.results import Result, load_all
from tests.autograder.planted import LESSON, ROOT

LONG = 120  # seconds; reached only if a grader hangs


def until(holds: Callable[[], Any], what: str) -> None:
    """Wait until `holds()` returns a true value; raise AssertionError with `what` after LONG seconds."""
    end = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)


def start(arguments: list[str], temporary: Path, cwd: Path = ROOT, **more: str) -> subprocess.Popen:
    """Start a command with its own TMPDIR, by which `running` recognises its processes; return the process."""
    temporary.mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT), "COLUMNS": "200", **more}
    lines = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
    return subprocess.Popen(arguments, cwd=cwd, env=environment, text=True, start_new_session=True, **lines)


def run(arguments: list[str], temporary: Path, cwd: Path = ROOT, **more: str) -> tuple[int, str, str]:
    """Run a command to its end and return its exit code, output and errors."""
    process = start(arguments, temporary, cwd, **more)
    said, errors = process.communicate(timeout=300)
    return process.returncode, said, errors


def running(temporary: Path) -> list[int]:
    """Return the ids of the processes with this TMPDIR; a fork has the environment with which its parent started."""
    mark = f"TMPDIR={temporary}\0".encode()
    return sorted(int(path.name) for path in Path("/proc").glob("[0-9]*") if mark in _bytes(path / "environ"))


def command_line(pid: int) -> str:
    """Return the command line of a process."""
    return _bytes(Path(f"/proc/{pid}/cmdline")).replace(b"\0", b" ").decode()


def parent(pid: int) -> int:
    """Return the id of the parent of a process, or 0 if the process has ended."""
    stat = _bytes(Path(f"/proc/{pid}/stat")).decode()
    return int(stat.rpartition(")")[2].split()[1]) if stat else 0


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def outcome(out: Path) -> dict[str, Any]:
    """Return everything that a run writes, except durations: the results by student, the table and the pages."""
    pages = {path.name: path.read_text(encoding="utf-8") for path in (out / "feedback").iterdir()}
    table = (out / "grades.csv").read_text(encoding="utf-8")
    marks = {one.student: one.model_dump(mode="json", exclude={"seconds"}) for one in load_all(out, LESSON)}
    return {"marks": marks, "table": table, "pages": pages}


def whole(out: Path) -> dict[str, Result]:
    """Return the results by file name; raise ValidationError if a file is not a complete result."""
    found = {}
    for path in out.glob("*.json"):
        found[path.name] = Result.model_validate_json(path.read_bytes())
    return found


def times(out: Path) -> dict[str, int]:
    """Return the modification time in nanoseconds of each final result, by file name."""
    return {name: (out / name).stat().st_mtime_ns for name, result in whole(out).items() if result.final}
