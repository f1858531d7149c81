"""Every planted wrong answer is rejected, the known mistakes by name; every unusual right one is accepted."""

import pytest

from autograder.build.judge_planted import row
from autograder.build.products import find_lessons
from autograder.lesson_format.parser import read_lesson
from autograder.lesson_format.planted import too_few
from tests.notebooks.judging import STUDENTS, planted_for, verdicts

pytestmark = pytest.mark.slow

every_lesson = pytest.mark.parametrize("lesson", [path.stem for path in find_lessons([])])


@every_lesson
def test_planted_answers(lesson, print_table):
    rows = {
        student: [row(planted, verdict) for planted, verdict in zip(planted_for(lesson), found, strict=True)]
        for student, found in verdicts(lesson).items()
    }
    print_table([f"{lesson}, planted answers of {STUDENTS[-1]} against the checks:", *rows[STUDENTS[-1]]])
    assert list(rows) == STUDENTS and min(map(len, rows.values())) > 0
    assert [(student, row) for student in STUDENTS for row in rows[student] if row.startswith("BAD")] == []


@every_lesson
def test_every_question_has_three_wrong_answers_and_an_unusual_right_one(lesson):
    assert too_few(read_lesson(find_lessons([lesson])[0]), planted_for(lesson)) == []
