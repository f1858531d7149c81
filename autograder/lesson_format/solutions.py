"""Solution cells: the student's text, the solution, and nbgrader's form of both.

Solution comments separate answers from the lines that students get:

- `x = 17  # SOLUTION` becomes `x = ...` for students; no exception is raised, so a notebook can run to its end.
- The lines from `# BEGIN SOLUTION` to `# END SOLUTION` become one line that raises NotImplementedError.

A written answer becomes a sentence that invites the student to write.
"""

from __future__ import annotations

import ast
import io
import itertools
import re
import tokenize
from dataclasses import dataclass

from autograder.lesson_format.model import Cell, Lesson, LessonError
from autograder.lesson_format.scopes import parse, plain_python
from autograder.written_answers import placeholder

LIKE_A_SOLUTION_COMMENT = re.compile(r"#\s*((begin|end)\s+)?solution\b", re.IGNORECASE)
LINE, BEGIN, END = "# SOLUTION", "# BEGIN SOLUTION", "# END SOLUTION"


@dataclass(frozen=True)
class Piece:
    """Consecutive lines of a solution cell; `stub` replaces them for students, None if students get them unchanged."""

    lines: list[str]
    stub: str | None = None


def student_text(lesson: Lesson, cell: Cell) -> str:
    """Return the cell's text for students, in which every answer is replaced by its stub."""
    if cell.role == "written":
        assert cell.points is not None  # the parser refuses a written answer without points
        return placeholder(cell.points, cell.language)
    return "\n".join(line for piece in pieces(lesson, cell) for line in _student_lines(piece))


def solution_text(lesson: Lesson, cell: Cell) -> str:
    """Return the cell's text with its answers and without solution comments."""
    if cell.role == "written":
        return cell.source
    return "\n".join(line for piece in pieces(lesson, cell) for line in piece.lines)


def nbgrader_text(lesson: Lesson, cell: Cell) -> str:
    """Return the cell's text with its answers between nbgrader's comments; adjacent answers share one region.

    For a written cell, return the model answer, which nbgrader replaces as a whole.
    """
    if cell.role == "written":
        return cell.source
    lines: list[str] = []
    for is_answer, group in itertools.groupby(pieces(lesson, cell), key=lambda piece: piece.stub is not None):
        run = list(group)
        body = [line for piece in run for line in piece.lines]
        indent = _indent(run[0].stub or "")
        lines += [f"{indent}### BEGIN SOLUTION", *body, f"{indent}### END SOLUTION"] if is_answer else body
    return "\n".join(lines)


def answer_lines(lesson: Lesson, cell: Cell) -> list[str]:
    """Return the lines that students must not get."""
    return [line for piece in pieces(lesson, cell) if piece.stub is not None for line in piece.lines]


def check_solution_comments(lesson: Lesson, cell: Cell) -> None:
    """Check the solution comments of a cell.

    Raises LessonError if a comment is outside a solution cell, if a solution cell has none, if a comment is invalid or
    if the student's text is not valid Python.
    """
    if cell.role != "solution":
        for number, line in enumerate(cell.source.split("\n"), 1):
            if LIKE_A_SOLUTION_COMMENT.search(line) and "SOLUTION" in line:
                raise lesson.error(
                    cell.line + number,
                    "a SOLUTION comment outside a solution cell would be shown to "
                    'students; write tags=["solution"] on the cell or remove the comment',
                )
        return
    if not answer_lines(lesson, cell):
        raise lesson.error(
            cell.line,
            "a solution cell without a solution comment would be shown to students as it is; "
            f"end its answer with {LINE}, or write it between {BEGIN} and {END}",
        )
    parse(lesson, cell, student_text(lesson, cell), "syntax error after the answers are removed")


def pieces(lesson: Lesson, cell: Cell) -> list[Piece]:
    """Return the solution cell, split at its solution comments."""
    lines, comments = cell.source.split("\n"), _solution_comments(lesson, cell)
    out: list[Piece] = []
    start = 0  # index of the first line that is not in a piece yet
    begun = None  # line number of a BEGIN whose END has not been read yet
    for number, comment in sorted(comments.items()):
        if (comment == END) != (begun is not None):
            raise _unpaired(lesson, cell, begun or number)
        if comment == LINE:
            statement = _assignment(lesson, cell, number)
            first = statement.lineno - 1
            out += [
                Piece(lines[start:first]),
                Piece(_without_comment(lines[first:number]), _line_stub(lines[first], statement)),
            ]
        elif comment == BEGIN:
            out.append(Piece(lines[start : number - 1]))
            begun = number
        else:
            stub = f'{_indent(lines[number - 1])}raise NotImplementedError("{cell.question}: write your answer here")'
            out.append(Piece(lines[begun : number - 1], stub))
            begun = None
        start = number
    if begun:
        raise _unpaired(lesson, cell, begun)
    return [piece for piece in [*out, Piece(lines[start:])] if piece.lines]


def _solution_comments(lesson: Lesson, cell: Cell) -> dict[int, str]:
    """Return line number in the cell, from 1 -> solution comment.

    Raises LessonError for a comment that resembles a solution comment, such as `# Solution`.
    """
    comments = {}
    for token in tokenize.generate_tokens(io.StringIO(plain_python(cell.source)).readline):
        if token.type != tokenize.COMMENT or not LIKE_A_SOLUTION_COMMENT.match(token.string):
            continue
        number, on_own_line = token.start[0], not token.line[: token.start[1]].strip()
        if token.string not in (LINE, BEGIN, END) or on_own_line != (token.string != LINE):
            raise lesson.error(
                cell.line + number,
                f"{token.string!r} is not a valid solution comment; write {LINE} at the end of an "
                f"answer, or {BEGIN} and {END} on lines of their own",
            )
        comments[number] = token.string
    return comments


def _unpaired(lesson: Lesson, cell: Cell, number: int) -> LessonError:
    return lesson.error(
        cell.line + number,
        f"{BEGIN} and {END} do not match here; write one END after each BEGIN and no solution comment between them",
    )


def _assignment(lesson: Lesson, cell: Cell, number: int) -> ast.Assign | ast.AnnAssign:
    """Return the assignment that ends on line `number` of the cell. Raises LessonError if there is none."""
    ends = [
        node
        for node in ast.walk(parse(lesson, cell))
        if isinstance(node, ast.stmt) and node.end_lineno == number and not hasattr(node, "body")
    ]
    if len(ends) == 1 and isinstance(ends[0], (ast.Assign, ast.AnnAssign)):
        target = _target(ends[0])
        if target is not None and target.end_lineno == ends[0].lineno:
            return ends[0]
    raise lesson.error(
        cell.line + number,
        f"a line with {LINE} must be one assignment, name = value; write other answers between {BEGIN} and {END}",
    )


def _target(statement: ast.stmt) -> ast.expr | None:
    """Return the last expression before the `=` of `name = value` or `name: type = value`; None for others."""
    if isinstance(statement, ast.AnnAssign) and statement.value is not None:
        return statement.annotation
    if (
        isinstance(statement, ast.Assign)
        and len(statement.targets) == 1
        and not isinstance(statement.targets[0], (ast.Tuple, ast.List))
    ):
        return statement.targets[0]
    return None


def _line_stub(line: str, statement: ast.stmt) -> str:
    target = _target(statement)
    assert target is not None  # `_assignment` returns no statement without a target
    left_side = line.encode()[: target.end_col_offset].decode()  # ast counts bytes, not characters
    return f"{left_side} = ..."


def _without_comment(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-1].removesuffix(LINE).rstrip()]


def _student_lines(piece: Piece) -> list[str]:
    return piece.lines if piece.stub is None else [piece.stub]


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
