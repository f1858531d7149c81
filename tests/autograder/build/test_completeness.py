"""Each requirement of a lesson: nothing is missing in the sample, and each violation gives one line with a remedy."""

import pytest

from autograder.build.completeness import find_missing, readme_row, start_row
from autograder.lesson_format.parser import read_lesson
from tests.autograder.golden import SAMPLE


@pytest.fixture
def root(tmp_path):
    """A folder whose README has the sample's row."""
    folder = tmp_path / "root"
    folder.mkdir()
    (folder / "README.md").write_text("| [00 A sample](notebooks/00_sample.ipynb) | 5 | a sample |\n", encoding="utf-8")
    return folder


@pytest.fixture
def start(changed):
    """A start page whose table has the sample's row."""
    return read_lesson(
        changed("# # A sample\n", "# # A sample\n#\n# | [0 · A sample](00_sample.ipynb) | 5 | a sample |\n")
    )


def test_rows_of_the_tables():
    lesson = read_lesson(SAMPLE)
    assert readme_row(lesson) == "| [00 A sample](notebooks/00_sample.ipynb) | 5 |"
    assert start_row(lesson) == "| [0 · A sample](00_sample.ipynb) | 5 |"


LONG = "double_of_a_number = 2 * 1  " + "# a comment that goes beyond the right side of a laptop's page"
CASES = {  # what is wrong: (part of the sample, its replacement, the line)
    "nothing": ("pixels = [1, 2, 3]", "pixels = [1, 2, 3]", None),
    "no proof": (
        '# %% tags=["proof"]\nassert sum(pixels) == 6\n', "",
        '00_sample.py: the lesson has no proof cell; add a code cell tags=["proof"] that asserts a claim of the text',
    ),
    "other minutes": (
        "minutes: 5", "minutes: 6",
        "README.md: no row of the table of lessons begins with | [00 A sample](notebooks/00_sample.ipynb) | 6 |; "
        "add or correct this row",
    ),
    "a long line": (
        "unused = 4", LONG, f"00_sample.py: {len(LONG)} columns, expected at most 88; break the line {LONG}"
    ),
    "a long cell": (
        "unused = 4", "unused = 4\n" * 22,
        "00_sample.py: a code cell has more than 21 lines; split the cell pixels = [1, 2, 3]",
    ),
    "a name from a proof": (
        "q0_1 = sum(pixels) + 0  # SOLUTION", "q0_1 = double(3)  # SOLUTION",
        "00_sample.py:43: only a proof or test cell defines double; define it in a cell that students get",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_violation_gives_one_line(changed, root, case):
    old, new, line = CASES[case]
    lesson = read_lesson(changed(old, new))
    found = find_missing(root, lesson, lesson)  # the start page itself needs no row in its table
    assert found == ([line] if line else [])


def test_a_lesson_needs_a_row_on_the_start_page(root, start, tmp_path):
    (tmp_path / "01_other.py").write_text(SAMPLE.read_text(encoding="utf-8").replace("00_sample", "01_other"), "utf-8")
    other = read_lesson(tmp_path / "01_other.py")
    (root / "README.md").write_text(readme_row(other), encoding="utf-8")
    row = "| [1 · A sample](01_other.ipynb) | 5 |"
    assert find_missing(root, other, start) == [
        f"00_sample.py: no row of the table of lessons begins with {row}; add or correct this row"
    ]
    assert find_missing(root, read_lesson(SAMPLE), start)[1:] == []
