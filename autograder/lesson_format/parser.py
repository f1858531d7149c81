"""Read a lesson source into a `Lesson`; errors are raised with file and line.

A question begins with its markdown cell and ends with the code cell that calls `grader.check("its name")`.
"""

from __future__ import annotations

import ast
import math
from dataclasses import replace
from pathlib import Path

from autograder.lesson_format.cells import SourceCell, read_cells
from autograder.lesson_format.model import ENGLISH, Cell, Lesson, LessonError, Question, Test
from autograder.lesson_format.scopes import defined_names, parse
from autograder.lesson_format.sentences import MIN_LENGTH, distinctive_sentences
from autograder.lesson_format.solutions import check_solution_comments

HINTS = 3  # number of hints that each question has in each language


def read_lesson(path: Path) -> Lesson:
    """Return the lesson at `path`. Raises LessonError if its source is invalid."""
    source_cells, course = read_cells(path)
    lesson = Lesson(path, course["title"], course["minutes"])
    question: Question | None = None
    for source_cell in source_cells:
        if source_cell.question:
            question = _begin_question(lesson, source_cell, question)
        cell = _cell_with_role(lesson, source_cell, question)
        lesson.cells.append(cell)
        check_solution_comments(lesson, cell)
        if question is None:  # the cells of the roles below belong to a question
            continue
        if cell.role == "test":
            _add_test(lesson, question, cell)
        elif cell.role == "hint":
            _add_hint(lesson, question, cell)
        elif cell.role == "written":
            _add_written(lesson, question, cell)
        elif cell.role == "check":
            _check_question(lesson, question)
            question = None
    if question:
        raise _no_check_cell(lesson, question)
    return lesson


def _begin_question(lesson: Lesson, source_cell: SourceCell, unfinished: Question | None) -> Question:
    if unfinished:
        raise _no_check_cell(lesson, unfinished)
    name, line = source_cell.question, source_cell.line
    if name in lesson.questions:
        first = lesson.questions[name].line
        raise lesson.error(line, f"question {name} is already defined at line {first}; choose another name")
    if source_cell.points is None:
        raise lesson.error(line, f"question {name} has no points; write points= on this line")
    question = Question(name, source_cell.points, line)
    lesson.questions[question.name] = question
    return question


def _no_check_cell(lesson: Lesson, question: Question) -> LessonError:
    return lesson.error(
        question.line,
        f"question {question.name} has no check cell; "
        f'end the question with a code cell grader.check("{question.name}")',
    )


def _cell_with_role(lesson: Lesson, source_cell: SourceCell, question: Question | None) -> Cell:
    name = question.name if question else ""
    role = source_cell.tags[-1] if source_cell.tags else {"markdown": "text", "code": "code"}[source_cell.kind]
    if role == "test" and not question:
        role = "preamble"
        if source_cell.points is not None:
            raise lesson.error(
                source_cell.line,
                "points= is on a test cell outside a question, whose code is shared by all tests; "
                "remove points=, or move the test into its question",
            )
    if role in ("solution", "hint", "written") and not question:
        raise lesson.error(
            source_cell.line,
            f"a {role} cell is outside a question; move it between the question's text and its check cell",
        )
    cell = Cell(
        source_cell.kind,
        role,
        source_cell.source,
        source_cell.line,
        name,
        source_cell.language,
        hidden="hidden" in source_cell.tags,
        points=source_cell.points,
    )
    if cell.kind == "code":
        tree = parse(lesson, cell)
        _check_grader(lesson, cell, tree)
        if role == "code" and _checks_question(lesson, cell, tree):
            return replace(cell, role="check")
    return cell


def _check_grader(lesson: Lesson, cell: Cell, tree: ast.Module) -> None:
    """Raise LessonError if the cell makes a Grader of another lesson, whose checks would then be used."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Grader" and node.args:
            name = node.args[0]
            if isinstance(name, ast.Constant) and name.value != lesson.name:
                raise lesson.error(
                    cell.line + node.lineno,
                    f'Grader({ast.unparse(name)}) is not the Grader of this lesson; write Grader("{lesson.name}")',
                )


def _checks_question(lesson: Lesson, cell: Cell, tree: ast.Module) -> bool:
    """Return whether the cell is its question's check cell. Raises LessonError if it checks another question."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "grader.check":
            if not cell.question or [ast.unparse(argument) for argument in node.args] != [repr(cell.question)]:
                where = f"inside question {cell.question}" if cell.question else "outside a question"
                raise lesson.error(cell.line, f"{ast.unparse(node)} is {where}; end each question with its own check")
            return True
    return False


def _add_test(lesson: Lesson, question: Question, cell: Cell) -> None:
    body = parse(lesson, cell).body
    if len(body) != 1 or not isinstance(body[0], ast.FunctionDef) or not body[0].name.startswith("test_"):
        raise lesson.error(
            cell.line,
            "a test cell of a question must contain exactly one function test_...(names); "
            "move helpers into a test cell outside the questions",
        )
    function = body[0]
    if any(test.function == function.name for test in question.tests):
        raise lesson.error(
            cell.line,
            f"question {question.name} has two tests named {function.name}, and only one would run; rename one of them",
        )
    if cell.points is None:
        raise lesson.error(cell.line, f"{function.name} has no points; write points= on this line")
    question.tests.append(Test(function.name, cell.points, cell.hidden, cell))


def _add_hint(lesson: Lesson, question: Question, cell: Cell) -> None:
    hints = question.hints.setdefault(cell.language, [])
    hints.append(cell.source)
    if cell.language != ENGLISH and len(hints) != len(question.hints.get(ENGLISH, [])):
        raise lesson.error(
            cell.line,
            f"this {cell.language} hint does not follow its English hint; "
            "move each translation directly after its hint",
        )


def _add_written(lesson: Lesson, question: Question, cell: Cell) -> None:
    name = question.name
    if question.written:
        raise lesson.error(
            cell.line,
            f"{name} already has a written answer at line {question.written.line}; "
            "merge the two, or write two questions",
        )
    if cell.points is None:
        raise lesson.error(cell.line, f"the written answer of {name} has no points; write points= on this line")
    if not distinctive_sentences(cell.source):
        raise lesson.error(
            cell.line,
            f"the model answer of {name} has no sentence of {MIN_LENGTH} or more letters, so the leak check cannot "
            "find it in a student's file; write a full sentence",
        )
    question.written = cell


def _check_question(lesson: Lesson, question: Question) -> None:
    """Check a question whose cells are all read: its tests, points, solution, hints and test parameters."""
    name, line = question.name, question.line
    if not question.tests:
        raise lesson.error(
            line, f'question {name} has no tests; add a code cell tags=["test"] points=... before its check'
        )
    if all(test.hidden for test in question.tests):
        raise lesson.error(
            line, f"question {name} has only hidden tests, so its check would test nothing; add a public test"
        )
    total = sum(test.points for test in question.tests)
    if not math.isclose(total, question.points):  # 0.1 + 0.2 is not exactly 0.3
        raise lesson.error(
            line,
            f"question {name} has {question.points:g} points, but its tests add up to {total:g}; change one of the two"
            + (" (the points of the written answer count in neither)" if question.written else ""),
        )
    if not any(cell.role == "solution" for cell in lesson.cells if cell.question == name):
        raise lesson.error(line, f'question {name} has no solution; add a code cell tags=["solution"]')
    for language in {ENGLISH, *question.hints}:
        count = len(question.hints.get(language, []))
        if count != HINTS:
            raise lesson.error(
                line, f'question {name} has {count} hints in "{language}"; expected {HINTS}, from general to specific'
            )
    _check_parameters(lesson, question)


def _check_parameters(lesson: Lesson, question: Question) -> None:
    defined = {
        name
        for cell in lesson.cells
        if cell.role in ("code", "given", "solution", "check")
        for name in defined_names(cell.source)
    }
    for test in question.tests:
        function = next(node for node in parse(lesson, test.cell).body if isinstance(node, ast.FunctionDef))
        for name in (argument.arg for argument in function.args.args):
            if name not in defined:
                raise lesson.error(
                    test.cell.line,
                    f"{test.function} has the parameter {name}, which no cell up to the check of "
                    f"{question.name} defines; write the name as in the notebook",
                )
