"""Configuration of an nbgrader course whose source/ and marking/ folders lie beside this file.

The builder puts all of it into dist/nbgrader; the release notebooks there are made with the classes below.
"""

import os
import shutil
from pathlib import Path

from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

HERE = Path(__file__).resolve().parent


class CourseStubs(ClearSolutions):
    """Leaves in each answer's place what the course's own notebook has there, so `q2_1 = ...` stays `q2_1 = ...`."""

    def preprocess_cell(self, cell, resources, cell_index):
        """Take the stub that the builder noted in the cell; cells without one go nbgrader's way."""
        noted = cell.metadata.pop("course", None)
        if noted is None:
            return super().preprocess_cell(cell, resources, cell_index)
        cell.source = noted["stub"]
        return cell, resources


class InstructorsSide(NbGraderPreprocessor):
    """Before the kernel starts: say where the full tests are, and take a handed-in course_utils away.

    What holds: neither what students are given nor what they run themselves knows of the full tests; the variable is
    set here only. What does not: nbgrader runs tests and answers in one kernel, which inherits the variable, so a
    handed-in notebook can read the full tests while it is graded, print them into its feedback, or change its points.
    Only the course's own grader (`python -m autograder grade`) keeps answers and tests in processes of their own.
    """

    def preprocess(self, nb, resources):
        """Change nothing in the notebook."""
        os.environ["COURSE_MARKING"] = str(HERE / "marking")
        shutil.rmtree(Path(resources["metadata"]["path"]) / "course_utils", ignore_errors=True)
        return nb, resources


c = get_config()  # noqa: F821  (traitlets defines it)
c.CourseDirectory.root = str(HERE)
c.GenerateAssignment.preprocessors = [
    CourseStubs if step is ClearSolutions else step for step in GenerateAssignment.preprocessors.default()
]
c.Autograde.autograde_preprocessors = [InstructorsSide, *Autograde.autograde_preprocessors.default()]
c.ClearSolutions.code_stub = {"python": 'raise NotImplementedError("write your answer here")'}
c.ClearSolutions.text_stub = "*Write your answer here.*"
c.Execute.timeout = 300
