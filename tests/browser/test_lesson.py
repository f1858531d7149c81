"""Whole lessons in JupyterLab: the solution is green from top to bottom, and a wrong answer is told what went wrong."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from autograder.build.products import build, find_lessons
from course_utils.figures.cells import number
from tests.browser.lab_driver import Lab, NotebookPage
from tests.solutions import write_checkpoints

# Backwards: another worker runs the solutions forwards for the graders, and none should wait for the other.
LESSONS = [path.stem for path in find_lessons([])][::-1]


@pytest.fixture(scope="session")
def solutions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the solution notebooks, built from the lessons as they are now."""
    root = tmp_path_factory.mktemp("built")
    build(root, find_lessons([]), packages=False)
    return root / "dist" / "solution"


def copy(
    lab: Lab, source: Path, name: str, *, before_check: dict[str, str] | None = None, up_to: str | None = None
) -> str:
    """Put a notebook on the server.

    Args:
        before_check: code that goes in front of a question's check, by question.
        up_to: the question with whose check the notebook ends.
    """
    notebook = nbformat.read(source, as_version=4)
    if up_to:
        last = next(n for n, cell in enumerate(notebook.cells) if cell.source.startswith(f'grader.check("{up_to}")'))
        notebook.cells = notebook.cells[: last + 1]
    for question, code in (before_check or {}).items():
        (cell,) = [cell for cell in notebook.cells if cell.source.startswith(f'grader.check("{question}")')]
        cell.source = f"{code}\n{cell.source}"
    nbformat.write(notebook, lab.folder / name)
    return name


def cards(notebook: NotebookPage) -> dict[str, str]:
    """Return the verdict on each question."""
    shown = notebook.page.locator(".course-card")
    return dict(shown.evaluate_all("cards => cards.map(({ dataset }) => [dataset.question, dataset.verdict])"))


@pytest.fixture(scope="module", params=LESSONS)
def solved(request, lab, browser, solutions) -> Iterator[NotebookPage]:
    """A lesson's solution after Run All; `lesson` is its name, `questions` are those that it checks.

    Of the networks that it keeps, only the first is trained here.
    """
    source = solutions / f"{request.param}.ipynb"
    write_checkpoints(request.param, lab.folder, leave_out="q1")
    notebook = NotebookPage(lab, browser, copy(lab, source, source.name))
    notebook.run_all()
    sources = [cell.source for cell in nbformat.read(source, as_version=4).cells]
    notebook.lesson = request.param
    notebook.questions = [text.split('"')[1] for text in sources if text.startswith('grader.check("')]
    yield notebook
    notebook.close()  # a page and a kernel for each lesson would be a gigabyte each


def test_solution_is_right_everywhere(solved):
    assert len(solved.questions) > 0
    assert cards(solved) == dict.fromkeys(solved.questions, "right")
    assert solved.problems == []


def test_every_figure_has_alt_text_and_fits(solved):
    images = solved.page.locator(".jp-OutputArea-output img").evaluate_all(
        "images => images.map((image) => [image.alt, Number(image.getAttribute('width'))])"
    )
    assert len(images) > 0
    assert [alt for alt, _ in images if len(alt) < 20] == []
    assert 0 < min(width for _, width in images) and max(width for _, width in images) <= 900


@pytest.mark.parametrize("solved", ["02_convolution_by_hand"], indirect=True)
def test_stepper_in_the_lesson_shows_the_lesson_s_numbers(solved):
    stepper = solved.page.locator(".stepper").first
    stepper.focus()
    solved.page.keyboard.press("End")
    shown = [cell.inner_text() for cell in stepper.locator("[data-name='feature map'] td").all()]
    assert shown == [number(value) for value in (4, 3, 4, 2, 4, 3, 2, 3, 4)]


@pytest.mark.parametrize("solved", ["00_start_here"], indirect=True)
def test_report_of_the_start_page_is_told_that_widgets_live(solved):
    line = solved.page.locator('.course-report[data-ready="true"] [data-awaits]')
    assert line.inner_text() == "✓ widgets working: a widget wrote this line"


def test_lesson_in_both_themes(solved, screenshots):
    for theme in ("Light", "Dark"):
        solved.theme(theme)
        solved.photograph(screenshots / f"{solved.lesson}-{theme.lower()}.png")
    assert solved.problems == []


def test_wrong_answers_are_told_what_went_wrong(lab, open_notebook, solutions, screenshots):
    source = solutions / "02_convolution_by_hand.ipynb"
    wrong = {
        "q2_1": "q2_1 = int(np.sum(np.multiply(my_pixels, np.rot90(my_weights, 2))))",  # the kernel turned round
        "q2_2": "q2_2 = ...",
        "q2_3": "q2_3 = [[1, 1, 1, 2], [-1, 1, 1, 0], [0, 0, 1, 2], [0, 0, 1, 2]]",  # as the slide prints it
        "q2_4": "q2_4 = 42",
    }
    name = copy(lab, source, "wrong.ipynb", before_check=wrong | {"q2_5": 'grader.hint("q2_3")'}, up_to="q2_6")
    notebook = open_notebook(name)
    notebook.run_all()
    verdicts = cards(notebook)
    assert {question: verdicts[question] for question in wrong} == {
        "q2_1": "not-yet", "q2_2": "unanswered", "q2_3": "not-yet", "q2_4": "not-yet",
    }  # fmt: skip
    assert {name: verdict for name, verdict in verdicts.items() if name not in wrong} == {
        "q2_5": "right", "q2_6": "right",
    }  # fmt: skip

    shown = {question: notebook.page.locator(f'.course-card[data-question="{question}"]').first for question in wrong}
    assert shown["q2_1"].get_attribute("data-tag") == "kernel-flipped"
    assert shown["q2_3"].get_attribute("data-tag") == "copied-slide-error"
    assert shown["q2_4"].get_attribute("data-tag") is None
    assert "Not answered yet" in shown["q2_2"].inner_text()
    assert 'grader.hint("q2_1")' in shown["q2_1"].inner_text()
    hint = notebook.page.locator(".course-note").first.inner_text()
    assert "A row of the map that you have worked out and found right is done" in hint
    for theme in ("Light", "Dark"):
        notebook.theme(theme)
        shown["q2_3"].scroll_into_view_if_needed()
        notebook.page.screenshot(path=screenshots / f"wrong-answers-{theme.lower()}.png")
    assert notebook.problems == []


def test_export_takes_unsaved_changes_along(lab, open_notebook):
    setup = 'from course_utils import Grader\ngrader = Grader("02_convolution_by_hand", student="b1234")'
    name = lab.write("not saved yet.ipynb", setup, "q2_4 = ...", 'grader.check("q2_4")', "grader.export()")
    notebook = open_notebook(name)
    notebook.page.evaluate("""() => {
      const cells = window.jupyterapp.shell.currentWidget.content.widgets;
      cells[1].model.sharedModel.setSource("q2_4 = [[1, 1], [0, 1]]");
    }""")
    assert "[[1, 1], [0, 1]]" not in (lab.folder / name).read_text(encoding="utf-8")
    notebook.run_all()
    assert cards(notebook) == {"q2_4": "right"}
    with zipfile.ZipFile(lab.folder / "02_convolution_by_hand_b1234.zip") as archive:
        assert "[[1, 1], [0, 1]]" in archive.read(name).decode("utf-8")
