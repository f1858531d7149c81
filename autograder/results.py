"""One file per submission, `DIR/<student>.json`, written whole or not at all. Everything else is made from these."""

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

FORMAT = 2  # of the files; one of another format is graded again


class Status(StrEnum):
    """How it went: GRADED, or the first thing that went wrong. Whatever could be marked was marked all the same.

    UNGRADED is the one that no student can do anything about.
    """

    GRADED = "GRADED"
    TIMEOUT = "TIMEOUT"
    CRASH = "CRASH"
    MEMORY = "MEMORY"
    INVALID = "INVALID"
    UNGRADED = "UNGRADED"


NOT_GRADED = "not graded: the tests could not be run; tell your instructor"


class StrictModel(BaseModel):
    """Unknown keys and values out of range are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


Text = Annotated[str, AfterValidator(clean)]


class TestMark(StrictModel):
    """One test: `text` may be shown to the student; of a hidden test it is a known mistake's hint or nothing."""

    name: str
    points: float
    max: float
    hidden: bool
    kind: Literal["right", "mistake", "wrong", "unanswered", "error", "lost"]
    tag: str | None
    text: Text

    __test__ = False  # pytest takes a class of this name for one of its own


class QuestionMark(StrictModel):
    """One question: status and reason tell of a call that hung or a cell that was lost.

    `fault` is for the instructor alone: why the question's tests could not be run.
    """

    status: Status
    reason: Text
    points: float
    max: float
    tests: list[TestMark]
    fault: str = ""


class CellNote(StrictModel):
    """A code cell (counted from 1) that did not run to its end, or wrote more than anybody reads."""

    number: int
    status: Literal["error", "OUTPUT", "TIMEOUT", "CRASH", "MEMORY"]
    text: Text


class NotebookFailure(StrictModel):
    """Why the notebook as a whole could not be asked."""

    status: Status
    reason: Text


class MarkerReport(StrictModel):
    """What the marker says of one notebook; `failed` where none of the tests could be run.

    Not `final`: what went wrong may not have been the student's doing, so another run is worth its time.
    """

    declared: Text = ""
    notices: list[str] = []
    trouble: NotebookFailure | None = None
    cells: list[CellNote] = []
    questions: dict[str, QuestionMark] = {}
    failed: str = ""
    final: bool = True

    def verdict(self) -> tuple[Status, str]:
        """The submission's status and reason: our own fault, or the first thing that went wrong, or GRADED."""
        for name, question in self.questions.items():
            if question.status is Status.UNGRADED:
                return question.status, f"{name}: {question.reason}"
        if self.trouble is not None:
            return self.trouble.status, self.trouble.reason
        for cell in self.cells:
            if cell.status not in ("error", "OUTPUT"):  # these two cost nothing by themselves
                return Status(cell.status), f"code cell {cell.number}: {cell.text}"
        for name, question in self.questions.items():
            if question.status is not Status.GRADED:
                return question.status, f"{name}: {question.reason}"
        return Status.GRADED, ""

    def warnings(self, student: str) -> list[str]:
        """What the instructor should know. The id inside decides the numbers, the file name decides the row."""
        said = [f"code cell {cell.number}: {cell.text}" for cell in self.cells if cell.status == "OUTPUT"]
        if self.trouble is None and self.declared != student:
            said.insert(0, f"the notebook declares the id {self.declared!r}, its file name says {student!r}")
        return [*said, *self.notices]


class WrittenAnswer(StrictModel):
    """What stands in a cell that a person marks; `text` is None where it is lost. `max` counts in no score."""

    max: float
    text: Text | None
    pictures: int

    @property
    def remark(self) -> str:
        """What is to be said beside the text."""
        return written_answers.remark(self.text, self.pictures)


class Result(StrictModel):
    """All there is to know of one submission. `fault` and `final` as in QuestionMark and MarkerReport."""

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
        """The result beside what `written_answers.read` found in the notebook."""
        written = {name: WrittenAnswer.model_validate(answer) for name, answer in answers.items()}
        return self.model_copy(update={"written": written})

    def is_current(self, now: "Result") -> bool:
        """Whether grading again would give the same: same work and tests, no other time limit, no chance outcome."""
        same = (self.submission_hash, self.bundle_hash) == (now.submission_hash, now.bundle_hash)
        return same and self.final and (self.timeout == now.timeout or self.status is Status.GRADED)


def hash_of(data: bytes) -> str:
    """The sha256 of a submission's bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def hash_of_folder(folder: Path, pattern: str = "*") -> str:
    """One sha256 over the names and contents of all files below `folder`, or of those that match `pattern`."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(f"{path.relative_to(folder).as_posix()}\n{hash_of(path.read_bytes())}\n".encode())
    return whole.hexdigest()


def safe_name(student: str) -> str:
    """A file name for a student's id; what had to change is marked by a hash, so that no two ids meet.

    >>> safe_name("b1001"), safe_name("../b1001")
    ('b1001', '___b1001-09c24c72')
    """
    name = "".join(c if c.isalnum() or c in "-_." else "_" for c in unicodedata.normalize("NFC", student))
    name = re.sub(r"^\.+", lambda dots: "_" * len(dots[0]), name)[:60]
    return name if name == student else f"{name}-{hash_of(student.encode('utf-8', 'replace'))[:8]}"


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that a reader finds the old one or the new one, never a part."""
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
    """The file of a student's result in `folder`."""
    return folder / f"{safe_name(student)}.json"


def save(folder: Path, result: Result) -> Path:
    """Write a result to its file in `folder` and return the path."""
    path = path_of(folder, result.student)
    write_atomically(path, result.model_dump_json(indent=1) + "\n")
    return path


def load(path: Path) -> Result | None:
    """Read a result; None where there is none, or it is of another format or not a result at all."""
    try:
        result = Result.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
    return result if result.format == FORMAT else None


def load_all(folder: Path, lesson: str) -> list[Result]:
    """All results of a lesson in `folder`, by student."""
    found = [load(path) for path in sorted(folder.glob("*.json"))]
    return sorted((result for result in found if result and result.lesson == lesson), key=lambda r: r.student)


def partition(found: list[Result], students: set[str]) -> tuple[list[Result], list[Result]]:
    """The results of `students`, and the others: a folder may hold those of an earlier run."""
    return [one for one in found if one.student in students], [one for one in found if one.student not in students]
