"""The verdicts on the planted answers of each lesson, made only once in a test run."""

import functools
import pickle
from pathlib import Path

from autograder.build.judge_planted import Verdict, judge_planted
from autograder.build.products import find_lessons
from autograder.lesson_format.planted import Planted, read_planted
from tests.bundles import bundle_of
from tests.shared import shared

STUDENTS = ["self-study", "b1234"]


def planted_for(lesson: str) -> list[Planted]:
    """Return the planted answers of the lesson with this name."""
    return read_planted(find_lessons([lesson])[0])


@functools.cache
def verdicts(lesson: str) -> dict[str, list[Verdict]]:
    """Return the verdict on each planted answer of a lesson, by student."""
    made = shared(f"judged-{lesson}", functools.partial(_judge_all, lesson))
    return pickle.loads((made / "verdicts").read_bytes())


def _judge_all(lesson: str, folder: Path) -> None:
    planted, tests = planted_for(lesson), bundle_of(lesson) / "tests"
    first, other = STUDENTS
    found = {first: judge_planted(tests, planted, first)}
    # where a question has no personal numbers, both students get the same verdicts
    personal = {q for q in {p.question for p in planted} if "personal." in (tests / f"{q}.py").read_text("utf-8")}
    again = iter(judge_planted(tests, [answer for answer in planted if answer.question in personal], other))
    found[other] = [next(again) if answer.question in personal else verdict
                    for answer, verdict in zip(planted, found[first], strict=True)]  # fmt: skip
    (folder / "verdicts").write_bytes(pickle.dumps(found))
