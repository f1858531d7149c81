"""Checks that know the mistake: what a lesson's tests may ask of an answer, and how a student hears of it.

`answer(x).equals(...)` judges, `mistakes` holds the known wrong ways, `personal` draws a student's own numbers.
`Grader` (in `checking.grader`) is not imported here, so that tests load neither otter nor IPython.
"""

from course_utils.checking import mistakes, personal
from course_utils.checking.answers import as_array, as_number, attribute, call, raises, same, source_of
from course_utils.checking.verdicts import NotYet, answer

__all__ = [
    "NotYet", "answer", "as_array", "as_number", "attribute", "call", "mistakes", "personal", "raises", "same",
    "source_of",
]  # fmt: skip
