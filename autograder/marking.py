"""The trusted process: runs the bundle's otter test files, unchanged, against the names of a notebook in its room.

What comes out is plain data for a result file. Of a hidden test a student may read the points and a known mistake's
hint, so nothing else of it is put into words here.
"""

import json
import re
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from otter.test_files.abstract_test import TestCaseResult
from otter.test_files.exception_test import ExceptionTestFile

from autograder.sandbox.line import Line, Report
from autograder.sandbox.standins import Raised, RoomError
from course_utils.checking import NotYet, messages, personal

MAX_TEXT = 1000  # characters of what one test says to the student
CHECKED = re.compile(r"""\.(?:check|score)\(\s*["'](\w+)["']""")


class BundleError(Exception):
    """The marking bundle cannot be used; the text says what is wrong with it."""


@dataclass(frozen=True)
class Bundle:
    """A lesson's tests, with the points of each question."""

    folder: Path
    lesson: str
    title: str
    questions: dict[str, float]

    @classmethod
    def open(cls, folder: Path) -> "Bundle":
        """Read points.json. BundleError: it is missing or not what the builder writes."""
        try:
            points = json.loads((folder / "points.json").read_text(encoding="utf-8"))
            questions = {name: float(question["points"]) for name, question in points["questions"].items()}
            return cls(folder, points["lesson"], points["title"], questions)
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise BundleError(f"{folder / 'points.json'} cannot be read ({error}); build the lesson again") from None

    def tests(self, question: str) -> "RecordingTestFile":
        """Load a question's tests. BundleError: they do not load, or their points are not those of points.json."""
        path = self.folder / "tests" / f"{question}.py"
        try:
            tests = RecordingTestFile.from_string(path.read_text(encoding="utf-8"), path=str(path))
        except Exception as error:
            raise BundleError(f"{path} does not load: {type(error).__name__}: {error}") from error
        if not tests.test_cases or abs(tests.possible - self.questions[question]) > 1e-9:
            raise BundleError(f"{path} gives {tests.possible} points, points.json says {self.questions[question]}")
        return tests


class RecordingTestFile(ExceptionTestFile):
    """otter's test file, which also remembers the exceptions: otter keeps their text alone, which anyone can write."""

    def run(self, global_environment: Any) -> None:
        """Run the tests; after a RoomError the rest fail for its reason, and those before keep their results."""
        self.errors: list[Exception] = []
        self.lost: RoomError | None = None
        try:
            super().run(global_environment)
        except RoomError as lost:
            self.lost = lost
            left = self.test_cases[len(self.test_case_results) :]
            self.test_case_results += [TestCaseResult(test_case=case, message="", passed=False) for case in left]

    def _generate_error_message(self, excp: Exception, context: int = 0) -> str:
        self.errors.append(excp)
        return super()._generate_error_message(excp, context)


def mark(bundle: Bundle, line: Line, sources: list[str], student: str, seconds: float) -> dict[str, Any]:
    """Mark one notebook: plain data for `results.Marks`. Never raises for anything that a student did."""
    try:
        report = line.report(seconds)
        trouble = None
    except RoomError as lost:
        report, trouble = Report(), lost
    declared = personal.set_student(report.student or student)
    lost_at = _lost_questions(sources, report)
    questions = {name: _question(bundle, name, line, lost_at.get(name)) for name in bundle.questions}
    return {
        "declared": declared,
        "trouble": None if trouble is None else {"status": trouble.status, "reason": trouble.reason},
        "cells": [
            {"number": index + 1, "status": status, "text": text}
            for index, (status, text) in report.cells.items()
            if status != "ran"
        ],
        "questions": questions,
    }


def _question(bundle: Bundle, name: str, line: Line, lost_cell: tuple[str, str] | None) -> dict[str, Any]:
    tests = bundle.tests(name)
    with line.question() as env, _alarm(line.question_seconds + 5):
        tests.run(env)
    errors = iter(tests.errors)
    marks = []
    for result in tests.test_case_results:
        stopped = tests.lost is not None and not result.passed and not result.message
        error = None if result.passed or stopped else next(errors)
        marks.append(_test(result, error, tests.lost if stopped else None))
    points = sum(mark["points"] for mark in marks)
    status, reason = "GRADED", ""
    if tests.lost is not None:
        status, reason = tests.lost.status, tests.lost.reason
    elif lost_cell is not None and points < bundle.questions[name]:
        status, reason = lost_cell
    return {"status": status, "reason": reason, "points": points, "max": bundle.questions[name], "tests": marks}


def _test(result: TestCaseResult, error: Exception | None, lost: RoomError | None) -> dict[str, Any]:
    case = result.test_case
    kind, tag, text = "right", None, ""
    if lost is not None:
        kind, text = "lost", lost.reason
    elif not result.passed:
        kind, tag, text = _said(result.message, error, case.hidden)
    points = float(case.points) if result.passed else 0.0
    return {
        "name": case.name, "points": points, "max": float(case.points), "hidden": bool(case.hidden),
        "kind": kind, "tag": tag, "text": text[:MAX_TEXT],
    }  # fmt: skip


def _said(message: str, error: Exception | None, hidden: bool) -> tuple[str, str | None, str]:
    """Kind, known mistake and text of a failed test: only what may be shown to the student."""
    said = messages.read(message)
    if isinstance(error, Raised):  # the student's own words, so no tag in them counts
        kind = "unanswered" if isinstance(error, NotImplementedError) else "error"
        return kind, None, "" if hidden else f"{type(error).__name__}: {error}"
    if said.kind == "mistake" and type(error) is NotYet:
        return "mistake", said.tag, said.text
    kind = "wrong" if said.kind == "mistake" else said.kind
    return kind, None, "" if hidden else said.text


def _lost_questions(sources: list[str], report: Report) -> dict[str, tuple[str, str]]:
    """For each question, the first of its cells that was lost. A question's cells end with the one that checks it."""
    lost: dict[str, tuple[str, str]] = {}
    first = None
    for index, source in enumerate(sources):
        status, text = report.cells.get(index, ("ran", ""))
        if first is None and status in ("TIMEOUT", "CRASH", "MEMORY"):
            first = status, f"code cell {index + 1}: {text}"
        checked = CHECKED.search(source)
        if checked:
            if first is not None:
                lost.setdefault(checked[1], first)
            first = None
    return lost


@contextmanager
def _alarm(seconds: float):
    """A test that hangs on this side costs its question, too."""

    def ring(*_: Any) -> None:
        raise RoomError("TIMEOUT", f"the tests took more than {seconds:g} s")

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
