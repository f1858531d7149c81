"""Solution cells: what a student finds in their place, the solution itself, and nbgrader's form of both.

Two marks exist. `x = 17  # SOLUTION` leaves `x = ...`, so that a notebook run from top to bottom goes on.
A block from `# BEGIN SOLUTION` to `# END SOLUTION` leaves one line that raises NotImplementedError.
A written answer leaves the place to write one.
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

LIKE_A_MARK = re.compile(r"#\s*((begin|end)\s+)?solution\b", re.IGNORECASE)
LINE, BEGIN, END = "# SOLUTION", "# BEGIN SOLUTION", "# END SOLUTION"


@dataclass(frozen=True)
class Piece:
    """Some lines of a solution cell; `stub` is what a student gets for them, None where they stay."""

    lines: list[str]
    stub: str | None = None


def student_text(lesson: Lesson, cell: Cell) -> str:
    """The cell as a student gets it: every answer replaced by its stub."""
    if cell.role == "written":
        return placeholder(cell.points, cell.language)
    return "\n".join(line for piece in pieces(lesson, cell) for line in _seen(piece))


def solution_text(lesson: Lesson, cell: Cell) -> str:
    """The cell with its answers and without the marks."""
    if cell.role == "written":
        return cell.source
    return "\n".join(line for piece in pieces(lesson, cell) for line in piece.lines)


def nbgrader_text(lesson: Lesson, cell: Cell) -> str:
    """The cell with its answers between nbgrader's marks; answers next to each other share one region.

    A written cell is its model answer: nbgrader replaces the whole of it.
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
    """The lines that no student may see."""
    return [line for piece in pieces(lesson, cell) if piece.stub is not None for line in piece.lines]


def check_marks(lesson: Lesson, cell: Cell) -> None:
    """Raises LessonError for a mark outside a solution cell, and for a solution cell that cannot be cut."""
    if cell.role != "solution":
        for number, line in enumerate(cell.source.split("\n"), 1):
            if LIKE_A_MARK.search(line) and "SOLUTION" in line:
                raise lesson.error(
                    cell.line + number,
                    "a SOLUTION mark outside a solution cell would be shown to "
                    'students; tag the cell tags=["solution"] or take the mark away',
                )
        return
    if not answer_lines(lesson, cell):
        raise lesson.error(
            cell.line,
            f"a solution cell without a mark would be shown whole; end its answer with {LINE}, "
            f"or put it between {BEGIN} and {END}",
        )
    parse(lesson, cell, student_text(lesson, cell), "syntax error once the answers are taken out")


def pieces(lesson: Lesson, cell: Cell) -> list[Piece]:
    """The solution cell cut at its marks."""
    lines, found = cell.source.split("\n"), _marks(lesson, cell)
    out: list[Piece] = []
    start = 0  # the first line, from 0, that is in no piece yet
    begun = None
    for number, mark in sorted(found.items()):
        if (mark == END) != (begun is not None):
            raise _unpaired(lesson, cell, begun or number)
        if mark == LINE:
            statement = _assignment(lesson, cell, number)
            first = statement.lineno - 1
            out += [
                Piece(lines[start:first]),
                Piece(_without_mark(lines[first:number]), _line_stub(lines[first], statement)),
            ]
        elif mark == BEGIN:
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


def _marks(lesson: Lesson, cell: Cell) -> dict[int, str]:
    """Line number in the cell, from 1 -> mark. A comment that is nearly a mark is an error."""
    found = {}
    for token in tokenize.generate_tokens(io.StringIO(plain_python(cell.source)).readline):
        if token.type != tokenize.COMMENT or not LIKE_A_MARK.match(token.string):
            continue
        number, alone = token.start[0], not token.line[: token.start[1]].strip()
        if token.string not in (LINE, BEGIN, END) or alone != (token.string != LINE):
            raise lesson.error(
                cell.line + number,
                f"{token.string!r} is not a mark; write {LINE} at the end of an "
                f"answer, or {BEGIN} and {END} on lines of their own",
            )
        found[number] = token.string
    return found


def _unpaired(lesson: Lesson, cell: Cell, number: int) -> LessonError:
    return lesson.error(
        cell.line + number,
        f"{BEGIN} and {END} do not pair up here; give each BEGIN its END, with no other mark between",
    )


def _assignment(lesson: Lesson, cell: Cell, number: int) -> ast.Assign | ast.AnnAssign:
    """The assignment that ends on line `number` of the cell."""
    ends = [
        node
        for node in ast.walk(parse(lesson, cell))
        if isinstance(node, ast.stmt) and node.end_lineno == number and not hasattr(node, "body")
    ]
    if len(ends) == 1:
        target = _target(ends[0])
        if target is not None and target.end_lineno == ends[0].lineno:
            return ends[0]
    raise lesson.error(
        cell.line + number,
        f"a line with {LINE} must be one assignment, name = value; put anything else between {BEGIN} and {END}",
    )


def _target(statement: ast.stmt) -> ast.expr | None:
    """What stands before the `=` of `name = value` or `name: type = value`."""
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
    before = line.encode()[: _target(statement).end_col_offset].decode()  # ast counts bytes
    return f"{before} = ..."


def _without_mark(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-1].removesuffix(LINE).rstrip()]


def _seen(piece: Piece) -> list[str]:
    return piece.lines if piece.stub is None else [piece.stub]


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
