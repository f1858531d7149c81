"""Print the summary for the instructor from the results."""

from collections import Counter
from pathlib import Path

from rich.console import Console, JustifyMethod
from rich.markup import escape
from rich.table import Table

from autograder.report.gradebook import number
from autograder.results import Result, Status


def mistakes_made(class_results: list[Result]) -> list[tuple[str, str, int]]:
    """Return (question, known mistake, number of students who made it), the most frequent first."""
    made = Counter(
        (name, tag)
        for result in class_results
        for name, question in result.questions.items()
        for tag in {test.tag for test in question.tests if test.tag}
    )
    return sorted(((name, tag, count) for (name, tag), count in made.items()), key=lambda row: (-row[2], row))


def faults(class_results: list[Result]) -> list[tuple[str, str, int]]:
    """Return (question, why its tests could not be run, number of students), the most frequent first."""
    reasons = Counter(("all", result.fault) for result in class_results if result.fault)
    reasons.update(
        (name, mark.fault) for result in class_results for name, mark in result.questions.items() if mark.fault
    )
    return sorted(((name, reason, count) for (name, reason), count in reasons.items()), key=lambda row: (-row[2], row))


def show(out: Path, class_results: list[Result], others: int, console: Console) -> None:
    """Print a row per student, the faults of the tests, the known mistakes, and the paths of the written files."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    columns: dict[str, JustifyMethod] = {"student": "left", "status": "left", "score": "right", "": "left"}
    for title, justify in columns.items():
        table.add_column(title, justify=justify, overflow="fold")
    for result in class_results:
        score = f"{number(result.score)} / {number(result.max_score)}"
        status = "[blue]GRADED[/]" if result.status is Status.GRADED else f"[bold]{result.status.value}[/]"
        remarks = "; ".join(remark for remark in (result.reason, *result.warnings) if remark)
        table.add_row(escape(result.student), status, score, escape(remarks))
    console.print()
    console.print(table)
    _show_counts("not graded because", faults(class_results), console)
    _show_counts("known mistake", mistakes_made(class_results), console)
    if others:
        text = f"\n{others} other results in {out} belong to students without a notebook in the folder; not shown here."
        console.print(escape(text), highlight=False, soft_wrap=True)
    paths = [f"\nGrades   {out / 'grades.csv'}", f"Pages    {out / 'feedback'}"]
    if any(result.written for result in class_results):
        paths.append(f"Written  {out / 'written.csv'}: answers to mark by hand")
    console.print(escape("\n".join(paths)), highlight=False, soft_wrap=True)


def _show_counts(title: str, rows: list[tuple[str, str, int]], console: Console) -> None:
    if not rows:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("question", title, "students"):
        table.add_column(column, justify="right" if column == "students" else "left", overflow="fold")
    for name, text, count in rows:
        table.add_row(name, escape(text), str(count))
    console.print()
    console.print(table)
