"""The time that a student waits for a check, compared with otter's own check of the same tests."""

import os
import tempfile

import otter

from benchmarks.timing import Row, in_turns
from course_utils import Grader
from course_utils.checking.grader import EXERCISES

LESSON, QUESTION = "02_convolution_by_hand", "q2_5"
WRONG = {QUESTION: [[1, 2, 3], [4, 5, 6], [7, 8, 9]]}


def measure() -> list[Row]:
    grader = Grader(LESSON)
    plain = otter.Notebook(tests_dir=str(EXERCISES / LESSON))
    assert grader.verdict(QUESTION, WRONG).verdict == "not-yet"
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)  # otter's check writes a log to the current folder
        try:
            ours, otters = in_turns(
                lambda: grader.verdict(QUESTION, WRONG).as_html(),
                lambda: plain.check(QUESTION, global_env=WRONG)._repr_html_(),
                rounds=31,
            )
        finally:
            os.chdir(here)
    return [Row("check of one question", ours * 1e3, otters * 1e3, "otter's check", "ms", "under 150 ms", ours < 0.15)]
