"""Read the marking bundle of a lesson and check it before a class is graded."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import course_utils
from autograder import results
from autograder.grade.question_runner import RecordingTestFile


class BundleError(Exception):
    """The marking bundle cannot be used; the text says what is wrong with it."""


@dataclass(frozen=True)
class Bundle:
    """A lesson's tests, with the points of each question."""

    folder: Path
    lesson: str
    title: str
    questions: dict[str, float]

    @classmethod
    def open(cls, folder: Path) -> "Bundle":
        """Read points.json. BundleError: the file is missing or is not what the builder writes."""
        try:
            points = json.loads((folder / "points.json").read_text(encoding="utf-8"))
            questions = {name: float(question["points"]) for name, question in points["questions"].items()}
            return cls(folder, points["lesson"], points["title"], questions)
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise BundleError(f"{folder / 'points.json'} cannot be read ({error}); build the lesson again") from None

    def tests(self, question: str) -> RecordingTestFile:
        """Load the tests of a question. BundleError: they do not load, or their points differ from points.json."""
        path = self.folder / "tests" / f"{question}.py"
        try:
            tests = RecordingTestFile.from_string(path.read_text(encoding="utf-8"), path=str(path))
        except Exception as error:
            raise BundleError(f"tests/{path.name} does not load: {type(error).__name__}: {error}") from error
        expected = self.questions[question]
        if not tests.test_cases or abs(tests.possible - expected) > 1e-9:
            raise BundleError(
                f"tests/{path.name} gives {tests.possible:g} points, expected {expected:g} (from points.json); "
                "build the lesson again"
            )
        return tests


def inspect_bundle(lesson: str, bundle: str | None, copy: str) -> dict[str, Any]:
    """Copy the bundle to `copy`, load its tests once and return what the grader needs to know of it as plain data.

    The grader uses the copy, because another build may replace the original during the run. If `bundle` is None, the
    builder writes a new one to `copy`. In the returned data:

    - `broken` gives, for each question whose tests do not load, the reason;
    - `uses_pictures` is true where the fork server should load the drawn pictures before it forks;
    - `error` is the only key where nothing can be graded, and gives the reason.
    """
    from autograder.build.products import LessonError, write_bundle

    broken = {}
    try:
        if bundle:
            shutil.copytree(bundle, copy)
        else:
            write_bundle(lesson, Path(copy))
        _make_readable(Path(copy))
        opened = Bundle.open(Path(copy))
    except shutil.Error as error:  # its argument has one entry for each file that could not be copied
        return {"error": f"the marking bundle cannot be copied: {error.args[0][0][2]}"}
    except (LessonError, BundleError, OSError, ValueError) as error:
        return {"error": str(error)}
    for question in opened.questions:
        try:
            opened.tests(question)
        except BundleError as error:
            broken[question] = str(error)
    if len(broken) == len(opened.questions):
        return {"error": next(iter(broken.values()), f"{lesson} has no questions; build the lesson again")}
    return {
        "title": opened.title, "questions": opened.questions, "broken": broken,
        "hash": hash_of_tests(Path(copy)), "uses_pictures": _uses_pictures(Path(copy)),
    }  # fmt: skip


def _uses_pictures(bundle: Path) -> bool:
    """Return whether the tests use the drawn pictures; where they do, the notebooks use them too."""
    return any("pictures()" in path.read_text(encoding="utf-8") for path in bundle.glob("tests/*.py"))


def _make_readable(folder: Path) -> None:
    """Let every user read the copy: the marker has another user id. The folder above it is closed to other users."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def hash_of_tests(bundle: Path) -> str:
    """Return one sha256 over the bundle and course_utils.

    The checks that the tests call are in course_utils, so a fixed check makes every submission be graded again.
    """
    checks = results.hash_of_folder(Path(course_utils.__file__).parent, "*.py")
    return hashlib.sha256(f"{results.hash_of_folder(bundle)}\n{checks}".encode()).hexdigest()
