"""The trusted process: runs the bundle's otter test files, unchanged, against the names of a notebook in its room.

What comes out is plain data for a result file. Of a hidden test a student may read the points and a known mistake's
hint, so nothing else of it is put into words here.
"""

import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.grade.bundle import Bundle, BundleError
from autograder.grade.check_cells import lost_questions, notices
from autograder.grade.keeper import GRACE, Limits
from autograder.grade.question_runner import MAX_TEXT, QuestionRun
from autograder.sandbox.cell_runner import KILLED
from autograder.sandbox.guest_client import CellReport, GuestClient
from autograder.sandbox.proxies import GuestLost
from course_utils.checking import personal

MOST_NOTES = 200  # on cells of one notebook


def grade_in_process(
    bundle: Path,
    control: socket.socket,
    *,
    student: str,
    sources: list[str],
    asked: list[str],
    limits: dict[str, float],
) -> dict[str, Any]:
    """Mark one notebook in a process that has nothing else to do; a fault of the tests or of ours is said as such."""
    within = Limits(**limits)
    line = GuestClient(control, within.call, within.question)
    try:
        return grade_notebook(Bundle.open(bundle), line, sources, student, within.cells + GRACE, asked)
    except Exception as error:
        return {"failed": f"the tests could not be run: {type(error).__name__}: {error}"[:MAX_TEXT]}


def grade_notebook(
    bundle: Bundle,
    line: GuestClient,
    sources: list[str],
    student: str,
    seconds: float,
    wanted: Iterable[str] | None = None,
) -> dict[str, Any]:
    """Mark one notebook, or the `wanted` questions of it: plain data for `results.Marks`.

    Never raises for anything that a student did.
    """
    try:
        report = line.report(seconds)
        trouble = None
    except GuestLost as lost:
        report, trouble = CellReport(), lost
    declared = personal.set_student(report.student or student)
    asked = {name: _asked(bundle, name) for name in wanted or bundle.questions}
    # All public tests come before the first hidden one: their texts reach the student, so no function of his may
    # have seen a hidden input when they are made.
    for hidden in (False, True):
        _ask_all(asked.values(), line, hidden=hidden)
    lost_at = lost_questions(sources, report)
    questions = {name: question.marks(lost_at.get(name)) for name, question in asked.items()}
    return {
        "declared": declared,
        "notices": notices(sources, list(bundle.questions)),
        "trouble": None if trouble is None else {"status": trouble.status, "reason": trouble.reason},
        "cells": _notes(report, len(sources)),
        "questions": questions,
        "final": trouble is None and not _may_be_transient(report, questions),
    }


def _notes(report: CellReport, count: int) -> list[dict[str, Any]]:
    """What happened to cells that did not simply run; of a forged report no more than anybody reads."""
    notes = [
        {"number": index + 1, "status": status, "text": text}
        for index, (status, text) in report.cells.items()
        if status != "ran" and 0 <= index < count
    ]
    return notes[:MOST_NOTES]


def _ask_all(asked: Iterable[QuestionRun], line: GuestClient, *, hidden: bool) -> None:
    """Ask all questions in one fork of the finished notebook. One that is lost in a shared session is run again alone.

    So a call that hangs or dies costs its question and no other, and a fork is made only where it is needed.
    """
    shared_session = None
    for question in asked:
        if not question.has(hidden=hidden):
            continue
        if question.lost is not None:
            question.run(None, hidden=hidden, seconds=0)
            continue
        is_alone = shared_session is None
        shared_session = shared_session or line.open_session()
        question.run(shared_session, hidden=hidden, seconds=line.question_seconds)
        if question.lost is not None and not is_alone:
            shared_session = line.open_session()
            question.run(shared_session, hidden=hidden, seconds=line.question_seconds)
        if question.lost is not None:
            shared_session = None


def _may_be_transient(report: CellReport, questions: dict[str, dict[str, Any]]) -> bool:
    """Whether a machine short of memory, or a fault of ours, may be behind what went wrong."""
    killed = any(text == KILLED for _, text in report.cells.values())
    return killed or any(question["status"] in ("CRASH", "UNGRADED") for question in questions.values())


def _asked(bundle: Bundle, name: str) -> QuestionRun:
    """Tests that do not load, for this student's numbers or at all, cost their question only."""
    try:
        return QuestionRun(bundle.questions[name], bundle.tests(name))
    except BundleError as error:
        return QuestionRun(bundle.questions[name], fault=str(error)[:MAX_TEXT])
