"""Write constraints.txt: the newest versions that fit together, of everything that the course needs.

Run by `make update-constraints`, with the oldest Python that the course supports: what it can install, newer ones can.
Nothing is installed.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FOR_STUDENTS = ["lab"]
HEAD = """\
# The versions with which every test passed: pip install -r requirements.txt -c constraints.txt
# Made by make update-constraints, with Python {python}; the tests that follow decide whether it is committed.
"""


def resolve(extras: list[str], *constraints: str) -> dict[str, str]:
    """Return the version of pip and of every package that the course with these extras needs, by name."""
    report = ["--dry-run", "--ignore-installed", "-qq", "--report", "-"]
    command = [sys.executable, "-m", "pip", "install", *report, *constraints, f"{ROOT}[{','.join(extras)}]", "pip"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found = [one["metadata"] for one in json.loads(done.stdout)["install"]]
    versions = {re.sub(r"[-_.]+", "-", one["name"]).lower(): one["version"].partition("+")[0] for one in found}
    return {name: version for name, version in sorted(versions.items()) if name != PROJECT["name"].replace("_", "-")}


def main() -> int:
    """Resolve, and write the file; return the exit code."""
    oldest = PROJECT["requires-python"].removeprefix(">=")
    running = ".".join(map(str, sys.version_info[:2]))
    if running != oldest:
        print(f"Expected Python {oldest}, the oldest that the course supports, got Python {running}; "
              f"try: make update-constraints PYTHON=python{oldest} VENV=.venv-{oldest}", file=sys.stderr)  # fmt: skip
        return 1
    everything = resolve(list(PROJECT["optional-dependencies"]))
    path = ROOT / "constraints.txt"
    path.write_text(_lines(everything), encoding="utf-8")
    students = resolve(FOR_STUDENTS, "--constraint", str(path))
    path.write_text(HEAD.format(python=running) + "\n" + _lines(students) + "\n# instructors\n"
                    + _lines({name: everything[name] for name in everything if name not in students})
                    + "# /instructors\n", encoding="utf-8")  # fmt: skip
    print(f"constraints.txt: {len(everything)} packages, of which students need {len(students)}")
    return 0


def _lines(versions: dict[str, str]) -> str:
    return "".join(f"{name}=={version}\n" for name, version in versions.items())


if __name__ == "__main__":
    sys.exit(main())
