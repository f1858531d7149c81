"""A lesson's solution run in this process, without its figures, widgets and checks: every name that it leaves."""

import contextlib
import io
import itertools
import linecache
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock, patch

import course_utils
from autograder.build.notebooks import write_notebook
from autograder.lesson_format.model import Lesson
from autograder.lesson_format.scopes import plain_python
from autograder.lesson_format.solutions import solution_text
from course_utils.checking import personal
from course_utils.training import History, loop
from tests.solutions import write_checkpoints

PACKAGE = Path(course_utils.__file__).parent
_FOLDERS = tempfile.TemporaryDirectory(prefix="solved-")  # gone with this process
SHOWING = ["figures", "widgets"]  # rooms whose every function becomes one that does nothing


def solved(lesson: Lesson, student: str = personal.SELF_STUDY) -> dict[str, Any]:
    """Return the names that the solution notebook leaves when `student` works in it."""
    names: dict[str, Any] = {"__name__": "__main__", "display": lambda *shown: None}
    modules = {
        name: MagicMock() for room in SHOWING for name in (f"course_utils.{room}", *modules_below(PACKAGE / room))
    }
    modules["course_utils.widgets"].TrainingMonitor.return_value = None  # one that does nothing would end a training
    trainings = itertools.count(1)

    def fit(*parts, **settings) -> History:
        """Train only what no student before has trained."""
        return loop.fit(*parts, **{"checkpoint": f"training-{next(trainings)}"} | settings)

    attributes = {room: modules[f"course_utils.{room}"] for room in SHOWING} | {"Grader": MagicMock()}
    before = personal.student()
    personal.set_student(student)
    with (
        _instead(modules),
        patch.multiple(course_utils, create=True, **attributes),
        patch("course_utils.training.fit", fit),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.chdir(_folder(lesson.name)),
    ):
        for cell in write_notebook(lesson, solution_text).cells:
            if cell.cell_type == "code":
                filename, source = f"<{lesson.name} {cell.id}>", plain_python(cell.source)
                linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
                exec(compile(source, filename, "exec"), names)  # as in a notebook, the source can be looked up
    personal.set_student(before)
    return names


def _folder(lesson: str) -> Path:
    """Where the lesson's files are written; the trained networks lie there, so that nobody trains them again."""
    folder = Path(_FOLDERS.name) / lesson
    if not folder.exists():
        folder.mkdir()
        write_checkpoints(lesson, folder)
    return folder


def modules_below(room: Path) -> list[str]:
    """Return the dotted names of a room's modules."""
    return [f"course_utils.{room.name}.{path.stem}" for path in room.glob("[a-z]*.py")]


@contextlib.contextmanager
def _instead(modules: dict[str, Any]) -> Iterator[None]:
    """These modules for the real ones; others that are loaded meanwhile stay, for NumPy's cannot be loaded twice."""
    before = {name: sys.modules.get(name) for name in modules}
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
