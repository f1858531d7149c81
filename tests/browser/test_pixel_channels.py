"""Pixel and channels as a student meets them: numbers, pictures on the canvases, mouse, keys, both themes."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.lab_driver import NotebookPage
from tests.browser.measures import SLOW, box_in_view, contrast, mean_milliseconds

HEIGHT, WIDTH = 30, 40
IMAGE = (np.arange(HEIGHT * WIDTH * 3).reshape(HEIGHT, WIDTH, 3) * 37 % 251).astype(np.uint8)
NAMES = ["red", "green", "blue"]


@pytest.fixture(scope="module")
def page(lab, keep_open) -> NotebookPage:
    first = (
        "import numpy as np\nfrom skimage import data\nfrom course_utils.widgets import PixelChannels\n"
        f"image = (np.arange({HEIGHT * WIDTH * 3}).reshape({HEIGHT}, {WIDTH}, 3) * 37 % 251).astype(np.uint8)"
    )
    large = "large = PixelChannels(data.astronaut()[::2, ::2]); large"
    notebook = keep_open(lab.write("pixel.ipynb", first, "pixel = PixelChannels(image); pixel", large))
    notebook.run_all()
    notebook.page.wait_for_selector(".pixel >> nth=1")
    notebook.page.set_viewport_size({"width": 1280, "height": 1300})
    return notebook


@pytest.fixture
def pixel(page) -> Locator:
    """The small picture at row 15, column 20, all channels on, permuted."""
    row, column = address(page.page.locator(".pixel .cw-said").first.inner_text())[:2]
    page.wait_for_python("pixel.row, pixel.column", f"{row} {column}")  # no move is still on its way
    page.python("pixel.row, pixel.column, pixel.channels, pixel.tinted, pixel.how = 15, 20, [0, 1, 2], True, 'permute'")
    widget = page.page.locator(".pixel").first
    expect(widget.locator(".cw-said")).to_contain_text("Row 15, column 20:")
    expect(widget.get_by_role("button", name="permute")).to_have_attribute("aria-pressed", "true")
    return widget


def painted(widget: Locator, label: str) -> np.ndarray:
    """Return what a canvas shows, (H, W, 3)."""
    flat = widget.get_by_label(label, exact=True).evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data]"
    )
    return np.array(flat, np.uint8).reshape(HEIGHT, WIDTH, 4)[..., :3]


def rows_of(widget: Locator) -> list[list[str]]:
    return [row.locator("td").all_inner_texts() for row in widget.locator(".pixel-numbers tbody tr").all()]


def address(text: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", text))


def check_numbers(widget: Locator, row: int, column: int, chw: np.ndarray) -> None:
    """Every value, address and place in the table is what NumPy says; `chw` is the picture as (C, H, W)."""
    *colours, grey = rows_of(widget)
    for channel, (value, last, place, first, place_chw) in enumerate(colours):
        assert address(last) == (row, column, channel) and int(value) == IMAGE[address(last)]
        assert IMAGE.ravel()[int(place.replace(",", ""))] == chw[address(first)] == int(value)
        assert np.ravel_multi_index(address(first), chw.shape) == int(place_chw.replace(",", ""))
        assert np.ravel_multi_index(address(last), IMAGE.shape) == int(place.replace(",", ""))
    assert float(grey[0]) == pytest.approx(IMAGE[row, column].mean(), abs=0.0051)


def test_keys_move_the_cross_and_every_number_is_right(page, pixel):
    pixel.focus()
    for key, row, column in [("ArrowRight", 15, 21), ("ArrowUp", 14, 21), ("Shift+ArrowLeft", 14, 11),
                             ("Shift+ArrowDown", 24, 11), ("Shift+ArrowDown", 29, 11), ("End", 29, 39),
                             ("ArrowRight", 29, 39), ("Home", 29, 0)]:  # fmt: skip
        page.page.keyboard.press(key)
        assert pixel.locator(".cw-said").inner_text().startswith(f"Row {row}, column {column}: red "), key
    check_numbers(pixel, 29, 0, IMAGE.transpose(2, 0, 1))
    page.page.keyboard.press("p")
    check_numbers(pixel, 29, 0, IMAGE.reshape(3, HEIGHT, WIDTH))
    page.wait_for_python("pixel.row, pixel.column, pixel.how", "29 0 reshape")
    assert page.problems == []


def test_mouse_picks_and_drags(page, pixel):
    box = box_in_view(pixel.locator(".pixel-pick"))
    at = lambda row, column: (  # noqa: E731
        box["x"] + (column + 0.5) / WIDTH * box["width"], box["y"] + (row + 0.5) / HEIGHT * box["height"],
    )  # fmt: skip
    page.page.mouse.move(*at(7, 33))
    page.page.mouse.down()
    expect(pixel.locator(".cw-said")).to_contain_text("Row 7, column 33:")
    page.page.mouse.move(*at(22, 5), steps=4)
    expect(pixel.locator(".cw-said")).to_contain_text("Row 22, column 5:")
    page.page.mouse.move(box["x"] - 50, box["y"] - 50)  # beyond the corner
    expect(pixel.locator(".cw-said")).to_contain_text("Row 0, column 0:")
    page.page.mouse.up()
    page.page.mouse.move(*at(9, 9))
    expect(pixel.locator(".cw-said")).to_contain_text("Row 0, column 0:")
    check_numbers(pixel, 0, 0, IMAGE.transpose(2, 0, 1))
    page.page.keyboard.press("ArrowDown")  # the click has brought the focus along
    expect(pixel.locator(".cw-said")).to_contain_text("Row 1, column 0:")


def test_channels_go_on_and_off(page, pixel):
    assert np.array_equal(painted(pixel, "the photograph"), IMAGE)
    pixel.get_by_role("checkbox", name="green").uncheck()
    assert np.array_equal(painted(pixel, "the photograph"), IMAGE * np.array([1, 0, 1], np.uint8))
    pixel.get_by_role("checkbox", name="blue").uncheck()
    assert np.array_equal(painted(pixel, "the photograph"), IMAGE * np.array([1, 0, 0], np.uint8))
    pixel.get_by_role("checkbox", name="tint").uncheck()
    assert np.array_equal(painted(pixel, "the photograph"), IMAGE[..., [0, 0, 0]])
    middle = pixel.locator(".pixel-around .middle").evaluate("cell => getComputedStyle(cell).backgroundColor")
    assert address(middle) == (IMAGE[15, 20, 0],) * 3
    page.wait_for_python("pixel.channels, pixel.tinted", "[0] False")
    page.python("pixel.channels = []")
    expect(pixel.get_by_role("checkbox", name="red")).not_to_be_checked()
    assert painted(pixel, "the photograph").max() == 0
    expect(pixel.locator(".cw-said")).to_contain_text("No channel is on: nothing is left but black.")


def test_planes_are_those_of_permute_and_of_reshape(pixel):
    for how, chw in (("permute", IMAGE.transpose(2, 0, 1)), ("reshape", IMAGE.reshape(3, HEIGHT, WIDTH))):
        pixel.get_by_role("button", name=how).click()
        for index in range(3):
            assert np.array_equal(painted(pixel, f"image_chw[{index}]")[..., 0], chw[index]), (how, index)
        assert np.array_equal(painted(pixel, "as red, green, blue"), np.moveaxis(chw, 0, -1))
        check_numbers(pixel, 15, 20, chw)
        labels = [label for label in pixel.locator(".pixel-ring b").all_inner_texts() if label]
        assert labels == (["R", "G", "B"] if how == "permute" else ["R G B"])
        for channel, ring in enumerate(pixel.locator(".pixel-ring").all()):  # in document order: plane by plane
            canvas, mark = ring.locator("xpath=../canvas").bounding_box(), ring.bounding_box()
            across = (mark["x"] + mark["width"] / 2 - canvas["x"]) / canvas["width"] * WIDTH
            assert int(across) == address(rows_of(pixel)[channel][3])[2]


def test_a_move_on_the_largest_photograph_takes_no_frame(page):
    large = page.page.locator(".pixel").nth(1)
    assert mean_milliseconds(large, ["ArrowRight", "ArrowDown"]) < SLOW


def test_both_themes_are_readable(page, pixel, screenshots):
    for theme in ("Light", "Dark"):
        page.theme(theme)
        for part in (".cw-said", ".pixel-numbers td", ".pixel-numbers thead th", ".pixel-why", ".cw-keys", "code"):
            assert contrast(pixel.locator(part).last) >= 4.5, (theme, part)
        pixel.screenshot(path=screenshots / f"pixel-{theme.lower()}.png")
    assert pixel.bounding_box()["width"] <= 900
    pixel.focus()
    page.page.keyboard.press("ArrowRight")
    assert pixel.evaluate("widget => getComputedStyle(widget).outlineStyle") == "solid"
    assert page.problems == []


def test_nothing_sticks_out_at_600_pixels(page, screenshots):
    page.page.add_style_tag(content=".course-width { max-width: 600px }")
    for widget in page.page.locator(".pixel").all():
        assert widget.bounding_box()["width"] == 600
        assert widget.evaluate("widget => widget.scrollWidth <= widget.clientWidth")
    page.page.locator(".pixel").last.screenshot(path=screenshots / "pixel-narrow.png")
