"""Make the feedback page of a student from the result."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from autograder.report.gradebook import number
from autograder.results import CellNote, QuestionMark, Result, Status, TestMark

HEADINGS = {
    Status.TIMEOUT: "Something took too long.",
    Status.CRASH: "Python ended too early.",
    Status.MEMORY: "There was not enough memory.",
}


def feedback_page(result: Result) -> str:
    """Return a student's page: points, what was right, and the hints for known mistakes. It has no answers."""
    return _template().render(result=result, Status=Status)


def by_hand(result: Result) -> float:
    """Return the points that a person may give in addition to the score."""
    return sum(answer.max for answer in result.written.values())


def label(test: TestMark) -> str:
    """Return what a student may read of a test's name, which is nothing for a hidden test.

    >>> label(TestMark(name="q2_1: the sum", points=1, max=1, hidden=False, kind="right", tag=None, text=""))
    'the sum'
    """
    return "with other inputs" if test.hidden else test.name.partition(": ")[2] or test.name


def comment(test: TestMark) -> str:
    """Return one or two sentences on a test that gave no points."""
    if test.text:
        return test.text
    if test.kind == "unanswered":
        return "Not answered yet."
    if test.hidden:
        return "Your answer is not right for inputs other than those in the notebook."
    return "Not right yet."


def sentence(text: str, end: str = ".") -> str:
    """Return the text with a capital letter at the start and `end` at the end.

    >>> sentence("the file is empty")
    'The file is empty.'
    """
    return text[:1].upper() + text[1:] + ("" if text.endswith(end) else end)


def mark_of(question: QuestionMark) -> str:
    """Return a question's mark as one word: right, partly, open (not answered), wrong or ungraded."""
    if question.status is Status.UNGRADED:
        return "ungraded"
    if question.points >= question.max:
        return "right"
    if question.points > 0:
        return "partly"
    return "open" if all(test.kind == "unanswered" for test in question.tests) else "wrong"


def errors(result: Result) -> list[CellNote]:
    """Return the cells that stopped with an error, without the answer cells that the student has not filled in."""
    return [cell for cell in result.cells if cell.status == "error" and not cell.text.startswith("NotImplementedError")]


def question_title(name: str) -> str:
    """Return a question's name as a heading.

    >>> question_title("q2_1")
    'Question 2.1'
    """
    return f"Question {name[1:].replace('_', '.')}" if name[:1] == "q" and name[1:2].isdigit() else name


def heading(result: Result) -> str:
    """Return one sentence on what went wrong with a submission that has another status than GRADED."""
    if result.status is Status.INVALID:
        return "This file could not be graded."
    if result.status is Status.UNGRADED:
        return "Not everything was graded." if result.questions else "Your notebook was not graded."
    if not _graded_questions(result):
        return "No question could be graded."
    return HEADINGS[result.status]


def rest(result: Result) -> str:
    """Return one sentence on the questions that were graded although something went wrong; empty where none was."""
    graded = _graded_questions(result)
    if not graded:
        return ""
    if len(graded) == len(result.questions):
        return "All questions were still graded."
    lost = [question_title(name) for name in result.questions if name not in graded]
    names = " and ".join([", ".join(lost[:-1]), lost[-1]]).removeprefix(" and ")
    return f"All questions except {names} were graded."


def _graded_questions(result: Result) -> list[str]:
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
