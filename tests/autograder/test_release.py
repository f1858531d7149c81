"""What students get: all they need, nothing that is an instructor's."""

import subprocess
import tomllib

import pytest

from autograder.build import LESSONS
from autograder.leaks import leaks
from autograder.reading import read_lesson
from autograder.release import ReleaseError, release


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    folder = tmp_path_factory.mktemp("release") / "students"
    release(folder)
    return folder


def files_in(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_release_holds_the_lessons_and_what_they_import(released):
    names = set(files_in(released))
    for lesson in LESSONS.glob("[0-9]*.py"):
        assert f"notebooks/{lesson.stem}.ipynb" in names
        assert f"course_utils/exercises/{lesson.stem}/hints.json" in names
    assert {"README.md", "Makefile", "requirements.txt", "pyproject.toml", "LICENSE"} <= names


def test_release_holds_nothing_of_the_instructors(released):
    files = files_in(released)
    assert not [name for name in files if name.split("/")[0] in ("autograder", "tests", "benchmarks", ".ci", "dist")]
    marked = [files[name] for name in ("README.md", "Makefile", "requirements.txt", "pyproject.toml")]
    assert not [text for text in marked for word in (b"instructors", b"nbgrader", b"make test") if word in text]
    for path in LESSONS.glob("[0-9]*.py"):
        lesson_files = {name: content for name, content in files.items() if path.stem in name}
        assert leaks(read_lesson(path), lesson_files) == []


def test_release_can_be_installed_and_started(released):
    project = tomllib.loads((released / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["project"]["optional-dependencies"]) == {"lab"}
    done = subprocess.run(["make", "-n", "lab"], cwd=released, capture_output=True, text=True)
    assert done.returncode == 0 and "jupyter lab notebooks" in done.stdout


def test_release_refuses_a_folder_with_something_in_it(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ReleaseError, match="is not empty; name a new folder"):
        release(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
