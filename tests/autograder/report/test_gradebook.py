"""Tables: made from the results alone, and safe to open in a spreadsheet."""

import csv
import io

import pytest

from autograder.report import gradebook
from tests.autograder.report.test_feedback import marked, with_tests
from tests.autograder.test_results import result

QUESTIONS = ["q1", "q2"]


def test_grades_csv_has_a_row_per_student_and_a_column_per_question():
    written = gradebook.grades_csv([with_tests(marked(points=0.5)), result("b2")], QUESTIONS)
    table = list(csv.reader(io.StringIO(written)))
    assert table == [
        ["student", "status", "score", "max_score", "q1", "q2"],
        ["b1001", "GRADED", "0.5", "6", "0.5", "0"],
        ["b2", "GRADED", "1", "6", "0", "0"],
    ]


@pytest.mark.parametrize("student", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "a,b", 'a"b', "王小明"])
def test_grades_csv_escapes_formulas_and_quotes(student):
    row = list(csv.reader(io.StringIO(gradebook.grades_csv([result(student)], []))))[1]
    assert row[0] == (f"'{student}" if student[0] in "=+-@\t" else student)
