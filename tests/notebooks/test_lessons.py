"""Every lesson: its files are what its source makes, the proofs hold, the solution is right, stubs score nothing."""

import pytest

from autograder.build.completeness import find_missing
from autograder.build.notebooks import PROVED
from autograder.build.products import ROOT, differences, find_lessons
from autograder.build.verify import find_failures, find_unearned, run_empty
from autograder.lesson_format.parser import read_lesson
from tests.notebooks.colab import find_python
from tests.solutions import outcome_of

every_lesson = pytest.mark.parametrize("path", find_lessons([]), ids=lambda path: path.stem)


def test_committed_files_are_what_the_lessons_make():
    assert differences(ROOT, find_lessons([])) == []


@pytest.mark.slow
@every_lesson
def test_proofs_hold_and_the_solution_scores_full_marks_hidden_tests_included(path):
    lesson = read_lesson(path)
    assert find_failures(lesson, PROVED, outcome_of(lesson.name)) == []


@pytest.mark.slow
@pytest.mark.skipif(
    find_python() is not None, reason="test_colab runs the untouched notebooks, test_parity grades them"
)
@every_lesson
def test_untouched_notebook_raises_only_not_implemented_and_scores_nothing(path):
    lesson = read_lesson(path)
    assert find_unearned(lesson, run_empty(ROOT, lesson)) == []


@every_lesson
def test_nothing_is_missing(path):
    assert find_missing(ROOT, read_lesson(path), read_lesson(find_lessons([])[0])) == []
