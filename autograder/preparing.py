"""What has to be known of a lesson's marking bundle before a class is graded."""

import hashlib
import shutil
from pathlib import Path
from typing import Any

import course_utils
from autograder import results


def about(lesson: str, bundle: str | None, copy: str) -> dict[str, Any]:
    """What is to be known of the bundle, from a copy: another build may replace the original while we grade.

    Without a bundle it is built anew. `broken` tells for each question whose tests do not load why; `error` why
    nothing can be graded; `pictures` whether the rooms should find the drawn pictures ready.
    """
    from autograder.build import LessonError, ensure_bundle
    from autograder.marking import Bundle, BundleError

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
