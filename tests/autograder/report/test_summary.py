"""The summary on screen: counts of the results, without markup from students."""

import io

from rich.console import Console

from autograder import results
from autograder.report import summary
from tests.autograder.report.test_feedback import marked, with_tests
from tests.autograder.test_results import result


def test_mistakes_made_counts_students_not_tests():
    flipped = marked("mistake", tag="kernel-flipped", text="x")
    found = [with_tests(flipped, flipped), with_tests(flipped), with_tests(marked("mistake", tag="stride", text="x"))]
    assert summary.mistakes_made(found) == [("q1", "kernel-flipped", 2), ("q1", "stride", 1)]


def test_show_prints_every_student_and_takes_no_markup_from_them(tmp_path):
    strange = result("[red]b2[/]", status="CRASH", reason="[bold]x")
    for one in (result("b1"), strange, with_tests(marked("mistake", tag="t"))):
        results.save(tmp_path, one)
    console = Console(file=io.StringIO(), width=300)
    summary.show(tmp_path, results.load_all(tmp_path, "99_tiny"), 0, console)
    screen = console.file.getvalue()
    for words in ("b1", "[red]b2[/]", "[bold]x", "CRASH", "known mistake", "grades.csv", "feedback"):
        assert words in screen
