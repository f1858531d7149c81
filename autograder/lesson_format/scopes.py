"""Find the names that a piece of Python defines and the names that it needs, without running it."""

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
    """Return `source` with IPython's `%magics` and `!commands` rewritten as Python; line numbers do not change.

    >>> plain_python("x = 1\\n")
    'x = 1\\n'
    """
    return TransformerManager().transform_cell(source)


def parse(lesson: Lesson, cell: Cell, source: str | None = None, problem: str = "syntax error") -> ast.Module:
    """Return the syntax tree of `cell`, or of `source` if it is given.

    Raises LessonError, whose text begins with `problem`, if the Python is invalid.
    """
    try:
        return ast.parse(plain_python(cell.source if source is None else source))
    except SyntaxError as error:
        line = cell.line + (error.lineno or 0)
        raise lesson.error(line, f"{problem}: {error.msg}; correct the Python in this cell") from None


def defined_names(source: str) -> set[str]:
    """Return the names that `source` defines: assigned or imported names, functions and classes.

    >>> sorted(defined_names("import math\\nfor i in range(3):\\n    total = i\\n"))
    ['i', 'math', 'total']
    """
    table = symtable.symtable(plain_python(source), "<cell>", "exec")
    return {symbol.get_name() for symbol in table.get_symbols() if _is_bound(symbol)}


def needed_names(source: str) -> set[str]:
    """Return the names that `source` reads and does not define itself, without builtins.

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
