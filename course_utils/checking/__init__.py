"""Checks that recognise mistakes: what a lesson's tests can check about an answer, and what a student reads then.

`answer(x).equals(...)` compares an answer with the right one, `mistakes` holds the mistakes, and `personal` draws the
numbers of each student. `Grader` (in `checking.grader`) is not imported here, so that tests import neither otter nor
IPython.
"""

from course_utils.checking import mistakes, personal
from course_utils.checking.probes import as_array, as_number, attribute, call, raises, same, source_of
from course_utils.checking.verdicts import NotYet, answer

__all__ = [
    "NotYet", "answer", "as_array", "as_number", "attribute", "call", "mistakes", "personal", "raises", "same",
    "source_of",
]  # fmt: skip
