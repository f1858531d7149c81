"""Looks for the value of an answer in a text, however the text writes it.

Text and value are brought into one form: no blanks, numbers of one row joined by commas, rows by semicolons. So
`[[1, 2],\\n [3, 4]]`, a table of the same numbers, a matrix in TeX and what NumPy prints all read `1,2;3,4`.
"""

import re
from functools import lru_cache
from typing import Any

from course_utils.checking import as_array

NUMBER = r"-?\d+(?:\.\d+)?"
REWRITTEN = [  # a different spelling: the spelling that replaces it, in this order
    (r"[−–]", "-"),
    (r"\\(?:times|cdot)\b|[×·*]", "x"),
    (r"\\,|\\;|\\!|[${}`]", ""),
    (r"(?<=[\d.])[ \t]+(?=-?\d)", ","),  # what NumPy prints
    (r"\s*\|[ \t]*\n[ \t]*\|\s*|\s*\\\\\s*", ";"),  # rows of a Markdown table, of a matrix in TeX
    (r"[ \t\n]*[|&][ \t]*", ","),
    (r"(?<=\d)\s*(?:x|by)\s*(?=-?\d)", ","),  # 50 x 75
    (r"\s+", ""),
    (r"(?<=\d)\.0*(?![\d])", ""),  # 1. and 1.0
    (r",?[\])]+[,;]*[\[(]+", ";"),
    (r"(?<=\d)_(?=\d{3})", ""),
]


@lru_cache(maxsize=4096)  # each text is looked through for the answers of all lessons
def normal(text: str) -> str:
    """Return a text in the form that `holds` looks through.

    >>> normal("[[1, 2],\\n [3., -4]]"), normal("50 × 75"), normal("| 1 | 2 |\\n| 3 | −4 |")
    ('[[1,2;3,-4]]', '50,75', ',1,2;3,-4,')
    """
    for pattern, instead in REWRITTEN:
        text = re.sub(pattern, instead, text)
    return text


def pattern(value: Any) -> str | None:
    """Return what to look for in a normal text; None for a value that anyone may write, such as a single digit."""
    try:
        array = as_array(value)
    except (TypeError, ValueError):
        return None  # a function, a word: their source is searched elsewhere
    if array.dtype.kind == "b" or array.size == 0 or digits(array) < 2:
        return None
    rows = array.reshape(-1, array.shape[-1]) if array.ndim else array.reshape(1, 1)
    body = ";".join(",".join(_written(number) for number in row) for row in rows.tolist())
    # a list counts as a whole: 2,3 does not stand in 1,2,3
    before, after = (
        (r"(?<![\d.\-])(?<!\d,)", r"(?![\d.])(?!,-?\d)") if array.size > 1 else (r"(?<![\d.])", r"(?![\d]|\.\d)")
    )
    return before + body + after


def holds(text: str, value: Any) -> str | None:
    """Return how the text writes the value, with the text around it; None if it does not contain the value."""
    return finds(text, pattern(value))


def finds(text: str, wanted: str | None) -> str | None:
    """Return what `holds` returns, for a value's pattern."""
    if wanted is None:
        return None
    plain = normal(text)
    found = re.search(wanted, plain)
    return plain[max(0, found.start() - 30) : found.end() + 30] if found else None


def digits(value: Any) -> int:
    """Return how many digits the numbers of a value have: with few of them, other texts contain the same at random.

    >>> digits(16), digits((50, 75)), digits(0.5)
    (2, 4, 2)
    """
    return sum(len(re.sub(r"\D", "", f"{number:.10g}")) for number in as_array(value).ravel().tolist())


def _written(number: float) -> str:
    """61706 may be written 61,706, and a fraction with fewer decimals than it has."""
    if float(number).is_integer():
        digits = f"{abs(int(number))}"
        groups = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",?", digits)
        return ("-" if number < 0 else "") + groups
    return re.escape(f"{number:.3f}".rstrip("0")) + r"\d*"
