"""Writes the repository that students get: notebooks, course_utils and how to start, without answers or tests.

Lines between `instructors` and `/instructors` marks are left out of the files that have such marks.
"""

import re
import subprocess
from pathlib import Path

from autograder.build import ROOT

FOR_STUDENTS = [
    "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "course_utils", "data/README.md", "docs", "environment.yml",
    "notebooks", "pyproject.toml", "requirements.txt", ".gitignore",
]  # fmt: skip
MARKED = {".md": ("<!-- instructors -->", "<!-- /instructors -->")}
OTHERS = ("# instructors", "# /instructors")
TEXT = {".md", ".toml", ".txt", ""}


class ReleaseError(Exception):
    """The release cannot be written; the text says why and what to do."""


def release(to: Path) -> list[str]:
    """Write the students' repository into the empty or new folder `to`; return the paths written.

    Raises:
        ReleaseError: `to` holds something already (a .git folder is fine), or nothing is committed yet.
    """
    if to.exists() and any(path.name != ".git" for path in to.iterdir()):
        raise ReleaseError(f"{to} is not empty; name a new folder, or empty it (its .git may stay)")
    listed = subprocess.run(["git", "ls-files", "-z", *FOR_STUDENTS], cwd=ROOT, capture_output=True, text=True)
    names = sorted(name for name in listed.stdout.split("\0") if name)
    if not names:
        raise ReleaseError(f"git lists no files in {ROOT}; a release is made from what is committed")
    for name in names:
        target = to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(for_students(Path(name), (ROOT / name).read_bytes()))
    return names


def for_students(path: Path, content: bytes) -> bytes:
    """Return a file's content without the marked parts; binary files as they are.

    >>> for_students(Path("README.md"), b"a\\n<!-- instructors -->\\nb\\n<!-- /instructors -->\\nc\\n")
    b'a\\nc\\n'
    """
    if path.suffix not in TEXT:
        return content
    begin, end = (re.escape(mark) for mark in MARKED.get(path.suffix, OTHERS))
    return re.sub(rf"(?ms)^{begin}\n.*?^{end}\n", "", content.decode("utf-8")).encode("utf-8")
