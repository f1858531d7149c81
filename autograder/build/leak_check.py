"""The last gate: nothing that a student gets may hold an answer, a model answer, a hidden test, its name or constants.

It looks at finished files, whoever made them, so a slip of the builder and a slip of the author are found alike.
"""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from autograder.lesson_format.model import Cell, Lesson
from autograder.lesson_format.scopes import plain_python
from autograder.lesson_format.sentences import MIN_LENGTH, distinctive_sentences, letters
from autograder.lesson_format.solutions import pieces

MARK = re.compile(r"#\s*(BEGIN |END )?SOLUTION\b")
# lines that any program may hold: they give nothing away
COMMON = re.compile(
    r"(import|from|def|class|for|while|if|elif|else|with|try|except|finally|pass|break|continue)\b|return \w+$"
)
SHORTEST_STRING = 6


@dataclass(frozen=True)
class Secret:
    """Something that no student may see; `text` without blanks, of a sentence its letters alone."""

    what: str
    line: int
    text: str
    is_sentence: bool = False


def refuse_leaks(lesson: Lesson, files: dict[str, bytes]) -> None:
    """Raises LessonError if one of `files` (path -> content) would show a student a secret of the lesson."""
    found = leaks(lesson, files)
    if found:
        path, secret = found[0]
        raise lesson.error(
            secret.line,
            f"{secret.what} would be shown to students in {path}: {secret.text!r}; "
            "write it otherwise in one of the two places",
        )


def leaks(lesson: Lesson, files: dict[str, bytes]) -> list[tuple[str, Secret]]:
    """Every secret of the lesson that stands in one of `files`, with the file's path."""
    known = secrets(lesson)
    found = []
    for path, content in files.items():
        text = readable(path, content)
        found += [(path, Secret("a SOLUTION mark", 1, mark.group())) for mark in MARK.finditer(text)]
        squeezed, all_letters = _squeezed(text), letters(text)
        found += [
            (path, secret)
            for secret in known
            if (secret.text in all_letters if secret.is_sentence else _stands_in(secret.text, squeezed))
        ]
    return found


def secrets(lesson: Lesson) -> list[Secret]:
    """The answers, the sentences of model answers, and of hidden tests their names, lines and constants.

    A line of a longer answer is none where a solution cell gives the same line as a frame to fill, nor is a line or
    constant of a hidden test that the author also shows.
    """
    solutions = [cell for cell in lesson.cells if cell.role == "solution"]
    frames = "\n".join(
        _squeezed(line)
        for cell in solutions
        for piece in pieces(lesson, cell)
        if piece.stub is None
        for line in piece.lines
    )
    answers = [secret for cell in solutions for secret in _answers(lesson, cell) if not _stands_in(secret.text, frames)]
    hidden = [test for question in lesson.questions.values() for test in question.tests if test.hidden]
    names = [
        Secret(f"the name of hidden test {test.function}", test.cell.line, _squeezed(name))
        for test in hidden
        for name in (test.function, test.title())
    ]
    shown = frames + "\n".join(
        _squeezed(cell.source)
        for cell in lesson.cells
        if cell.role not in ("solution", "written", "proof") and not cell.hidden
    )
    inside = [
        Secret(f"the hidden {cell.role}", cell.line, text)
        for cell in lesson.cells
        if cell.hidden
        for text in (*_telling_lines(cell.source), *_constants(cell))
        if not _stands_in(text, shown)
    ]
    sentences = [
        Secret(f"the model answer of {cell.question}", cell.line, text, is_sentence=True)
        for cell in lesson.cells
        if cell.role == "written"
        for text in distinctive_sentences(cell.source)
    ]
    return answers + sentences + names + inside


def readable(path: str, content: bytes) -> str:
    """The text of a file; of JSON and notebooks every string in it, so that no escape hides anything."""
    text = content.decode("utf-8", errors="replace")
    return "\n".join(_strings(json.loads(text))) if path.endswith((".json", ".ipynb")) else text


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in (key, *_strings(item))]
    if isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            return ["".join(value), *value]  # a cell's lines, joined and one by one
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []


def _answers(lesson: Lesson, cell: Cell) -> list[Secret]:
    """A one-line answer counts however short it is, `q2_5 = 3` gives it away; a list of numbers counts by itself."""
    texts: list[str] = []
    for piece in pieces(lesson, cell):
        if piece.stub is not None:
            answer = "\n".join(piece.lines)
            if piece.stub.endswith("= ..."):
                texts += [_squeezed(answer), *_number_lists(ast.parse(dedent(answer)))]
            else:
                texts += _telling_lines(answer)
    return [Secret(f"the solution of {cell.question}", cell.line, text) for text in texts]


def _telling_lines(source: str) -> list[str]:
    lines = (_squeezed(line) for line in _without_comments(source) if not COMMON.match(line.strip()))
    return [line for line in lines if len(line) >= MIN_LENGTH]


def _without_comments(source: str) -> list[str]:
    """The lines of `source`, which may be a part of a function, without its comments."""
    lines = source.split("\n")
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                lines[token.start[0] - 1] = lines[token.start[0] - 1][: token.start[1]]
    except (tokenize.TokenError, IndentationError):
        pass  # a part of a function need not be whole: its comments stay and are secrets with their lines
    return lines


def _constants(cell: Cell) -> list[str]:
    """Long strings, numbers of three digits or more, and lists of four numbers or more."""
    source = plain_python(cell.source)
    tree = ast.parse(source)
    texts = _number_lists(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts += [_squeezed(line) for line in node.value.split("\n") if len(_squeezed(line)) >= SHORTEST_STRING]
        elif isinstance(node, ast.Constant) and len(re.findall(r"\d", repr(node.value))) >= 3:
            texts += {repr(node.value), ast.get_source_segment(source, node)}  # 61803 and 61_803
    return texts


def _number_lists(tree: ast.AST) -> list[str]:
    """The lists and tuples of four numbers or more, as Python writes them."""
    found = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, (ast.List, ast.Tuple))]
    return [_squeezed(text) for text in found if len(re.findall(r"\d+", text)) >= 4]


def _squeezed(text: str) -> str:
    """`text` without blanks; a line that only goes on inside brackets is joined to the one before."""
    return re.sub(r"(?<=[\[({,])\n", "", re.sub(r"[ \t]+", "", text))


def _stands_in(secret: str, text: str) -> bool:
    """Whether `secret` stands in `text` as whole words: 17 not in 170, total=0 not in subtotal=0.5."""
    before = r"(?<![\w.])" if re.match(r"\w", secret) else ""
    after = r"(?![\w.])" if re.search(r"\w$", secret) else ""
    return re.search(before + re.escape(secret) + after, text) is not None
