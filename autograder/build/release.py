"""Write the repository for students: notebooks, course_utils and how to start, without answers and tests.

Only committed files are released, never the state of the working folder. In files with `instructors` and
`/instructors` comments, the lines between them are left out.
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
from autograder.build.products import LESSON_FILES, ROOT
from autograder.lesson_format.model import LessonError
from autograder.lesson_format.parser import read_lesson

FOR_STUDENTS = [
    "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "course_utils", "data/README.md", "docs/lesson.png",
    "constraints.txt", "environment.yml", "notebooks", "pyproject.toml", "requirements.txt", ".gitignore",
]  # fmt: skip
INSTRUCTOR_COMMENTS = {".md": ("<!-- instructors -->", "<!-- /instructors -->")}
OTHER_INSTRUCTOR_COMMENTS = ("# instructors", "# /instructors")
TEXT_SUFFIXES = {".md", ".toml", ".txt", ""}
PLACEHOLDER = "your-organisation/"


class ReleaseError(Exception):
    """Error that stops a release; its text contains the reason and what to do."""


def release(to: Path, *, root: Path = ROOT, placeholder: bool = False) -> list[str]:
    """Write the repository for students into the empty or new folder `to`; return the paths of its files.

    Args:
        root: the course's repository, whose committed files are released.
        placeholder: accept the placeholder name of the repository, for a trial.

    Raises:
        ReleaseError: `to` is not empty (a .git folder is allowed), nothing is committed yet, there are no lessons, the
            committed notebooks are out of date, the repository's name is still the placeholder, or a file contains a
            secret.
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
    """Return a file's content without the parts for instructors; the content of a binary file is not changed.

    >>> for_students(Path("README.md"), b"a\\n<!-- instructors -->\\nb\\n<!-- /instructors -->\\nc\\n")
    b'a\\nc\\n'
    """
    if path.suffix not in TEXT_SUFFIXES:
        return content
    begin, end = (re.escape(comment) for comment in INSTRUCTOR_COMMENTS.get(path.suffix, OTHER_INSTRUCTOR_COMMENTS))
    return re.sub(rf"(?ms)^{begin}\n.*?^{end}\n", "", content.decode("utf-8")).encode("utf-8")


def _unpack_committed(root: Path, to: Path) -> None:
    done = subprocess.run(["git", "archive", "--format=tar", "HEAD"], cwd=root, capture_output=True)
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip().split("\n")[0]
        raise ReleaseError(f"git found no commit in {root} ({reason}); commit the course, then release it")
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
    """Check the committed lessons with the committed builder; the working folder's builder may be newer than both."""
    command = [sys.executable, "-m", "autograder", "build", "--check"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True)
    if done.returncode != 0:
        lines = (done.stdout.strip() or done.stderr.strip().split("\n")[-1]).split("\n")
        more = f" ({len(lines) - 1} more)" if len(lines) > 1 else ""
        raise ReleaseError(f"the commit is not consistent: {lines[0]}{more}; then commit and release again")


def _files_for_students(course: Path) -> dict[str, bytes]:
    paths = [path for name in FOR_STUDENTS for path in (course / name, *(course / name).rglob("*")) if path.is_file()]
    names = sorted(path.relative_to(course).as_posix() for path in paths)
    return {name: for_students(Path(name), (course / name).read_bytes()) for name in names}


def _refuse_secrets(course: Path, files: dict[str, bytes]) -> None:
    """Check every file for the secrets of every lesson: the text of one lesson may contain an answer of another."""
    lessons = sorted((course / "lessons").glob(LESSON_FILES))
    if not lessons:
        raise ReleaseError(
            "no lesson sources are committed in lessons/; commit files such as lessons/02_convolution_by_hand.py"
        )
    try:
        for path in lessons:
            refuse_leaks(read_lesson(path), files)
    except LessonError as error:
        raise ReleaseError(str(error)) from None
