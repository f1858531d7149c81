"""The verdicts of the full tests, hidden ones included, on each planted answer, judged in one process."""

import functools
import linecache
import pickle
from dataclasses import dataclass
from pathlib import Path

from otter.test_files.exception_test import ExceptionTestFile

from autograder.build.products import ensure_bundle
from course_utils.checking import messages, personal
from tests.notebooks.planted import Planted, planted_for
from tests.shared import shared

STUDENTS = ["self-study", "b1234"]


@dataclass(frozen=True)
class Verdict:
    """Points and possible points, points and known mistake of each test, and what the failed tests say."""

    score: float
    possible: float
    tests: list[tuple[float, str | None]]
    failed: list[messages.Message]

    @property
    def tags(self) -> list[str]:
        """The known mistakes that are named."""
        return sorted({message.tag for message in self.failed if message.kind == "mistake"})


@functools.cache
def verdicts(lesson: str) -> dict[str, list[Verdict]]:
    """Return the verdict on each planted answer of a lesson, by student; judged once in a test run."""
    made = shared(f"judged-{lesson}", functools.partial(_judge_all, lesson))
    return pickle.loads((made / "verdicts").read_bytes())


def _judge_all(lesson: str, folder: Path) -> None:
    bundle, found, before = ensure_bundle(lesson), {student: [] for student in STUDENTS}, personal.student()
    for planted in planted_for(lesson):
        source = (bundle / "tests" / f"{planted.question}.py").read_text(encoding="utf-8")
        for student in STUDENTS:
            if student != STUDENTS[0] and "personal." not in source:  # then the verdict does not depend on the student
                found[student].append(found[STUDENTS[0]][-1])
                continue
            personal.set_student(student)
            found[student].append(_judge(source, planted))
    personal.set_student(before)
    (folder / "verdicts").write_bytes(pickle.dumps(found))


def _judge(source: str, planted: Planted) -> Verdict:
    tests = ExceptionTestFile.from_string(source, path=f"<tests of {planted.question}>")
    tests.run(_names_after(source, planted))
    cases = tests.test_case_results
    failed = [messages.read(case.message) for case in cases if not case.passed]
    each = [(float(case.test_case.points), None) if case.passed else (0.0, messages.read(case.message).tag)
            for case in cases]  # fmt: skip
    return Verdict(tests.score, tests.possible, each, failed)


def _names_after(source: str, planted: Planted) -> dict:
    """Return the notebook's names: what the question's tests have at hand, and the planted answer."""
    names: dict = {}
    exec(source, names)
    filename = f"<{planted.question} {planted.what}>"
    linecache.cache[filename] = (len(planted.code), None, planted.code.splitlines(keepends=True), filename)
    exec(compile(planted.code, filename, "exec"), names)  # as in a notebook, the source can be looked up
    return names
