"""grades.csv, written.csv and the feedback pages, all made from the result files."""

import csv
import io
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from autograder import results
from autograder.results import CellNote, QuestionMark, Result, Status, TestMark

HEADINGS = {
    Status.TIMEOUT: "Something took too long.",
    Status.CRASH: "Python ended before its time.",
    Status.MEMORY: "There was not enough memory.",
}
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_all(out: Path, found: list[Result], others: list[Result], questions: list[str]) -> None:
    """Write grades.csv and feedback/<student>.html for `found`; pages of `others` are taken away, results stay.

    And written.csv, where something is marked by hand.
    """
    results.write_atomically(out / "grades.csv", grades_csv(found, questions))
    if any(result.written for result in found):
        results.write_atomically(out / "written.csv", written_csv(found))
    for result in found:
        results.write_atomically(_page_path(out, result), feedback_page(result))
    for result in others:
        _page_path(out, result).unlink(missing_ok=True)


def _page_path(out: Path, result: Result) -> Path:
    return out / "feedback" / f"{results.safe_name(result.student)}.html"


def grades_csv(found: list[Result], questions: list[str]) -> str:
    """One row per student, one column per question, empty where it could not be graded.

    A cell that a spreadsheet would take for a formula is escaped.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["student", "status", "score", "max_score", *questions])
    for result in found:
        points = [_points_cell(result, name) for name in questions]
        row = [result.student, result.status.value, number(result.score), number(result.max_score), *points]
        table.writerow([safe_cell(cell) for cell in row])
    return text.getvalue()


def _points_cell(result: Result, question: str) -> str:
    mark = result.questions.get(question)
    if (mark or result).status is Status.UNGRADED:
        return ""
    return number(mark.points) if mark else "0"


def written_csv(found: list[Result]) -> str:
    """One row per student and written answer, to be marked by hand; question by question, as one reads them."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["question", "student", "out_of", "answer", "remark"])
    names = dict.fromkeys(name for result in found for name in result.written)
    for name, result in ((name, result) for name in names for result in found if name in result.written):
        answer = result.written[name]
        row = [name, result.student, number(answer.max), answer.text or "", answer.remark]
        table.writerow([safe_cell(cell) for cell in row])
    return text.getvalue()


def by_hand(result: Result) -> float:
    """The points that a person may give, beside the score."""
    return sum(answer.max for answer in result.written.values())


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
    """A question in one word: right, partly, open (not answered), wrong or ungraded."""
    if question.status is Status.UNGRADED:
        return "ungraded"
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


def heading(result: Result) -> str:
    """What went wrong with a submission, in one sentence that is true of all of it."""
    if result.status is Status.INVALID:
        return "This file could not be graded."
    if result.status is Status.UNGRADED:
        return "Not everything was graded." if result.questions else "Your notebook was not graded."
    if not _graded(result):
        return "No question could be graded."
    return HEADINGS[result.status]


def rest(result: Result) -> str:
    """What became of the other questions, in one sentence."""
    graded = _graded(result)
    if not graded:
        return ""
    if len(graded) == len(result.questions):
        return "All questions were graded all the same."
    lost = [question_title(name) for name in result.questions if name not in graded]
    return f"Graded as usual: all questions but {' and '.join([', '.join(lost[:-1]), lost[-1]]).removeprefix(' and ')}."


def _graded(result: Result) -> list[str]:
    return [name for name, question in result.questions.items() if question.status is Status.GRADED]


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("autograder.report", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    for page_filter in (number, label, comment, mark_of, errors, question_title, sentence, heading, rest, by_hand):
        environment.filters[page_filter.__name__] = page_filter
    return environment.get_template("feedback.html")
