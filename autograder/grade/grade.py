"""Grades a folder of notebooks: `grade_folder(lesson, folder, out)`, the way from a class to its grades."""

import errno
import os
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from textwrap import shorten

from rich.console import Console
from rich.markup import escape

from autograder import results, systems
from autograder.grade import guards, scheduler, submissions
from autograder.grade.keeper import Limits
from autograder.grade.scheduler import Task
from autograder.grade.worker_pool import ForkServer, ForkServerError
from autograder.report import feedback, summary
from course_utils.checking import personal

WHOLE_NOTEBOOK = 10  # all cells together may take as long as this many that use up their time


class GradingError(Exception):
    """Nothing can be graded; the text says in one line why and what to do."""


def grade_folder(
    lesson: str,
    folder: Path,
    out: Path,
    *,
    workers: int | None = None,
    timeout: float = 60.0,
    bundle: Path | None = None,
    unsafe: bool = False,
    regrade: Sequence[str] = (),
    only: Sequence[str] = (),
) -> int:
    """Grade every notebook in `folder` into `out`; return the exit code.

    A submission whose result is there already is passed over, unless it or the tests have changed.

    Args:
        workers: submissions at once; one per core if not given.
        timeout: seconds that one cell may take.
        bundle: the marking bundle's folder; the builder makes it anew if not given.
        regrade: questions to grade again whatever is there; the marks of the others are kept.
        only: students to grade; the results of the others are kept.
        unsafe: grade also where a guard between students' code and this machine cannot be put up.
    """
    if systems.unsupported_reason():
        return _exit_with(systems.LINUX_ONLY, 2)
    folder, out, console, found = Path(folder), Path(out), Console(), []
    try:
        found = _find_submissions(lesson, folder, out)
        chosen = _checked_choice("student", [personal.normal(name) for name in only], sorted(_ids(found)))
        wanted = [submission for submission in found if not chosen or submission.student in chosen]
        with closing(ForkServer()) as fork_server:
            task = _prepare(fork_server, lesson, out, timeout, bundle, unsafe)
            task = replace(task, regrade=_checked_choice("question", regrade, list(task.questions)))
            _exit_with(guards.describe_guards(task.missing), 0)
            for question, why in task.broken.items():
                _exit_with(f"{question} is not graded: {why}", 0)
            scheduler.run(fork_server, task, wanted, workers or os.cpu_count() or 1, console)
        mine, others = results.partition(results.load_all(out, lesson), _ids(found))
        feedback.write_all(out, mine, others, list(task.questions))
        summary.show(out, mine, len(others), console)
    except (GradingError, ForkServerError) as error:
        return _exit_with(f"Not graded: {error}", 2)
    except OSError as error:
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        place = f" ({error.filename})" if error.filename else ""
        why = f"the disk is full, make room{place}" if is_full else f"{error.strerror}{place}"
        return _exit_with(f"Stopped: {why}. What is graded is kept; the same command goes on from there.", 1)
    except KeyboardInterrupt:
        done = len(results.partition(results.load_all(out, lesson), _ids(found))[0])
        return _exit_with(f"Stopped with {done} of {len(found)} done; the same command goes on from there.", 130)
    return 0


def _ids(found: list[submissions.Submission]) -> set[str]:
    return {submission.student for submission in found}


def _checked_choice(kind: str, asked: Sequence[str], known: list[str]) -> frozenset[str]:
    unknown = sorted({*asked} - {*known})
    if unknown:
        raise GradingError(f"there is no {kind} {', '.join(unknown)}; there are {shorten(', '.join(known), 200)}")
    return frozenset(asked)


def _exit_with(line: str, code: int) -> int:
    Console(stderr=True).print(escape(line), highlight=False, soft_wrap=True)
    return code


def _find_submissions(lesson: str, folder: Path, out: Path) -> list[submissions.Submission]:
    """The submissions, after every check that can be made before anything heavy is loaded."""
    if not folder.is_dir():
        raise GradingError(f"there is no folder {folder}; name the one that holds the notebooks")
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise GradingError(f"cannot write to {out} ({error.strerror}); choose another folder with --out") from None
    for part in [*out.glob(".*.part"), *out.glob("feedback/.*.part")]:  # being written when a run was killed
        part.unlink(missing_ok=True)
    others = {result.lesson for result in map(results.load, out.glob("*.json")) if result} - {lesson}
    if others:
        raise GradingError(f"{out} holds the results of {', '.join(sorted(others))}; choose another folder with --out")
    found = submissions.find_submissions(folder, lesson, without=out)
    if not found:
        raise GradingError(f"{folder} is empty; put the notebooks in it, as <student>.ipynb or <student>/<any>.ipynb")
    return found


def _prepare(
    fork_server: ForkServer, lesson: str, out: Path, timeout: float, bundle: Path | None, unsafe: bool
) -> Task:
    """Wait for the warm process, and have a child of it copy the bundle and load its tests once."""
    workspace, missing = fork_server.guards()
    if missing and not unsafe:
        raise GradingError(guards.explain_refusal(missing))
    fork_server.wait()
    copy = workspace / "bundle"
    about = fork_server.inspect_bundle(lesson=lesson, bundle=bundle and str(bundle.resolve()), copy=str(copy))
    if "error" in about:
        raise GradingError(about["error"])
    if about["pictures"]:
        fork_server.have_pictures()
    limits = Limits(cell=timeout, cells=WHOLE_NOTEBOOK * timeout)
    said = about["title"], copy, about["hash"], about["questions"]
    return Task(lesson, *said, out, limits, about["broken"], missing)
