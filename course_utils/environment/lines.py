"""One line of the report: what was looked at, how it stands, and what to do."""

from dataclasses import dataclass

OK, NOTE, FIX = "ok", "note", "fix"
"""As it should be; not there, and the lessons run all the same; to be mended."""

MARKS = {OK: "✓", NOTE: "○", FIX: "✗"}


@dataclass(frozen=True)
class Line:
    """What was looked at, its state and a sentence about it.

    >>> print(Line("numpy", OK, "2.1.3"))
    ✓ numpy: 2.1.3
    """

    what: str
    state: str
    text: str

    def __str__(self) -> str:
        return f"{MARKS[self.state]} {self.what}: {self.text}"
