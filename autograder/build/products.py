"""Build every product of the lessons: `python -m autograder build [LESSON...]`.

The products of a lesson are made in memory and go through the leak check before they are written.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from autograder.build.colab import Course, read_course
from autograder.build.edited_notebooks import EditedNotebookError, built_from, is_edited, keep_backup
from autograder.build.leak_check import refuse_leaks
from autograder.build.notebooks import notebook_text, proof_notebook, solution_notebook, student_notebook, student_path
from autograder.build.test_files import marking_files, public_files
from autograder.lesson_format.model import ENGLISH, Lesson, LessonError
from autograder.lesson_format.parser import read_lesson

__all__ = ["LESSONS", "ROOT", "LessonError", "build", "main", "write_bundle"]

ROOT = Path(__file__).resolve().parents[2]
LESSONS = ROOT / "lessons"
LESSON_FILES = "[0-9]*.py"
COMMAND = "python -m autograder build"
EXERCISES = "course_utils/exercises"
MARKING = "dist/marking"


def build(root: Path, lessons: list[Path], *, packages: bool = True, force: bool = False) -> None:
    """Write the products of `lessons` under `root` and print for each lesson what was written.

    packages: whether to make the otter zip and the nbgrader course too.
    force: whether to overwrite notebooks whose cells were edited; the edited ones are kept as `.bak`.

    Raises LessonError if a lesson is invalid, and EditedNotebookError, before any product of that lesson is written.
    """
    course = read_course(ROOT)
    for path in lessons:
        lesson = read_lesson(path)
        files = student_products(lesson, course) | instructor_products(lesson, course)
        if packages:
            files |= package_products(lesson)
        for notebook in _edited(root, files):
            if not force:
                raise EditedNotebookError(notebook, f"lessons/{path.name}")
            print(f"kept as {keep_backup(root / notebook).relative_to(root)}: {notebook}, which was edited")
        written = write(root, files, folders=(f"{EXERCISES}/{lesson.name}", f"{MARKING}/{lesson.name}"))
        print(_summary(lesson.name, written, len(files)))


def clean(root: Path) -> list[str]:
    """Remove the products under `root` of lessons that no longer exist; return one line for each.

    An edited notebook is renamed to `.bak`. Notebooks that no build has written, and JupyterLab's checkpoints, stay.
    """
    lessons = {path.stem for path in find_lessons([])}
    lines = []
    for path in _products(root):
        if path.name.removesuffix("-autograder.zip").removesuffix(".ipynb") in lessons:
            continue
        name = path.relative_to(root).as_posix()
        if path.is_relative_to(root / "notebooks") and is_edited(path):
            lines.append(f"kept as {keep_backup(path).relative_to(root)}: {name}, which was edited")
            continue
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        lines.append(f"removed {name}")
    return lines


def write_bundle(lesson: str, folder: Path) -> None:
    """Write the bundle of `lesson`, built from its current source, into `folder`."""
    write(folder, _utf8(marking_files(read_lesson(find_lessons([lesson])[0]))))


def student_products(lesson: Lesson, course: Course) -> dict[str, bytes]:
    """Return the committed files for students: path -> content. Raises LessonError if one contains a secret."""
    files = {
        student_path(lesson, language): notebook_text(student_notebook(lesson, course, language))
        for language in (ENGLISH, *lesson.languages())
    }
    files |= {f"{EXERCISES}/{lesson.name}/{name}": text for name, text in public_files(lesson).items()}
    return _checked_for_leaks(lesson, _utf8(files))


def instructor_products(lesson: Lesson, course: Course) -> dict[str, bytes]:
    """Return the bundle, the solution notebook and the proof notebook: path -> content."""
    files = {f"{MARKING}/{lesson.name}/{name}": text for name, text in marking_files(lesson).items()}
    files[f"dist/solution/{lesson.name}.ipynb"] = notebook_text(solution_notebook(lesson, course))
    files[f"dist/proof/{lesson.name}.ipynb"] = notebook_text(proof_notebook(lesson))
    return _utf8(files)


def package_products(lesson: Lesson) -> dict[str, bytes]:
    """Return the zip for otter and the nbgrader course: path -> content.

    Raises LessonError if nbgrader's release contains a secret.
    """
    from autograder.build.nbgrader_course import nbgrader_files  # nbgrader and otter take seconds to import
    from autograder.build.otter_zip import otter_zip

    marking = marking_files(lesson)
    tree = _utf8({f"dist/nbgrader/{name}": text for name, text in nbgrader_files(lesson, marking).items()})
    _checked_for_leaks(
        lesson, {name: content for name, content in tree.items() if name.startswith("dist/nbgrader/release/")}
    )
    archive = otter_zip(ROOT, lesson.name, public_files(lesson), marking)
    return {**tree, f"dist/otter/{lesson.name}-autograder.zip": archive}


def differences(root: Path, lessons: list[Path]) -> list[str]:
    """Return a message, with the command to run, for each file under `root` that a build of `lessons` would change.

    Files that belong to no lesson are reported only if `lessons` are all lessons.
    """
    course = read_course(ROOT)
    wanted: dict[str, bytes] = {}
    for path in lessons:
        wanted |= student_products(read_lesson(path), course)
    messages = []
    for name, content in wanted.items():
        path = root / name
        if not path.is_file():
            messages.append(f"{name} is missing; run {COMMAND}")
        elif path.read_bytes() != content:
            messages.append(f"{name} is out of date; run {COMMAND}")
    if set(lessons) >= set(find_lessons([])):
        surplus = [name for name in _generated_files(root) if name not in wanted]
        messages += [f"{name} belongs to no lesson; run git rm {name}" for name in surplus]
    return messages


def find_lessons(names: Iterable[str]) -> list[Path]:
    """Return the sources of the lessons called `names`, or of all lessons if `names` is empty.

    Raises ValueError if a lesson is missing or if there are no lessons.
    """
    sources = {path.stem: path for path in sorted(LESSONS.glob(LESSON_FILES))}
    if not sources:
        raise ValueError(f"no lesson sources in {LESSONS}; expected files such as 02_convolution_by_hand.py")
    for name in names:
        if name not in sources:
            raise ValueError(f"no lesson is named {name!r}; expected one of: {', '.join(sources)}")
    return [sources[name] for name in names] or list(sources.values())


def write(root: Path, files: dict[str, bytes], *, folders: Iterable[str] = ()) -> list[str]:
    """Write `files` (path -> content) under `root` and delete every other .py and .json file from `folders`.

    Returns the paths that were written. A file that has the right content already is not written, and the others are
    replaced atomically. Several builds may therefore run at the same time.
    """
    written = []
    for name, content in files.items():
        path = root / name
        if path.is_file() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        temporary.write_bytes(content)
        temporary.replace(path)
        written.append(name)
    for folder in folders:
        for path in (root / folder).rglob("*.*"):
            if path.relative_to(root).as_posix() not in files and path.suffix in (".py", ".json"):
                path.unlink(missing_ok=True)
    return written


def main(lessons: list[str], *, check: bool, execute: bool, force: bool = False, remove: bool = False) -> int:
    """Run the command `build` and return its exit code.

    remove: whether to remove the products of lessons that no longer exist.
    """
    try:
        paths = find_lessons(lessons)
        if check:
            found = differences(ROOT, paths)
            print("\n".join(found) or "notebooks and exercises are up to date")
            passed = not found
        else:
            build(ROOT, paths, force=force)
            if remove:
                print("\n".join(clean(ROOT)) or "nothing to remove")
            passed = True
        if execute:
            from autograder.build.verify import verify_lesson

            passed = all([verify_lesson(ROOT, read_lesson(path)) for path in paths]) and passed
    except (LessonError, EditedNotebookError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if passed else 1


def _edited(root: Path, files: dict[str, bytes]) -> list[str]:
    """Return the student notebooks among `files` that exist with other, edited cells."""
    paths = {name: root / name for name in files if name.startswith("notebooks/")}
    return [name for name, path in paths.items()
            if path.is_file() and path.read_bytes() != files[name] and is_edited(path)]  # fmt: skip


def _summary(lesson: str, written: list[str], count: int) -> str:
    """Return one line: how many products were written, and where students' files and the others are."""
    if not written:
        return f"{lesson}: all {count} files are up to date"
    folders = dict.fromkeys("/".join(name.split("/")[:2]) if name.startswith("dist/") else name.split("/")[0]
                            for name in written)  # fmt: skip
    return f"{lesson}: wrote {len(written)} of {count} files, in {', '.join(folders)}"


def _products(root: Path) -> list[Path]:
    """Return the notebooks, folders and archives under `root` that a build has written, one for each product."""
    notebooks = [path for path in (root / "notebooks").rglob("*.ipynb")
                 if ".ipynb_checkpoints" not in path.parts and built_from(path)]  # fmt: skip
    patterns = [f"{EXERCISES}/*", f"{MARKING}/*", "dist/solution/*.ipynb", "dist/proof/*.ipynb",
                "dist/otter/*-autograder.zip", "dist/nbgrader/source/*", "dist/nbgrader/release/*",
                "dist/nbgrader/marking/*"]  # fmt: skip
    others = [path for pattern in patterns for path in root.glob(pattern)]
    return sorted([*notebooks, *(path for path in others if path.name != "__pycache__")])


def _generated_files(root: Path) -> list[str]:
    """Return the paths of the notebooks and exercise files under `root`."""
    paths = [*(root / "notebooks").rglob("*.ipynb"), *(root / EXERCISES).rglob("*.*")]
    return sorted(
        path.relative_to(root).as_posix()
        for path in paths
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
    )


def _checked_for_leaks(lesson: Lesson, files: dict[str, bytes]) -> dict[str, bytes]:
    refuse_leaks(lesson, files)
    return files


def _utf8(files: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode("utf-8") for name, text in files.items()}
