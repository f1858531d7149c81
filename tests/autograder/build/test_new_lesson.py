"""A lecturer's commands `new` and `try`, in a copy of the repository: the new lesson is complete, faults are named."""

import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from autograder.build.products import ROOT
from autograder.lesson_format.parser import read_lesson

NAME = "93_my_topic"


def tracked_files(to: Path) -> Path:
    """Copy the files that git tracks, as they are in the working folder, into `to`; return `to`."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    archive = to / "tracked.tar"
    with tarfile.open(archive, "w") as tar:
        for name in filter(None, names.split("\0")):
            if (ROOT / name).is_file():
                tar.add(ROOT / name, name)
    with tarfile.open(archive) as tar:
        tar.extractall(to, filter="data")
    return to


def run(course: Path, *words: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "autograder", *words]
    return subprocess.run(command, cwd=course, env=None, capture_output=True, text=True)


@pytest.fixture(scope="module")
def course(tmp_path_factory, request) -> Path:
    """A copy of the repository with a new lesson."""
    folder = tracked_files(tmp_path_factory.mktemp("course"))
    done = run(folder, "new", NAME, "My topic")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split("\n") == [
        f"wrote lessons/{NAME}.py", f"wrote lessons/planted/{NAME}.py", "wrote README.md",
        "wrote lessons/00_start_here.py", f"next: edit lessons/{NAME}.py, then run python -m autograder try {NAME}", "",
    ]  # fmt: skip
    return folder


def test_a_new_lesson_has_a_question_of_each_kind_and_no_word_of_the_template(course):
    text = (course / "lessons" / f"{NAME}.py").read_text(encoding="utf-8")
    lesson = read_lesson(course / "lessons" / f"{NAME}.py")
    assert list(lesson.questions) == [f"q93_{n}" for n in (1, 2, 3, 4, 5)]
    assert lesson.title == "My topic" and "# # 93 · My topic" in text
    assert any(question.written for question in lesson.questions.values())
    assert not re.search(
        "NN|NEW TOPIC|TOPIC", text + (course / "lessons" / "planted" / f"{NAME}.py").read_text("utf-8")
    )


NO_NAME = "is not a lesson's name; expected two digits and a topic, such as 13_my_topic"
UNSUITABLE = {  # the command's two arguments: the error
    ("02_topic", "T"): "number 02 belongs to lessons/02_convolution_by_hand.py; choose another number",
    (NAME, "T"): f"number 93 belongs to lessons/{NAME}.py; choose another number",
    ("topic", "T"): f"'topic' {NO_NAME}",
    ("../14_x", "T"): f"'../14_x' {NO_NAME}",
    ("94_x", "A: b"): "'A: b' is not a title; expected one line without the characters | : # [ ]",
}


@pytest.mark.parametrize(("words", "text"), UNSUITABLE.items())
def test_new_refuses_unsuitable_names(course, words, text):
    before = sorted(course.rglob("*.py"))
    done = run(course, "new", *words)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{text}\n")
    assert sorted(course.rglob("*.py")) == before


@pytest.mark.slow
def test_a_new_lesson_is_complete_at_once(course):
    done = run(course, "try", NAME)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [re.sub(r" +\d+ s$", "", line) for line in done.stdout.split("\n")[1:]]
    assert lines == [
        "5 questions, 8 points, 30 minutes",
        "✓ planted answers      29 of 29 as expected",
        "✓ empty notebook       0 of 8 points",
        "✓ solution and proofs  8 of 8 points",
        f"{NAME} is complete",
        "",
    ]
    # `try` judges what the other tests of lessons judge, except that every known mistake is named for every student.
    command = [sys.executable, "-m", "pytest", "-q", "-k", NAME, "tests/notebooks/test_known_mistakes.py"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True)
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout


@pytest.mark.slow
def test_try_names_each_fault(course):
    source, planted = course / "lessons" / f"{NAME}.py", course / "lessons" / "planted" / f"{NAME}.py"
    before = {path: path.read_text(encoding="utf-8") for path in (source, planted)}
    text = before[source]
    for old, new in {
        "q93_1 = (my_side - 3) // 2 + 1  # SOLUTION": "q93_1 = my_side  # SOLUTION",
        "[[0, 2, 0, -2]] * 2": "[[0, 2, 0, 2]] * 2",
        "def test_six_cells(q93_2):": "def test_six_cells(q93_2):\n    if q93_2 is ...:\n        return",
    }.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    source.write_text(text, encoding="utf-8")
    answers = before[planted].replace('right("q93_3", "vdot"', 'wrong("q93_3", "vdot"')
    planted.write_text(re.sub(r'    right\("q93_4".*\n', "", answers), encoding="utf-8")
    done = run(course, "try", NAME)
    for path, content in before.items():
        path.write_text(content, encoding="utf-8")
    assert done.returncode == 1
    assert re.search(r"✗ planted answers +26 of 27 as expected", done.stdout)
    assert re.search(r"✗ empty notebook +2 of 8 points", done.stdout)
    assert re.search(r"✗ solution and proofs +7 of 8 points", done.stdout)
    missing = done.stdout[done.stdout.index("missing:") :]
    for part in (
        rf"{NAME}.py:\d+: AssertionError: ",
        "q93_1: rows of the map: 0 of 1 points. ",
        rf"{NAME}.py:\d+: the empty notebook gets 2 points in 'q93_2: six cells'; a test must fail without an answer",
        "BAD q93_3  vdot +2/2  right",
        rf"planted/{NAME}.py: q93_4 has no unusual right answer; add one with right\(...\)",
    ):
        assert re.search(part, missing), f"{part}\n{missing}"
