"""What runs beside `otter run` and on Gradescope: puts the course's code back and looks at the student's id."""

import ast
import os
import shutil
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from otter.plugins import AbstractOtterPlugin

OURS = Path("..", "source", "files", "course_utils")


class CoursePlugin(AbstractOtterPlugin):
    """otter calls these methods in the folder that holds the submission."""

    def before_grading(self, config) -> None:
        """Put our course_utils in the place of one that was handed in; otter itself would keep the student's."""
        if OURS.is_dir():
            shutil.rmtree("course_utils", ignore_errors=True)
            shutil.copytree(OURS, "course_utils")

    def before_execution(self, submission: NotebookNode) -> NotebookNode:
        """Note the declared id, and go back to this folder at the end: otter looks for its tests from there."""
        self.declared = declared_student(submission)
        submission.cells.append(new_code_cell(f"__import__('os').chdir({os.getcwd()!r})"))
        return submission

    def generate_report(self) -> str:
        """Say whose numbers were used, and warn where the file's name or Gradescope's user says otherwise."""
        places = [
            Path(self.submission_path).stem,
            *(user["email"] for user in self.submission_metadata.get("users", [])),
        ]
        if any(self.declared in place.lower() for place in places):
            return f"Student id: {self.declared}"
        return (
            f"WARNING, student id: the notebook declares {self.declared!r}, which is not in {' or '.join(places)}; "
            "its numbers were graded as declared"
        )


def declared_student(notebook: NotebookNode) -> str:
    """The id in the last `Grader(..., student="...")` of the notebook, trimmed, in lower case; "self-study" if none."""
    declared = ""
    for cell in notebook.cells:
        try:
            calls = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)]
        except SyntaxError:  # prose, a magic, or a student's slip: no declaration
            continue
        for call in calls:
            if ast.unparse(call.func).split(".")[-1] == "Grader":
                declared = next(
                    (ast.unparse(word.value).strip("'\"") for word in call.keywords if word.arg == "student"), ""
                )
    return declared.strip().lower() or "self-study"
