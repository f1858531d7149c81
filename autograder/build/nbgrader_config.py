"""Configuration of an nbgrader course whose source/ and marking/ folders are next to this file.

The builder writes this file and both folders to dist/nbgrader, and uses the classes below for the release notebooks.
"""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

if TYPE_CHECKING:
    from traitlets.config import get_config  # where this file is run, traitlets defines a function of this name

HERE = Path(__file__).resolve().parent


class CourseStubs(ClearSolutions):
    """Replace each answer by the stub of the course's own notebook, such as `q2_1 = ...`."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Write the stub from the cell's metadata into the cell; without a stub, do what nbgrader does."""
        course = cell.metadata.pop("course", None)
        if course is None:
            return super().preprocess_cell(cell, resources, cell_index)
        cell.source = course["stub"]
        return cell, resources


class PrepareGrading(NbGraderPreprocessor):
    """Before the kernel starts, set the path of the full tests and delete a course_utils that was handed in.

    Students' own runs never use the full tests: the environment variable is set only here. While nbgrader grades,
    however, the full tests are not protected. nbgrader runs tests and answers in one kernel, which inherits the
    variable, so a submission can read the full tests, print them into its feedback, or change its points. Only the
    course's own grader (`python -m autograder grade`) runs answers and tests in separate processes.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Set COURSE_MARKING, delete the submission's course_utils and return the notebook unchanged."""
        os.environ["COURSE_MARKING"] = str(HERE / "marking")
        shutil.rmtree(Path(resources["metadata"]["path"]) / "course_utils", ignore_errors=True)
        return nb, resources


c = get_config()
c.CourseDirectory.root = str(HERE)
c.GenerateAssignment.preprocessors = [
    CourseStubs if step is ClearSolutions else step for step in GenerateAssignment.preprocessors.default()
]
c.Autograde.autograde_preprocessors = [PrepareGrading, *Autograde.autograde_preprocessors.default()]
c.ClearSolutions.code_stub = {"python": 'raise NotImplementedError("write your answer here")'}
c.ClearSolutions.text_stub = "*Write your answer here.*"
c.Execute.timeout = 300
