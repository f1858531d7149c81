"""Make a new lesson from the template: `python -m autograder new 13_my_topic "My topic"`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from autograder.build.completeness import readme_row, start_row
from autograder.build.products import LESSONS, ROOT, find_lessons
from autograder.lesson_format.model import Lesson, LessonError
from autograder.lesson_format.planted import FOLDER, planted_path

TEMPLATE = "_template.py"
NAME = re.compile(r"[0-9]{2}_[a-z][a-z0-9_]*")
TITLE = "A NEW TOPIC"
CONTENT = "a number, a map by hand, a function, a network, a written answer"  # of the template, for the tables


def main(name: str, title: str) -> int:
    """Run the command `new` and return its exit code."""
    try:
        written = new_lesson(name, title)
    except (LessonError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(f"wrote {path}" for path in written))
    print(f"next: edit lessons/{name}.py, then run python -m autograder try {name}")
    return 0


def new_lesson(name: str, title: str) -> list[str]:
    """Write the source, the planted answers and the table rows of a new lesson; return the paths of the files.

    Nothing is written if one of the files exists or a table is not found.

    Raises ValueError if `name` or `title` is unsuitable, and LessonError if a lesson cannot be read.
    """
    _refuse(name, title)
    source = LESSONS / f"{name}.py"
    number = str(int(name[:2]))
    words = {
        "qNN": f"q{number}",
        "NN_TOPIC": name,
        f"NN · {TITLE}": f"{number} · {title}",
        TITLE: title,
        "NN": number,
    }
    files = {
        source: _filled(LESSONS / TEMPLATE, words),
        planted_path(source): _filled(LESSONS / FOLDER / TEMPLATE, words),
    }
    minutes = int(re.findall(r"(?m)^#     minutes: (\d+)$", files[source])[0])
    lesson, start = Lesson(source, title, minutes), find_lessons([])[0]
    files[ROOT / "README.md"] = _with_row(ROOT / "README.md", "| [", f"{readme_row(lesson)} {CONTENT} |")
    files[start] = _with_row(start, "# | [", f"# {start_row(lesson)} {CONTENT} |")
    for path, text in files.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return [path.relative_to(ROOT).as_posix() for path in files]


def _refuse(name: str, title: str) -> None:
    """Raise ValueError with a remedy if a lesson cannot be called `name`, or `title` cannot be in a header."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a lesson's name; expected two digits and a topic, such as 13_my_topic")
    if not title.strip() or re.search(r"[\n|:#\[\]]", title):
        raise ValueError(f"{title!r} is not a title; expected one line without the characters | : # [ ]")
    for path in find_lessons([]):
        if path.stem[:2] == name[:2]:
            raise ValueError(f"number {name[:2]} belongs to lessons/{path.name}; choose another number")
    if planted_path(LESSONS / f"{name}.py").exists():
        raise ValueError(f"lessons/{FOLDER}/{name}.py exists already; remove it or choose another name")


def _filled(template: Path, words: dict[str, str]) -> str:
    text = template.read_text(encoding="utf-8")
    for word, replacement in words.items():
        text = text.replace(word, replacement)
    return text


def _with_row(path: Path, beginning: str, row: str) -> str:
    """Return the text of `path` with `row` in the table of lessons, in the order of the lessons' numbers."""
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [place for place, line in enumerate(lines) if line.startswith(beginning) and ".ipynb)" in line]
    if not rows:
        raise ValueError(f"{path.name} has no table of lessons, whose rows begin with {beginning!r}")
    before = [place for place in rows if _number(lines[place]) < _number(row)]
    lines.insert(before[-1] + 1 if before else rows[0], row)
    return "\n".join(lines)


def _number(row: str) -> int:
    """Return the lesson's number, which is the first number of a row."""
    return int(re.findall(r"\d+", row)[0])
