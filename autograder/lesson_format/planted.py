"""Planted answers: wrong answers that the tests must reject, and unusual right ones that they must accept.

The planted answers of `lessons/02_convolution_by_hand.py` are in `lessons/planted/02_convolution_by_hand.py`, in a list
named PLANTED. The code of an answer may use every name that the question's own tests define: given arrays and personal
numbers, NumPy as np, conv2d, and the known mistakes.
"""

from __future__ import annotations

import runpy
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from autograder.lesson_format.model import Lesson, LessonError

FOLDER = "planted"
WRONG, RIGHT = 3, 1  # the least number of planted answers per question


@dataclass(frozen=True)
class Planted:
    """An answer to a question: a short description, its code, and the known mistake that a test must name, if any."""

    question: str
    what: str
    code: str
    right: bool = False
    tag: str | None = None


def wrong(question: str, what: str, code: str, tag: str | None = None) -> Planted:
    """Return an answer that the tests must reject, and if there is a tag, as this mistake."""
    return Planted(question, what, code, tag=tag)


def right(question: str, what: str, code: str) -> Planted:
    """Return an unusual answer that the tests must accept."""
    return Planted(question, what, code, right=True)


def planted_path(lesson: Path) -> Path:
    """Return the path of the planted answers of the lesson at `lesson`.

    >>> planted_path(Path("lessons/03_pooling.py")).as_posix()
    'lessons/planted/03_pooling.py'
    """
    return lesson.parent / FOLDER / lesson.name


def read_planted(lesson: Path) -> list[Planted]:
    """Return the planted answers of the lesson at `lesson`.

    Raises LessonError if there is no file with planted answers, or if it defines no PLANTED or fails.
    """
    path = planted_path(lesson)
    if not path.is_file():
        raise LessonError(
            path, 1, f"{FOLDER}/{path.name} is missing; write the lesson's planted answers into this file"
        )
    try:
        planted = runpy.run_path(str(path))["PLANTED"]
    except KeyError:
        raise LessonError(path, 1, "no list is named PLANTED; define one with right(...) and wrong(...)") from None
    except Exception as error:
        raise LessonError(path, 1, f"running the file raised {type(error).__name__}: {error}; correct it") from error
    return list(planted)


def too_few(lesson: Lesson, planted: list[Planted]) -> list[str]:
    """Return a line for each question with too few planted answers, and for each unknown question."""
    where = f"{FOLDER}/{lesson.path.name}"
    wrong_answers = Counter(answer.question for answer in planted if not answer.right)
    right_answers = Counter(answer.question for answer in planted if answer.right)
    lines = []
    for name in lesson.questions:
        if wrong_answers[name] < WRONG:
            lines.append(f"{where}: {name} has {wrong_answers[name]} wrong answers; expected {WRONG} or more")
        if right_answers[name] < RIGHT:
            lines.append(f"{where}: {name} has no unusual right answer; add one with right(...)")
    unknown = sorted((set(wrong_answers) | set(right_answers)) - set(lesson.questions))
    return lines + [f"{where}: {lesson.path.name} has no question {name}; correct the name" for name in unknown]
