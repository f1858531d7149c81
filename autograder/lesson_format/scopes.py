"""Which names a piece of Python defines and which it takes from elsewhere, seen without running it."""

from __future__ import annotations

import ast
import builtins
import symtable
from functools import cache

from IPython.core.inputtransformer2 import TransformerManager

from autograder.lesson_format.model import Cell, Lesson

BUILTIN = frozenset(dir(builtins))


@cache
def plain_python(source: str) -> str:
    """`source` with IPython's `%magics` and `!commands` written as Python, line for line.

    >>> plain_python("x = 1\\n")
    'x = 1\\n'
    """
    return TransformerManager().transform_cell(source)


def parse(lesson: Lesson, cell: Cell, source: str | None = None, what: str = "syntax error") -> ast.Module:
    """The syntax tree of a cell, or of `source` made from it. Raises LessonError, beginning with `what`."""
    try:
        return ast.parse(plain_python(cell.source if source is None else source))
    except SyntaxError as error:
        line = cell.line + (error.lineno or 0)
        raise lesson.error(line, f"{what}: {error.msg}; mend the Python in this cell") from None


def defined_names(source: str) -> set[str]:
    """The names that running `source` leaves behind: assigned, imported, or the name of a function or class.

    >>> sorted(defined_names("import math\\nfor i in range(3):\\n    total = i\\n"))
    ['i', 'math', 'total']
    """
    table = symtable.symtable(plain_python(source), "<cell>", "exec")
    return {symbol.get_name() for symbol in table.get_symbols() if _is_bound(symbol)}


def needed_names(source: str) -> set[str]:
    """The names that `source` reads and does not define itself; builtins are left out.

    >>> sorted(needed_names("def area(r):\\n    return pi * square(r)\\n"))
    ['pi', 'square']
    """
    table = symtable.symtable(plain_python(source), "<cell>", "exec")
    read = set()
    tables = [table]
    while tables:
        scope = tables.pop()
        tables += scope.get_children()
        read |= {
            symbol.get_name()
            for symbol in scope.get_symbols()
            if symbol.is_referenced() and (scope is table or symbol.is_global())
        }
    return read - defined_names(source) - BUILTIN


def _is_bound(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
