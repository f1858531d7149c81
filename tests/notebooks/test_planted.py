"""Every planted wrong answer is rejected, the known mistakes by name; every unusual right one is accepted.

Each answer is judged by the full tests of its question, hidden ones included, in this process.
"""

import linecache
from collections import Counter
from pathlib import Path

import pytest
from otter.test_files.exception_test import ExceptionTestFile

from autograder.build import LESSONS, ensure_bundle
from course_utils.checking import messages, personal
from tests.notebooks.planted import Planted, planted_for

NAMES = sorted(path.stem for path in LESSONS.glob("[0-9]*.py"))
STUDENTS = ["self-study", "b1234"]


@pytest.fixture(scope="session", params=NAMES)
def lesson(request):
    """The lesson's name, its bundle of tests, and what it gives away of the questions."""
    return request.param, ensure_bundle(request.param)


def names_after(bundle: Path, planted: Planted) -> dict:
    """Return the notebook's names: what the question's tests have at hand, and the planted answer."""
    names: dict = {}
    exec((bundle / "tests" / f"{planted.question}.py").read_text(encoding="utf-8"), names)
    filename = f"<{planted.question} {planted.what}>"
    linecache.cache[filename] = (len(planted.code), None, planted.code.splitlines(keepends=True), filename)
    exec(compile(planted.code, filename, "exec"), names)  # as in a notebook, the source can be looked up
    return names


def judge(bundle: Path, planted: Planted) -> tuple[float, float, list[messages.Message]]:
    """Return points, possible points, and what the failed tests say."""
    path = bundle / "tests" / f"{planted.question}.py"
    tests = ExceptionTestFile.from_string(path.read_text(encoding="utf-8"), path=str(path))
    tests.run(names_after(bundle, planted))
    failed = [messages.read(case.message) for case in tests.test_case_results if not case.passed]
    return tests.score, tests.possible, failed


def test_planted_answers(lesson, print_table):
    name, bundle = lesson
    rows = {student: rows_of(name, bundle, student) for student in STUDENTS}
    print_table([f"{name}, planted answers of {STUDENTS[-1]} against the checks:", *rows[STUDENTS[-1]]])
    assert [(student, row) for student in STUDENTS for row in rows[student] if row.startswith("BAD")] == []


def rows_of(lesson: str, bundle: Path, student: str) -> list[str]:
    """Return a line for each planted answer: whether the checks say what they should, and what they say."""
    rows, before = [], personal.student()
    personal.set_student(student)
    for planted in planted_for(lesson):
        score, possible, failed = judge(bundle, planted)
        tags = sorted({message.tag for message in failed if message.kind == "mistake"})
        if planted.right:
            fine = score == possible
        else:
            fine = score < possible and (planted.tag is None or planted.tag in tags)
        said = ", ".join(tags) or (failed[0].text.split("\n")[0] or failed[0].kind if failed else "right")
        mark = "ok " if fine else "BAD"
        rows.append(f"{mark} {planted.question}  {planted.what:28} {score:g}/{possible:g}  {said}")
    personal.set_student(before)
    return rows


def test_every_question_has_three_wrong_answers_and_an_unusual_right_one(lesson):
    name, bundle = lesson
    questions = sorted(path.stem for path in (bundle / "tests").glob("*.py"))
    wrong = Counter(planted.question for planted in planted_for(name) if not planted.right)
    right = Counter(planted.question for planted in planted_for(name) if planted.right)
    assert {q: wrong[q] for q in questions if wrong[q] < 3 or not right[q]} == {}
    assert set(wrong) | set(right) == set(questions)
