"""What holds for every widget beside its looks: two views of one, a kernel that starts again, a kept notebook."""

import time

import nbconvert
import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.lab_driver import READY, NotebookPage
from tests.every_widget import CASES, FIRST, Case, cell

SECOND = "from IPython.display import display\nfor widget in made.values():\n    display(widget)"
SEEN = """root => [
  root.textContent, // innerText leaves out what is out of sight, such as LeNet's maps
  ...[...root.querySelectorAll("input, select")].map((field) => `${field.checked} ${field.value}`),
  ...[...root.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL()),
].join("\\n")"""
SAID = "root => [...root.querySelectorAll('[aria-live], [role=status]')].map((e) => e.textContent).join()"
RUN_LAST = """code => {
  const { content } = window.jupyterapp.shell.currentWidget;
  content.activeCellIndex = content.widgets.length - 1;
  content.activeCell.model.sharedModel.setSource(code);
  return window.jupyterapp.commands.execute("notebook:run-cell");
}"""
TO_LIFE = "Run the cell to bring this picture to life."


@pytest.fixture(scope="module")
def page(lab, keep_open) -> NotebookPage:
    notebook = keep_open(lab.write("kept.ipynb", FIRST, *map(cell, CASES), "pass"))
    run(notebook)
    return notebook


def run(notebook: NotebookPage) -> None:
    notebook.run_all()
    for name in CASES:
        view(notebook, name).wait_for()


def view(notebook: NotebookPage, name: str, place: int = 0) -> Locator:
    return notebook.page.locator(f".course-widget.{CASES[name].css}").nth(place)


def visible_stills(notebook: NotebookPage) -> int:
    return sum(still.is_visible() for still in notebook.page.locator("[data-still]").all())


@pytest.fixture
def second_views(page):
    """A second view of each widget, all in the last cell; `close()` closes them."""

    def close() -> None:
        page.page.evaluate(RUN_LAST, "pass")
        for name in CASES:
            view(page, name, 1).wait_for(state="detached")

    page.page.evaluate(RUN_LAST, SECOND)
    for name in CASES:
        view(page, name, 1).wait_for()
    yield close
    close()


def test_two_views_of_one_widget_go_together_and_speak_and_close_apart(page, second_views):
    for name, case in CASES.items():
        first, second = view(page, name), view(page, name, 1)
        before, quiet = first.evaluate(SEEN), first.evaluate(SAID)
        press(page, second, case)
        page.wait_for_python(f"(lambda widget: {case.value})(made[{name!r}])", "True")
        becomes(first, other_than=before)
        becomes(second, like=first)
        before = first.evaluate(SEEN)
        page.python(f"widget = made[{name!r}]\n{case.set}")
        becomes(first, other_than=before)
        becomes(second, like=first)
        becomes(first, other_than=quiet, measure=SAID)  # the change is read aloud
    assert visible_stills(page) == 0
    second_views()
    assert page.page.locator(".course-widget").count() == len(CASES)
    assert visible_stills(page) == 0  # those of the views that are left
    before = view(page, "ConvolutionStepper").evaluate(SEEN)
    page.python("made['ConvolutionStepper'].position = 5")
    becomes(view(page, "ConvolutionStepper"), other_than=before)
    assert page.problems == []


def press(page: NotebookPage, widget: Locator, case: Case) -> None:
    (widget.locator(case.focus).first if case.focus else widget).focus()
    page.page.keyboard.press(case.key)


def becomes(widget: Locator, *, other_than: str = "", like: Locator | None = None, measure: str = SEEN) -> None:
    """Wait until the widget shows something else, or the same as another one."""
    end = time.monotonic() + 20
    while (widget.evaluate(measure) == (like.evaluate(measure) if like else other_than)) != (like is not None):
        assert time.monotonic() < end, f"{widget} still has {widget.evaluate(measure)[:300]!r}"
        widget.page.wait_for_timeout(20)


def test_a_kernel_that_starts_again_leaves_the_last_picture_until_the_cells_run_again(page):
    page.python("made['ConvolutionStepper'].position = 1")
    page.page.wait_for_selector('.stepper-place:has-text("Cell 2 of ")')
    page.python("made['TrainingMonitor'].end('')\nmade['TrainingMonitor'].begin()")
    expect(view(page, "TrainingMonitor").get_by_role("button")).to_be_enabled()  # not pressed, as by the test above
    page.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    page.page.evaluate(READY)
    for name, case in CASES.items():
        assert view(page, name).is_visible(), name
        press(page, view(page, name), case)
    page.page.wait_for_timeout(1000)  # what they send leads nowhere
    assert page.page.locator(".course-widget").count() == len(CASES)
    assert visible_stills(page) == 0
    expect(view(page, "TrainingMonitor")).to_contain_text("run the cell again")
    assert page.problems == []
    run(page)
    assert page.page.locator(".course-widget").count() == page.page.locator("[data-still]").count() == len(CASES)
    assert visible_stills(page) == 0
    page.python("made['ConvolutionStepper'].position = 1")
    page.page.wait_for_selector('.stepper-place:has-text("Cell 2 of ")')
    assert page.problems == []


@pytest.fixture(scope="module")
def kept(lab, page) -> str:
    """The name of the notebook as it was saved."""
    page.save()
    return "kept.ipynb"


@pytest.mark.parametrize("signed", [True, False])
def test_a_notebook_without_a_kernel_shows_a_picture_of_each_widget(lab, kept, open_notebook, screenshots, signed):
    notebook = nbformat.read(lab.folder / kept, as_version=4)
    if not signed:  # as on another computer: JupyterLab has not seen these outputs made
        notebook.cells[0].source += "\n"
        for one in notebook.cells:
            one.metadata.pop("trusted", None)
    name = f"reopened-{signed}.ipynb"
    nbformat.write(notebook, lab.folder / name)
    again = open_notebook(name, kernel=False)
    shows_pictures(again.page)
    if signed:  # else JupyterLab says once for each picture how to bring it to life
        assert seen(again.page, TO_LIFE) == 0
    again.photograph(screenshots / f"every-widget-reopened-{signed}.png")


def test_a_page_made_by_nbconvert_shows_a_picture_of_each_widget(lab, kept, browser: Browser, tmp_path, screenshots):
    text, _ = nbconvert.HTMLExporter().from_filename(str(lab.folder / kept))
    (tmp_path / "kept.html").write_text(text, encoding="utf-8")
    context = browser.new_context(viewport={"width": 1000, "height": 900}, offline=True)
    page = context.new_page()
    page.goto((tmp_path / "kept.html").as_uri(), wait_until="domcontentloaded")
    shows_pictures(page)
    assert seen(page, TO_LIFE) == 0
    page.screenshot(path=screenshots / "every-widget-html.png", full_page=True)
    context.close()


def seen(page: Page, text: str) -> int:
    return sum(one.is_visible() for one in page.get_by_text(text).all())


def shows_pictures(page: Page) -> None:
    """The page has a picture with alt text for each widget but the monitor, and no word of what is missing."""
    pictures = page.locator("[data-still] img, img[alt]")
    pictures.first.wait_for(timeout=20_000)
    page.wait_for_timeout(3000)  # JupyterLab looks for widgets for two seconds
    assert pictures.count() == len(CASES) - 1  # the curves of a training are the monitor's picture
    for picture in pictures.all():
        assert picture.is_visible() and picture.evaluate("image => image.naturalWidth") > 400
        assert picture.bounding_box()["width"] > 300 and len(picture.get_attribute("alt") or "") > 40
    assert len({picture.get_attribute("alt") for picture in pictures.all()}) == len(CASES) - 1
    assert seen(page, "Error displaying widget") == seen(page, "Loading widget") == 0
