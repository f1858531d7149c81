"""Every planted wrong answer is rejected, the known mistakes by name; every unusual right one is accepted."""

from collections import Counter

import pytest

from autograder.build.products import find_lessons
from autograder.lesson_format.parser import read_lesson
from tests.notebooks.judging import STUDENTS, Verdict, verdicts
from tests.notebooks.planted import Planted, planted_for

pytestmark = pytest.mark.slow

NAMES = [path.stem for path in find_lessons([])]
every_lesson = pytest.mark.parametrize("lesson", NAMES)


@every_lesson
def test_planted_answers(lesson, print_table):
    rows = {
        student: [_row(planted, verdict) for planted, verdict in zip(planted_for(lesson), found, strict=True)]
        for student, found in verdicts(lesson).items()
    }
    print_table([f"{lesson}, planted answers of {STUDENTS[-1]} against the checks:", *rows[STUDENTS[-1]]])
    assert list(rows) == STUDENTS and min(map(len, rows.values())) > 0
    assert [(student, row) for student in STUDENTS for row in rows[student] if row.startswith("BAD")] == []


def _row(planted: Planted, verdict: Verdict) -> str:
    """Return a line for a planted answer: whether the checks say what they should, and what they say."""
    if planted.right:
        fine = verdict.score == verdict.possible
    else:
        fine = verdict.score < verdict.possible and (planted.tag is None or planted.tag in verdict.tags)
    failed = verdict.failed
    said = ", ".join(verdict.tags) or (failed[0].text.split("\n")[0] or failed[0].kind if failed else "right")
    points = f"{verdict.score:g}/{verdict.possible:g}"
    return f"{'ok ' if fine else 'BAD'} {planted.question}  {planted.what:28} {points}  {said}"


@every_lesson
def test_every_question_has_three_wrong_answers_and_an_unusual_right_one(lesson):
    questions = read_lesson(find_lessons([lesson])[0]).questions
    wrong = Counter(planted.question for planted in planted_for(lesson) if not planted.right)
    right = Counter(planted.question for planted in planted_for(lesson) if planted.right)
    assert {q: wrong[q] for q in questions if wrong[q] < 3 or not right[q]} == {}
    assert set(wrong) | set(right) == set(questions)
