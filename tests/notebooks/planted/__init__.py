"""Planted answers: wrong ones that the checks must reject (and name), unusual right ones that they must accept.

One module per lesson, named after it. The code of an answer may use whatever the question's own tests have: the given
arrays and personal numbers, NumPy as np, conv2d, the known mistakes.
"""

from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True)
class Planted:
    """An answer to a question: what it is, its code, and the known mistake that must be named (None: just rejected)."""

    question: str
    what: str
    code: str
    right: bool = False
    tag: str | None = None


def wrong(question: str, what: str, code: str, tag: str | None = None) -> Planted:
    """An answer that must be rejected, and where there is a tag, as that mistake."""
    return Planted(question, what, code, tag=tag)


def right(question: str, what: str, code: str) -> Planted:
    """An unusual answer that must be accepted."""
    return Planted(question, what, code, right=True)


def planted_for(lesson: str) -> list[Planted]:
    """Return the planted answers of a lesson; an error where a lesson has none."""
    return import_module(f"tests.notebooks.planted.lesson_{lesson}").PLANTED
