"""Tables and pages: made from result files alone, safe to open, and silent about answers."""

import csv
import io
import re

import pytest
from rich.console import Console

from autograder import results
from autograder.report import feedback, summary
from tests.autograder.planted import POINTS, graded
from tests.autograder.test_results import result

QUESTIONS = ["q1", "q2"]


def marked(kind="right", *, hidden=False, tag=None, text="", points=0.0, name="q1: the sum"):
    return {"name": name, "points": points, "max": 2, "hidden": hidden, "kind": kind, "tag": tag, "text": text}


def with_tests(*tests, student="b1001", **changes):
    points = sum(test["points"] for test in tests)
    question = {"status": "GRADED", "reason": "", "points": points, "max": 2 * len(tests), "tests": list(tests)}
    return result(student, questions={"q1": {**question, **changes}}, score=points)


def test_grades_csv_has_a_row_per_student_and_a_column_per_question():
    written = feedback.grades_csv([with_tests(marked(points=0.5)), result("b2")], QUESTIONS)
    table = list(csv.reader(io.StringIO(written)))
    assert table == [
        ["student", "status", "score", "max_score", "q1", "q2"],
        ["b1001", "GRADED", "0.5", "6", "0.5", "0"],
        ["b2", "GRADED", "1", "6", "0", "0"],
    ]


@pytest.mark.parametrize("student", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "a,b", 'a"b', "王小明"])
def test_grades_csv_escapes_formulas_and_quotes(student):
    row = list(csv.reader(io.StringIO(feedback.grades_csv([result(student)], []))))[1]
    assert row[0] == (f"'{student}" if student[0] in "=+-@\t" else student)


EVIL = "<script>alert('x')</script>"


def test_feedback_page_escapes_everything():
    page = feedback.feedback_page(
        with_tests(
            marked("error", text=EVIL, name=f"q1: {EVIL}"), marked("mistake", tag=EVIL, text=EVIL), student=EVIL,
            status="CRASH", reason=EVIL,
        ).model_copy(update={
            "title": EVIL, "warnings": [EVIL], "reason": EVIL, "status": results.Status.CRASH,
            "cells": [results.CellNote(number=1, status="error", text=EVIL)],
        })
    )  # fmt: skip
    assert "<script" not in page and "&lt;script&gt;" in page


def test_feedback_page_needs_nothing_from_elsewhere():
    page = feedback.feedback_page(with_tests(marked()))
    assert not re.search(r"https?://|<link|<script|@import|url\(", page)
    assert "prefers-color-scheme: dark" in page and "<html lang" in page


def test_feedback_page_says_what_was_right_and_what_the_mistake_is():
    page = feedback.feedback_page(
        with_tests(
            marked(points=2), marked("mistake", tag="kernel-flipped", text="You turned the kernel."),
            marked("wrong", hidden=True, name="q1: the secret one"),
        )
    )  # fmt: skip
    assert "The sum" in page and "kernel flipped" in page and "You turned the kernel." in page
    assert "With other inputs" in page and "secret" not in page
    assert "2 of 6" in page and "Question 1" in page


def test_feedback_page_of_an_invalid_file_says_what_to_do():
    page = feedback.feedback_page(result(status="INVALID", reason="the file is empty", score=0))
    assert "could not be graded" in page and "The file is empty." in page and "hand in the saved" in page


LOST = {"status": "CRASH", "reason": "the notebook's process is gone", "points": 0, "max": 2, "tests": []}
FINE = {"status": "GRADED", "reason": "", "points": 2, "max": 2, "tests": [marked(points=2)]}
OURS = {**LOST, "status": "UNGRADED", "reason": results.NOT_GRADED, "fault": "tests/q1.py does not load: /home/me/x"}


@pytest.mark.parametrize(
    ("status", "questions", "said", "unsaid"),
    [
        ("CRASH", {"q1": FINE}, ["Python ended before its time.", "All questions were graded all the same."], []),
        ("CRASH", {"q1": LOST, "q2": LOST}, ["No question could be graded."], ["Python ended", "raded as usual"]),
        ("CRASH", {"q1": LOST, "q2": FINE}, ["Python ended", "Graded as usual: all questions but Question 1."], []),
        ("UNGRADED", {"q1": OURS, "q2": FINE}, ["Not everything was graded.", "not your doing"], ["/home", "Python"]),
        ("UNGRADED", {}, ["Your notebook was not graded.", "not your doing"], ["Python", "questions"]),
    ],
)
def test_feedback_page_says_of_the_rest_only_what_is_so(status, questions, said, unsaid):
    page = feedback.feedback_page(result(status=status, questions=questions, reason="x", fault="/home/me/y"))
    assert all(words in page for words in said) and not [words for words in unsaid if words in page]
    assert "/home" not in page


def test_rest_names_every_question_that_was_lost():
    some = result(questions={"q1_1": LOST, "q1_2": LOST, "q1_3": LOST, "q1_4": FINE})
    assert feedback.rest(some) == "Graded as usual: all questions but Question 1.1, Question 1.2 and Question 1.3."


def test_feedback_page_leaves_untouched_answers_in_peace():
    untouched = [results.CellNote(number=4, status="error", text="NotImplementedError: q1: write your answer here")]
    page = feedback.feedback_page(with_tests(marked("unanswered")).model_copy(update={"cells": untouched}))
    assert "Not answered yet." in page and "NotImplementedError" not in page


@pytest.mark.parametrize(
    ("tests", "word"),
    [
        ([marked(points=2)], "right"), ([marked(points=2), marked("wrong")], "partly"), ([marked("wrong")], "wrong"),
        ([marked("unanswered")], "open"), ([marked("lost")], "wrong"),
    ],
)  # fmt: skip
def test_mark_of_a_question(tests, word):
    assert feedback.mark_of(with_tests(*tests).questions["q1"]) == word


def test_mistakes_made_counts_students_not_tests():
    flipped = marked("mistake", tag="kernel-flipped", text="x")
    found = [with_tests(flipped, flipped), with_tests(flipped), with_tests(marked("mistake", tag="stride", text="x"))]
    assert summary.mistakes_made(found) == [("q1", "kernel-flipped", 2), ("q1", "stride", 1)]


def test_show_prints_every_student_and_takes_no_markup_from_them(tmp_path):
    strange = result("[red]b2[/]", status="CRASH", reason="[bold]x")
    for one in (result("b1"), strange, with_tests(marked("mistake", tag="t"))):
        results.save(tmp_path, one)
    console = Console(file=io.StringIO(), width=300)
    summary.show(tmp_path, results.load_all(tmp_path, "99_tiny"), 0, console)
    screen = console.file.getvalue()
    for words in ("b1", "[red]b2[/]", "[bold]x", "CRASH", "known mistake", "grades.csv", "feedback"):
        assert words in screen


@pytest.mark.slow
def test_graded_class_has_its_table_and_pages():
    found, out = graded()
    table = list(csv.DictReader((out / "grades.csv").open(encoding="utf-8")))
    assert [row["student"] for row in table] == [feedback.safe_cell(name) for name in sorted(found)]
    assert list(table[0]) == ["student", "status", "score", "max_score", *POINTS]
    assert {path.stem for path in (out / "feedback").iterdir()} == {results.safe_name(name) for name in found}
    assert "squared-not-doubled" in (out / "screen.txt").read_text(encoding="utf-8")
    assert "<script>alert" not in (out / "feedback" / "html.html").read_text(encoding="utf-8")
