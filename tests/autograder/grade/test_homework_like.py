"""The homework-like lesson: three graders agree on it, and each of its twelve hand-ins gets what it has earned."""

import pytest

from tests.autograder.homework_like import BLANK, LOST, TWELVE, build_house, earned, full_points, homework

pytestmark = pytest.mark.slow

UNTOUCHED = "b3999"
IN_ALL_THREE = ["b3001", UNTOUCHED]


@pytest.fixture(scope="module")
def lesson():
    return homework()


@pytest.fixture(scope="module")
def house(lesson, tmp_path_factory):
    built = build_house(lesson, tmp_path_factory.mktemp("homework") / "house")
    untouched = {UNTOUCHED: dict.fromkeys(lesson.questions, BLANK)}
    built.hand_in(TWELVE | untouched)
    built.hand_in_to_nbgrader({student: (TWELVE | untouched)[student] for student in IN_ALL_THREE})
    return built


@pytest.fixture(scope="module")
def ours(house):
    out = house.root / "out"
    house.run_ours(house.submitted, out)
    return house.points_of_ours(out)


def test_lesson_has_public_and_hidden_tests_in_each_question(lesson):
    assert 6 <= len(lesson.questions) <= 8
    for question in lesson.questions.values():
        assert 2 <= len(question.tests) <= 4
        assert {test.hidden for test in question.tests} == {True, False}


def test_twelve_are_all_different(house):
    texts = {path.read_text(encoding="utf-8").replace(path.stem, "") for path in house.submitted.glob("*.ipynb")}
    assert len(texts) == len(TWELVE) + 1 and len(TWELVE) == len(LOST) == 12


@pytest.mark.parametrize("student", TWELVE)
def test_our_grader_gives_what_was_earned(lesson, ours, student):
    assert ours[student] == earned(lesson, student)


def test_untouched_gets_nothing(lesson, ours):
    assert ours[UNTOUCHED] == dict.fromkeys(lesson.questions, 0)


def test_otter_run_gives_the_same_points(lesson, house, ours):
    for student in IN_ALL_THREE:
        house.run_otter(student)
        assert house.points_of_otter(student) == ours[student]
    assert ours["b3001"] == full_points(lesson)


def test_nbgrader_autograde_gives_the_same_points(lesson, house, ours):
    house.run_nbgrader()
    assert {student: house.points_of_nbgrader(student) for student in IN_ALL_THREE} == {
        student: ours[student] for student in IN_ALL_THREE
    }
