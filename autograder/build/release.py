"""Writes the repository that students get: notebooks, course_utils and how to start, without answers or tests.

It is made from what is committed, never from the folder. Lines between `instructors` and `/instructors` marks are left
out of the files that have such marks.
"""

import io
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from autograder.build.colab import read_course
from autograder.build.leak_check import refuse_leaks
from autograder.build.products import ROOT
from autograder.lesson_format.model import LessonError
from autograder.lesson_format.parser import read_lesson

FOR_STUDENTS = [
    "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "course_utils", "data/README.md", "docs/lesson.png",
    "constraints.txt", "environment.yml", "notebooks", "pyproject.toml", "requirements.txt", ".gitignore",
]  # fmt: skip
MARKED = {".md": ("<!-- instructors -->", "<!-- /instructors -->")}
OTHERS = ("# instructors", "# /instructors")
TEXT = {".md", ".toml", ".txt", ""}
PLACEHOLDER = "your-organisation/"


class ReleaseError(Exception):
    """The release cannot be written; the text says why and what to do."""


def release(to: Path, *, root: Path = ROOT, placeholder: bool = False) -> list[str]:
    """Write the students' repository into the empty or new folder `to`; return the paths written.

    Args:
        root: the course's repository; what it has committed is released.
        placeholder: take the repository's placeholder name for good, as a trial may.

    Raises:
        ReleaseError: `to` holds something already (a .git folder is fine), nothing is committed yet, the committed
            notebooks are not what the committed lessons make, they would open no repository on Colab, or a secret
            would get out.
    """
    if to.exists() and any(path.name != ".git" for path in to.iterdir()):
        raise ReleaseError(f"{to} is not empty; name a new folder, or empty it (its .git may stay)")
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        _unpack_committed(root, course)
        files = _files_for_students(course)
        _refuse_placeholder(course, placeholder)
        _refuse_differences(course)
        _refuse_secrets(course, files)
    for name, content in files.items():
        target = to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return list(files)


def for_students(path: Path, content: bytes) -> bytes:
    """Return a file's content without the marked parts; binary files as they are.

    >>> for_students(Path("README.md"), b"a\\n<!-- instructors -->\\nb\\n<!-- /instructors -->\\nc\\n")
    b'a\\nc\\n'
    """
    if path.suffix not in TEXT:
        return content
    begin, end = (re.escape(mark) for mark in MARKED.get(path.suffix, OTHERS))
    return re.sub(rf"(?ms)^{begin}\n.*?^{end}\n", "", content.decode("utf-8")).encode("utf-8")


def _unpack_committed(root: Path, to: Path) -> None:
    done = subprocess.run(["git", "archive", "--format=tar", "HEAD"], cwd=root, capture_output=True)
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().split("\n")[0]
        raise ReleaseError(f"git finds nothing committed in {root} ({said}); commit the course, then release it")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(to, filter="data")


def _refuse_placeholder(course: Path, allowed: bool) -> None:
    repository = read_course(course).repository
    if repository.startswith(PLACEHOLDER) and not allowed:
        raise ReleaseError(
            f"[tool.course] repository in pyproject.toml is still the placeholder {repository!r}; set it to the "
            "owner/name of the repository that students get, build and commit, or add --placeholder for a trial"
        )


def _refuse_differences(course: Path) -> None:
    """The committed builder judges the committed lessons; the folder's builder may be ahead of both."""
    command = [sys.executable, "-m", "autograder", "build", "--check"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True)
    if done.returncode != 0:
        lines = (done.stdout.strip() or done.stderr.strip().split("\n")[-1]).split("\n")
        more = f" ({len(lines) - 1} more)" if len(lines) > 1 else ""
        raise ReleaseError(f"what is committed does not fit together: {lines[0]}{more}; then commit and try again")


def _files_for_students(course: Path) -> dict[str, bytes]:
    paths = [path for name in FOR_STUDENTS for path in (course / name, *(course / name).rglob("*")) if path.is_file()]
    names = sorted(path.relative_to(course).as_posix() for path in paths)
    return {name: for_students(Path(name), (course / name).read_bytes()) for name in names}


def _refuse_secrets(course: Path, files: dict[str, bytes]) -> None:
    """Every lesson's secrets are looked for in every file: one lesson may tell what another asks."""
    try:
        for path in sorted((course / "lessons").glob("[0-9]*.py")):
            refuse_leaks(read_lesson(path), files)
    except LessonError as error:
        raise ReleaseError(str(error)) from None
