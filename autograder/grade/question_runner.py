"""Run the tests of one question against the names of a notebook, the public and the hidden ones separately.

Of a hidden test a student may read the points and the hint for a known mistake, so no other text about it is made.
"""

import copy
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from otter.test_files.abstract_test import TestCaseResult
from otter.test_files.exception_test import ExceptionTestFile

from autograder.results import NOT_GRADED
from autograder.sandbox.proxies import GuestLost, RemoteNamespace, StudentError
from course_utils.checking import NotYet, messages

MAX_TEXT = 1000  # characters of the text that a student reads about one test


class RecordingTestFile(ExceptionTestFile):
    """otter's test file that also keeps the exceptions: otter keeps only their texts, which any code can forge."""

    def run(self, global_environment: Any) -> None:
        """Run the tests. After a GuestLost, the finished tests keep their results and the others fail."""
        self.errors: list[Exception] = []
        self.lost: GuestLost | None = None
        try:
            super().run(global_environment)
        except GuestLost as lost:
            self.fail_remaining(lost, self.test_case_results)

    def fail_remaining(self, lost: GuestLost, done: Sequence[TestCaseResult] = ()) -> None:
        """Record every test that is not `done` as failed because of `lost`."""
        self.errors, self.lost = self.errors if done else [], lost
        remaining = self.test_cases[len(done) :]
        failed = (TestCaseResult(test_case=case, message="", passed=False) for case in remaining)
        self.test_case_results = [*done, *failed]

    def _generate_error_message(self, excp: Exception, context: int = 0) -> str:
        self.errors.append(excp)
        return super()._generate_error_message(excp, context)


@dataclass
class QuestionRun:
    """One question while it is graded: its tests, or the fault for which it has none, and the results so far."""

    points: float
    tests: RecordingTestFile | None = None
    fault: str = ""
    lost: GuestLost | None = None
    results: dict[int, dict[str, Any]] = field(default_factory=dict)  # by the index of the test in the file

    def has_tests(self, *, hidden: bool) -> bool:
        """Return whether the question has public, or hidden, tests."""
        return any(bool(case.hidden) is hidden for case in (self.tests.test_cases if self.tests else []))

    def run(self, env: RemoteNamespace | None, *, hidden: bool, seconds: float) -> None:
        """Run the public or the hidden tests, within about `seconds`. The tests after a GuestLost fail with it.

        Without an `env` all tests fail, with the GuestLost of an earlier run of this question.
        """
        assert self.tests is not None  # the marker calls this only where has_tests is true
        cases = [(index, case) for index, case in enumerate(self.tests.test_cases) if bool(case.hidden) is hidden]
        part = copy.copy(self.tests)
        part.test_cases = [case for _, case in cases]
        if env is None:
            assert self.lost is not None
            part.fail_remaining(self.lost)
        else:
            env.begin()
            with _time_limit(seconds + 5):
                part.run(env)
            self.lost = part.lost
        errors = iter(part.errors)
        for (index, _), result in zip(cases, part.test_case_results, strict=True):
            stopped = self.lost is not None and not result.passed and not result.message
            error = None if result.passed or stopped else next(errors)
            self.results[index] = _test_mark(result, error, self.lost if stopped else None)

    def mark(self, lost_cell: tuple[str, str] | None) -> dict[str, Any]:
        """Return plain data for `results.QuestionMark`."""
        tests = [self.results[index] for index in sorted(self.results)]
        points = sum(test["points"] for test in tests)
        status, reason = "GRADED", ""
        if self.fault:
            status, reason = "UNGRADED", NOT_GRADED
        elif self.lost is not None:
            status, reason = self.lost.status, self.lost.reason
        elif lost_cell is not None and points < self.points:
            status, reason = lost_cell
        return {
            "status": status, "reason": reason, "fault": self.fault,
            "points": points, "max": self.points, "tests": tests,
        }  # fmt: skip


def _test_mark(result: TestCaseResult, error: Exception | None, lost: GuestLost | None) -> dict[str, Any]:
    """Return plain data for `results.TestMark`."""
    case = result.test_case
    kind, tag, text = "right", None, ""
    if lost is not None:
        kind, text = "lost", lost.reason
    elif not result.passed:
        kind, tag, text = _failure(result.message, error, case.hidden)
    points = float(case.points) if result.passed else 0.0
    return {
        "name": case.name, "points": points, "max": float(case.points), "hidden": bool(case.hidden),
        "kind": kind, "tag": tag, "text": text[:MAX_TEXT],
    }  # fmt: skip


def _failure(message: str, error: Exception | None, hidden: bool) -> tuple[str, str | None, str]:
    """Return the kind, the known mistake and the text of a failed test: only what the student may read."""
    parsed = messages.read(message)
    if isinstance(error, StudentError):  # the student's code made the text, so a tag in it does not count
        kind = "unanswered" if isinstance(error, NotImplementedError) else "error"
        return kind, None, "" if hidden else f"{type(error).__name__}: {error}"
    if parsed.kind == "mistake" and type(error) is NotYet:
        return "mistake", parsed.tag, parsed.text
    kind = "wrong" if parsed.kind == "mistake" else parsed.kind
    return kind, None, "" if hidden else parsed.text


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise GuestLost after `seconds`: a test that hangs in the marker itself costs only its question, too."""

    def stop(*_: Any) -> None:
        raise GuestLost("TIMEOUT", f"the tests took more than {seconds:g} s")

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
