"""Feedback pages: made from the results alone, safe to open, and without answers."""

import re

import pytest

from autograder import results
from autograder.report import feedback
from tests.autograder.test_results import result


def marked(kind="right", *, hidden=False, tag=None, text="", points=0.0, name="q1: the sum"):
    return {"name": name, "points": points, "max": 2, "hidden": hidden, "kind": kind, "tag": tag, "text": text}


def with_tests(*tests, student="b1001", **changes):
    points = sum(test["points"] for test in tests)
    question = {"status": "GRADED", "reason": "", "points": points, "max": 2 * len(tests), "tests": list(tests)}
    return result(student, questions={"q1": {**question, **changes}}, score=points)


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
    ("status", "questions", "expected", "unexpected"),
    [
        ("CRASH", {"q1": FINE}, ["Python ended too early.", "All questions were still graded."], []),
        ("CRASH", {"q1": LOST, "q2": LOST}, ["No question could be graded."], ["Python ended", "were graded"]),
        ("CRASH", {"q1": LOST, "q2": FINE}, ["Python ended", "All questions except Question 1 were graded."], []),
        ("UNGRADED", {"q1": OURS, "q2": FINE}, ["Not everything was graded.", "not your fault"], ["/home", "Python"]),
        ("UNGRADED", {}, ["Your notebook was not graded.", "not your fault"], ["Python", "questions"]),
    ],
)
def test_feedback_page_names_only_the_questions_that_were_graded(status, questions, expected, unexpected):
    page = feedback.feedback_page(result(status=status, questions=questions, reason="x", fault="/home/me/y"))
    assert all(text in page for text in expected) and not [text for text in unexpected if text in page]
    assert "/home" not in page


def test_rest_names_every_question_that_was_lost():
    some = result(questions={"q1_1": LOST, "q1_2": LOST, "q1_3": LOST, "q1_4": FINE})
    assert feedback.rest(some) == "All questions except Question 1.1, Question 1.2 and Question 1.3 were graded."


def test_feedback_page_does_not_list_untouched_answers_as_errors():
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
