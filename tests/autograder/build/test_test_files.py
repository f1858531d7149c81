"""Test files: each contains what its tests need, and public files contain no part of a hidden test."""

import pytest

from autograder.build.test_files import marking_files, public_files
from autograder.lesson_format.model import LessonError
from autograder.lesson_format.parser import read_lesson
from tests.autograder.golden import SAMPLE

USES = {  # errors that are found when a test file is made
    "helper that nothing defines": (
        "computes(double, 1)",
        "computes(treble, 1)",
        r"this test cell uses treble, which no cell that is copied into the test file defines",
    ),
    "public test that uses a hidden helper": (
        "computes(double, 1)",
        "computes(double, SECRET_NUMBERS[0])",
        "this test cell uses SECRET_NUMBERS, which no cell that is copied into the test file defines",
    ),
    "given cell that uses the notebook's names": (
        "pixels = [1, 2, 3]",
        "pixels = [1, 2, len(grader.questions)]",
        "this given cell uses grader, which no cell that is copied into the test file defines",
    ),
    "name given twice": (
        "# %%\nfrom course_utils import Grader",
        '# %% tags=["given"]\npixels = [9]\n\n# %%\nfrom course_utils import Grader',
        r"pixels is defined in the cells at lines \d+ and \d+; use a different name in each",
    ),
}


@pytest.mark.parametrize("use", USES)
def test_public_files_name_what_a_test_cannot_use(use, changed):
    old, new, text = USES[use]
    lesson = read_lesson(changed(old, new))
    with pytest.raises(LessonError, match=text):
        public_files(lesson)


def test_public_files_copy_only_what_the_tests_need():
    lesson = read_lesson(SAMPLE)
    first, second = public_files(lesson)["q0_1.py"], public_files(lesson)["q0_2.py"]
    assert "pixels = [1, 2, 3]" in first and "def double" not in first
    assert "def double" in second and "pixels" not in second


def test_public_files_leave_out_hidden_tests_that_the_bundle_has():
    lesson = read_lesson(SAMPLE)
    assert "SECRET_NUMBERS" in marking_files(lesson)["tests/q0_2.py"]
    assert not [name for name, text in public_files(lesson).items() if "SECRET" in text or "many" in text]
