"""Grade a folder of notebooks: `grade_folder(lesson, folder, out)`."""

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
from autograder.report import files, summary
from course_utils.checking import personal

CELLS_AT_LIMIT = 10  # all cells together may take as long as this many cells that each reach the time limit


class GradingError(Exception):
    """Nothing can be graded; the text says why and what to do, in one line."""


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

    A submission that already has a result is skipped, unless the submission or the tests have changed.

    Args:
        workers: number of submissions to grade at the same time; default: the number of CPU cores.
        timeout: seconds that one cell may take.
        bundle: folder of the marking bundle; by default the builder makes it.
        regrade: questions to grade again even where they have marks; the marks of the other questions are kept.
        only: students to grade; the results of the other students are kept.
        unsafe: grade even where a guard between students' code and this machine cannot be applied.
    """
    if systems.unsupported_reason():
        return _exit_with(systems.LINUX_ONLY, 2)
    folder, out, console, all_submissions = Path(folder), Path(out), Console(), []
    try:
        all_submissions = _find_submissions(lesson, folder, out)
        chosen = _checked_choice(
            "student", [personal.normal(name) for name in only], sorted(_students(all_submissions))
        )
        wanted = [submission for submission in all_submissions if not chosen or submission.student in chosen]
        with closing(ForkServer()) as fork_server:
            task = _prepare(fork_server, lesson, out, timeout, bundle, unsafe)
            task = replace(task, regrade=_checked_choice("question", regrade, list(task.questions)))
            _print_error(guards.describe_guards(task.missing))
            for question, reason in task.broken.items():
                _print_error(f"{question} is not graded: {reason}")
            scheduler.run(fork_server, task, wanted, workers or os.cpu_count() or 1, console)
        class_results, others = results.partition(results.load_all(out, lesson), _students(all_submissions))
        files.write_all(out, class_results, others, list(task.questions))
        summary.show(out, class_results, len(others), console)
    except (GradingError, ForkServerError) as error:
        return _exit_with(f"Not graded: {error}", 2)
    except OSError as error:
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        path = f" ({error.filename})" if error.filename else ""
        reason = f"the disk is full, free some space{path}" if is_full else f"{error.strerror}{path}"
        return _exit_with(f"Stopped: {reason}. The results so far are kept; run the same command again to resume.", 1)
    except KeyboardInterrupt:
        done, _ = results.partition(results.load_all(out, lesson), _students(all_submissions))
        progress = f"{len(done)} of {len(all_submissions)} graded"
        return _exit_with(f"Stopped with {progress}; run the same command again to resume.", 130)
    return 0


def _students(all_submissions: list[submissions.Submission]) -> set[str]:
    return {submission.student for submission in all_submissions}


def _checked_choice(kind: str, names: Sequence[str], known: list[str]) -> frozenset[str]:
    """Return the names as a set. GradingError: one of them is not known."""
    unknown = sorted({*names} - {*known})
    if unknown:
        raise GradingError(f"there is no {kind} {', '.join(unknown)}; there are {shorten(', '.join(known), 200)}")
    return frozenset(names)


def _print_error(text: str) -> None:
    Console(stderr=True).print(escape(text), highlight=False, soft_wrap=True)


def _exit_with(text: str, code: int) -> int:
    """Print the text to standard error and return the exit code."""
    _print_error(text)
    return code


def _find_submissions(lesson: str, folder: Path, out: Path) -> list[submissions.Submission]:
    """Return the submissions, after every check that needs no large package."""
    if not folder.is_dir():
        raise GradingError(f"there is no folder {folder}; give the folder of the notebooks")
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise GradingError(f"cannot write to {out} ({error.strerror}); choose another folder with --out") from None
    for part in [*out.glob(".*.part"), *out.glob("feedback/.*.part")]:  # left by a run that was killed
        part.unlink(missing_ok=True)
    others = {result.lesson for result in map(results.load, out.glob("*.json")) if result} - {lesson}
    if others:
        raise GradingError(f"{out} has the results of {', '.join(sorted(others))}; choose another folder with --out")
    found = submissions.find_submissions(folder, lesson, without=out)
    if not found:
        raise GradingError(f"{folder} is empty; put the notebooks in it, as <student>.ipynb or <student>/<any>.ipynb")
    return found


def _prepare(
    fork_server: ForkServer, lesson: str, out: Path, timeout: float, bundle: Path | None, unsafe: bool
) -> Task:
    """Wait for the fork server, have a child of it copy the bundle and load the tests once, and return the task."""
    workspace, missing = fork_server.guards()
    if missing and not unsafe:
        raise GradingError(guards.explain_refusal(missing))
    fork_server.wait_until_ready()
    copy = workspace / "bundle"
    inspected = fork_server.inspect_bundle(lesson=lesson, bundle=bundle and str(bundle.resolve()), copy=str(copy))
    if "error" in inspected:
        raise GradingError(inspected["error"])
    if inspected["uses_pictures"]:
        fork_server.load_pictures()
    limits = Limits(cell=timeout, cells=CELLS_AT_LIMIT * timeout)
    return Task(
        lesson, inspected["title"], copy, inspected["hash"], inspected["questions"], out, limits, inspected["broken"],
        missing,
    )  # fmt: skip
