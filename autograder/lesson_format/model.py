"""Data classes of a lesson: cells in order, questions, tests and hints.

`parser.py` creates these objects from a source file; `autograder.build` makes every product from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

ENGLISH = "en"


class LessonError(Exception):
    """Error in a lesson source; its text is `file:line: what was found; what was expected or what to do`."""

    def __init__(self, path: Path, line: int, text: str) -> None:
        super().__init__(f"{path.name}:{line}: {text}")


@dataclass(frozen=True)
class Cell:
    """One cell of the source, without its `# %%` line."""

    kind: str  # "markdown" or "code"
    role: str  # "text", "code", "given", "solution", "check", "proof", "test", "preamble", "hint" or "written"
    source: str
    line: int  # line number of the cell's `# %%` in the file, counted from 1
    question: str = ""  # name of the question that contains the cell, or ""
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
        """Return the test's name for students and reports.

        The title of `test_sum_of_products` in q2_1 is `q2_1: sum of products`.
        """
        return f"{self.cell.question}: {self.function.removeprefix('test_').replace('_', ' ')}"


@dataclass
class Question:
    """One question: points, tests, hints by language, and in `written` the model answer if the question has one."""

    name: str
    points: float
    line: int
    tests: list[Test] = field(default_factory=list)
    hints: dict[str, list[str]] = field(default_factory=dict)
    written: Cell | None = None


@dataclass
class Lesson:
    """One lesson; `cells` are in the order of the source."""

    path: Path
    title: str
    minutes: int
    cells: list[Cell] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the lesson's name in commands, file names and imports, such as `02_convolution_by_hand`."""
        return self.path.stem

    def languages(self) -> list[str]:
        """Return the languages, except English, in which at least one text cell is written; hints do not count."""
        return sorted({cell.language for cell in self.cells if cell.role == "text"} - {ENGLISH})

    def error(self, line: int, text: str) -> LessonError:
        """Return, not raise, a LessonError for `line` of this lesson's source."""
        return LessonError(self.path, line, text)
