"""Make grades.csv and written.csv from the results."""

import csv
import io

from autograder.results import Result, Status

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def grades_csv(class_results: list[Result], questions: list[str]) -> str:
    """Return one row per student and one column per question, which is empty where it could not be graded.

    A cell that a spreadsheet would read as a formula is escaped.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["student", "status", "score", "max_score", *questions])
    for result in class_results:
        points = [_points_cell(result, name) for name in questions]
        row = [result.student, result.status.value, number(result.score), number(result.max_score), *points]
        table.writerow([safe_cell(cell) for cell in row])
    return text.getvalue()


def _points_cell(result: Result, question: str) -> str:
    mark = result.questions.get(question)
    if (mark or result).status is Status.UNGRADED:
        return ""
    return number(mark.points) if mark else "0"


def written_csv(class_results: list[Result]) -> str:
    """Return one row per written answer, to be marked by hand: all answers to one question, then those to the next."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["question", "student", "out_of", "answer", "remark"])
    names = dict.fromkeys(name for result in class_results for name in result.written)
    for name, result in ((name, result) for name in names for result in class_results if name in result.written):
        answer = result.written[name]
        row = [name, result.student, number(answer.max), answer.text or "", answer.remark]
        table.writerow([safe_cell(cell) for cell in row])
    return text.getvalue()


def safe_cell(text: str) -> str:
    """Return the text, with an apostrophe in front where a spreadsheet would read it as a formula.

    >>> safe_cell("=1+1"), safe_cell("b1001")
    ("'=1+1", 'b1001')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def number(points: float) -> str:
    """Return points as text, without zeros at the end of the fraction.

    >>> number(2.0), number(0.5)
    ('2', '0.5')
    """
    return f"{points:.4f}".rstrip("0").rstrip(".")
