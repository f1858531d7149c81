"""First step of reading a lesson: split the py:percent text into cells and check each cell's metadata.

The metadata is what follows `# %%` on a cell's first line: `[markdown]`, `question=`, `points=`, `tags=` and `lang=`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext

from autograder.lesson_format.model import ENGLISH, LessonError

# tags on the `# %%` line -> the kinds of cell that may have them
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
JUPYTEXT_KEYS = {"lines_to_next_cell", "lines_to_end_of_cell_marker", "cell_marker"}  # jupytext's notes on layout
CELL_START = re.compile(r"#\s*%%(?!%)")


@dataclass(frozen=True)
class SourceCell:
    """One cell of the source with the metadata of its `# %%` line."""

    kind: str
    source: str
    line: int
    tags: tuple[str, ...]
    question: str
    points: float | None
    language: str


def read_cells(path: Path) -> tuple[list[SourceCell], dict[str, Any]]:
    """Return the cells of the lesson at `path` and the `course` entry of its header.

    Raises LessonError if a cell's metadata is unknown, unreadable or on the wrong kind of cell.
    """
    text = path.read_text(encoding="utf-8")
    notebook = jupytext.reads(text, fmt="py:percent")
    header = _checked_header(path, notebook.metadata.get("course"))
    lines = [number for number, line in enumerate(text.split("\n"), 1) if CELL_START.match(line)]
    if len(lines) != len(notebook.cells):
        raise LessonError(
            path,
            lines[0] if lines else 1,
            f"{len(lines)} lines begin with '# %%' but jupytext reads {len(notebook.cells)} cells; "
            "begin each cell with '# %%' and no other line",
        )
    cells = [_source_cell(path, line, cell) for line, cell in zip(lines, notebook.cells, strict=True)]
    return cells, header


def _checked_header(path: Path, course: Any) -> dict[str, Any]:
    if course is None:
        raise LessonError(
            path, 1, "the file does not begin with a header that has a course entry; copy the header of _template.py"
        )
    if not isinstance(course, dict) or set(course) != {"title", "minutes"}:
        raise LessonError(
            path, 1, f"the header's course entry is {course!r}; expected the keys title and minutes and no others"
        )
    if not isinstance(course["title"], str):
        raise LessonError(path, 1, f"the header's title is {course['title']!r}; expected text")
    if not isinstance(course["minutes"], int):
        raise LessonError(path, 1, f"the header's minutes are {course['minutes']!r}; expected a whole number")
    return course


def _source_cell(path: Path, line: int, cell: Any) -> SourceCell:
    metadata = {key: value for key, value in cell.metadata.items() if key not in JUPYTEXT_KEYS}
    if "incorrectly_encoded_metadata" in metadata:
        raise LessonError(
            path,
            line,
            f"cannot read {metadata['incorrectly_encoded_metadata']!r} on the cell's first line; "
            'expected points=2, key="value" or tags=["name"]',
        )
    unknown = sorted(set(metadata) - KEYS)
    if unknown:
        raise LessonError(path, line, f"unknown key {unknown[0]!r}; expected one of {', '.join(sorted(KEYS))}")
    tags = tuple(sorted(metadata.get("tags", [])))
    _check_tags(path, line, tags, cell.cell_type)
    _check_keys(path, line, metadata, tags, cell.cell_type)
    return SourceCell(
        cell.cell_type,
        cell.source,
        line,
        tags,
        metadata.get("question", ""),
        metadata.get("points"),
        metadata.get("lang", ENGLISH),
    )


def _check_tags(path: Path, line: int, tags: tuple[str, ...], kind: str) -> None:
    known = {tag for group in TAGS for tag in group}
    for tag in tags:
        if tag not in known:
            raise LessonError(path, line, f"unknown tag {tag!r}; expected one of {', '.join(sorted(known))}")
    if tags not in TAGS:
        raise LessonError(
            path, line, f"the tags {', '.join(tags)} cannot be combined; expected one tag, or hidden with test"
        )
    if kind not in TAGS[tags]:
        found = f"the tag {tags[0]!r} is on a {kind} cell" if tags else f"a {kind} cell"
        raise LessonError(path, line, f"{found}; expected a {' or '.join(TAGS[tags])} cell")


def _check_keys(path: Path, line: int, metadata: dict[str, Any], tags: tuple[str, ...], kind: str) -> None:
    if "question" in metadata and (kind != "markdown" or tags):
        found = f"a {kind} cell with tags" if tags else f"a {kind} cell"
        raise LessonError(path, line, f"question= is on {found}; move it to a markdown cell without tags")
    if "lang" in metadata and kind != "markdown":
        raise LessonError(path, line, f"lang= is on a {kind} cell; remove it, only markdown cells have a language")
    if "lang" in metadata and "written" in tags:
        raise LessonError(
            path, line, "lang= is on a model answer; remove it, instructors read the model answer in one language"
        )
    if "question" in metadata and not re.fullmatch(r"[a-z][a-z0-9_]*", str(metadata["question"])):
        raise LessonError(
            path, line, f'question={metadata["question"]!r} is not a valid name; expected a name such as "q2_1"'
        )
    if "points" not in metadata:
        return
    points = metadata["points"]
    if "question" not in metadata and not {"test", "written"} & {*tags}:
        raise LessonError(
            path, line, "points= is on a cell that is not a question, a test or a written answer; remove it"
        )
    if isinstance(points, bool) or not isinstance(points, (int, float)) or points <= 0:
        raise LessonError(path, line, f"points={points!r} is not a number above 0; expected a number such as points=2")
