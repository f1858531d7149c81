"""The solutions of the lessons with their proofs, each executed only once in a kernel for all tests of a run."""

import functools
import os
import pickle
from pathlib import Path
from unittest.mock import patch

from autograder.build.execute import Outcome, keeps_checkpoints
from autograder.build.notebooks import PROVED, write_notebook
from autograder.build.products import ROOT, find_lessons
from autograder.build.verify import run_solution
from autograder.lesson_format.parser import read_lesson
from autograder.lesson_format.solutions import solution_text
from tests.shared import shared


@functools.cache
def outcome_of(lesson: str) -> Outcome:
    """Return the results of the solution with its proofs: cells that raised, points per test, trained networks."""
    made = shared(f"solution-{lesson}", functools.partial(_run, lesson))
    return pickle.loads((made / "outcome").read_bytes())


def write_checkpoints(lesson: str, folder: Path, *, leave_out: str | None = None) -> None:
    """Write the checkpoints of the solution's networks into `folder`, so that a notebook there does not train them.

    If the lesson saves no checkpoints, nothing is written, and the solution is not executed.

    Args:
        leave_out: the name of a checkpoint that is not written, so that the notebook trains this network.
    """
    (path,) = find_lessons([lesson])
    if not keeps_checkpoints(write_notebook(read_lesson(path), solution_text)):
        return
    for name, data in outcome_of(lesson).checkpoints.items():
        if name.partition(".")[0] != leave_out:
            (folder / name).write_bytes(data)


def _run(lesson: str, folder: Path) -> None:
    (path,) = find_lessons([lesson])
    with patch.dict(os.environ, MPLBACKEND="agg"):  # figures are not drawn here, but in JupyterLab and on Colab
        outcome = run_solution(ROOT, read_lesson(path), PROVED)
    (folder / "outcome").write_bytes(pickle.dumps(outcome))
