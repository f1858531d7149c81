"""Grades a folder of notebooks: `grade(lesson, folder, out)`, the way from a class to its grades."""

import errno
import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autograder import intake, preparing, reports, results, summary, systems
from autograder.pool import Job, Pool
from autograder.results import NOT_GRADED, Result, Status
from autograder.sandbox import processes
from autograder.sandbox.keeper import Limits

WHOLE_NOTEBOOK = 10  # all cells together may take as long as this many that use up their time
NO_RESULT = "not graded: the processes of this submission ended without a result; tell your instructor"


class GradingError(Exception):
    """Nothing can be graded; the text says in one line why and what to do."""


@dataclass(frozen=True)
class Task:
    """What is the same for all submissions."""

    lesson: str
    title: str
    bundle: Path
    bundle_hash: str
    questions: dict[str, float]
    out: Path
    workspace: Path
    limits: Limits
    broken: dict[str, str]  # question -> why it has no tests


def grade(
    lesson: str,
    folder: Path,
    out: Path,
    *,
    workers: int | None = None,
    timeout: float = 60.0,
    bundle_of: Callable[[str], Path] | None = None,
) -> int:
    """Grade every notebook in `folder` into `out`; return the exit code.

    A submission whose result is there already is passed over, unless it or the tests have changed.

    Args:
        workers: submissions at once; one per core if not given.
        timeout: seconds that one cell may take.
        bundle_of: gives the marking bundle's folder; the builder makes it anew if not given.
    """
    if systems.why_not_here():
        return _say(systems.LINUX_ONLY, 2)
    folder, out, console, found = Path(folder), Path(out), Console(), []
    try:
        found = _look(lesson, folder, out)
        with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as workspace:
            task = _prepare(lesson, out, Path(workspace), timeout, bundle_of or preparing.built)
            for question, why in task.broken.items():
                _say(f"{question} is not graded: {why}", 0)
            _run(task, found, workers or os.cpu_count() or 1, console)
        mine, others = results.split(results.load_all(out, lesson), _ids(found))
        reports.write_all(out, mine, others, list(task.questions))
        summary.show(out, mine, len(others), console)
    except GradingError as error:
        return _say(f"Not graded: {error}", 2)
    except OSError as error:
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "the disk is full, make room" if is_full else f"{error.strerror} ({error.filename})"
        return _say(f"Stopped: {why}. What is graded is kept; the same command goes on from there.", 1)
    except KeyboardInterrupt:
        done = len(results.split(results.load_all(out, lesson), _ids(found))[0])
        return _say(f"Stopped with {done} of {len(found)} done; the same command goes on from there.", 130)
    finally:
        gc.unfreeze()
    return 0


def _ids(found: list[intake.Submission]) -> set[str]:
    return {submission.student for submission in found}


def _say(line: str, code: int) -> int:
    Console(stderr=True).print(escape(line), highlight=False, soft_wrap=True)
    return code


def _look(lesson: str, folder: Path, out: Path) -> list[intake.Submission]:
    """The submissions, after every check that can be made before anything heavy is loaded."""
    if not folder.is_dir():
        raise GradingError(f"there is no folder {folder}; name the one that holds the notebooks")
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise GradingError(f"cannot write to {out} ({error.strerror}); choose another folder with --out") from None
    others = {result.lesson for result in map(results.load, out.glob("*.json")) if result} - {lesson}
    if others:
        raise GradingError(f"{out} holds the results of {', '.join(sorted(others))}; choose another folder with --out")
    found = intake.submissions(folder, lesson, without=out)
    if not found:
        raise GradingError(f"{folder} is empty; put the notebooks in it, as <student>.ipynb or <student>/<any>.ipynb")
    return found


def _prepare(lesson: str, out: Path, workspace: Path, timeout: float, bundle_of: Callable[[str], Path]) -> Task:
    """Warm up, and have a child copy the bundle and load its tests once: this process must not see them."""
    from autograder.warm import NotAlone, warm_up

    try:
        warm_up()
    except NotAlone as error:
        raise GradingError(str(error)) from None
    bundle = workspace / "bundle"
    about = processes.answer_of(lambda: preparing.about(lesson, bundle_of, bundle))
    if "error" in about:
        raise GradingError(about["error"])
    limits = Limits(cell=timeout, cells=WHOLE_NOTEBOOK * timeout)
    said = about["title"], bundle, about["hash"], about["questions"]
    return Task(lesson, *said, out, workspace, limits, about["broken"])


def _run(task: Task, found: list[intake.Submission], workers: int, console: Console) -> None:
    """Grade what is not graded yet, `workers` at once, and save each result as it comes."""
    rooms = _needing_a_room(task, found)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    progress = Progress(*columns, console=console, auto_refresh=False, redirect_stdout=False, redirect_stderr=False)
    with progress, Pool(task.workspace, task.bundle, len(task.questions), task.limits) as pool:
        bar = progress.add_task("Grading", total=len(found))
        done, is_open = 0, True
        while is_open or len(pool):
            while is_open and len(pool) < workers:
                ready = next(rooms, None)
                is_open = ready is not None
                if ready is None:
                    break
                bare, sources = ready
                if sources is None:
                    done += 1
                else:
                    pool.start(bare, bare.student, sources)
            for job in pool.finished():
                results.save(task.out, _result(job))
                done += 1
            progress.update(bar, completed=done, refresh=True)


def _needing_a_room(task: Task, found: list[intake.Submission]) -> Iterator[tuple[Result, list[str] | None]]:
    """Each submission's result without marks, with its cells; None for cells where nothing is left to do."""
    for submission in found:
        bare = _bare(task, submission)
        try:
            if submission.problem:
                raise intake.Invalid(submission.problem)
            data = intake.read_bytes(submission.path)
            bare = bare.model_copy(update={"submission_hash": results.hash_of(data)})
            before = results.load(results.path_of(task.out, submission.student))
            if before and before.still_counts(bare):
                yield bare, None
            else:
                yield bare, intake.read_sources(data)
        except intake.Invalid as problem:
            results.save(task.out, bare.model_copy(update=_invalid(str(problem))))
            yield bare, None


def _bare(task: Task, submission: intake.Submission) -> Result:
    return Result(
        lesson=task.lesson, title=task.title, student=submission.student, file=intake.printable(submission.path.name),
        submission_hash="", bundle_hash=task.bundle_hash, timeout=task.limits.cell, seconds=0,
        status=Status.UNGRADED, reason=NO_RESULT, fault=NO_RESULT, final=False,
        score=0, max_score=sum(task.questions.values()),
    )  # fmt: skip


def _invalid(problem: str) -> dict[str, object]:
    return {"status": Status.INVALID, "reason": problem, "fault": "", "final": True}


def _result(job: Job) -> Result:
    """A finished job's result: what its marker said, if that is what a marker says."""
    bare: Result = job.submission.model_copy(update={"seconds": job.seconds})
    try:
        marks = results.Marks.model_validate_json(bytes(job.said))
    except ValidationError:
        return bare
    if marks.failed:
        return bare.model_copy(update={"reason": NOT_GRADED, "fault": marks.failed})
    status, reason = marks.verdict()
    return bare.model_copy(
        update={
            "status": status, "reason": reason, "fault": "", "final": marks.final,
            "warnings": marks.warnings(bare.student), "cells": marks.cells, "questions": marks.questions,
            "score": sum(question.points for question in marks.questions.values()),
        }
    )  # fmt: skip
