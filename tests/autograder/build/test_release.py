"""The repository for students: all they need, as it is committed, and nothing that is for instructors."""

import re
import shutil
import subprocess
import sys
import tomllib

import pytest

from autograder.build.leak_check import leaks
from autograder.build.products import ROOT, find_lessons
from autograder.build.release import ReleaseError, _refuse_secrets, release
from autograder.lesson_format.parser import read_lesson

pytestmark = pytest.mark.slow

NOTEBOOK = "notebooks/02_convolution_by_hand.ipynb"
NOT_FOR_STUDENTS = re.compile(r"instructors|nbgrader|autograder|sample class|make (test|build|demo|bench)|\.ci\b", re.I)
# what the package itself says of graders: how otter and an export are told what to do
PACKAGE = "course_utils/"


def git(folder, *words):
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def committed(tmp_path_factory):
    """Return a repository with one commit, which contains the current state of this folder."""
    folder = tmp_path_factory.mktemp("committed") / "course"
    for name in git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "the course")
    return folder


@pytest.fixture
def course(committed, tmp_path):
    """Return a clone of `committed` that a test may change."""
    git(tmp_path, "clone", "-q", str(committed), "course")
    return tmp_path / "course"


@pytest.fixture(scope="module")
def released(committed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("release") / "students"
    release(folder, root=committed, placeholder=True)
    return folder


def files_in(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def changed(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_release_holds_the_lessons_and_what_they_import(released):
    names = set(files_in(released))
    for lesson in find_lessons([]):
        assert f"notebooks/{lesson.stem}.ipynb" in names
        assert f"course_utils/exercises/{lesson.stem}/hints.json" in names
    assert {"README.md", "Makefile", "requirements.txt", "pyproject.toml", "LICENSE", "data/README.md"} <= names
    assert not [name for name in names if "__pycache__" in name]


def test_release_holds_nothing_of_the_instructors(released):
    files = files_in(released)
    assert not [name for name in files if name.split("/")[0] in ("autograder", "tests", "benchmarks", ".ci", "dist")]
    own = {name: text.decode("utf-8") for name, text in files.items() if not name.startswith((PACKAGE, "docs/"))}
    found = [(name, match.group()) for name, text in own.items() for match in NOT_FOR_STUDENTS.finditer(text)]
    assert found == [] and {"CHANGELOG.md", "LICENSE", "data/README.md", "environment.yml", NOTEBOOK} <= set(own)


@pytest.mark.parametrize("path", find_lessons([]), ids=lambda path: path.stem)
def test_no_released_file_holds_a_secret_of_any_lesson(released, path):
    assert [
        (name, secret.description, secret.text) for name, secret in leaks(read_lesson(path), files_in(released))
    ] == []


def test_release_can_be_installed_and_started(released):
    project = tomllib.loads((released / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["project"]["optional-dependencies"]) == {"lab"}
    done = subprocess.run(["make", "-n", "lab"], cwd=released, capture_output=True, text=True)
    assert done.returncode == 0 and "jupyter lab notebooks" in done.stdout


def test_release_holds_what_is_committed_not_what_lies_in_the_folder(course, released, tmp_path):
    changed(course / NOTEBOOK, "cells", "q2_1 = 17; cells")
    (course / "course_utils" / "notes.py").write_text("answers = [1, 2, 3]", encoding="utf-8")
    git(course, "add", "-A")
    release(tmp_path / "students", root=course, placeholder=True)
    assert files_in(tmp_path / "students") == files_in(released)


def refusal(course, to, **options):
    """Return the text of the ReleaseError; check that no file was written."""
    with pytest.raises(ReleaseError) as refused:
        release(to, root=course, **options)
    assert not to.exists() and "\n" not in str(refused.value)
    return str(refused.value)


def test_release_refuses_a_committed_notebook_that_no_lesson_makes(course, tmp_path):
    changed(course / NOTEBOOK, "# 2 ", "# Two ")
    git(course, "commit", "-q", "-a", "-m", "by hand")
    assert refusal(course, tmp_path / "students", placeholder=True) == (
        f"the commit is not consistent: {NOTEBOOK} is out of date; "
        "run python -m autograder build; then commit and release again"
    )


def test_release_refuses_the_placeholder(course, tmp_path):
    assert refusal(course, tmp_path / "students") == (
        "[tool.course] repository in pyproject.toml is still the placeholder 'your-organisation/convolution-by-hand'; "
        "set it to the owner/name of the repository that students get, build and commit, "
        "or add --placeholder for a trial"
    )


def test_release_takes_a_repository_that_is_set_and_built(course, tmp_path):
    changed(course / "pyproject.toml", "your-organisation/", "some-school/")
    git(course, "commit", "-q", "-a", "-m", "ours")
    assert "is out of date" in refusal(course, tmp_path / "students")
    subprocess.run([sys.executable, "-c", BUILD], cwd=course, check=True)
    git(course, "commit", "-q", "-a", "-m", "built")
    release(tmp_path / "students", root=course)
    assert "github/some-school/" in (tmp_path / "students" / NOTEBOOK).read_text(encoding="utf-8")


BUILD = "from autograder.build.products import *; from autograder.build.products import find_lessons; "
BUILD += "build(ROOT, find_lessons([]), packages=False)"


def test_release_refuses_a_secret_in_any_file(course, tmp_path):
    changed(course / "README.md", "## Lessons", "q2_8 = (50, 75)\n\n## Lessons")
    git(course, "commit", "-q", "-a", "-m", "too helpful")
    text = refusal(course, tmp_path / "students", placeholder=True)
    assert re.match(
        r"02_convolution_by_hand.py:\d+: the solution of q2_8 would be shown to students in README.md", text
    )


def test_release_refuses_a_course_without_lessons(course, tmp_path):
    git(course, "rm", "-q", "-r", "lessons")
    git(course, "commit", "-q", "-m", "no lessons")
    assert "no lesson sources in" in refusal(course, tmp_path / "students", placeholder=True)


def test_refuse_secrets_needs_a_lesson(tmp_path):
    (tmp_path / "lessons").mkdir()
    with pytest.raises(ReleaseError, match="no lesson sources are committed in lessons/; commit files such as"):
        _refuse_secrets(tmp_path, {"README.md": b"q2_8 = (50, 75)"})


def test_release_refuses_a_repository_without_a_commit(tmp_path):
    git(tmp_path, "init", "-q", "course")
    assert "git found no commit in" in refusal(tmp_path / "course", tmp_path / "students")


def test_release_refuses_a_folder_with_something_in_it(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ReleaseError, match="is not empty; name a new folder"):
        release(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
