"""A student's own numbers: the same everywhere, different for everyone, never out of range."""

import pytest

from course_utils.checking import personal
from course_utils.checking.mistakes.convolution import asymmetric, distinguishes_mistakes


@pytest.fixture(autouse=True)
def _nobody_else():
    before = personal.student()
    yield
    personal.set_student(before)


def test_integers_are_pinned():
    personal.set_student("b1234")
    # printf 'b1234\na key\n0\n0' | sha256sum: its first 16 digits modulo 10 are 2, and so on. They must never change.
    assert personal.integers("a key", 6, low=0, high=9) == [2, 1, 5, 6, 2, 6]


def test_integers_differ_between_students_and_keys():
    personal.set_student("b1234")
    mine, other_key = personal.integers("a", 12, low=0, high=9), personal.integers("b", 12, low=0, high=9)
    personal.set_student("b1235")
    assert len({tuple(mine), tuple(other_key), tuple(personal.integers("a", 12, low=0, high=9))}) == 3


def test_integers_stay_in_range_and_leave_out_what_they_should():
    drawn = personal.integers("range", (20, 20), low=-2, high=2, without=[0])
    assert {n for row in drawn for n in row} == {-2, -1, 1, 2}
    assert len(drawn) == 20 and all(len(row) == 20 for row in drawn)


def test_integers_draws_again_until_accepted():
    drawn = personal.integers("accept", 3, low=0, high=9, accept=lambda numbers: numbers[0] > numbers[1] > numbers[2])
    assert drawn[0] > drawn[1] > drawn[2]


def test_integers_says_when_nothing_is_left():
    with pytest.raises(ValueError, match="nothing to draw from between 1 and 2"):
        personal.integers("none", 1, low=1, high=2, without=[1, 2])


def test_integers_leaves_nobody_without_an_exercise():
    drawn = personal.integers("never", (2, 2), low=1, high=9, accept=lambda numbers: False)
    assert len(drawn) == 2 and all(1 <= n <= 9 for row in drawn for n in row)


@pytest.mark.parametrize("written", ["B1234", "  b1234\n", "b1234"])
def test_set_student_trims_and_lowers(written):
    assert personal.set_student(written) == personal.student() == "b1234"


@pytest.mark.parametrize("nothing", [None, "", "   "])
def test_set_student_of_nothing_is_self_study(nothing):
    assert personal.set_student(nothing) == "self-study"


def test_kernels_drawn_with_tells_apart_show_every_slip():
    for student in range(60):
        personal.set_student(f"b{student}")
        pixels = personal.integers("pixels", (3, 3), low=1, high=9, accept=asymmetric)
        accept = distinguishes_mistakes(pixels)
        assert accept(personal.integers("weights", (3, 3), low=-2, high=2, accept=accept))
