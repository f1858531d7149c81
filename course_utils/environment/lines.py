"""One line of the report: what was looked at, how it stands, and what to do."""

from dataclasses import dataclass

FINE, NOTE, MEND = "fine", "note", "mend"
"""As it should be; not there, and the lessons run all the same; to be mended."""

MARKS = {FINE: "✓", NOTE: "○", MEND: "✗"}


@dataclass(frozen=True)
class Line:
    """What was looked at, its state and a sentence about it.

    >>> print(Line("numpy", FINE, "2.1.3"))
    ✓ numpy: 2.1.3
    """

    what: str
    state: str
    text: str

    def __str__(self) -> str:
        return f"{MARKS[self.state]} {self.what}: {self.text}"
