"""Which cells of a lesson are merged in the notebook."""

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
def test_joined_merges_text_with_text_and_given_numbers_with_the_code_after_them(roles, expected):
    assert [cell.role for cell in joined(cells(*roles))] == expected


def test_joined_keeps_every_line_and_the_second_cells_question():
    (one,) = joined(cells("text", "text", lines=2))
    assert one.source == "text 0\ntext 0\n\ntext 1\ntext 1" and one.question == "q1"


def test_joined_makes_no_long_code_cell():
    assert len(joined(cells("given", "code", lines=10))) == 2
    assert len(joined(cells("given", "code", lines=9))) == 1
