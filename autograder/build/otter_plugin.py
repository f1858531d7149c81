"""What runs beside `otter run` and on Gradescope: puts the course's code back, looks at the student's id, and carries
written answers to the person who marks them."""

import os
import shutil
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from otter.plugins import AbstractOtterPlugin

from autograder import written_answers

OURS = Path("..", "source", "files", "course_utils")
SAID = ".declared-student"
LAST_CELL = """
__import__("os").chdir({folder!r})
with open({said!r}, "w", encoding="utf-8") as _said:
    _personal = __import__("sys").modules.get("course_utils.checking.personal")
    _said.write(_personal.student() if _personal else "")
"""


class CoursePlugin(AbstractOtterPlugin):
    """otter calls these methods in the folder that holds the submission."""

    def before_grading(self, config) -> None:
        """Put our course_utils in the place of one that was handed in; otter itself would keep the student's."""
        if OURS.is_dir():
            shutil.rmtree("course_utils", ignore_errors=True)
            shutil.copytree(OURS, "course_utils")

    def before_execution(self, submission: NotebookNode) -> NotebookNode:
        """At the end of the notebook, go back to this folder, where otter looks for its tests, and say the id.

        The notebook itself knows it: an id may be in a variable, or set by any code.
        """
        wanted = self.plugin_config.get("written", {})
        self.written = written_answers.answers(submission.cells, wanted)
        self.said = Path.cwd() / SAID
        self.said.unlink(missing_ok=True)
        submission.cells.append(new_code_cell(LAST_CELL.format(folder=os.getcwd(), said=SAID).strip()))
        return submission

    def after_grading(self, results) -> None:
        """Lay written answers above the scores, of which they are no part: otter knows no points of a person."""
        if self.written:
            results.set_output(self.by_hand())

    def generate_report(self) -> str:
        """Say whose numbers were used, and hand on what is marked by hand."""
        return "\n\n".join(filter(None, [self.about_the_id(), self.by_hand()]))

    def by_hand(self) -> str:
        """The written answers, each under a line with its question and points."""
        return "\n\n".join(_shown(question, **answer) for question, answer in self.written.items())

    def about_the_id(self) -> str:
        """Say whose numbers were used, and warn where the file's name or Gradescope's user says otherwise."""
        places = [
            Path(self.submission_path).stem,
            *(user["email"] for user in self.submission_metadata.get("users", [])),
        ]
        declared = self.declared()
        if not declared:
            return "Student id: the notebook did not come to say one"
        if any(declared in place.lower() for place in places):
            return f"Student id: {declared}"
        return (
            f"WARNING, student id: the notebook declares {declared!r}, which is not in {' or '.join(places)}; "
            "its numbers were graded as declared"
        )

    def declared(self) -> str:
        """The id whose numbers the notebook drew; empty where it does not use the course or did not get so far."""
        try:
            return self.said.read_text(encoding="utf-8")[:100]
        except (OSError, ValueError):
            return ""


def _shown(question: str, max: float, text: str | None, pictures: int) -> str:
    remark = written_answers.remark(text, pictures)
    head = f"{question}, written answer, marked by hand: up to {max:g}"
    return "\n".join(filter(None, [f"{head} ({remark})" if remark else head, text]))
