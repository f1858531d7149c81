"""Refuse files for students that contain a secret: an answer, a model answer, or a hidden test's name or content.

The check reads finished files, so it finds errors of the builder as well as errors of an author.
"""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from dataclasses import dataclass
from functools import lru_cache
from textwrap import dedent
from typing import Any

from autograder.lesson_format.model import Cell, Lesson
from autograder.lesson_format.scopes import plain_python
from autograder.lesson_format.sentences import MIN_LENGTH, distinctive_sentences, letters
from autograder.lesson_format.solutions import pieces

SOLUTION_COMMENT = re.compile(r"#\s*(BEGIN |END )?SOLUTION\b")
# lines that occur in any program and are therefore not secret
COMMON = re.compile(
    r"(import|from|def|class|for|while|if|elif|else|with|try|except|finally|pass|break|continue)\b|return \w+$"
)
MIN_STRING_LENGTH = 6


@dataclass(frozen=True)
class Secret:
    """Text that students must not get; `text` has no spaces, and for a sentence it has only the letters."""

    description: str
    line: int
    text: str
    is_sentence: bool = False


def refuse_leaks(lesson: Lesson, files: dict[str, bytes]) -> None:
    """Check `files` (path -> content). Raises LessonError if one of them contains a secret of the lesson."""
    found = leaks(lesson, files)
    if found:
        path, secret = found[0]
        raise lesson.error(
            secret.line,
            f"{secret.description} would be shown to students in {path}: {secret.text!r}; "
            "write it differently here or in that file's source",
        )


def leaks(lesson: Lesson, files: dict[str, bytes]) -> list[tuple[str, Secret]]:
    """Return every secret of the lesson that one of `files` contains, with the file's path."""
    lesson_secrets = secrets(lesson)
    found = []
    for path, content in files.items():
        text, compact, all_letters = _forms(path, content)
        found += [(path, Secret("a SOLUTION comment", 1, match.group())) for match in SOLUTION_COMMENT.finditer(text)]
        found += [
            (path, secret)
            for secret in lesson_secrets
            if (secret.text in all_letters if secret.is_sentence else _occurs_in(secret.text, compact))
        ]
    return found


def secrets(lesson: Lesson) -> list[Secret]:
    """Return the lesson's secrets.

    These are the answers, the sentences of model answers, and the names, lines and constants of hidden tests. Not a
    secret: a line of a longer answer that is also in the part of a solution cell that students get, and a line or
    constant of a hidden test that the author also shows to students.
    """
    solutions = [cell for cell in lesson.cells if cell.role == "solution"]
    given_lines = "\n".join(
        _without_spaces(line)
        for cell in solutions
        for piece in pieces(lesson, cell)
        if piece.stub is None
        for line in piece.lines
    )
    answers = [
        secret for cell in solutions for secret in _answers(lesson, cell) if not _occurs_in(secret.text, given_lines)
    ]
    hidden = [test for question in lesson.questions.values() for test in question.tests if test.hidden]
    names = [
        Secret(f"the name of hidden test {test.function}", test.cell.line, _without_spaces(name))
        for test in hidden
        for name in (test.function, test.title())
    ]
    shown = given_lines + "\n".join(
        _without_spaces(cell.source)
        for cell in lesson.cells
        if cell.role not in ("solution", "written", "proof") and not cell.hidden
    )
    hidden_content = [
        Secret(f"the hidden {cell.role}", cell.line, text)
        for cell in lesson.cells
        if cell.hidden
        for text in (*_distinctive_lines(cell.source), *_constants(cell))
        if not _occurs_in(text, shown)
    ]
    sentences = [
        Secret(f"the model answer of {cell.question}", cell.line, text, is_sentence=True)
        for cell in lesson.cells
        if cell.role == "written"
        for text in distinctive_sentences(cell.source)
    ]
    return answers + sentences + names + hidden_content


@lru_cache(maxsize=2048)  # a release compares the same files with the secrets of every lesson
def _forms(path: str, content: bytes) -> tuple[str, str, str]:
    """Return a file's readable text, the same without spaces, and its letters only."""
    text = readable(path, content)
    return text, _without_spaces(text), letters(text)


def readable(path: str, content: bytes) -> str:
    """Return a file's text; for JSON and notebooks, every string in it, decoded, so that no escape hides a secret."""
    text = content.decode("utf-8", errors="replace")
    return "\n".join(_strings(json.loads(text))) if path.endswith((".json", ".ipynb")) else text


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in (key, *_strings(item))]
    if isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            return ["".join(value), *value]  # the lines of a cell: the whole text and each line
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []


def _answers(lesson: Lesson, cell: Cell) -> list[Secret]:
    """Return the secrets of a solution cell.

    A `# SOLUTION` answer is a secret however short it is, such as `q2_5 = 3`; a list of numbers in it is a secret too.
    """
    texts: list[str] = []
    for piece in pieces(lesson, cell):
        if piece.stub is not None:
            answer = "\n".join(piece.lines)
            if piece.stub.endswith("= ..."):
                texts += [_without_spaces(answer), *_number_lists(ast.parse(dedent(answer)))]
            else:
                texts += _distinctive_lines(answer)
    return [Secret(f"the solution of {cell.question}", cell.line, text) for text in texts]


def _distinctive_lines(source: str) -> list[str]:
    lines = (_without_spaces(line) for line in _without_comments(source) if not COMMON.match(line.strip()))
    return [line for line in lines if len(line) >= MIN_LENGTH]


def _without_comments(source: str) -> list[str]:
    """Return the lines of `source`, which may be a part of a function, without their comments."""
    lines = source.split("\n")
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                lines[token.start[0] - 1] = lines[token.start[0] - 1][: token.start[1]]
    except (tokenize.TokenError, IndentationError):
        pass  # a part of a function may be incomplete: then comments stay part of the secret lines
    return lines


def _constants(cell: Cell) -> list[str]:
    """Return the long strings, the numbers of three digits or more, and the lists of four numbers or more."""
    source = plain_python(cell.source)
    tree = ast.parse(source)
    texts = _number_lists(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            lines = [_without_spaces(line) for line in node.value.split("\n")]
            texts += [line for line in lines if len(line) >= MIN_STRING_LENGTH]
        elif isinstance(node, ast.Constant) and len(re.findall(r"\d", repr(node.value))) >= 3:
            texts += {repr(node.value), ast.get_source_segment(source, node) or repr(node.value)}  # 61803 and 61_803
    return texts


def _number_lists(tree: ast.AST) -> list[str]:
    """Return the lists and tuples of four numbers or more, formatted by `ast.unparse` and without spaces."""
    found = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, (ast.List, ast.Tuple))]
    return [_without_spaces(text) for text in found if len(re.findall(r"\d+", text)) >= 4]


def _without_spaces(text: str) -> str:
    """Return `text` without spaces; a line that continues an open bracket is joined to the line before."""
    return re.sub(r"(?<=[\[({,])\n", "", re.sub(r"[ \t]+", "", text))


def _occurs_in(secret: str, text: str) -> bool:
    """Return whether `secret` occurs in `text` as whole words: 17 not in 170, total=0 not in subtotal=0.5."""
    if secret not in text:  # much faster than the regular expression, and true for nearly every secret
        return False
    before = r"(?<![\w.])" if re.match(r"\w", secret) else ""
    after = r"(?![\w.])" if re.search(r"\w$", secret) else ""
    return re.search(before + re.escape(secret) + after, text) is not None
