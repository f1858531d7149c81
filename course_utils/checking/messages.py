"""Parse otter's message of a failed test into its parts, for the card and for feedback pages."""

import re
from dataclasses import dataclass

from course_utils.checking.language import SENTENCES

_TAG = re.compile(r"\[(?P<tag>[a-z0-9-]+)\] (?P<text>.*)", re.DOTALL)


@dataclass(frozen=True)
class Message:
    """The result of a failed test: kind is "mistake" (with its tag), "wrong", "unanswered" or "error"."""

    kind: str
    tag: str | None
    text: str


def read(otter_message: str | None) -> Message:
    """Return the parts of otter's text, which has three lines (heading, place, source line) and then `Kind: text`.

    >>> read("heading\\nError at line 9 in test q1:\\n    answer(q1)...\\nNotYet: [kernel-flipped] You turned it.")
    Message(kind='mistake', tag='kernel-flipped', text='You turned it.')
    """
    last = (otter_message or "").split("\n", 3)[-1]
    kind, _, text = last.partition(": ")
    if kind == "NotImplementedError" or text in SENTENCES["unanswered"].values():
        return Message("unanswered", None, "")
    if kind not in ("NotYet", "AssertionError"):
        return Message("error", None, last)
    known = _TAG.fullmatch(text)
    if known:
        return Message("mistake", known["tag"], known["text"])
    return Message("wrong", None, text)
