"""Reads a lesson source into a Lesson, or says with file and line what is wrong with it.

A question opens at its markdown cell and closes at the code cell that calls `grader.check("its name")`.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

from autograder.lesson_format.cells import MarkedCell, read_cells
from autograder.lesson_format.model import ENGLISH, Cell, Lesson, LessonError, Question, Test
from autograder.lesson_format.scopes import defined_names, parse
from autograder.lesson_format.sentences import MIN_LENGTH, distinctive_sentences
from autograder.lesson_format.solutions import check_marks

HINTS = 3


def read_lesson(path: Path) -> Lesson:
    """The lesson at `path`. Raises LessonError for a source that cannot be built."""
    marked, course = read_cells(path)
    lesson = Lesson(path, course["title"], course["minutes"])
    question: Question | None = None
    for item in marked:
        if item.question:
            question = _open(lesson, item, question)
        cell = _cell(lesson, item, question)
        lesson.cells.append(cell)
        check_marks(lesson, cell)
        if cell.role == "test":
            _add_test(lesson, question, cell)
        elif cell.role == "hint":
            _add_hint(lesson, question, cell)
        elif cell.role == "written":
            _add_written(lesson, question, cell)
        elif cell.role == "check":
            question = _close(lesson, question)
    if question:
        raise _unclosed(lesson, question)
    return lesson


def _open(lesson: Lesson, item: MarkedCell, before: Question | None) -> Question:
    if before:
        raise _unclosed(lesson, before)
    if item.question in lesson.questions:
        first = lesson.questions[item.question].line
        raise lesson.error(item.line, f"a question {item.question} stands at line {first} already; choose another name")
    if item.points is None:
        raise lesson.error(item.line, f"question {item.question} says no points; write points= on this line")
    question = Question(item.question, item.points, item.line)
    lesson.questions[question.name] = question
    return question


def _unclosed(lesson: Lesson, question: Question) -> LessonError:
    return lesson.error(
        question.line,
        f'question {question.name} has no check cell; end it with a code cell grader.check("{question.name}")',
    )


def _cell(lesson: Lesson, item: MarkedCell, question: Question | None) -> Cell:
    name = question.name if question else ""
    role = item.tags[-1] if item.tags else {"markdown": "text", "code": "code"}[item.kind]
    if role == "test" and not question:
        role = "preamble"
        if item.points is not None:
            raise lesson.error(
                item.line,
                "a test cell outside a question serves all tests and has no points; "
                "take points= away, or move the test into its question",
            )
    if role in ("solution", "hint", "written") and not question:
        raise lesson.error(
            item.line, f"a {role} cell outside a question; move it between the question's text and its check cell"
        )
    cell = Cell(item.kind, role, item.source, item.line, name, item.language, "hidden" in item.tags, item.points)
    if cell.kind == "code":
        tree = parse(lesson, cell)
        if role == "code" and _checks_question(lesson, cell, tree):
            return replace(cell, role="check")
    return cell


def _checks_question(lesson: Lesson, cell: Cell, tree: ast.Module) -> bool:
    """Whether this is the check cell of its question; the check of any other question is an error here."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "grader.check":
            if [ast.unparse(argument) for argument in node.args] != [repr(cell.question)]:
                where = f"inside question {cell.question}" if cell.question else "outside a question"
                raise lesson.error(
                    cell.line, f"{ast.unparse(node)} stands {where}; end each question with its own check"
                )
            return True
    return False


def _add_test(lesson: Lesson, question: Question, cell: Cell) -> None:
    body = parse(lesson, cell).body
    if len(body) != 1 or not isinstance(body[0], ast.FunctionDef) or not body[0].name.startswith("test_"):
        raise lesson.error(
            cell.line,
            "a test cell of a question holds one function test_...(names) and nothing else; "
            "put helpers into a test cell outside the questions",
        )
    function = body[0]
    if any(test.function == function.name for test in question.tests):
        raise lesson.error(
            cell.line,
            f"question {question.name} has two tests {function.name}, of which only one would run; choose another name",
        )
    if cell.points is None:
        raise lesson.error(cell.line, f"{function.name} says no points; write points= on this line")
    question.tests.append(Test(function.name, cell.points, cell.hidden, cell))


def _add_hint(lesson: Lesson, question: Question, cell: Cell) -> None:
    hints = question.hints.setdefault(cell.language, [])
    hints.append(cell.source)
    if cell.language != ENGLISH and len(hints) != len(question.hints.get(ENGLISH, [])):
        raise lesson.error(
            cell.line,
            f"this {cell.language} hint does not follow its English one; put each translation right after its hint",
        )


def _add_written(lesson: Lesson, question: Question, cell: Cell) -> None:
    name = question.name
    if question.written:
        raise lesson.error(
            cell.line,
            f"{name} has a written answer at line {question.written.line} already; join the two, or make two questions",
        )
    if cell.points is None:
        raise lesson.error(cell.line, f"the written answer of {name} says no points; write points= on this line")
    if not distinctive_sentences(cell.source):
        raise lesson.error(
            cell.line,
            f"the model answer of {name} has no sentence of {MIN_LENGTH} letters, so no gate could keep it from "
            "students; write it out",
        )
    question.written = cell


def _close(lesson: Lesson, question: Question) -> None:
    """Looks at a finished question as a whole."""
    name, line = question.name, question.line
    if not question.tests:
        raise lesson.error(
            line, f'question {name} has no tests; add a code cell tags=["test"] points=... before its check'
        )
    if all(test.hidden for test in question.tests):
        raise lesson.error(
            line, f"question {name} has hidden tests only, so its check could tell nothing; add a public test"
        )
    total = sum(test.points for test in question.tests)
    if total != question.points:
        raise lesson.error(
            line,
            f"question {name} says {question.points:g} points, its tests add up to {total:g}; change one or the other"
            + (", the points by hand count for neither" if question.written else ""),
        )
    if not any(cell.role == "solution" for cell in lesson.cells if cell.question == name):
        raise lesson.error(line, f'question {name} has no solution; add a code cell tags=["solution"]')
    for language in {ENGLISH, *question.hints}:
        count = len(question.hints.get(language, []))
        if count != HINTS:
            raise lesson.error(
                line, f'question {name} has {count} hints in "{language}"; write {HINTS}, from faint to plain'
            )
    _check_parameters(lesson, question)


def _check_parameters(lesson: Lesson, question: Question) -> None:
    there = {
        name
        for cell in lesson.cells
        if cell.role in ("code", "given", "solution", "check")
        for name in defined_names(cell.source)
    }
    for test in question.tests:
        function = parse(lesson, test.cell).body[0]
        for name in (argument.arg for argument in function.args.args):
            if name not in there:
                raise lesson.error(
                    test.cell.line,
                    f"{test.function} reads {name}, which no cell up to the check of "
                    f"{question.name} defines; spell it as the notebook does",
                )
