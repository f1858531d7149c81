"""Tables and pages, all made from the result files: grades.csv, feedback pages, the summary on screen."""

import csv
import io
from collections import Counter
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder import results
from autograder.results import CellNote, QuestionMark, Result, Status, TestMark

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_all(out: Path, lesson: str, questions: list[str]) -> None:
    """Write grades.csv and feedback/<student>.html for every result in `out`."""
    found = results.load_all(out, lesson)
    results.write_whole(out / "grades.csv", grades_csv(found, questions))
    for result in found:
        results.write_whole(out / "feedback" / f"{results.safe_name(result.student)}.html", feedback_page(result))


def grades_csv(found: list[Result], questions: list[str]) -> str:
    """One row per student, one column per question; a cell that a spreadsheet would take for a formula is escaped."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["student", "status", "score", "max_score", *questions])
    for result in found:
        marks = [result.questions.get(name) for name in questions]
        points = [number(mark.points) if mark else "0" for mark in marks]
        row = [result.student, result.status.value, number(result.score), number(result.max_score), *points]
        table.writerow([safe_cell(cell) for cell in row])
    return text.getvalue()


def safe_cell(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula.

    >>> safe_cell("=1+1"), safe_cell("b1001")
    ("'=1+1", 'b1001')
    """
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def number(points: float) -> str:
    """Points without a needless fraction.

    >>> number(2.0), number(0.5)
    ('2', '0.5')
    """
    return f"{points:.4f}".rstrip("0").rstrip(".")


def feedback_page(result: Result) -> str:
    """A student's page: points, what was right, and the hint for a known mistake. Never an answer."""
    return _template().render(result=result, Status=Status)


def label(test: TestMark) -> str:
    """What a student may read of a test's name; a hidden one has none.

    >>> label(TestMark(name="q2_1: the sum", points=1, max=1, hidden=False, kind="right", tag=None, text=""))
    'the sum'
    """
    return "with other inputs" if test.hidden else test.name.partition(": ")[2] or test.name


def comment(test: TestMark) -> str:
    """One sentence or two under a test that gave no points."""
    if test.text:
        return test.text
    if test.kind == "unanswered":
        return "Not answered yet."
    if test.hidden:
        return "Your answer does not hold for inputs other than those in the notebook."
    return "Not right yet."


def sentence(text: str, end: str = ".") -> str:
    """The text with a capital letter in front and `end` behind.

    >>> sentence("the file is empty")
    'The file is empty.'
    """
    return text[:1].upper() + text[1:] + ("" if text.endswith(end) else end)


def mark_of(question: QuestionMark) -> str:
    """A question in one word: right, partly, open (not answered) or wrong."""
    if question.points >= question.max:
        return "right"
    if question.points > 0:
        return "partly"
    return "open" if all(test.kind == "unanswered" for test in question.tests) else "wrong"


def errors(result: Result) -> list[CellNote]:
    """The cells that stopped with an error, other than by being left as they came."""
    return [cell for cell in result.cells if cell.status == "error" and not cell.text.startswith("NotImplementedError")]


def question_title(name: str) -> str:
    """A question's name as a person says it.

    >>> question_title("q2_1")
    'Question 2.1'
    """
    return f"Question {name[1:].replace('_', '.')}" if name[:1] == "q" and name[1:2].isdigit() else name


def mistakes_made(found: list[Result]) -> list[tuple[str, str, int]]:
    """(question, known mistake, number of students who made it), most frequent first."""
    made = Counter(
        (name, tag)
        for result in found
        for name, question in result.questions.items()
        for tag in {test.tag for test in question.tests if test.tag}
    )
    return sorted(((name, tag, count) for (name, tag), count in made.items()), key=lambda row: (-row[2], row))


def show(out: Path, lesson: str, console: Console) -> None:
    """Print the summary: a row per student, the known mistakes, and where the files are."""
    found = results.load_all(out, lesson)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading, justify in (("student", "left"), ("status", "left"), ("score", "right"), ("", "left")):
        table.add_column(heading, justify=justify, overflow="fold")
    for result in found:
        score = f"{number(result.score)} / {number(result.max_score)}"
        status = "[blue]GRADED[/]" if result.status is Status.GRADED else f"[bold]{result.status.value}[/]"
        remarks = "; ".join(remark for remark in (result.reason, *result.warnings) if remark)
        table.add_row(escape(result.student), status, score, escape(remarks))
    console.print()
    console.print(table)
    made = mistakes_made(found)
    if made:
        mistakes = Table(box=None, pad_edge=False, header_style="bold")
        for heading in ("question", "known mistake", "students"):
            mistakes.add_column(heading, justify="right" if heading == "students" else "left")
        for name, tag, count in made:
            mistakes.add_row(name, tag, str(count))
        console.print()
        console.print(mistakes)
    places = f"\nGrades   {out / 'grades.csv'}\nPages    {out / 'feedback'}"
    console.print(escape(places), highlight=False, soft_wrap=True)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("autograder", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    for page_filter in (number, label, comment, mark_of, errors, question_title, sentence):
        environment.filters[page_filter.__name__] = page_filter
    return environment.get_template("feedback.html")
