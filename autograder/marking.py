"""The trusted process: runs the bundle's otter test files, unchanged, against the names of a notebook in its room.

What comes out is plain data for a result file. Of a hidden test a student may read the points and a known mistake's
hint, so nothing else of it is put into words here.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.asking import MAX_TEXT, Asked, RecordingTestFile
from autograder.sandbox.cells import KILLED
from autograder.sandbox.line import Line, Report
from autograder.sandbox.standins import RoomError
from course_utils.checking import personal

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

    def tests(self, question: str) -> RecordingTestFile:
        """Load a question's tests. BundleError: they do not load, or their points are not those of points.json."""
        path = self.folder / "tests" / f"{question}.py"
        try:
            tests = RecordingTestFile.from_string(path.read_text(encoding="utf-8"), path=str(path))
        except Exception as error:
            raise BundleError(f"tests/{path.name} does not load: {type(error).__name__}: {error}") from error
        if not tests.test_cases or abs(tests.possible - self.questions[question]) > 1e-9:
            said = f"points.json says {self.questions[question]:g}; build the lesson again"
            raise BundleError(f"tests/{path.name} gives {tests.possible:g} points, {said}")
        return tests


def mark(bundle: Bundle, line: Line, sources: list[str], student: str, seconds: float) -> dict[str, Any]:
    """Mark one notebook: plain data for `results.Marks`. Never raises for anything that a student did."""
    try:
        report = line.report(seconds)
        trouble = None
    except RoomError as lost:
        report, trouble = Report(), lost
    declared = personal.set_student(report.student or student)
    asked = {name: _asked(bundle, name) for name in bundle.questions}
    # All public tests come before the first hidden one: their texts reach the student, so no function of his may
    # have seen a hidden input when they are made.
    for hidden in (False, True):
        for question in asked.values():
            question.ask(line, hidden=hidden)
    lost_at = _lost_questions(sources, report)
    questions = {name: question.marks(lost_at.get(name)) for name, question in asked.items()}
    return {
        "declared": declared,
        "trouble": None if trouble is None else {"status": trouble.status, "reason": trouble.reason},
        "cells": [
            {"number": index + 1, "status": status, "text": text}
            for index, (status, text) in report.cells.items()
            if status != "ran"
        ],
        "questions": questions,
        "final": trouble is None and not _by_chance(report, questions),
    }


def _by_chance(report: Report, questions: dict[str, dict[str, Any]]) -> bool:
    """Whether a machine short of memory, or a fault of ours, may be behind what went wrong."""
    killed = any(text == KILLED for _, text in report.cells.values())
    return killed or any(question["status"] in ("CRASH", "UNGRADED") for question in questions.values())


def _asked(bundle: Bundle, name: str) -> Asked:
    """Tests that do not load, for this student's numbers or at all, cost their question only."""
    try:
        return Asked(bundle.questions[name], bundle.tests(name))
    except BundleError as error:
        return Asked(bundle.questions[name], fault=str(error)[:MAX_TEXT])


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
