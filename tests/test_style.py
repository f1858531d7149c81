"""The whole tree reads as one hand: ruff's rules and its format."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=["check", "format"])
def test_ruff_has_nothing_to_say(command):
    done = subprocess.run([sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_files_stay_about_two_hundred_lines():
    sources = [*ROOT.glob("course_utils/**/*.py"), *ROOT.glob("autograder/**/*.py")]
    long = {
        path.name: path.read_text(encoding="utf-8").count("\n") for path in sources if path.parent.name != "lessons"
    }
    assert len(long) > 40
    assert {name: lines for name, lines in long.items() if lines > 230} == {}
