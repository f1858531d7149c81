"""The notebook that students are given: before its first run a picture, and then the widget in its place."""

import shutil

from autograder.build import ROOT
from autograder.first_pictures import ASK

NAME = "00_start_here.ipynb"


def test_a_notebook_never_run_shows_the_first_picture_and_its_run_replaces_it(lab, open_notebook, screenshots):
    shutil.copy(ROOT / "notebooks" / NAME, lab.folder)
    notebook = open_notebook(NAME)
    page = notebook.page
    picture, words = page.locator(".jp-OutputArea img"), page.locator(".jp-OutputArea summary", has_text=ASK)
    picture.wait_for()
    assert picture.count() == words.count() == 1
    assert picture.bounding_box()["width"] > 400
    for theme in ("Light", "Dark"):
        notebook.theme(theme)
        notebook.photograph(screenshots / f"first-picture-{theme}.png")
    words.click()
    assert page.get_by_text("The window at row 0, column 0 of the picture").is_visible()
    assert page.get_by_text("Error displaying widget").count() == page.get_by_text("Loading widget").count() == 0
    page.evaluate("""() => {
      const { content } = window.jupyterapp.shell.currentWidget;
      content.activeCellIndex = content.widgets.findIndex((cell) => cell.node.querySelector(".jp-OutputArea img"));
    }""")
    notebook.command("notebook:run-all-above")
    notebook.command("notebook:run-cell")
    page.locator(".course-widget.stepper").wait_for()
    assert words.count() == 0 and sum(image.is_visible() for image in picture.all()) == 0
    assert notebook.problems == []
