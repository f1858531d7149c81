"""Make the cells for written answers, and read them from the notebooks that are handed in.

A person marks these answers, so their points are in no score that a program gives. Only the standard library is
imported here, because otter's zip has a copy of this file for machines where no other package is installed.
"""

import json
from typing import Any

from autograder.plain_text import clean

PLACEHOLDERS = {
    "en": "*Write your answer here (marked by hand: +{points:g}).*",
    "zh-Hant": "*在這裡寫下你的答案（人工批改：+{points:g}）。*",
}
MAX_CHARACTERS = 10_000  # of an answer that are kept; the notebook has the rest


def placeholder(points: float, language: str = "en") -> str:
    """Return the text that a student replaces with the answer; in English where the language has no such text.

    >>> placeholder(2)
    '*Write your answer here (marked by hand: +2).*'
    """
    return PLACEHOLDERS.get(language, PLACEHOLDERS["en"]).format(points=points)


def cell_id(question: str) -> str:
    """Return the id of a question's written cell, in every notebook and in nbgrader's gradebook.

    >>> cell_id("q2_1")
    'q2_1-written'
    """
    return f"{question}-written"


def points_by_hand(points_json: str) -> dict[str, float]:
    """Return question -> points by hand, from the text of a marking bundle's points.json.

    >>> points_by_hand('{"questions": {"q1": {"points": 3, "written": 2}, "q2": {"points": 1}}}')
    {'q1': 2.0}
    """
    questions = json.loads(points_json)["questions"]
    return {name: float(question["written"]) for name, question in questions.items() if "written" in question}


def read(notebook: bytes, by_hand: dict[str, float]) -> dict[str, dict[str, Any]]:
    """Return `answers` of a notebook's file. A file that is not a notebook has no cells. Never raises."""
    try:
        cells = json.loads(notebook.decode("utf-8-sig"))["cells"] if by_hand else []
    except (ValueError, LookupError, TypeError, RecursionError):
        cells = []
    return answers(cells if isinstance(cells, list) else [], by_hand)


def answers(cells: list[Any], by_hand: dict[str, float]) -> dict[str, dict[str, Any]]:
    """Return the contents of the written cells of a notebook: plain data for `results.WrittenAnswer`.

    Args:
        cells: the cells in the notebook's JSON.
        by_hand: question -> points by hand.

    >>> answers([{"cell_type": "markdown", "id": "q1-written", "source": "It is *linear*."}], {"q1": 2, "q2": 1})
    {'q1': {'max': 2, 'text': 'It is *linear*.', 'pictures': 0}, 'q2': {'max': 1, 'text': None, 'pictures': 0}}
    """
    # reversed: of two cells with the same id, the first one counts
    by_id = {_id(cell): cell for cell in reversed(cells) if isinstance(cell, dict)}
    return {name: _answer(by_id.get(cell_id(name)), points) for name, points in by_hand.items()}


def remark(text: str | None, pictures: int) -> str:
    """Return a remark on a written answer for the person who marks it; empty where the text is all there is.

    >>> remark("", 0), remark("See the picture.", 2)
    ('nothing is written in its cell', '2 pictures in the notebook')
    """
    if text is None:
        return "its cell is not in the notebook"
    if pictures:
        return f"{pictures} picture{'s' * (pictures > 1)} in the notebook"
    return "" if text else "nothing is written in its cell"


def _id(cell: dict[str, Any]) -> str:
    """Return a cell's id, which older formats keep in its metadata."""
    metadata = cell.get("metadata")
    return str(cell.get("id") or (metadata.get("id") if isinstance(metadata, dict) else ""))


def _answer(cell: dict[str, Any] | None, points: float) -> dict[str, Any]:
    if cell is None:
        return {"max": points, "text": None, "pictures": 0}
    attachments = cell.get("attachments")
    pictures = len(attachments) if isinstance(attachments, dict) else 0
    return {"max": points, "text": _text(cell.get("source"), points), "pictures": pictures}


def _text(source: Any, points: float) -> str:
    """Return what the student wrote, without the placeholder, cut to `MAX_CHARACTERS`."""
    parts = source if isinstance(source, list) else [source]
    text = "".join(part for part in parts if isinstance(part, str))
    for language in PLACEHOLDERS:
        text = text.replace(placeholder(points, language), "")
    text = clean("\n".join(line.expandtabs(4).rstrip() for line in text.splitlines())).strip()
    if len(text) <= MAX_CHARACTERS:
        return text
    return f"{text[:MAX_CHARACTERS]} … ({len(text)} characters; the notebook has them all)"
