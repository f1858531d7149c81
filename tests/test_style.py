"""The whole tree reads as one hand: ruff's rules and its format, and files that one can read in one go."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["autograder", "benchmarks", "course_utils", "tests"]
AT_MOST = 260  # lines; a test file may have TESTS_AT_MOST
TESTS_AT_MOST = 300
# prose with code, made files and what tests compare with
NOT_CODE = ["lessons", "course_utils/exercises", "tests/autograder/data"]


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=["check", "format"])
def test_ruff_has_nothing_to_say(command):
    done = subprocess.run([sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def lines_of_files(root: Path) -> dict[str, int]:
    """Return the lines of every code file below the rooms, by its path: two files may have one name."""
    paths = [path for room in ROOMS for ending in ("py", "js") for path in (root / room).rglob(f"*.{ending}")]
    lines = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8").count("\n") for path in paths}
    return {name: count for name, count in lines.items() if not name.startswith(tuple(NOT_CODE))}


def too_long(lines: dict[str, int]) -> dict[str, int]:
    """Return the files that are longer than files of their kind may be."""
    return {
        name: count
        for name, count in lines.items()
        if count > (TESTS_AT_MOST if name.startswith("tests/") else AT_MOST)
    }


def test_files_stay_about_two_hundred_lines():
    lines = lines_of_files(ROOT)
    assert len(lines) > 100 and any(name.endswith(".js") for name in lines)
    assert too_long(lines) == {}


def test_a_long_file_is_found_beside_a_short_one_of_the_same_name(tmp_path):
    for name, count in {
        "course_utils/a/x.py": AT_MOST + 1,
        "course_utils/b/x.py": 3,
        "tests/x.py": TESTS_AT_MOST,
        "tests/x.js": TESTS_AT_MOST + 1,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("\n" * count, encoding="utf-8")
    assert too_long(lines_of_files(tmp_path)) == {"course_utils/a/x.py": AT_MOST + 1, "tests/x.js": TESTS_AT_MOST + 1}
