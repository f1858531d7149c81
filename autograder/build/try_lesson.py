"""Try one lesson as its author: `python -m autograder try LESSON` builds it, grades it and prints what is missing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from autograder.build.completeness import find_missing
from autograder.build.edited_notebooks import EditedNotebookError
from autograder.build.judge_planted import as_expected, judge_planted, row
from autograder.build.notebooks import PROVED
from autograder.build.products import MARKING, ROOT, build, find_lessons
from autograder.build.verify import find_failures, find_unearned, run_empty, run_solution
from autograder.lesson_format.model import Lesson, LessonError
from autograder.lesson_format.parser import read_lesson
from autograder.lesson_format.planted import read_planted, too_few

# Checkpoints of the last solution without faults: a network is trained again only if its code has changed.
TRAINED = "dist/trained"


def main(name: str) -> int:
    """Run the command `try` and return its exit code: 0 if the lesson is complete, else 1."""
    try:
        (path,) = find_lessons([name])
        lesson = read_lesson(path)
        build(ROOT, [path], packages=False)
        lines = try_lesson(lesson)
    except (LessonError, EditedNotebookError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(["missing:", *(f"  {line}" for line in lines)]) if lines else f"{name} is complete")
    return 1 if lines else 0


def try_lesson(lesson: Lesson) -> list[str]:
    """Grade the solution, the empty notebook and the planted answers of `lesson`; return a line for each fault.

    Prints one line for each of the three when it is finished.
    """
    points = sum(question.points for question in lesson.questions.values())
    print(f"{len(lesson.questions)} questions, {points:g} points, {lesson.minutes} minutes", flush=True)
    start = read_lesson(find_lessons([])[0])
    with ThreadPoolExecutor(2) as kernels:  # each of them mostly waits for its kernel
        solution = kernels.submit(_timed, _solution, lesson)
        empty = kernels.submit(_timed, _empty, lesson)
        planted = _timed(_planted, lesson)
        _print("planted answers", *planted)
        _print("empty notebook", *empty.result())
        _print("solution and proofs", *solution.result())
    return [*solution.result()[1], *empty.result()[1], *planted[1], *find_missing(ROOT, lesson, start)]


def _solution(lesson: Lesson) -> tuple[str, list[str]]:
    """Return the points of the solution, and a line for each fault."""
    folder = ROOT / TRAINED / lesson.name
    checkpoints = {path.name: path.read_bytes() for path in sorted(folder.glob("*"))}
    outcome = run_solution(ROOT, lesson, PROVED, checkpoints=checkpoints)
    failures = find_failures(lesson, PROVED, outcome)
    if outcome.checkpoints and not failures:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in outcome.checkpoints.items():
            (folder / name).write_bytes(content)
    return _points(lesson, outcome.points), failures


def _empty(lesson: Lesson) -> tuple[str, list[str]]:
    """Return the points of the notebook as students get it, and a line for each fault."""
    outcome = run_empty(ROOT, lesson)
    return _points(lesson, outcome.points), find_unearned(lesson, outcome)


def _planted(lesson: Lesson) -> tuple[str, list[str]]:
    """Return how many planted answers get the expected verdict, and a line for each that does not."""
    try:
        planted = read_planted(lesson.path)
    except LessonError as error:
        return "none", [str(error)]
    known = [answer for answer in planted if answer.question in lesson.questions]
    verdicts = judge_planted(ROOT / MARKING / lesson.name / "tests", known)
    pairs = list(zip(known, verdicts, strict=True))
    wrong = [row(answer, verdict) for answer, verdict in pairs if not as_expected(answer, verdict)]
    return f"{len(known) - len(wrong)} of {len(known)} as expected", wrong + too_few(lesson, planted)


def _points(lesson: Lesson, points: dict[str, float]) -> str:
    possible = sum(question.points for question in lesson.questions.values())
    return f"{sum(points.values()):g} of {possible:g} points"


def _timed(check: Callable[[Lesson], tuple[str, list[str]]], lesson: Lesson) -> tuple[str, list[str], float]:
    start = time.monotonic()
    return *check(lesson), time.monotonic() - start


def _print(what: str, result: str, faults: list[str], seconds: float) -> None:
    print(f"{'✗' if faults else '✓'} {what:20} {result:28} {seconds:3.0f} s", flush=True)
