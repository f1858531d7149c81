"""The hand grid as a student meets it: typed and checked by keyboard, its line copied or put into the cell."""

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from course_utils.convolution import conv2d
from course_utils.figures.cells import number
from course_utils.pooling import avg_pool2d
from tests.browser.lab_driver import NotebookPage
from tests.browser.measures import SLOW, contrast

PICTURE = [[3, 0, 5, 1], [2, 4, 1, 0], [5, 2, 0, 3]]
KERNEL = [[2, -1], [1, -3]]
MAP = conv2d(PICTURE, KERNEL)
FLIPPED = conv2d(PICTURE, np.flip(KERNEL))
CELL = "window.jupyterapp.shell.currentWidget.content.widgets[2].model.sharedModel"
ANOTHER_NOTEBOOK = """<div class="jp-Notebook" id="another"><div class="jp-CodeCell"><div class="cm-content"
contenteditable><div class="cm-line">q2_2 = ...</div></div></div></div>""".replace("\n", " ")


@pytest.fixture(scope="module")
def page(lab, keep_open) -> NotebookPage:
    """A grid of a convolution, the cell of its answer, and a grid of average pooling."""
    first = (
        "from course_utils.widgets import HandGrid\nfrom course_utils.checking.mistakes.convolution import BY_HAND\n"
        f"picture, kernel = {PICTURE}, {KERNEL}"
    )
    made = 'grid = HandGrid(picture, kernel, name="q2_2", mistakes=BY_HAND); grid'
    pool = 'pool = HandGrid(picture, kernel_size=2, stride=1, padding=1, mode="average"); pool'
    notebook = keep_open(lab.write("hand.ipynb", first, made, "q2_2 = ...", pool))
    notebook.context.grant_permissions(["clipboard-read", "clipboard-write"])
    notebook.run_all()
    notebook.page.wait_for_selector(".hand-grid >> nth=1")
    notebook.page.set_viewport_size({"width": 1280, "height": 1400})
    return notebook


@pytest.fixture
def grid(page) -> Locator:
    """The grid of the convolution, with nothing in it."""
    grid = page.page.locator(".hand-grid").first
    grid.get_by_role("button", name="Clear").click()
    expect(inputs(grid).first).to_be_focused()
    page.wait_for_python("grid.answer == [[None] * 3] * 2", "True")
    return grid


def inputs(grid: Locator) -> Locator:
    return grid.locator("[data-name^='your map'] input")


def type_all(page: NotebookPage, numbers) -> None:
    """Type the numbers from the cell that has the focus on, each with Enter, and a last Enter on the button."""
    for value in np.ravel(numbers):
        page.page.keyboard.type(f"{value:g}")
        page.page.keyboard.press("Enter")
    page.page.keyboard.press("Enter")


def marks(grid: Locator) -> str:
    return "".join(grid.locator(".hand-mark").all_inner_texts())


def under(grid: Locator) -> list[str]:
    return grid.locator("[data-name=picture] td.under").all_inner_texts()


def test_a_map_is_typed_and_checked_by_keyboard_alone(page, grid):
    type_all(page, MAP)
    expect(grid.locator(".hand-first")).to_have_text("✓ All 6 cells are right.")
    assert marks(grid) == "✓" * 6 and under(grid) == []
    expect(grid.locator(".hand-line")).to_have_text(f"q2_2 = {MAP.tolist()}")
    page.wait_for_python("grid.answer", str(MAP.tolist()))
    assert page.page.locator(".jp-Cell.jp-mod-active").count() == 1
    assert page.problems == []


def test_a_wrong_cell_tells_the_mistake_and_lights_its_window(page, grid):
    type_all(page, FLIPPED)
    expect(inputs(grid).first).to_be_focused()  # the first wrong cell
    assert marks(grid) == "✗" * 6
    said = f"Row 0, column 0: {number(FLIPPED[0, 0])} is not right yet. You turned the kernel"
    expect(grid.locator("[aria-live] .hand-first")).to_contain_text(said)
    assert under(grid) == ["3", "0", "2", "4"]
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("ArrowRight")
    assert under(grid) == ["4", "1", "2", "0"]
    said = grid.locator(".cw-said").inner_text()
    assert "Its window: 4 × 2 + 1 × (−1) + 2 × 1 + 0 × (−3) = ?" in said
    window, cell = grid.locator("[data-name=picture] .cw-window"), grid.locator("[data-name=picture] td.under").first
    page.still()
    assert abs(window.bounding_box()["x"] - cell.bounding_box()["x"]) < 2
    page.page.keyboard.type(str(MAP[1, 1]))
    assert marks(grid) == "✗✗✗✗✗" and under(grid) == []  # no verdict on a number that is new
    page.page.keyboard.press("ArrowUp")
    assert under(grid) == ["0", "5", "4", "1"]


def test_mixed_cells_each_have_a_verdict_of_their_own(page, grid):
    cells = [str(MAP[0, 0]), "1000", "", str(MAP[1, 0]), "", "abc"]
    for text in cells:
        page.page.keyboard.type(text)
        page.page.keyboard.press("Tab")
    refused = "Row 1, column 2: “abc” is no number; write one such as 3, −2, 0.25 or 1/4."
    expect(grid.locator(".hand-first")).to_have_text(refused)
    grid.get_by_role("button", name="Check cells").click()
    expect(inputs(grid).nth(1)).to_be_focused()
    states = [one.get_attribute("aria-label") for one in inputs(grid).all()]
    assert [label.split(", ", 2)[2:] for label in states] == [
        ["right"], ["not right yet"], [], ["right"], [], ["no number"],
    ]  # fmt: skip
    inputs(grid).nth(5).fill("")
    inputs(grid).nth(0).focus()
    expect(grid.locator(".hand-first")).to_have_text("2 of 6 cells are right.")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("−2", -2), ("－３", -3), ("０．２５", 0.25), ("1/4", 0.25), ("-1 / 8", -0.125), ("½", 0.5), (" 7 ", 7),
        ("+4", 4), ("-0", 0), ("1½", None), ("1 2", None), ("1/0", None), ("0,25", None), ("−", None), ("1e3", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(page, grid, text, value):
    inputs(grid).first.fill(text)
    shown = grid.locator(".hand-line")
    expect(shown).to_have_text(f"q2_2 = [[{value}, None, None], [None, None, None]]")
    inputs(grid).nth(1).focus()
    assert (value is None) == ("Row 0, column 0: " in grid.locator(".cw-said").inner_text())


def test_keys_move_clear_and_empty(page, grid):
    press, focused = page.page.keyboard.press, "document.activeElement.getAttribute('aria-label')"
    for key, place in [("ArrowRight", "0, column 1"), ("ArrowDown", "1, column 1"), ("Tab", "1, column 2"),
                       ("Shift+Tab", "1, column 1"), ("ArrowLeft", "1, column 0"), ("ArrowUp", "0, column 0"),
                       ("End", "0, column 2"), ("Enter", "1, column 0")]:  # fmt: skip
        press(key)
        assert page.page.evaluate(focused) == f"row {place}"
    assert page.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.page.keyboard.type("12")
    press("Backspace")
    page.wait_for_python("grid.answer[1]", "[1, None, None]")
    press("Escape")
    page.wait_for_python("grid.answer[1]", "[None, None, None]")


def test_the_line_is_copied_and_put_into_the_answer_s_cell(page, grid):
    line = f"q2_2 = {MAP.tolist()}"
    type_all(page, MAP)
    grid.get_by_role("button", name="Copy as Python").click()
    expect(grid.locator(".hand-note")).to_contain_text("Copied.")
    assert page.page.evaluate("navigator.clipboard.readText()") == line
    grid.get_by_role("button", name="Put into the cell").click()
    expect(grid.locator(".hand-note")).to_contain_text("It stands in your answer's cell now")
    assert page.page.evaluate(f"{CELL}.getSource()") == line
    page.page.keyboard.press("Shift+Enter")  # the focus is in the cell
    page.wait_for_python("q2_2", str(MAP.tolist()))
    page.page.evaluate(f"{CELL}.setSource('# my work\\nq2_2 = [[1]]')")
    page.page.evaluate("text => document.body.insertAdjacentHTML('beforeend', text)", ANOTHER_NOTEBOOK)
    grid.get_by_role("button", name="Put into the cell").click()
    expect(grid.locator(".hand-note")).to_contain_text("copy the line and paste it yourself")
    assert page.page.evaluate(f"{CELL}.getSource()") == "# my work\nq2_2 = [[1]]"
    assert page.page.evaluate("document.querySelector('#another').textContent") == "q2_2 = ..."
    page.page.evaluate("document.querySelector('#another').remove()")


def test_a_second_click_writes_nothing_more_and_empty_cells_are_told(page, grid):
    page.page.evaluate(f"{CELL}.setSource('q2_2 = ...')")
    inputs(grid).first.fill("5")
    grid.get_by_role("button", name="Put into the cell").evaluate("button => { button.click(); button.click(); }")
    expect(grid.locator(".hand-note")).to_contain_text("now, with 5 cells still empty: run that cell")
    page.page.wait_for_timeout(300)
    assert page.page.evaluate(f"{CELL}.getSource()") == "q2_2 = [[5, None, None], [None, None, None]]"


def test_pasted_numbers_go_into_the_cells_that_follow(page, grid):
    expect(grid.locator(".hand-first")).to_contain_text("Type a number into each cell")
    inputs(grid).nth(1).focus()
    page.page.evaluate("navigator.clipboard.writeText('[[1, −2], [None, 3/4], [x, 9, 9]]')")
    page.page.keyboard.press("Control+v")
    expect(inputs(grid).nth(5)).to_have_value("x")
    page.wait_for_python("grid.answer", "[[None, 1, -2], [None, 0.75, None]]")
    assert "Row 1, column 2: “x” is no number" in grid.locator(".cw-said").inner_text()
    for one in inputs(grid).all():
        one.fill("1")
    expect(grid.locator(".hand-first")).to_have_text("Every cell is filled: press Check cells.")


def test_what_python_sets_is_shown(page, grid):
    page.python("grid.answer = [[-1.5, None, 2], [None, None, 1 / 3]]")
    expect(inputs(grid).first).to_have_value("−1.5")
    expect(inputs(grid).nth(5)).to_have_value(str(1 / 3))
    page.python("grid.check()")
    expect(grid.locator(".hand-mark").first).not_to_be_empty()


def test_pooling_with_padding_is_judged_alike(page):
    pool = page.page.locator(".hand-grid").nth(1)
    pool.get_by_role("button", name="Clear").click()
    right = avg_pool2d(PICTURE, 2, stride=1, padding=1)
    type_all(page, right + np.eye(*right.shape))
    expect(pool.locator(".hand-mark").first).to_have_text("✗")
    assert marks(pool).count("✗") == 4 and marks(pool).count("✓") == 16
    assert "Its window: (0 + 0 + 0 + 3) / 4 = ?" in pool.locator(".cw-said").inner_text()
    assert under(pool) == ["0", "0", "0", "3"]
    assert not pool.get_by_role("button", name="Put into the cell").is_visible()  # it has no name


def test_both_themes_are_readable_and_narrow_pages_have_room(page, grid, screenshots):
    wrong = MAP.copy()
    wrong[0] = FLIPPED[0]
    type_all(page, wrong)
    expect(inputs(grid).first).to_be_focused()
    for theme in ("Light", "Dark"):
        page.theme(theme)
        for part in (".hand-first", ".cw-said .quiet", ".hand-line", ".hand-note", ".hand-wrong input", ".cw-keys"):
            assert contrast(grid.locator(part).first) >= 4.5, (theme, part)
        grid.screenshot(path=screenshots / f"hand-grid-{theme.lower()}.png")
    grid.evaluate("grid => { grid.parentElement.style.width = '600px'; }")
    assert grid.evaluate("grid => grid.scrollWidth") <= 600
    tops = {round(one.bounding_box()["y"] / 60) for one in grid.locator(".cw-table").all()}
    grid.screenshot(path=screenshots / "hand-grid-narrow.png")
    assert len(tops) == 1  # the three tables still stand side by side
    grid.evaluate("grid => { grid.parentElement.style.width = ''; }")
    milliseconds = inputs(grid).first.evaluate("""input => {
      const start = performance.now();
      for (let i = 0; i < 40; i++) {
        input.value = String(i);
        input.dispatchEvent(new Event("input", { bubbles: true }));
        input.getBoundingClientRect();  // has the page laid out
      }
      return (performance.now() - start) / 40;
    }""")
    assert milliseconds < SLOW
    assert page.problems == []


def test_the_still_picture_is_hidden_while_the_grid_lives(page):
    pictures = page.page.locator(".jp-OutputArea-output img")
    assert pictures.count() == 2 and not pictures.first.is_visible()
    assert pictures.first.get_attribute("alt").startswith("Picture, 3 rows of 4: 3, 0, 5, 1;")
