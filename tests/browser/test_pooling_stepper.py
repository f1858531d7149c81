"""The pooling stepper as a student meets it: values, marks, controls, keys, both themes."""

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from course_utils.pooling import avg_pool2d, max_pool2d
from tests.browser.lab_driver import NotebookPage
from tests.browser.measures import SLOW, contrast, mean_milliseconds

PICTURE = (np.arange(35).reshape(5, 7) * 11 % 19 - 6).tolist()
SETTINGS = [
    {"kernel_size": 2},
    {"kernel_size": 2, "ceil_mode": True},
    {"kernel_size": 3, "stride": 2, "padding": 1},
    {"kernel_size": 4, "stride": 3, "padding": 2, "ceil_mode": True},
    {"kernel_size": 2, "stride": 3},
    {"kernel_size": 3, "stride": 1, "padding": 1},
]


@pytest.fixture(scope="module")
def page(lab, keep_open) -> NotebookPage:
    """Two steppers, `stepper` and a large one; the tests give them their settings."""
    first = f"from course_utils.widgets import PoolingStepper\npicture = {PICTURE}"
    large = "large = PoolingStepper([[r * c % 10 for r in range(12)] for c in range(12)], stride=1); large"
    notebook = keep_open(lab.write("pooling.ipynb", first, "stepper = PoolingStepper(picture); stepper", large))
    notebook.run_all()
    notebook.page.wait_for_selector(".pooling >> nth=1")
    notebook.page.set_viewport_size({"width": 1280, "height": 1200})
    return notebook


def begin(page: NotebookPage, **settings) -> Locator:
    """Put the stepper at its first cell, with these settings and the others as at the start."""
    settings = {"kernel_size": 2, "stride": None, "padding": 0, "ceil_mode": False, "mode": "max"} | settings
    stepper = page.page.locator(".pooling").first
    shown = int(stepper.locator(".pooling-place").inner_text().split()[1])
    page.wait_for_python("stepper.position", str(shown - 1))  # no step is still on its way
    page.python(
        "with stepper.hold_trait_notifications():\n"
        f"    for name, value in {settings}.items(): setattr(stepper, name, value)\n"
        "stepper.position = stepper.reached = 0"
    )
    total = np.size(pooled(**settings))
    expect(stepper.locator(".pooling-place")).to_contain_text(f"Cell 1 of {total}:")
    expect(stepper.locator("[data-name='pooled map'] td:not(.blank)")).to_have_count(1)
    return stepper


def pooled(mode: str = "max", **settings) -> np.ndarray:
    return (max_pool2d if mode == "max" else avg_pool2d)(PICTURE, **settings)


def numbers(stepper: Locator, table: str) -> np.ndarray:
    """Return the numbers of a table, NaN for blank cells."""
    rows = stepper.locator(f"[data-name='{table}'] tr").all()[1:]
    texts = [[text.strip() for text in row.locator("td").all_inner_texts()] for row in rows]
    special = {"−∞": -np.inf, "": np.nan}
    return np.array([[special[t] if t in special else float(t.replace("−", "-")) for t in row] for row in texts])


def picture_cells(stepper: Locator, kind: str) -> set[tuple[int, int]]:
    """Return (row, column) of the picture's cells of this class; without padding, so only where there is none."""
    rows = stepper.locator("[data-name=picture] tr").all()[1:]
    marked = [row.locator("td").evaluate_all("(cells, k) => cells.map((c) => c.classList.contains(k))", kind)
              for row in rows]  # fmt: skip
    return {(int(r), int(c)) for r, c in np.argwhere(marked)}


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_both_maps_are_those_of_the_course(page, settings):
    stepper = begin(page, **settings)
    stepper.focus()
    page.page.keyboard.press("End")
    expected = pooled(**settings)
    np.testing.assert_array_equal(numbers(stepper, "pooled map"), expected)
    stepper.get_by_role("button", name="average").click()
    average = pooled("average", **settings)
    np.testing.assert_allclose(numbers(stepper, "pooled map"), average, atol=0.0051)  # written to two places
    said = stepper.locator(".pooling-value b").inner_text().replace("−", "-")
    assert float(said) == pytest.approx(average[-1, -1], abs=0.0051)
    assert page.problems == []


def test_each_step_shows_its_window_and_winner(page):
    stepper = begin(page)
    picture = np.array(PICTURE)
    for step, (row, column) in enumerate(np.ndindex(2, 3)):
        under = picture[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        assert numbers(stepper, "window").tolist() == under.tolist()
        (winner,) = picture_cells(stepper, "winner")
        assert picture[winner] == under.max() == float(
            stepper.locator(".pooling-value b").inner_text().replace("−", "-")
        )  # fmt: skip
        assert np.count_nonzero(~np.isnan(numbers(stepper, "pooled map"))) == step + 1
        if step < 5:
            stepper.get_by_role("button", name="Step").click()
    assert stepper.get_by_role("button", name="Step").is_disabled()


def test_what_is_lost_and_what_nobody_looked_at_is_marked(page):
    stepper = begin(page)
    last_row, last_column = {(4, c) for c in range(7)}, {(r, 6) for r in range(5)}
    assert picture_cells(stepper, "unseen") == last_row | last_column  # 11 cells, from the start
    assert len(picture_cells(stepper, "lost")) == 3 and len(picture_cells(stepper, "won")) == 1
    stepper.focus()
    page.page.keyboard.press("End")
    assert len(picture_cells(stepper, "won")) == 6 and len(picture_cells(stepper, "lost")) == 18
    text = stepper.locator(".pooling-count").inner_text()
    assert text == "At the end: of 24 numbers, 6 kept and 18 thrown away. 11 of 35 lay under no window."
    page.page.keyboard.press("m")
    assert stepper.locator(".pooling-count").inner_text().startswith("At the end: 24 numbers mixed into 6.")
    assert picture_cells(stepper, "lost") == picture_cells(stepper, "won") == set()


def test_padding_is_minus_infinity_or_zero_and_what_hangs_over_is_blank(page):
    stepper = begin(page, kernel_size=2, padding=1, stride=2)
    assert numbers(stepper, "window").tolist() == [[-np.inf, -np.inf], [-np.inf, PICTURE[0][0]]]
    page.page.locator(".pooling").first.get_by_role("button", name="average").click()
    assert numbers(stepper, "window").tolist() == [[0, 0], [0, PICTURE[0][0]]]
    stepper = begin(page, ceil_mode=True)
    stepper.focus()
    page.page.keyboard.press("End")
    np.testing.assert_array_equal(numbers(stepper, "window"), [[PICTURE[4][6], np.nan], [np.nan, np.nan]])
    assert len(picture_cells(stepper, "beyond")) == 6 * 8 - 5 * 7
    assert stepper.locator(".pooling-value").inner_text().startswith(f"{PICTURE[4][6]} alone".replace("-", "−"))


def test_controls_set_the_traits(page):
    stepper = begin(page, kernel_size=4, padding=2)
    stepper.get_by_label("kernel_size").select_option("3")  # a padding of 2 no longer fits
    expect(stepper.get_by_label("padding")).to_have_value("1")
    stepper.get_by_label("stride").select_option("1")
    stepper.get_by_label("ceil_mode").check()
    expect(stepper.locator(".pooling-place")).to_contain_text("Cell 1 of 35:")
    settings = "stepper.kernel_size, stepper.stride, stepper.padding, stepper.ceil_mode, stepper.position"
    page.wait_for_python(settings, "3 1 1 True 0")
    stepper.focus()
    page.page.keyboard.press("End")
    np.testing.assert_array_equal(
        numbers(stepper, "pooled map"), pooled(kernel_size=3, stride=1, padding=1, ceil_mode=True)
    )
    stepper.get_by_label("stride").select_option("= window")
    page.wait_for_python("stepper.stride", "None")


def test_keys_walk_and_change_the_mode_in_place(page):
    stepper = begin(page)
    stepper.focus()
    for key, cell in [("ArrowRight", 2), ("ArrowDown", 5), ("ArrowLeft", 4), ("ArrowUp", 1), ("End", 6), ("Home", 1)]:
        page.page.keyboard.press(key)
        assert stepper.locator(".pooling-place").inner_text().startswith(f"Cell {cell} of 6:"), key
    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("m")
    assert stepper.get_by_role("button", name="average").get_attribute("aria-pressed") == "true"
    assert stepper.locator(".pooling-place").inner_text().startswith("Cell 2 of 6:")
    page.wait_for_python("stepper.mode, stepper.position, stepper.reached", "average 1 5")
    assert page.page.locator(".jp-Cell.jp-mod-active").count() == 1


def test_a_step_of_the_largest_picture_takes_no_frame(page):
    large = page.page.locator(".pooling").nth(1)
    assert mean_milliseconds(large, ["ArrowRight", "ArrowDown"]) < SLOW


def test_both_themes_are_readable(page, screenshots):
    stepper = begin(page, padding=1, ceil_mode=True)
    stepper.locator("[data-name='pooled map'] td button").nth(6).click()
    for theme in ("Light", "Dark"):
        page.theme(theme)
        for part in (".pooling-value b", ".pooling-place", "td.lost", "td.winner", ".pooling-legend", ".cw-keys"):
            assert contrast(stepper.locator(part).first) >= 4.5, (theme, part)
        stepper.screenshot(path=screenshots / f"pooling-{theme.lower()}.png")
    assert stepper.bounding_box()["width"] <= 900
    assert page.problems == []


def test_nothing_sticks_out_at_600_pixels(page, screenshots):
    page.page.add_style_tag(content=".course-width { max-width: 600px }")
    for widget in page.page.locator(".pooling").all():
        assert widget.bounding_box()["width"] == 600
        assert widget.evaluate("widget => widget.scrollWidth <= widget.clientWidth")
    page.page.locator(".pooling").last.screenshot(path=screenshots / "pooling-narrow.png")
