"""Run the full tests of a lesson, hidden ones included, on its planted answers, in this process."""

from __future__ import annotations

import linecache
from dataclasses import dataclass
from pathlib import Path

from otter.test_files.exception_test import ExceptionTestFile

from autograder.lesson_format.planted import Planted
from course_utils.checking import messages, personal


@dataclass(frozen=True)
class Verdict:
    """Points and possible points, points and known mistake of each test, and the messages of the failed tests."""

    score: float
    possible: float
    tests: list[tuple[float, str | None]]
    failed: list[messages.Message]

    @property
    def tags(self) -> list[str]:
        """Return the known mistakes that the messages name."""
        return sorted({message.tag for message in self.failed if message.tag and message.kind == "mistake"})

    @property
    def text(self) -> str:
        """Return the verdict in a few words: the known mistakes, the first line of the first message, or `right`."""
        if self.tags:
            return ", ".join(self.tags)
        return self.failed[0].text.split("\n")[0] or self.failed[0].kind if self.failed else "right"


def judge_planted(tests: Path, planted: list[Planted], student: str = personal.SELF_STUDY) -> list[Verdict]:
    """Return the verdict on each planted answer with the numbers of `student`; `tests` is the bundle's test folder.

    Raises ValueError if the code of a planted answer fails; what a student's function raises is a verdict.
    """
    before = personal.student()
    personal.set_student(student)
    try:
        return [_judge((tests / f"{answer.question}.py").read_text(encoding="utf-8"), answer) for answer in planted]
    finally:
        personal.set_student(before)


def as_expected(planted: Planted, verdict: Verdict) -> bool:
    """Return whether a right answer gets all points, and a wrong one not, with its known mistake named."""
    if planted.right:
        return verdict.score == verdict.possible
    return verdict.score < verdict.possible and (planted.tag is None or planted.tag in verdict.tags)


def row(planted: Planted, verdict: Verdict) -> str:
    """Return one line: whether the verdict is as expected, the answer, its points and the verdict."""
    mark = "ok " if as_expected(planted, verdict) else "BAD"
    return f"{mark} {planted.question}  {planted.what:28} {verdict.score:g}/{verdict.possible:g}  {verdict.text}"


def _judge(source: str, planted: Planted) -> Verdict:
    tests = ExceptionTestFile.from_string(source, path=f"<tests of {planted.question}>")
    tests.run(_names_after(source, planted))
    cases = tests.test_case_results
    failed = [messages.read(case.message) for case in cases if not case.passed]
    each = [(float(case.test_case.points), None) if case.passed else (0.0, messages.read(case.message).tag)
            for case in cases]  # fmt: skip
    return Verdict(tests.score, tests.possible, each, failed)


def _names_after(source: str, planted: Planted) -> dict:
    """Return the names that the question's tests define, and those of the planted answer."""
    names: dict = {}
    exec(source, names)
    filename = f"<{planted.question} {planted.what}>"
    linecache.cache[filename] = (len(planted.code), None, planted.code.splitlines(keepends=True), filename)
    try:
        exec(compile(planted.code, filename, "exec"), names)  # as in a notebook, the source can be looked up
    except Exception as error:
        name = f"the planted answer {planted.question}, {planted.what!r}"
        raise ValueError(f"{name}, raises {type(error).__name__}: {error}; correct its code") from error
    return names
