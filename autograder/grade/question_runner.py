"""Runs the tests of one question against the names of a notebook, the public ones and the hidden ones apart.

Of a hidden test a student may read the points and a known mistake's hint, so nothing else of it is put into words.
"""

import copy
import signal
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from otter.test_files.abstract_test import TestCaseResult
from otter.test_files.exception_test import ExceptionTestFile

from autograder.results import NOT_GRADED
from autograder.sandbox.proxies import GuestLost, RemoteNamespace, StudentError
from course_utils.checking import NotYet, messages

MAX_TEXT = 1000  # characters of what one test says to the student


class RecordingTestFile(ExceptionTestFile):
    """otter's test file, which also remembers the exceptions: otter keeps their text alone, which anyone can write."""

    def run(self, global_environment: Any) -> None:
        """Run the tests; after a GuestLost the rest fail for its reason, and those before keep their results."""
        self.errors: list[Exception] = []
        self.lost: GuestLost | None = None
        try:
            super().run(global_environment)
        except GuestLost as lost:
            self.lose(lost, self.test_case_results)

    def lose(self, lost: GuestLost, done: Sequence[TestCaseResult] = ()) -> None:
        """Take every test that is not `done` as failed for the same reason."""
        self.errors, self.lost = self.errors if done else [], lost
        left = self.test_cases[len(done) :]
        self.test_case_results = [*done, *(TestCaseResult(test_case=one, message="", passed=False) for one in left)]

    def _generate_error_message(self, excp: Exception, context: int = 0) -> str:
        self.errors.append(excp)
        return super()._generate_error_message(excp, context)


@dataclass
class QuestionRun:
    """One question on its way: its tests, or the fault for which there are none, and what came of each."""

    points: float
    tests: RecordingTestFile | None = None
    fault: str = ""
    lost: GuestLost | None = None
    results: dict[int, dict[str, Any]] = field(default_factory=dict)  # by the test's place in the file

    def has(self, *, hidden: bool) -> bool:
        """Whether there are public, or hidden, tests."""
        return any(bool(case.hidden) is hidden for case in (self.tests.test_cases if self.tests else []))

    def run(self, env: RemoteNamespace | None, *, hidden: bool, seconds: float) -> None:
        """Run the public or the hidden tests, within about `seconds`; those after a GuestLost are lost for its reason.

        Without an `env` all of them are, for the reason for which the question was lost before.
        """
        places = [(place, case) for place, case in enumerate(self.tests.test_cases) if bool(case.hidden) is hidden]
        part = copy.copy(self.tests)
        part.test_cases = [case for _, case in places]
        if env is None:
            part.lose(self.lost)
        else:
            env.begin()
            with _alarm(seconds + 5):
                part.run(env)
            self.lost = part.lost
        errors = iter(part.errors)
        for (place, _), result in zip(places, part.test_case_results, strict=True):
            stopped = self.lost is not None and not result.passed and not result.message
            error = None if result.passed or stopped else next(errors)
            self.results[place] = _test(result, error, self.lost if stopped else None)

    def marks(self, lost_cell: tuple[str, str] | None) -> dict[str, Any]:
        """What `results.QuestionMark` takes."""
        tests = [self.results[place] for place in sorted(self.results)]
        points = sum(test["points"] for test in tests)
        status, reason = "GRADED", ""
        if self.fault:
            status, reason = "UNGRADED", NOT_GRADED
        elif self.lost is not None:
            status, reason = self.lost.status, self.lost.reason
        elif lost_cell is not None and points < self.points:
            status, reason = lost_cell
        about = {"status": status, "reason": reason, "fault": self.fault}
        return {**about, "points": points, "max": self.points, "tests": tests}


def _test(result: TestCaseResult, error: Exception | None, lost: GuestLost | None) -> dict[str, Any]:
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
    if isinstance(error, StudentError):  # the student's own words, so no tag in them counts
        kind = "unanswered" if isinstance(error, NotImplementedError) else "error"
        return kind, None, "" if hidden else f"{type(error).__name__}: {error}"
    if said.kind == "mistake" and type(error) is NotYet:
        return "mistake", said.tag, said.text
    kind = "wrong" if said.kind == "mistake" else said.kind
    return kind, None, "" if hidden else said.text


@contextmanager
def _alarm(seconds: float):
    """A test that hangs on this side costs its question, too."""

    def ring(*_: Any) -> None:
        raise GuestLost("TIMEOUT", f"the tests took more than {seconds:g} s")

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
