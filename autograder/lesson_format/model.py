"""A lesson once it has been read: cells in order, questions, tests and hints.

`reading.py` makes these objects from a source file; everything else in this package starts from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

ENGLISH = "en"


class LessonError(Exception):
    """A lesson source that cannot be built. Its text is `file:line: what is wrong; what to do`."""

    def __init__(self, path: Path, line: int, text: str) -> None:
        super().__init__(f"{path.name}:{line}: {text}")


@dataclass(frozen=True)
class Cell:
    """One cell of the source, without its `# %%` line."""

    kind: str  # "markdown" or "code"
    role: str  # "text", "code", "given", "solution", "check", "proof", "test", "preamble", "hint" or "written"
    source: str
    line: int  # where the cell's `# %%` stands in the file, counted from 1
    question: str = ""  # the question that it belongs to, or ""
    language: str = ENGLISH
    hidden: bool = False
    points: float | None = None


@dataclass(frozen=True)
class Test:
    """One test function of a question."""

    function: str
    points: float
    hidden: bool
    cell: Cell

    __test__ = False  # pytest: not a test class

    def title(self) -> str:
        """What students and reports read: `test_sum_of_products` in q2_1 is `q2_1: sum of products`."""
        return f"{self.cell.question}: {self.function.removeprefix('test_').replace('_', ' ')}"


@dataclass
class Question:
    """One question: its points, tests and hints by language; `written` is the model answer, if there is one."""

    name: str
    points: float
    line: int
    tests: list[Test] = field(default_factory=list)
    hints: dict[str, list[str]] = field(default_factory=dict)
    written: Cell | None = None


@dataclass
class Lesson:
    """A whole lesson; `cells` keeps the source's order."""

    path: Path
    title: str
    minutes: int
    cells: list[Cell] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name under which the lesson is built, graded and imported."""
        return self.path.stem

    def languages(self) -> list[str]:
        """The editions beside the English one: languages in which some text is written, hints aside."""
        return sorted({cell.language for cell in self.cells if cell.role == "text"} - {ENGLISH})

    def error(self, line: int, text: str) -> LessonError:
        """The error to raise about this lesson's source at `line`."""
        return LessonError(self.path, line, text)
