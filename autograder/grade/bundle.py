"""What has to be known of a lesson's marking bundle before a class is graded."""

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
        """Read points.json. BundleError: it is missing or not what the builder writes."""
        try:
            points = json.loads((folder / "points.json").read_text(encoding="utf-8"))
            questions = {name: float(question["points"]) for name, question in points["questions"].items()}
            return cls(folder, points["lesson"], points["title"], questions)
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise BundleError(f"{folder / 'points.json'} cannot be read ({error}); build the lesson again") from None

    def tests(self, question: str) -> RecordingTestFile:
        """Load a question's tests. BundleError: they do not load, or their points are not those of points.json."""
        path = self.folder / "tests" / f"{question}.py"
        try:
            tests = RecordingTestFile.from_string(path.read_text(encoding="utf-8"), path=str(path))
        except Exception as error:
            raise BundleError(f"tests/{path.name} does not load: {type(error).__name__}: {error}") from error
        if not tests.test_cases or abs(tests.possible - self.questions[question]) > 1e-9:
            said = f"points.json says {self.questions[question]:g}; build the lesson again"
            raise BundleError(f"tests/{path.name} gives {tests.possible:g} points, {said}")
        return tests


def inspect_bundle(lesson: str, bundle: str | None, copy: str) -> dict[str, Any]:
    """What is to be known of the bundle, from a copy: another build may replace the original while we grade.

    Without a bundle it is built anew. `broken` tells for each question whose tests do not load why; `error` why
    nothing can be graded; `pictures` whether the rooms should find the drawn pictures ready.
    """
    from autograder.build.products import LessonError, ensure_bundle

    broken = {}
    try:
        shutil.copytree(bundle or ensure_bundle(lesson), copy)
        _open_to_all(Path(copy))
        ready = Bundle.open(Path(copy))
    except shutil.Error as error:  # one for each file that could not be copied
        return {"error": f"the marking bundle cannot be copied: {error.args[0][0][2]}"}
    except (LessonError, BundleError, OSError, ValueError) as error:
        return {"error": str(error)}
    for question in ready.questions:
        try:
            ready.tests(question)
        except BundleError as error:
            broken[question] = str(error)
    if len(broken) == len(ready.questions):
        return {"error": next(iter(broken.values()), f"{lesson} has no questions; build the lesson again")}
    said = {"title": ready.title, "questions": ready.questions, "broken": broken}
    return said | {"hash": hash_of_tests(Path(copy)), "pictures": _asks_for_pictures(Path(copy))}


def _asks_for_pictures(bundle: Path) -> bool:
    """Whether its tests use the drawn pictures; then the notebooks do, too."""
    return any("pictures()" in path.read_text(encoding="utf-8") for path in bundle.glob("tests/*.py"))


def _open_to_all(folder: Path) -> None:
    """The marker reads it under another user's id; nobody else gets as far as the folder."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def hash_of_tests(bundle: Path) -> str:
    """One sha256 over the bundle and course_utils, where the checks are: when one is mended, all are graded again."""
    checks = results.hash_of_folder(Path(course_utils.__file__).parent, "*.py")
    return hashlib.sha256(f"{results.hash_of_folder(bundle)}\n{checks}".encode()).hexdigest()
