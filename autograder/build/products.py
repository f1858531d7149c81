"""Builds every product of the lessons: `python -m autograder build [--check] [--execute] [LESSON...]`.

The products of a lesson are made in memory, looked over by the leak gate, and only then written.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from autograder.build.colab import Course, read_course
from autograder.build.leak_check import refuse_leaks
from autograder.build.notebooks import notebook_text, proof_notebook, solution_notebook, student_notebook, student_path
from autograder.build.test_files import marking_files, public_files
from autograder.lesson_format.model import ENGLISH, Lesson, LessonError
from autograder.lesson_format.parser import read_lesson

__all__ = ["LESSONS", "ROOT", "LessonError", "build", "ensure_bundle", "main"]

ROOT = Path(__file__).resolve().parents[2]
LESSONS = ROOT / "lessons"
COMMAND = "python -m autograder build"
EXERCISES = "course_utils/exercises"
MARKING = "dist/marking"


def build(root: Path, lessons: list[Path], *, packages: bool = True) -> None:
    """Writes the products of `lessons` under `root`; without `packages` neither the otter zip nor the nbgrader course.

    Raises LessonError, before anything of that lesson is written.
    """
    course = read_course(ROOT)
    for path in lessons:
        lesson = read_lesson(path)
        files = student_products(lesson, course) | instructor_products(lesson, course)
        if packages:
            files |= package_products(lesson)
        write(root, files, folders=(f"{EXERCISES}/{lesson.name}", f"{MARKING}/{lesson.name}"))


def ensure_bundle(lesson: str) -> Path:
    """Builds the marking bundle of `lesson` anew and returns its folder."""
    files = marking_files(read_lesson(find_lessons([lesson])[0]))
    folder = f"{MARKING}/{lesson}"
    write(ROOT, {f"{folder}/{name}": text.encode("utf-8") for name, text in files.items()}, folders=[folder])
    return ROOT / folder


def student_products(lesson: Lesson, course: Course) -> dict[str, bytes]:
    """What students get and the repository keeps: path -> content. Raises LessonError if it would leak."""
    files = {
        student_path(lesson, language): notebook_text(student_notebook(lesson, course, language))
        for language in (ENGLISH, *lesson.languages())
    }
    files |= {f"{EXERCISES}/{lesson.name}/{name}": text for name, text in public_files(lesson).items()}
    return _gated(lesson, _encoded(files))


def instructor_products(lesson: Lesson, course: Course) -> dict[str, bytes]:
    """The marking bundle, the solution and the proofs."""
    files = {f"{MARKING}/{lesson.name}/{name}": text for name, text in marking_files(lesson).items()}
    files[f"dist/solution/{lesson.name}.ipynb"] = notebook_text(solution_notebook(lesson, course))
    files[f"dist/proof/{lesson.name}.ipynb"] = notebook_text(proof_notebook(lesson))
    return _encoded(files)


def package_products(lesson: Lesson) -> dict[str, bytes]:
    """otter's zip and the nbgrader course. Raises LessonError if nbgrader's release would leak."""
    from autograder.build.nbgrader_course import nbgrader_files  # nbgrader and otter take seconds to import
    from autograder.build.otter_zip import otter_zip

    marking = marking_files(lesson)
    tree = _encoded({f"dist/nbgrader/{name}": text for name, text in nbgrader_files(lesson, marking).items()})
    _gated(lesson, {name: content for name, content in tree.items() if name.startswith("dist/nbgrader/release/")})
    archive = otter_zip(ROOT, lesson.name, public_files(lesson), marking)
    return {**tree, f"dist/otter/{lesson.name}-autograder.zip": archive}


def differences(root: Path, lessons: list[Path]) -> list[str]:
    """A line for each committed file under `root` that is not what `lessons` make, and the command that mends it.

    Files that no lesson makes are named only where `lessons` are all lessons.
    """
    course = read_course(ROOT)
    wanted: dict[str, bytes] = {}
    for path in lessons:
        wanted |= student_products(read_lesson(path), course)
    lines = []
    for name, content in wanted.items():
        path = root / name
        if not path.is_file():
            lines.append(f"{name} is missing; run {COMMAND}")
        elif path.read_bytes() != content:
            lines.append(f"{name} is not what its lesson makes; run {COMMAND}")
    if set(lessons) >= set(find_lessons([])):
        lines += [f"{name} is made by no lesson; run git rm {name}" for name in _generated(root) if name not in wanted]
    return lines


def find_lessons(names: Iterable[str]) -> list[Path]:
    """The sources of the lessons called `names`; of all lessons if there are none."""
    there = {path.stem: path for path in sorted(LESSONS.glob("[0-9]*.py"))}
    for name in names:
        if name not in there:
            raise ValueError(f"there is no lesson {name!r}; there are: {', '.join(there)}")
    return [there[name] for name in names] or list(there.values())


def write(root: Path, files: dict[str, bytes], *, folders: Iterable[str] = ()) -> None:
    """Writes `files` (path -> content) under `root` and takes any other file out of `folders`.

    A file that is right already is left alone and the others appear whole, so that builds may run beside each other.
    """
    for name, content in files.items():
        path = root / name
        if path.is_file() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}")
        part.write_bytes(content)
        part.replace(path)
    for folder in folders:
        for path in (root / folder).rglob("*.*"):
            if path.relative_to(root).as_posix() not in files and path.suffix in (".py", ".json"):
                path.unlink(missing_ok=True)


def main(lessons: list[str], check: bool, execute: bool) -> int:
    """The command `build`; returns its exit code."""
    try:
        paths = find_lessons(lessons)
        if check:
            found = differences(ROOT, paths)
            print("\n".join(found) or "notebooks and exercises are what the lessons make")
            right = not found
        else:
            build(ROOT, paths)
            right = True
        if execute:
            from autograder.build.verify import prove

            right = all([prove(ROOT, read_lesson(path)) for path in paths]) and right
    except (LessonError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if right else 1


def _generated(root: Path) -> list[str]:
    """The notebooks and exercise files that lie under `root`."""
    paths = [*(root / "notebooks").rglob("*.ipynb"), *(root / EXERCISES).rglob("*.*")]
    return sorted(
        path.relative_to(root).as_posix()
        for path in paths
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
    )


def _gated(lesson: Lesson, files: dict[str, bytes]) -> dict[str, bytes]:
    refuse_leaks(lesson, files)
    return files


def _encoded(files: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode("utf-8") for name, text in files.items()}
