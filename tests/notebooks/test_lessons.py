"""Every lesson: its files are what its source makes, the proofs hold, the solution is right, stubs score nothing."""

import pytest

from autograder.build.notebooks import PROVED, shown_cells, write_notebook
from autograder.build.products import ROOT, differences, find_lessons
from autograder.build.verify import find_failures, run_lesson
from autograder.lesson_format.parser import read_lesson
from autograder.lesson_format.scopes import defined_names, needed_names
from autograder.lesson_format.solutions import solution_text, student_text
from tests.notebooks.colab import find_python
from tests.solutions import outcome_of

every_lesson = pytest.mark.parametrize("path", find_lessons([]), ids=lambda path: path.stem)


def test_committed_files_are_what_the_lessons_make():
    assert differences(ROOT, find_lessons([])) == []


@pytest.mark.slow
@every_lesson
def test_proofs_hold_and_the_solution_scores_full_marks_hidden_tests_included(path):
    lesson = read_lesson(path)
    assert any(cell.role == "proof" for cell in lesson.cells)
    assert find_failures(lesson, PROVED, outcome_of(lesson.name)) == []


@every_lesson
def test_solution_reads_no_name_that_a_proof_left(path):
    """So what holds with the proofs holds without them; `test_parity` grades the solution as it is handed in."""
    lesson, left = read_lesson(path), set()  # names that a proof or a test's import was the last to define
    for cell in shown_cells(lesson, PROVED):
        source = solution_text(lesson, cell) if cell.role == "solution" else cell.source
        if cell.kind != "code":
            continue
        if cell.role in ("proof", "preamble"):
            left |= defined_names(source)
        else:
            assert needed_names(source) & left == set(), f"line {cell.line}"
            left -= defined_names(source)


@pytest.mark.slow
@pytest.mark.skipif(
    find_python() is not None, reason="test_colab runs the untouched notebooks, test_parity grades them"
)
@every_lesson
def test_untouched_notebook_raises_only_not_implemented_and_scores_nothing(path):
    lesson = read_lesson(path)
    outcome = run_lesson(ROOT, lesson, write_notebook(lesson, student_text))
    assert [error for error in outcome.errors if error.name != "NotImplementedError"] == []
    assert all(error.text.split(":")[0] in lesson.questions for error in outcome.errors)
    tests = [test.title() for question in lesson.questions.values() for test in question.tests]
    assert outcome.points == dict.fromkeys(sorted(tests), 0) and tests


@every_lesson
def test_code_fits_beside_the_prompt_on_a_laptop(path):
    notebook = write_notebook(read_lesson(path), student_text)
    lines = [line for cell in notebook.cells if cell.cell_type == "code" for line in cell.source.split("\n")]
    assert [line for line in lines if len(line) > 88] == []
    assert [cell.source for cell in notebook.cells if cell.cell_type == "code" and cell.source.count("\n") > 20] == []


@every_lesson
def test_readme_tells_the_lesson_and_its_minutes(path):
    lesson = read_lesson(path)
    row = f"](notebooks/{lesson.name}.ipynb) | {lesson.minutes} |"
    assert row in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_start_page_tells_every_other_lesson_and_its_minutes():
    start, *others = map(read_lesson, find_lessons([]))
    page = "\n".join(cell.source for cell in start.cells if cell.role == "text")
    rows = [f"· {lesson.title}]({lesson.name}.ipynb) | {lesson.minutes} |" for lesson in others]
    assert len(rows) > 5 and [row for row in rows if row not in page] == []
