"""otter plugin of the course, for `otter run` and Gradescope.

It restores the course's own code, reports the student's id, and reports written answers for manual grading.
"""

import os
import shutil
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from otter.plugins import AbstractOtterPlugin

from autograder import written_answers

COURSE_UTILS = Path("..", "source", "files", "course_utils")
ID_FILE = ".declared-student"
LAST_CELL = """
__import__("os").chdir({folder!r})
with open({id_file!r}, "w", encoding="utf-8") as _id_file:
    _personal = __import__("sys").modules.get("course_utils.checking.personal")
    _id_file.write(_personal.student() if _personal else "")
"""


class CoursePlugin(AbstractOtterPlugin):
    """otter plugin whose methods otter calls in the folder of the submission."""

    def before_grading(self, config: Any) -> None:
        """Replace a course_utils that was handed in by the course's own; otter would keep the student's."""
        if COURSE_UTILS.is_dir():
            shutil.rmtree("course_utils", ignore_errors=True)
            shutil.copytree(COURSE_UTILS, "course_utils")

    def before_execution(self, submission: NotebookNode) -> NotebookNode:
        """Append a cell that changes back to this folder, where otter finds its tests, and writes the student's id.

        The id is read while the notebook runs, because any code may set it; it need not be a literal in the source.
        """
        wanted = self.plugin_config.get("written", {})
        self.written = written_answers.answers(submission.cells, wanted)
        self.id_file = Path.cwd() / ID_FILE
        self.id_file.unlink(missing_ok=True)
        submission.cells.append(new_code_cell(LAST_CELL.format(folder=os.getcwd(), id_file=ID_FILE).strip()))
        return submission

    def after_grading(self, results: Any) -> None:
        """Put the written answers above the scores; they are not part of them, since otter has no manual points."""
        if self.written:
            results.set_output(self.by_hand())

    def generate_report(self) -> str:
        """Return the report: the student's id, then the answers for manual grading."""
        return "\n\n".join(filter(None, [self.id_report(), self.by_hand()]))

    def by_hand(self) -> str:
        """Return the written answers, each below a line with its question and points."""
        return "\n\n".join(_formatted(question, **answer) for question, answer in self.written.items())

    def id_report(self) -> str:
        """Return the declared id, with a warning if it is not in the file's name or in a Gradescope user's email."""
        names = [
            Path(self.submission_path).stem,
            *(user["email"] for user in self.submission_metadata.get("users", [])),
        ]
        declared = self.declared()
        if not declared:
            return "Student id: none; the notebook declared no id before it ended"
        if any(declared in name.lower() for name in names):
            return f"Student id: {declared}"
        return (
            f"WARNING, student id: the notebook declares {declared!r}, which is not in {' or '.join(names)}; "
            "its numbers were graded as declared"
        )

    def declared(self) -> str:
        """Return the id that the notebook declared, or "" if it does not use the course or ended before that."""
        try:
            return self.id_file.read_text(encoding="utf-8")[:100]
        except (OSError, ValueError):
            return ""


def _formatted(question: str, max: float, text: str | None, pictures: int) -> str:
    remark = written_answers.remark(text, pictures)
    head = f"{question}, written answer, marked by hand: up to {max:g}"
    return "\n".join(filter(None, [f"{head} ({remark})" if remark else head, text]))
