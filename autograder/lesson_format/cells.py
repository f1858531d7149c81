"""The first step of reading a lesson: its py:percent text cut into cells whose marks are known and allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext

from autograder.lesson_format.model import ENGLISH, LessonError

# tags on the `# %%` line -> the kind of cell that they may stand on
TAGS = {
    (): ("markdown", "code"),
    ("solution",): ("code",),
    ("given",): ("code",),
    ("proof",): ("code",),
    ("test",): ("code",),
    ("hidden", "test"): ("code",),
    ("hint",): ("markdown",),
    ("written",): ("markdown",),
}
KEYS = {"question", "points", "tags", "lang"}
JUPYTEXT_KEYS = {"lines_to_next_cell", "lines_to_end_of_cell_marker", "cell_marker"}  # its own notes on layout
MARKER = re.compile(r"#\s*%%(?!%)")


@dataclass(frozen=True)
class MarkedCell:
    """A cell and what its `# %%` line says."""

    kind: str
    source: str
    line: int
    tags: tuple[str, ...]
    question: str
    points: float | None
    language: str


def read_cells(path: Path) -> tuple[list[MarkedCell], dict[str, Any]]:
    """The cells of the lesson at `path`, and what its header says under `course`.

    Raises LessonError where a mark is unknown, unreadable or stands on the wrong kind of cell.
    """
    text = path.read_text(encoding="utf-8")
    notebook = jupytext.reads(text, fmt="py:percent")
    lines = [number for number, line in enumerate(text.split("\n"), 1) if MARKER.match(line)]
    if len(lines) != len(notebook.cells):
        raise LessonError(
            path,
            lines[0] if lines else 1,
            f"{len(lines)} lines begin with '# %%' for "
            f"{len(notebook.cells)} cells; begin each cell with '# %%' and use that nowhere else",
        )
    cells = [_mark(path, line, cell) for line, cell in zip(lines, notebook.cells, strict=True)]
    return cells, _header(path, notebook.metadata.get("course"))


def _header(path: Path, course: Any) -> dict[str, Any]:
    if not isinstance(course, dict) or set(course) != {"title", "minutes"}:
        raise LessonError(
            path, 1, f"the header's course entry is {course!r}; it needs a title and minutes, nothing else"
        )
    if not isinstance(course["title"], str):
        raise LessonError(path, 1, f"the header's title is {course['title']!r}; write text")
    if not isinstance(course["minutes"], int):
        raise LessonError(path, 1, f"the header's minutes are {course['minutes']!r}; write a whole number")
    return course


def _mark(path: Path, line: int, cell: Any) -> MarkedCell:
    marks = {key: value for key, value in cell.metadata.items() if key not in JUPYTEXT_KEYS}
    if "incorrectly_encoded_metadata" in marks:
        raise LessonError(
            path,
            line,
            f"cannot read {marks['incorrectly_encoded_metadata']!r} on the cell's line; "
            'write key="value" or tags=["name"], nothing else',
        )
    unknown = sorted(set(marks) - KEYS)
    if unknown:
        raise LessonError(path, line, f"unknown key {unknown[0]!r}; known are {', '.join(sorted(KEYS))}")
    tags = tuple(sorted(marks.get("tags", [])))
    _check_tags(path, line, tags, cell.cell_type)
    _check_keys(path, line, marks, tags, cell.cell_type)
    return MarkedCell(
        cell.cell_type,
        cell.source,
        line,
        tags,
        marks.get("question", ""),
        marks.get("points"),
        marks.get("lang", ENGLISH),
    )


def _check_tags(path: Path, line: int, tags: tuple[str, ...], kind: str) -> None:
    known = {tag for group in TAGS for tag in group}
    for tag in tags:
        if tag not in known:
            raise LessonError(path, line, f"unknown tag {tag!r}; known are {', '.join(sorted(known))}")
    if tags not in TAGS:
        raise LessonError(path, line, f"the tags {', '.join(tags)} do not go together; use one, or test with hidden")
    if kind not in TAGS[tags]:
        what = f"the tag {tags[0]!r} stands on a {kind} cell" if tags else f"a {kind} cell"
        raise LessonError(path, line, f"{what}; it belongs on a {' or '.join(TAGS[tags])} cell")


def _check_keys(path: Path, line: int, marks: dict[str, Any], tags: tuple[str, ...], kind: str) -> None:
    if "question" in marks and (kind != "markdown" or tags):
        raise LessonError(path, line, "a question opens with a markdown cell without tags; move question= there")
    if "lang" in marks and kind != "markdown":
        raise LessonError(path, line, "only markdown cells have a language; take lang= away")
    if "lang" in marks and "written" in tags:
        raise LessonError(path, line, "a model answer is for the person who marks, in one language; take lang= away")
    if "question" in marks and not re.fullmatch(r"[a-z][a-z0-9_]*", str(marks["question"])):
        raise LessonError(path, line, f'question={marks["question"]!r} is not a name; write one like "q2_1"')
    if "points" not in marks:
        return
    points = marks["points"]
    if "question" not in marks and not {"test", "written"} & {*tags}:
        raise LessonError(path, line, "points stand on questions, tests and written answers only; take points= away")
    if isinstance(points, bool) or not isinstance(points, (int, float)) or points <= 0:
        raise LessonError(path, line, f"points={points!r} is not a number above 0; write one like points=2")
