"""Grade the submissions that have no current result, several at the same time, and save each result at once."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from autograder import results, written_answers
from autograder.grade import keeper, submissions
from autograder.grade.keeper import Limits
from autograder.grade.worker_pool import ForkServer, Job, Pool
from autograder.results import NOT_GRADED, MarkerReport, Result, Status

NO_RESULT = "not graded: the processes of this submission ended without a result; tell your instructor"


@dataclass(frozen=True)
class Task:
    """The settings that are the same for all submissions."""

    lesson: str
    title: str
    bundle: Path
    bundle_hash: str
    questions: dict[str, float]
    out: Path
    limits: Limits
    broken: dict[str, str]  # question -> why its tests do not load
    missing: dict[str, str]  # guard -> why it cannot be applied on this machine
    regrade: frozenset[str] = field(default_factory=frozenset)  # questions to grade even where they have marks

    def previous_result(self, ungraded: Result) -> Result | None:
        """Return the saved result, if it is final and of the same submission."""
        saved = results.load(results.path_of(self.out, ungraded.student))
        return saved if saved and saved.final and saved.submission_hash == ungraded.submission_hash else None

    def questions_to_grade(self, ungraded: Result) -> list[str]:
        """Return the questions to grade: none, all, or those of `regrade` and those without marks."""
        previous = self.previous_result(ungraded)
        if previous is None or not self.regrade:
            return [] if previous and previous.is_current(ungraded) else list(self.questions)
        return [name for name in self.questions if name in self.regrade or name not in previous.questions]


def run(
    fork_server: ForkServer, task: Task, wanted: list[submissions.Submission], workers: int, console: Console
) -> None:
    """Grade the submissions that need it, `workers` at the same time, and save each result as soon as it is there."""
    to_grade = [submission for submission in wanted if _needs_grading(task, submission)]
    if len(to_grade) < len(wanted):
        skipped = len(wanted) - len(to_grade)
        console.print(f"{skipped} of {len(wanted)} are skipped: graded already, or not a notebook.")
    if not to_grade:
        return
    columns = [TextColumn("Grading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    columns += [TimeRemainingColumn(), TextColumn("left")]
    progress = Progress(*columns, console=console, auto_refresh=False, redirect_stdout=False, redirect_stderr=False)
    waiting = _with_sources(task, to_grade)
    with progress, Pool(fork_server, task.bundle, len(task.questions), task.limits, list(task.missing)) as pool:
        bar = progress.add_task("Grading", total=len(to_grade))
        done, more_waiting = 0, True
        while more_waiting or len(pool):
            while more_waiting and len(pool) < workers:
                submission = next(waiting, None)
                more_waiting = submission is not None
                if submission is not None:
                    ungraded, sources, checkpoints = submission
                    pool.start(ungraded, ungraded.student, sources, task.questions_to_grade(ungraded), checkpoints)
                    del submission, checkpoints  # megabytes, of which the keeper now has a copy
            for job in pool.finished():
                if not job.received:
                    _probe_workspace(task.bundle.parent)
                results.save(task.out, _result(task, job))
                done += 1
                progress.update(bar, completed=done)
            progress.refresh()
        progress.update(bar, completed=len(to_grade), refresh=True)


def _probe_workspace(workspace: Path) -> None:
    """Raise OSError where a keeper's folders cannot be made: then the disk is the cause, and the run should stop."""
    with tempfile.TemporaryDirectory(prefix=keeper.FOLDER_PREFIX, dir=workspace) as folder:
        for name in (keeper.MARKER_FOLDER, keeper.GUEST_FOLDER):
            (Path(folder) / name).mkdir()


def _needs_grading(task: Task, submission: submissions.Submission) -> bool:
    """Return whether the submission has to be run. One that is not a notebook gets its result here."""
    ungraded = _ungraded_result(task, submission)
    try:
        ungraded, contents = _read(ungraded, submission)
        if not task.questions_to_grade(ungraded):
            return False
        submissions.read_sources(contents.notebook)
    except submissions.SubmissionError as problem:
        results.save(task.out, ungraded.model_copy(update=_invalid(str(problem))))
        return False
    return True


def _with_sources(
    task: Task, to_grade: list[submissions.Submission]
) -> Iterator[tuple[Result, list[str], dict[str, bytes]]]:
    """Yield for each submission its result without marks, its cells and its checkpoints; read each only when needed."""
    by_hand = written_answers.points_by_hand((task.bundle / "points.json").read_text(encoding="utf-8"))
    for submission in to_grade:
        ungraded = _ungraded_result(task, submission)
        try:
            ungraded, contents = _read(ungraded, submission)
            written = ungraded.with_written(written_answers.read(contents.notebook, by_hand))
            yield written, submissions.read_sources(contents.notebook), contents.checkpoints
        except submissions.SubmissionError as problem:  # the file has changed since it was first read
            results.save(task.out, ungraded.model_copy(update=_invalid(str(problem))))


def _ungraded_result(task: Task, submission: submissions.Submission) -> Result:
    return Result(
        lesson=task.lesson, title=task.title, student=submission.student,
        file=submissions.printable(submission.path.name),
        submission_hash="", bundle_hash=task.bundle_hash, timeout=task.limits.cell, seconds=0,
        status=Status.UNGRADED, reason=NO_RESULT, fault=NO_RESULT, final=False,
        score=0, max_score=sum(task.questions.values()),
    )  # fmt: skip


def _read(ungraded: Result, submission: submissions.Submission) -> tuple[Result, submissions.Contents]:
    contents = submissions.read(submission)
    return ungraded.model_copy(update={"submission_hash": _hash(contents), "warnings": contents.warnings}), contents


def _hash(contents: submissions.Contents) -> str:
    """Return the hash of the notebook; where there are checkpoints, the hash of all files of the submission."""
    whole = results.hash_of(contents.notebook)
    if not contents.checkpoints and not contents.warnings:
        return whole
    files = [f"{name} {results.hash_of(data)}" for name, data in sorted(contents.checkpoints.items())]
    return results.hash_of("\n".join([whole, *files, *contents.warnings]).encode())


def _invalid(problem: str) -> dict[str, object]:
    return {"status": Status.INVALID, "reason": problem, "fault": "", "final": True}


def _result(task: Task, job: Job) -> Result:
    """Return the result of a finished job: its marker's report, where it is valid, and the marks that are kept."""
    ungraded: Result = job.submission.model_copy(update={"seconds": job.seconds})
    try:
        report = MarkerReport.model_validate_json(bytes(job.received))
    except ValidationError:
        return ungraded
    if report.failed:
        return ungraded.model_copy(update={"reason": NOT_GRADED, "fault": report.failed})
    if not set(task.questions_to_grade(ungraded)) <= set(report.questions):
        return ungraded
    report = report.model_copy(update={"questions": _with_kept_marks(task, ungraded, report)})
    status, reason = report.verdict()
    return ungraded.model_copy(
        update={
            "status": status, "reason": reason, "fault": "", "final": report.final,
            "warnings": [*report.warnings(ungraded.student), *ungraded.warnings],
            "cells": report.cells, "questions": report.questions,
            "score": sum(question.points for question in report.questions.values()),
        }
    )  # fmt: skip


def _with_kept_marks(task: Task, ungraded: Result, report: MarkerReport) -> dict[str, results.QuestionMark]:
    """Return the marks of all questions; those that were not graded this time are as they were."""
    previous = task.previous_result(ungraded)
    kept = previous.questions if previous else {}
    return {
        name: report.questions.get(name) or kept[name] for name in task.questions if name in {*report.questions, *kept}
    }
