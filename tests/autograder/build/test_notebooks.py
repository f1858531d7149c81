"""Which cells of a lesson stand as one in the notebook."""

import pytest

from autograder.build.notebooks import joined
from autograder.lesson_format.model import Cell


def cells(*roles: str, lines: int = 3) -> list[Cell]:
    return [
        Cell("markdown" if role == "text" else "code", role, "\n".join([f"{role} {n}"] * lines), n, question=f"q{n}")
        for n, role in enumerate(roles)
    ]


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (["text", "text"], ["text"]),
        (["given", "given", "code"], ["code"]),
        (["given", "code", "code"], ["code", "code"]),
        (["code", "given"], ["code", "given"]),
        (["given", "solution", "check"], ["given", "solution", "check"]),
        (["text", "given", "text"], ["text", "given", "text"]),
    ],
)
def test_joined_takes_text_with_text_and_numbers_with_their_picture(roles, expected):
    assert [cell.role for cell in joined(cells(*roles))] == expected


def test_joined_loses_no_line_and_keeps_the_question_that_follows():
    (one,) = joined(cells("text", "text", lines=2))
    assert one.source == "text 0\ntext 0\n\ntext 1\ntext 1" and one.question == "q1"


def test_joined_makes_no_long_code_cell():
    assert len(joined(cells("given", "code", lines=10))) == 2
    assert len(joined(cells("given", "code", lines=9))) == 1
