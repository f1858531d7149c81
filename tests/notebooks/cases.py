"""What the tests of a lesson ask of its answers: each operation with its inputs and the mistakes that it knows."""

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from otter.test_files.exception_test import ExceptionTestFile

from course_utils.checking import NotYet, personal
from course_utils.checking.mistakes import Mistake
from course_utils.checking.verdicts import Answer

EQUALS, COMPUTES = Answer.equals, Answer.computes  # as they are while they are recorded


@dataclass(frozen=True)
class Case:
    """One `equals` or `computes` of one test."""

    test: str
    ask: Callable
    operation: Callable
    inputs: tuple
    mistakes: tuple[Mistake, ...]
    options: dict[str, Any]
    ways: dict[str, Any]  # tolerance and words, which are none of the operation's options

    def wrong(self, mistake: Mistake) -> Any:
        """Return what someone gets who makes the mistake; None where it leads nowhere."""
        return mistake.value(self.operation, *self.inputs, **self.options)

    def tag_told(self, mistake: Mistake) -> str | None:
        """Return which mistake the check names if this one is made; "" if none, None if the answer passes."""
        made = self.wrong(mistake)
        value = (lambda *inputs, **options: made) if self.ask is COMPUTES else made
        try:
            self.ask(Answer(value), self.operation, *self.inputs, mistakes=self.mistakes, **self.ways, **self.options)
        except NotYet as verdict:
            named = re.match(r"\[([a-z0-9-]+)\]", str(verdict))
            return named[1] if named else ""
        return None


def cases_of(source: str, names: dict[str, Any], student: str) -> list[Case]:
    """Return what a test file's text asks of `student`, told by running it on the names of the solution.

    A test that fails although nothing is judged fails here as well: what it asks would stay unknown.
    """
    before = personal.student()
    personal.set_student(student)
    found: list[Case] = []
    file = ExceptionTestFile.from_string(source, path="<tests>")
    for test in file.test_cases:
        with _recorded(found, test.name):
            test.body.call_func(names)
    personal.set_student(before)
    return found


@contextlib.contextmanager
def _recorded(found: list[Case], test: str) -> Iterator[None]:
    def recorder(ask: Callable) -> Callable:
        def record(self, operation, *inputs, mistakes=(), **options):
            ways = {name: options.pop(name) for name in ("tolerance", "looked_for") if name in options}
            found.append(Case(test, ask, operation, inputs, tuple(mistakes), options, ways))

        return record

    others = [name for name in vars(Answer) if not name.startswith("_")]
    asked = dict.fromkeys(others, lambda *_, **__: None) | {"equals": recorder(EQUALS), "computes": recorder(COMPUTES)}
    with patch.multiple(Answer, **asked):
        yield
