"""Solution cells: stub, solution and nbgrader's form, with every expected text in full."""

from pathlib import Path
from textwrap import dedent

import pytest

from autograder.lesson_format.model import Cell, Lesson, LessonError
from autograder.lesson_format.solutions import (
    answer_lines,
    check_solution_comments,
    nbgrader_text,
    solution_text,
    student_text,
)

LESSON = Lesson(Path("00_sample.py"), "A sample", 5)


def cell(source: str, role: str = "solution") -> Cell:
    return Cell("code", role, dedent(source).strip("\n"), 10, "q1")


LINE = cell("x = 1 + 2  # SOLUTION\nprint(x)")
BLOCK = cell('''
    def f(x):
        """Twice x."""
        # BEGIN SOLUTION
        y = 2 * x
        return y
        # END SOLUTION
    ''')
MIXED = cell("""
    a = 1  # SOLUTION
    b: int = 2  # SOLUTION
    grid = [[1, 2],
            [3, 4]]  # SOLUTION
    print(a)
    """)


def test_student_text_leaves_dots_for_a_line():
    assert student_text(LESSON, LINE) == "x = ...\nprint(x)"


def test_student_text_raises_for_a_block_at_its_indent():
    assert student_text(LESSON, BLOCK) == (
        'def f(x):\n    """Twice x."""\n    raise NotImplementedError("q1: write your answer here")'
    )


def test_student_text_covers_annotations_and_answers_of_several_lines():
    assert student_text(LESSON, MIXED) == "a = ...\nb: int = ...\ngrid = ...\nprint(a)"


def test_solution_text_has_no_solution_comments():
    assert solution_text(LESSON, LINE) == "x = 1 + 2\nprint(x)"
    assert solution_text(LESSON, BLOCK) == 'def f(x):\n    """Twice x."""\n    y = 2 * x\n    return y'
    assert "SOLUTION" not in solution_text(LESSON, MIXED)


def test_nbgrader_text_merges_answers_that_stand_together():
    assert nbgrader_text(LESSON, MIXED) == (
        "### BEGIN SOLUTION\na = 1\nb: int = 2\ngrid = [[1, 2],\n        [3, 4]]\n### END SOLUTION\nprint(a)"
    )


def test_nbgrader_text_keeps_the_indent_of_a_block():
    assert nbgrader_text(LESSON, BLOCK).split("\n")[2:] == [
        "    ### BEGIN SOLUTION",
        "    y = 2 * x",
        "    return y",
        "    ### END SOLUTION",
    ]


def test_answer_lines_are_those_that_the_student_does_not_get():
    assert answer_lines(LESSON, BLOCK) == ["    y = 2 * x", "    return y"]


def test_student_text_counts_bytes_and_characters_alike():
    assert student_text(LESSON, cell("圖['一'] = 1  # SOLUTION")) == "圖['一'] = ..."


def test_solution_comments_in_strings_are_ignored():
    assert student_text(LESSON, cell('y = 1  # SOLUTION\nprint("# SOLUTION")')) == 'y = ...\nprint("# SOLUTION")'


AUTHOR_ERRORS = {  # what is wrong: (source, line in the file, text)
    "no comment": ("x = 1", 10, "a solution cell without a solution comment would be shown to students as it is"),
    "BEGIN without END": ("# BEGIN SOLUTION\nx = 1", 11, "do not match here; write one END after each BEGIN"),
    "END without BEGIN": ("x = 1\n# END SOLUTION", 12, "do not match here"),
    "BEGIN in a block": ("# BEGIN SOLUTION\n# BEGIN SOLUTION\nx = 1\n# END SOLUTION", 11, "do not match here"),
    "line in a block": ("# BEGIN SOLUTION\nx = 1  # SOLUTION\n# END SOLUTION", 11, "do not match here"),
    "small letters": (
        "x = 1  # Solution",
        11,
        "'# Solution' is not a valid solution comment; write # SOLUTION at the end",
    ),
    "words after the comment": ("x = 1  # SOLUTION: one", 11, "'# SOLUTION: one' is not a valid solution comment"),
    "comment on its own line": ("x = 1\n# SOLUTION", 12, "'# SOLUTION' is not a valid solution comment"),
    "BEGIN after code": (
        "x = 1  # BEGIN SOLUTION\n# END SOLUTION",
        11,
        "'# BEGIN SOLUTION' is not a valid solution comment",
    ),
    "not an assignment": (
        "print(1)  # SOLUTION",
        11,
        "must be one assignment, name = value; write other answers between",
    ),
    "adding up": ("x = 0\nx += 1  # SOLUTION", 12, "must be one assignment"),
    "two names": ("x, y = 1, 2  # SOLUTION", 11, "must be one assignment"),
    "two on a line": ("x = 1; y = 2  # SOLUTION", 11, "must be one assignment"),
    "half a statement": ("x = [  # SOLUTION\n    1]", 11, "must be one assignment"),
}


@pytest.mark.parametrize("error", AUTHOR_ERRORS)
def test_check_solution_comments_names_the_error_and_its_line(error):
    source, line, text = AUTHOR_ERRORS[error]
    with pytest.raises(LessonError, match=text) as caught:
        check_solution_comments(LESSON, cell(source))
    assert str(caught.value).startswith(f"00_sample.py:{line}: ")


def test_check_solution_comments_refuses_a_stub_that_is_not_python():
    with pytest.raises(LessonError, match="syntax error after the answers are removed"):
        check_solution_comments(LESSON, cell("if True:\n# BEGIN SOLUTION\n    x = 1\n# END SOLUTION\nelse:\n    pass"))


@pytest.mark.parametrize("role", ["code", "given", "proof", "check", "test", "preamble"])
def test_check_solution_comments_refuses_a_comment_outside_a_solution_cell(role):
    with pytest.raises(LessonError, match="00_sample.py:12: a SOLUTION comment outside a solution cell would be shown"):
        check_solution_comments(LESSON, cell("y = 1\nx = 1  # SOLUTION", role))
