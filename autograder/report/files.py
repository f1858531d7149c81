"""Write the tables and the feedback pages of a class to the folder of its results."""

from pathlib import Path

from autograder import results
from autograder.report.feedback import feedback_page
from autograder.report.gradebook import grades_csv, written_csv
from autograder.results import Result


def write_all(out: Path, class_results: list[Result], others: list[Result], questions: list[str]) -> None:
    """Write grades.csv and feedback/<student>.html, and written.csv where answers are marked by hand.

    The pages of `others` are deleted; their result files stay.
    """
    results.write_atomically(out / "grades.csv", grades_csv(class_results, questions))
    if any(result.written for result in class_results):
        results.write_atomically(out / "written.csv", written_csv(class_results))
    for result in class_results:
        results.write_atomically(_page_path(out, result), feedback_page(result))
    for result in others:
        _page_path(out, result).unlink(missing_ok=True)


def _page_path(out: Path, result: Result) -> Path:
    return out / "feedback" / f"{results.safe_name(result.student)}.html"
