"""What has to be known of a lesson's marking bundle before a class is graded."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import course_utils
from autograder import results


def built(lesson: str) -> Path:
    """The folder of a bundle that is built anew."""
    from autograder.build import ensure_bundle

    return ensure_bundle(lesson)


def about(lesson: str, bundle_of: Callable[[str], Path], copy: Path) -> dict[str, Any]:
    """What is to be known of the bundle, from a copy: another build may replace the original while we grade.

    `broken` tells for each question whose tests do not load why; `error` why nothing can be graded.
    """
    from autograder.build import LessonError
    from autograder.marking import Bundle, BundleError

    broken = {}
    try:
        shutil.copytree(bundle_of(lesson), copy)
        bundle = Bundle.open(copy)
    except (LessonError, BundleError, OSError, ValueError) as error:
        return {"error": str(error)}
    for question in bundle.questions:
        try:
            bundle.tests(question)
        except BundleError as error:
            broken[question] = str(error)
    if len(broken) == len(bundle.questions):
        return {"error": next(iter(broken.values()), f"{lesson} has no questions; build the lesson again")}
    return {"title": bundle.title, "hash": hash_of_tests(copy), "questions": bundle.questions, "broken": broken}


def hash_of_tests(bundle: Path) -> str:
    """One sha256 over the bundle and course_utils, where the checks are: when one is mended, all are graded again."""
    checks = results.hash_of_folder(Path(course_utils.__file__).parent, "*.py")
    return hashlib.sha256(f"{results.hash_of_folder(bundle)}\n{checks}".encode()).hexdigest()
