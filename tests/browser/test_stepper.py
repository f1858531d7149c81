"""The convolution stepper as a student meets it: mouse, keyboard, both themes, two views, no kernel."""

import numpy as np
import pytest
from playwright.sync_api import Locator

from course_utils.convolution import conv2d
from course_utils.figures.cells import number
from tests.browser.lab_driver import NotebookPage
from tests.browser.measures import contrast

SETTINGS = [
    ((6, 6), (3, 3), {}),
    ((4, 6), (3, 2), {}),
    ((5, 5), (3, 3), {"stride": 2, "padding": 1}),
    ((3, 7), (2, 4), {"stride": 3, "padding": 2}),
    ((5, 8), (2, 3), {"stride": 2, "padding": 1, "dilation": 3}),
    ((3, 4, 3), (3, 3, 2), {"padding": 1, "dilation": 2}),
    ((2, 3, 5), (2, 2, 3), {"stride": 2}),
]


def numbers(shape: tuple[int, ...]) -> list:
    return (np.arange(np.prod(shape)).reshape(shape) * 5 % 7 - 2).tolist()


def weights(shape: tuple[int, ...]) -> list:
    """Whole numbers, but eighths for one shape: 0.125 has to be rounded alike in Python and on the screen."""
    return (np.array(numbers(shape)) / (8 if shape == (3, 2) else 1)).tolist()


def show(lab, open_notebook, name: str, *sources: str, **options) -> NotebookPage:
    first = "from course_utils.widgets import ConvolutionStepper"
    notebook = open_notebook(lab.write(name, first, *sources), **options)
    notebook.run_all()
    notebook.page.wait_for_selector(".stepper")
    return notebook


def feature_map(stepper: Locator) -> list[list[str]]:
    """Return the numbers that stand in the feature map, row by row; blank cells are empty."""
    return stepper.locator("[data-name='feature map'] tr").evaluate_all(
        "rows => rows.slice(1).map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText.trim()))"
    )


def as_written(values) -> list[list[str]]:
    return [[number(value) for value in row] for row in values]


@pytest.fixture(scope="module")
def plain_page(lab, keep_open) -> NotebookPage:
    source = f"stepper = ConvolutionStepper({numbers((6, 6))}, {numbers((3, 3))}); stepper"
    return show(lab, keep_open, "plain.ipynb", source)


@pytest.fixture
def plain(plain_page) -> NotebookPage:
    """A stepper at its first of sixteen cells: a 6 x 6 picture and a 3 x 3 kernel."""
    plain_page.python("stepper.padding = 0")
    plain_page.page.locator(".stepper").get_by_role("button", name="Restart").click()
    plain_page.page.wait_for_selector('.stepper-place:has-text("Cell 1 of 16")')
    return plain_page


def test_step_button_fills_the_map_with_the_values_of_conv2d(lab, open_notebook):
    calls = [
        f"ConvolutionStepper({numbers(picture)}, {weights(kernel)}, **{settings})"
        for picture, kernel, settings in SETTINGS
    ]
    notebook = show(lab, open_notebook, "settings.ipynb", *calls)
    for index, (picture, kernel, settings) in enumerate(SETTINGS):
        expected = conv2d(numbers(picture), weights(kernel), **settings)
        stepper = notebook.page.locator(".stepper").nth(index)
        for cell, value in enumerate(expected.ravel()):
            shown = [text for row in feature_map(stepper) for text in row]
            assert shown == [number(n) for n in expected.ravel()[: cell + 1]] + [""] * (expected.size - cell - 1)
            assert stepper.locator(".cw-sum b").inner_text() == number(value)
            if cell + 1 < expected.size:
                stepper.get_by_role("button", name="Step").click()
        assert stepper.get_by_role("button", name="Step").is_disabled()
        assert feature_map(stepper) == as_written(expected)
    assert notebook.problems == []


def test_keyboard_alone_is_enough(plain):
    stepper = plain.page.locator(".stepper")
    stepper.focus()
    visited = {}
    for key, expected in [("ArrowRight", 1), ("ArrowDown", 5), ("ArrowLeft", 4), ("ArrowUp", 0), ("End", 15),
                          ("ArrowRight", 15), ("Home", 0), ("ArrowLeft", 0)]:  # fmt: skip
        plain.page.keyboard.press(key)
        text = stepper.locator(".stepper-place").inner_text()
        visited[key] = text
        assert text.startswith(f"Cell {expected + 1} of 16: row {expected // 4}, column {expected % 4} ")
    assert feature_map(stepper) == as_written(conv2d(numbers((6, 6)), numbers((3, 3))))
    assert plain.page.locator(".jp-Cell.jp-mod-active").count() == 1  # the arrows did not wander to other cells
    assert plain.python("print(stepper.position, stepper.reached)") == "0 15\n"


def test_keys_still_work_after_the_last_step_was_made_with_the_button(plain):
    stepper = plain.page.locator(".stepper")
    stepper.focus()
    plain.page.keyboard.press("End")
    plain.page.keyboard.press("ArrowLeft")
    stepper.get_by_role("button", name="Step").click()
    assert stepper.get_by_role("button", name="Step").is_disabled()
    plain.page.keyboard.press("Home")
    assert stepper.locator(".stepper-place").inner_text().startswith("Cell 1 of 16")


def test_jupyterlab_s_own_keys_do_not_reach_a_button_in_it(plain):
    cells = plain.page.locator(".jp-Cell").count()
    plain.page.locator(".stepper").get_by_role("button", name="Step").focus()
    plain.page.keyboard.press("x")  # cuts the cell, where JupyterLab hears it
    plain.page.wait_for_timeout(300)
    assert plain.page.locator(".jp-Cell").count() == cells > 0


def test_focus_can_be_seen(plain):
    stepper = plain.page.locator(".stepper")
    stepper.focus()
    plain.page.keyboard.press("ArrowRight")
    assert stepper.evaluate("stepper => getComputedStyle(stepper).outlineStyle") == "solid"
    stops = []
    for _ in range(3):  # a cell of the picture, one of the kernel, and "Back", which a first step has enabled
        plain.page.keyboard.press("Tab")
        stops.append(plain.page.evaluate("document.activeElement.textContent"))
        assert plain.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert stops == [number(numbers((6, 6))[0][0]), number(numbers((3, 3))[0][0]), "Back"]


def test_click_on_the_map_shows_where_the_cell_comes_from(plain):
    stepper = plain.page.locator(".stepper")
    stepper.locator("[data-name='feature map'] td button").nth(6).click()
    under = stepper.locator("[data-name=picture] td.under")
    picture = np.array(numbers((6, 6)))
    assert [cell.inner_text() for cell in under.all()] == [number(value) for value in picture[1:4, 2:5].ravel()]
    assert "Window on rows 1 to 3, columns 2 to 4 of the picture." in stepper.inner_text()
    box, first = stepper.locator("[data-name=picture] .cw-window"), under.first
    plain.still()
    assert abs(box.bounding_box()["x"] - first.bounding_box()["x"]) < 2
    assert abs(box.bounding_box()["y"] - first.bounding_box()["y"]) < 2


def test_live_text_tells_the_sum_of_each_step(plain):
    live = plain.page.locator(".stepper [aria-live=polite]")
    before = live.inner_text()
    plain.page.locator(".stepper").get_by_role("button", name="Step").click()
    window, kernel = np.array(numbers((6, 6)))[:3, 1:4], np.array(numbers((3, 3)))
    terms = (window * kernel).ravel()
    said = live.inner_text().replace("−", "-").replace("- ", "+ -")
    assert live.inner_text() != before
    left, right = said.split("\n")[0].split(" = ")
    assert [int(term) for term in left.split(" + ")] == terms.tolist()
    assert int(right) == terms.sum()


def test_play_pauses_and_goes_on(plain):
    stepper = plain.page.locator(".stepper")
    stepper.focus()
    plain.page.keyboard.press(" ")
    plain.page.wait_for_selector('.stepper-place:has-text("Cell 3 of 16")', timeout=6000)
    plain.page.keyboard.press(" ")
    assert stepper.get_by_role("button", name="Play").count() == 1
    here = stepper.locator(".stepper-place").inner_text()
    plain.page.wait_for_timeout(1500)
    assert stepper.locator(".stepper-place").inner_text() == here
    stepper.get_by_role("button", name="Restart").click()
    assert [text for row in feature_map(stepper) for text in row][1:] == [""] * 15


def test_python_moves_the_window(plain):
    plain.python("stepper.position = 9")
    plain.page.wait_for_selector('.stepper-place:has-text("Cell 10 of 16")')
    plain.python("stepper.padding = 1")
    plain.page.wait_for_selector('.stepper-place:has-text("Cell 1 of 36")')
    assert feature_map(plain.page.locator(".stepper"))[0][0] == number(
        conv2d(numbers((6, 6)), numbers((3, 3)), padding=1)[0, 0]
    )


def test_both_themes_are_readable(plain, screenshots):
    stepper = plain.page.locator(".stepper")
    stepper.locator("[data-name='feature map'] td button").nth(6).click()
    for theme in ("Light", "Dark"):
        plain.theme(theme)
        for part in (".cw-sum", ".stepper-place", ".cw-sum b", "[data-name=picture] th", ".cw-keys"):
            assert contrast(stepper.locator(part).nth(1 if part.endswith("th") else 0)) >= 4.5, (theme, part)
        stepper.screenshot(path=screenshots / f"stepper-{theme.lower()}.png")
    assert stepper.bounding_box()["width"] <= 900
    assert plain.problems == []
