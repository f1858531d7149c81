"""One finding of the report: what was checked, its state, and what to do."""

from dataclasses import dataclass

OK, NOTE, FIX = "ok", "note", "fix"
"""The states: the requirement is met; it is not met, but the lessons run without it; it must be fixed."""

MARKS = {OK: "✓", NOTE: "○", FIX: "✗"}


@dataclass(frozen=True)
class Finding:
    """A finding with what was checked, its state and an explanation.

    >>> print(Finding("numpy", OK, "2.1.3"))
    ✓ numpy: 2.1.3
    """

    what: str
    state: str
    text: str

    def __str__(self) -> str:
        return f"{MARKS[self.state]} {self.what}: {self.text}"
