"""From submissions to result files: grades what is missing or changed, several at once, and saves each as it comes."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from autograder import results, written_answers
from autograder.grade import submissions
from autograder.grade.keeper import Limits
from autograder.grade.worker_pool import ForkServer, Job, Pool
from autograder.results import NOT_GRADED, MarkerReport, Result, Status

NO_RESULT = "not graded: the processes of this submission ended without a result; tell your instructor"


@dataclass(frozen=True)
class Task:
    """What is the same for all submissions."""

    lesson: str
    title: str
    bundle: Path
    bundle_hash: str
    questions: dict[str, float]
    out: Path
    limits: Limits
    broken: dict[str, str]  # question -> why it has no tests
    missing: dict[str, str]  # guard -> why it cannot be put up here
    regrade: frozenset[str] = field(default_factory=frozenset)  # questions to grade whatever is there

    def previous_result(self, bare: Result) -> Result | None:
        """The result that is there, if it is of the same work and nothing in it was chance."""
        found = results.load(results.path_of(self.out, bare.student))
        return found if found and found.final and found.submission_hash == bare.submission_hash else None

    def questions_to_grade(self, bare: Result) -> list[str]:
        """The questions to grade: none, all, or those of `regrade` where the others have marks already."""
        previous_result = self.previous_result(bare)
        if previous_result is None or not self.regrade:
            return [] if previous_result and previous_result.is_current(bare) else list(self.questions)
        return [name for name in self.questions if name in self.regrade or name not in previous_result.questions]


def run(
    fork_server: ForkServer, task: Task, found: list[submissions.Submission], workers: int, console: Console
) -> None:
    """Grade what is not graded yet, `workers` at once, and save each result as it comes."""
    left = [submission for submission in found if _wants_grading(task, submission)]
    if len(left) < len(found):
        console.print(f"{len(found) - len(left)} of {len(found)} need nothing: graded already, or no notebooks.")
    if not left:
        return
    columns = [TextColumn("Grading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    columns += [TimeRemainingColumn(), TextColumn("left")]
    progress = Progress(*columns, console=console, auto_refresh=False, redirect_stdout=False, redirect_stderr=False)
    waiting = _with_sources(task, left)
    with progress, Pool(fork_server, task.bundle, len(task.questions), task.limits, list(task.missing)) as pool:
        bar = progress.add_task("Grading", total=len(left))
        done, is_open = 0, True
        while is_open or len(pool):
            while is_open and len(pool) < workers:
                ready = next(waiting, None)
                is_open = ready is not None
                if ready is not None:
                    bare, sources, checkpoints = ready
                    pool.start(bare, bare.student, sources, task.questions_to_grade(bare), checkpoints)
                    del ready, checkpoints  # megabytes, which its keeper has by now
            for job in pool.finished():
                if not job.said:
                    _probe_workspace(task.bundle.parent)
                results.save(task.out, _result(task, job))
                done += 1
                progress.update(bar, completed=done)
            progress.refresh()
        progress.update(bar, completed=len(left), refresh=True)


def _probe_workspace(workspace: Path) -> None:
    """OSError where a keeper's folders cannot be made: no submission is to blame, and there is no use going on."""
    with tempfile.TemporaryDirectory(prefix="room-", dir=workspace) as place:
        for name in ("marker", "room"):
            (Path(place) / name).mkdir()


def _wants_grading(task: Task, submission: submissions.Submission) -> bool:
    """Whether a room is needed for it. What is no notebook gets its result here."""
    bare = _ungraded(task, submission)
    try:
        bare, contents = _read(bare, submission)
        if not task.questions_to_grade(bare):
            return False
        submissions.read_sources(contents.notebook)
    except submissions.Invalid as problem:
        results.save(task.out, bare.model_copy(update=_invalid(str(problem))))
        return False
    return True


def _with_sources(
    task: Task, left: list[submissions.Submission]
) -> Iterator[tuple[Result, list[str], dict[str, bytes]]]:
    """Each submission's result without marks, with its cells and checkpoints, read when its turn comes."""
    by_hand = written_answers.asked((task.bundle / "points.json").read_text(encoding="utf-8"))
    for submission in left:
        bare = _ungraded(task, submission)
        try:
            bare, contents = _read(bare, submission)
            written = bare.with_written(written_answers.read(contents.notebook, by_hand))
            yield written, submissions.read_sources(contents.notebook), contents.checkpoints
        except submissions.Invalid as problem:  # it has changed since the first look
            results.save(task.out, bare.model_copy(update=_invalid(str(problem))))


def _ungraded(task: Task, submission: submissions.Submission) -> Result:
    return Result(
        lesson=task.lesson, title=task.title, student=submission.student,
        file=submissions.printable(submission.path.name),
        submission_hash="", bundle_hash=task.bundle_hash, timeout=task.limits.cell, seconds=0,
        status=Status.UNGRADED, reason=NO_RESULT, fault=NO_RESULT, final=False,
        score=0, max_score=sum(task.questions.values()),
    )  # fmt: skip


def _read(bare: Result, submission: submissions.Submission) -> tuple[Result, submissions.Contents]:
    contents = submissions.read(submission)
    return bare.model_copy(update={"submission_hash": _hash(contents), "warnings": contents.warnings}), contents


def _hash(contents: submissions.Contents) -> str:
    """Of the notebook; where there are checkpoints, of all that is handed in."""
    whole = results.hash_of(contents.notebook)
    if not contents.checkpoints and not contents.warnings:
        return whole
    files = [f"{name} {results.hash_of(data)}" for name, data in sorted(contents.checkpoints.items())]
    return results.hash_of("\n".join([whole, *files, *contents.warnings]).encode())


def _invalid(problem: str) -> dict[str, object]:
    return {"status": Status.INVALID, "reason": problem, "fault": "", "final": True}


def _result(task: Task, job: Job) -> Result:
    """A finished job's result: what its marker said, if that is what a marker says, beside what is kept."""
    bare: Result = job.submission.model_copy(update={"seconds": job.seconds})
    try:
        marks = MarkerReport.model_validate_json(bytes(job.said))
    except ValidationError:
        return bare
    if marks.failed:
        return bare.model_copy(update={"reason": NOT_GRADED, "fault": marks.failed})
    if not set(task.questions_to_grade(bare)) <= set(marks.questions):
        return bare
    marks = marks.model_copy(update={"questions": _with_kept(task, bare, marks)})
    status, reason = marks.verdict()
    return bare.model_copy(
        update={
            "status": status, "reason": reason, "fault": "", "final": marks.final,
            "warnings": [*marks.warnings(bare.student), *bare.warnings],
            "cells": marks.cells, "questions": marks.questions,
            "score": sum(question.points for question in marks.questions.values()),
        }
    )  # fmt: skip


def _with_kept(task: Task, bare: Result, marks: MarkerReport) -> dict[str, results.QuestionMark]:
    """All questions' marks: those that were not graded this time are as they were."""
    previous_result = task.previous_result(bare)
    kept = previous_result.questions if previous_result else {}
    return {
        name: marks.questions.get(name) or kept[name] for name in task.questions if name in {*marks.questions, *kept}
    }
