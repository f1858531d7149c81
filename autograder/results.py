"""The result files, one per submission: `DIR/<student>.json`. Tables, pages and the summary are made from them."""

import contextlib
import hashlib
import os
import re
import unicodedata
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from autograder import written_answers
from autograder.plain_text import clean

FORMAT = 2  # of the result files; a submission whose result has another format is graded again


class Status(StrEnum):
    """GRADED, or the first failure of a submission. The questions that could be marked are marked in any case.

    UNGRADED means an error in the tests or the grader, not in the student's work.
    """

    GRADED = "GRADED"
    TIMEOUT = "TIMEOUT"
    CRASH = "CRASH"
    MEMORY = "MEMORY"
    INVALID = "INVALID"
    UNGRADED = "UNGRADED"


NOT_GRADED = "not graded: the tests could not be run; tell your instructor"


class StrictModel(BaseModel):
    """A model that refuses unknown keys and values out of range."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


Text = Annotated[str, AfterValidator(clean)]


class TestMark(StrictModel):
    """One test. The student may read `text`; of a hidden test it is empty or the hint for a known mistake."""

    name: str
    points: float
    max: float
    hidden: bool
    kind: Literal["right", "mistake", "wrong", "unanswered", "error", "lost"]
    tag: str | None
    text: Text

    __test__ = False  # without this, pytest collects a class of this name as a test


class QuestionMark(StrictModel):
    """One question. `status` and `reason` describe a call that hung or a cell that was lost.

    `fault` is why the question's tests could not be run; only the instructor reads it.
    """

    status: Status
    reason: Text
    points: float
    max: float
    tests: list[TestMark]
    fault: str = ""


class CellNote(StrictModel):
    """A code cell (counted from 1) that did not run to its end, or wrote too much output."""

    number: int
    status: Literal["error", "OUTPUT", "TIMEOUT", "CRASH", "MEMORY"]
    text: Text


class NotebookFailure(StrictModel):
    """Why the notebook as a whole could not be tested."""

    status: Status
    reason: Text


class MarkerReport(StrictModel):
    """The marker's report on one notebook; `failed` is the reason where none of the tests could be run.

    A report that is not `final` has a failure that the student may not have caused, so it is graded again.
    """

    declared: Text = ""
    notices: list[str] = []
    notebook_failure: NotebookFailure | None = None
    cells: list[CellNote] = []
    questions: dict[str, QuestionMark] = {}
    failed: str = ""
    final: bool = True

    def verdict(self) -> tuple[Status, str]:
        """Return the submission's status and reason: UNGRADED first, then the first failure, else GRADED."""
        for name, question in self.questions.items():
            if question.status is Status.UNGRADED:
                return question.status, f"{name}: {question.reason}"
        if self.notebook_failure is not None:
            return self.notebook_failure.status, self.notebook_failure.reason
        for cell in self.cells:
            if cell.status not in ("error", "OUTPUT"):  # these two cost no points by themselves
                return Status(cell.status), f"code cell {cell.number}: {cell.text}"
        for name, question in self.questions.items():
            if question.status is not Status.GRADED:
                return question.status, f"{name}: {question.reason}"
        return Status.GRADED, ""

    def warnings(self, student: str) -> list[str]:
        """Return warnings for the instructor.

        The declared id gives the student's random numbers; the file name gives the row in grades.csv.
        """
        texts = [f"code cell {cell.number}: {cell.text}" for cell in self.cells if cell.status == "OUTPUT"]
        if self.notebook_failure is None and self.declared != student:
            texts.insert(0, f"the notebook declares the id {self.declared!r}, the file name has {student!r}")
        return [*texts, *self.notices]


class WrittenAnswer(StrictModel):
    """The answer in a cell that a person marks; `text` is None where the cell is missing. `max` is in no score."""

    max: float
    text: Text | None
    pictures: int

    @property
    def remark(self) -> str:
        """Return the remark on the answer for the person who marks it."""
        return written_answers.remark(self.text, self.pictures)


class Result(StrictModel):
    """The result of one submission. `fault` and `final` are as in QuestionMark and MarkerReport."""

    format: int = FORMAT
    lesson: str
    title: str
    student: str
    file: str
    submission_hash: str
    bundle_hash: str
    timeout: float
    seconds: float
    status: Status
    reason: Text = ""
    fault: str = ""
    final: bool = True
    warnings: list[str] = []
    score: float
    max_score: float
    cells: list[CellNote] = []
    questions: dict[str, QuestionMark] = {}
    written: dict[str, WrittenAnswer] = {}

    def with_written(self, answers: dict[str, dict[str, Any]]) -> "Result":
        """Return the result with the answers that `written_answers.read` returned."""
        written = {name: WrittenAnswer.model_validate(answer) for name, answer in answers.items()}
        return self.model_copy(update={"written": written})

    def is_current(self, now: "Result") -> bool:
        """Return whether this result still holds for `now`: the same submission, tests and time limit, and final.

        The time limit makes no difference to a submission that was GRADED.
        """
        same = (self.submission_hash, self.bundle_hash) == (now.submission_hash, now.bundle_hash)
        return same and self.final and (self.timeout == now.timeout or self.status is Status.GRADED)


def hash_of(data: bytes) -> str:
    """Return the sha256 of a submission's bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def hash_of_folder(folder: Path, pattern: str = "*") -> str:
    """Return one sha256 over the names and contents of the files below `folder` that match `pattern`."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(f"{path.relative_to(folder).as_posix()}\n{hash_of(path.read_bytes())}\n".encode())
    return whole.hexdigest()


def safe_name(student: str) -> str:
    """Return a file name for a student's id. A changed name ends with a hash, so that no two ids get the same name.

    >>> safe_name("b1001"), safe_name("../b1001")
    ('b1001', '___b1001-09c24c72')
    """
    name = "".join(c if c.isalnum() or c in "-_." else "_" for c in unicodedata.normalize("NFC", student))
    name = re.sub(r"^\.+", lambda dots: "_" * len(dots[0]), name)[:60]
    return name if name == student else f"{name}-{hash_of(student.encode('utf-8', 'replace'))[:8]}"


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that a reader finds the old contents or the new ones, never a part of them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def path_of(folder: Path, student: str) -> Path:
    """Return the path of a student's result in `folder`."""
    return folder / f"{safe_name(student)}.json"


def save(folder: Path, result: Result) -> Path:
    """Write a result to its file in `folder` and return the path."""
    path = path_of(folder, result.student)
    write_atomically(path, result.model_dump_json(indent=1) + "\n")
    return path


def load(path: Path) -> Result | None:
    """Read a result; return None where the file is missing, has another format or is not a result."""
    try:
        result = Result.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
    return result if result.format == FORMAT else None


def load_all(folder: Path, lesson: str) -> list[Result]:
    """Return all results of a lesson in `folder`, in the order of the student ids."""
    loaded = [load(path) for path in sorted(folder.glob("*.json"))]
    return sorted((result for result in loaded if result and result.lesson == lesson), key=lambda r: r.student)


def partition(all_results: list[Result], students: set[str]) -> tuple[list[Result], list[Result]]:
    """Return the results of `students`, and the other results, which may come from an earlier run."""
    return (
        [result for result in all_results if result.student in students],
        [result for result in all_results if result.student not in students],
    )
