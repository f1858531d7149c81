"""Written answers, which a person marks: the place for one in a notebook, and what stands there when it is handed in.

Their points are in no score that a program gives. Only the standard library is loaded here, since otter's zip carries
this file to where nothing else is installed.
"""

import json
from typing import Any

from autograder.plain_text import clean

PLACES = {
    "en": "*Write your answer here (marked by hand: +{points:g}).*",
    "zh-Hant": "*在這裡寫下你的答案（人工批改：+{points:g}）。*",
}
LONGEST = 10_000  # characters of an answer that are kept; the notebook has the rest


def place(points: float, language: str = "en") -> str:
    """What a student finds where the answer belongs; in English where the language has no words for it.

    >>> place(2)
    '*Write your answer here (marked by hand: +2).*'
    """
    return PLACES.get(language, PLACES["en"]).format(points=points)


def cell_id(question: str) -> str:
    """The id of a question's written cell, in every notebook and in nbgrader's gradebook.

    >>> cell_id("q2_1")
    'q2_1-written'
    """
    return f"{question}-written"


def asked(points: str) -> dict[str, float]:
    """Question -> points by hand, from the text of a marking bundle's points.json.

    >>> asked('{"questions": {"q1": {"points": 3, "written": 2}, "q2": {"points": 1}}}')
    {'q1': 2.0}
    """
    questions = json.loads(points)["questions"]
    return {name: float(question["written"]) for name, question in questions.items() if "written" in question}


def read(notebook: bytes, wanted: dict[str, float]) -> dict[str, dict[str, Any]]:
    """`answers` of a notebook's file; of one that is none, as if all its cells were lost. Never raises."""
    try:
        cells = json.loads(notebook.decode("utf-8-sig"))["cells"] if wanted else []
    except (ValueError, LookupError, TypeError, RecursionError):
        cells = []
    return answers(cells if isinstance(cells, list) else [], wanted)


def answers(cells: list[Any], wanted: dict[str, float]) -> dict[str, dict[str, Any]]:
    """What stands in the written cells of a notebook: plain data for `results.WrittenAnswer`.

    cells: as the notebook's JSON has them. wanted: question -> points by hand.

    >>> answers([{"cell_type": "markdown", "id": "q1-written", "source": "It is *linear*."}], {"q1": 2, "q2": 1})
    {'q1': {'max': 2, 'text': 'It is *linear*.', 'pictures': 0}, 'q2': {'max': 1, 'text': None, 'pictures': 0}}
    """
    by_id = {_id(cell): cell for cell in reversed(cells) if isinstance(cell, dict)}  # of two the first
    return {name: _answer(by_id.get(cell_id(name)), points) for name, points in wanted.items()}


def remark(text: str | None, pictures: int) -> str:
    """What is to be said of a written answer beside its text.

    >>> remark("", 0), remark("See the picture.", 2)
    ('nothing is written in its cell', '2 pictures in the notebook')
    """
    if text is None:
        return "its cell is not in the notebook"
    if pictures:
        return f"{pictures} picture{'s' * (pictures > 1)} in the notebook"
    return "" if text else "nothing is written in its cell"


def _id(cell: dict[str, Any]) -> str:
    """A cell's id, which older formats keep in its metadata."""
    metadata = cell.get("metadata")
    return str(cell.get("id") or (metadata.get("id") if isinstance(metadata, dict) else ""))


def _answer(cell: dict[str, Any] | None, points: float) -> dict[str, Any]:
    if cell is None:
        return {"max": points, "text": None, "pictures": 0}
    attachments = cell.get("attachments")
    pictures = len(attachments) if isinstance(attachments, dict) else 0
    return {"max": points, "text": _text(cell.get("source"), points), "pictures": pictures}


def _text(source: Any, points: float) -> str:
    """What the student wrote, without the sentence that stood there and no longer than anybody reads."""
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))
    for language in PLACES:
        text = text.replace(place(points, language), "")
    text = clean("\n".join(line.expandtabs(4).rstrip() for line in text.splitlines())).strip()
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} … ({len(text)} characters; the notebook has them all)"
