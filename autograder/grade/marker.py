"""The marker: runs the bundle's otter test files, unchanged, against proxies for the names of a notebook in its guest.

It returns plain data for a result file. Of a hidden test a student may read the points and the hint for a known
mistake, so no other text about it is made here.
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

MAX_CELL_NOTES = 200  # of one notebook


def grade_in_process(
    bundle: Path,
    control: socket.socket,
    *,
    student: str,
    sources: list[str],
    questions: list[str],
    limits: dict[str, float],
) -> dict[str, Any]:
    """Grade one notebook in a process that is used for nothing else; return plain data for `results.MarkerReport`.

    An error in the tests or in the grader is returned under `failed`.
    """
    seconds = Limits(**limits)
    guest = GuestClient(control, seconds.call, seconds.question)
    try:
        return grade_notebook(Bundle.open(bundle), guest, sources, student, seconds.cells + GRACE, questions)
    except Exception as error:
        return {"failed": f"the tests could not be run: {type(error).__name__}: {error}"[:MAX_TEXT]}


def grade_notebook(
    bundle: Bundle,
    guest: GuestClient,
    sources: list[str],
    student: str,
    seconds: float,
    questions: Iterable[str] | None = None,
) -> dict[str, Any]:
    """Grade one notebook, or only these `questions` of it; return plain data for `results.MarkerReport`.

    Never raises because of anything that a student did.
    """
    try:
        report = guest.report(seconds)
        failure = None
    except GuestLost as lost:
        report, failure = CellReport(), lost
    declared = personal.set_student(report.student or student)
    runs = {name: _question_run(bundle, name) for name in questions or bundle.questions}
    # All public tests run before the first hidden one. The texts of public tests reach the student, so no student's
    # function may have received a hidden input before these texts are made.
    for hidden in (False, True):
        _run_all(runs.values(), guest, hidden=hidden)
    lost_cells = lost_questions(sources, report)
    marks = {name: run.mark(lost_cells.get(name)) for name, run in runs.items()}
    return {
        "declared": declared,
        "notices": notices(sources, list(bundle.questions)),
        "notebook_failure": None if failure is None else {"status": failure.status, "reason": failure.reason},
        "cells": _cell_notes(report, len(sources)),
        "questions": marks,
        "final": failure is None and not _may_be_transient(report, marks),
    }


def _cell_notes(report: CellReport, count: int) -> list[dict[str, Any]]:
    """Return a note for each cell that did not simply run; a forged report gives at most `MAX_CELL_NOTES`."""
    notes = [
        {"number": index + 1, "status": status, "text": text}
        for index, (status, text) in report.cells.items()
        if status != "ran" and 0 <= index < count
    ]
    return notes[:MAX_CELL_NOTES]


def _run_all(runs: Iterable[QuestionRun], guest: GuestClient, *, hidden: bool) -> None:
    """Run the public or the hidden tests of all questions in one session, which is a fork of the finished notebook.

    A question that loses a session which other questions have used is run again in a new session. So a call that
    hangs or crashes costs only its own question, and few forks are made.
    """
    shared_session = None
    for run in runs:
        if not run.has_tests(hidden=hidden):
            continue
        if run.lost is not None:
            run.run(None, hidden=hidden, seconds=0)
            continue
        is_alone = shared_session is None
        shared_session = shared_session or guest.open_session()
        run.run(shared_session, hidden=hidden, seconds=guest.question_seconds)
        if run.lost is not None and not is_alone:
            shared_session = guest.open_session()
            run.run(shared_session, hidden=hidden, seconds=guest.question_seconds)
        if run.lost is not None:
            shared_session = None


def _may_be_transient(report: CellReport, marks: dict[str, dict[str, Any]]) -> bool:
    """Return whether a lack of memory or an error in the grader, not the student's code, may be the cause."""
    killed = any(text == KILLED for _, text in report.cells.values())
    return killed or any(mark["status"] in ("CRASH", "UNGRADED") for mark in marks.values())


def _question_run(bundle: Bundle, name: str) -> QuestionRun:
    """Return the run of a question. Tests that do not load, for any student or this one, cost only this question."""
    try:
        return QuestionRun(bundle.questions[name], bundle.tests(name))
    except BundleError as error:
        return QuestionRun(bundle.questions[name], fault=str(error)[:MAX_TEXT])
