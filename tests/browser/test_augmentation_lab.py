"""Augmentation and light as a student meets it: mouse, keys, the dial, numbers equal to Python's, both themes."""

import json

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.lab_driver import NotebookPage
from tests.browser.measures import SLOW, box_in_view, contrast, mean_milliseconds

HEIGHT, WIDTH = 30, 40
NOTHING = {"angle": 0, "shear": 0, "flip": False, "shift": [0, 0], "lamp": [1, 1, 1], "grey_world": False,
           "normalise": "no", "mode": "nearest"}  # fmt: skip
SETTINGS = [
    {"angle": 33, "flip": True}, {"angle": -170, "shear": 31, "shift": [7, -4], "normalise": "first"},
    {"shear": -40, "mode": "bilinear", "normalise": "last", "lamp": [1, 0.9, 0.5]},
    {"lamp": [0.4, 1, 1], "grey_world": True, "angle": 8, "mode": "bilinear"},
    {"lamp": [0, 0.3, 1], "grey_world": True, "normalise": "last", "shift": [-10, 10]},
]  # fmt: skip


@pytest.fixture(scope="module")
def page(lab, keep_open) -> NotebookPage:
    first = (
        "import json\nimport numpy as np\nfrom skimage import data\nfrom course_utils.widgets import AugmentationLab\n"
        f"image = np.random.default_rng(7).random((3, {HEIGHT}, {WIDTH})).astype(np.float32)\n"
        "astronaut = data.astronaut()[:512:4, 80:400:4].transpose(2, 0, 1)"
    )
    large = "large = AugmentationLab(astronaut, angle=12, flip=True, lamp='yellow', normalise='first'); large"
    notebook = keep_open(lab.write("augment.ipynb", first, "one = AugmentationLab(image); one", large))
    notebook.run_all()
    notebook.page.wait_for_selector(".augment >> nth=1")
    notebook.page.set_viewport_size({"width": 1280, "height": 1500})
    return notebook


@pytest.fixture
def widget(page) -> Locator:
    """The small picture, with nothing done to it."""
    setting(page, {})
    return page.page.locator(".augment").first


def setting(page: NotebookPage, values: dict) -> None:
    """Set traits in Python, the others as at first, and wait until the browser has them."""
    now = NOTHING | values
    page.python(f"one.set_trait('angle', 1)\nfor name, value in {now}.items(): setattr(one, name, value)")
    sliders = page.page.locator(".augment").first.get_by_role("slider")
    expect(sliders.nth(1)).to_have_value(str(now["angle"]))
    pressed = page.page.locator(".augment").first.get_by_role("group", name="pixels between pixels")
    expect(pressed.get_by_role("button", name=now["mode"])).to_have_attribute("aria-pressed", "true")


def numbers(widget: Locator) -> np.ndarray:
    """Return the table, (3 channels, mean std min max of both)."""
    rows = [row.locator("td").all_inner_texts()[:8] for row in widget.locator(".augment-numbers tbody tr").all()]
    return np.array([[float(text.replace("−", "-")) for text in row] for row in rows])


def painted(widget: Locator, label: str) -> np.ndarray:
    """Return what a canvas shows, (3, H, W), 0 to 255."""
    flat = widget.get_by_label(label, exact=True).evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data]"
    )
    return np.array(flat).reshape(HEIGHT, WIDTH, 4)[..., :3].transpose(2, 0, 1)


def result(page: NotebookPage) -> np.ndarray:
    return np.array(json.loads(page.python("print(json.dumps(one.result.astype(float).tolist()))")))


def check(page: NotebookPage, widget: Locator) -> None:
    """The numbers and the picture on the screen are those of Python's `result`."""
    wanted = result(page)
    table = np.stack([of(wanted.reshape(3, -1), 1) for of in (np.mean, np.std, np.min, np.max)], axis=1)
    assert np.abs(numbers(widget)[:, 4:] - table).max() < 0.00051
    normalise = page.python("print(one.normalise)").strip()
    shown = wanted if normalise == "no" else wanted / 2 + 0.5
    assert np.abs(painted(widget, "what the network gets") - 255 * shown.clip(0, 1)).max() < 0.51


@pytest.mark.parametrize("values", SETTINGS)
def test_picture_and_numbers_are_python_s(page, widget, values):
    setting(page, values)
    check(page, widget)


def test_sliders_by_mouse_and_by_keyboard(page, widget):
    turn, shear, right, down = (widget.get_by_label(name, exact=True) for name in
                                ("turn", "shear", "move right", "move down"))  # fmt: skip
    box = box_in_view(turn)
    page.page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    assert 70 < int(turn.input_value()) < 110
    page.page.keyboard.press("ArrowRight")
    shear.focus()
    page.page.keyboard.press("End")
    for slider, key in ((right, "ArrowLeft"), (down, "ArrowUp"), (down, "ArrowUp")):
        slider.focus()
        page.page.keyboard.press(key)
    page.wait_for_python("one.shear, one.shift", "40.0 [2, -1]")
    page.wait_for_python("one.angle", f"{float(turn.input_value())}")
    expect(widget.locator(".cw-said")).to_contain_text("sheared by 40°, then turned by")
    check(page, widget)
    assert page.problems == []


def test_keys_and_buttons_change_the_order_of_normalising(page, widget):
    widget.focus()
    for key in ("m", "g", "n"):
        page.page.keyboard.press(key)
    page.wait_for_python("one.flip, one.grey_world, one.normalise", "True True last")
    check(page, widget)
    widget.get_by_label("turn", exact=True).focus()
    page.page.keyboard.press("End")
    page.page.keyboard.press("PageDown")
    widget.get_by_role("button", name="first").click()
    expect(widget.locator(".cw-said")).to_contain_text("no longer black but the grey 0.5")
    page.wait_for_python("one.normalise", "first")
    check(page, widget)
    assert (painted(widget, "what the network gets")[:, 0, 0] == 128).all()  # a corner
    widget.get_by_role("button", name="last").click()
    page.wait_for_python("one.normalise", "last")
    assert (painted(widget, "what the network gets")[:, 0, 0] == 0).all()
    widget.focus()
    page.page.keyboard.press("0")
    page.wait_for_python("one.angle, one.flip, one.grey_world, one.normalise", "0.0 False False no")
    expect(widget.locator(".cw-said")).to_contain_text("Neutral light.")


def test_lamp_by_name_on_the_dial_and_by_keys(page, widget):
    widget.locator("select").select_option("blue")
    page.wait_for_python("one.lamp", "[0.5, 0.6, 1.0]")
    check(page, widget)
    dial = widget.get_by_role("slider").first
    box = box_in_view(dial)
    page.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 30, steps=4)  # up and out: red, as strong as it gets
    page.page.mouse.up()
    page.wait_for_python("one.lamp", "[1.0, 0.0, 0.0]")
    expect(dial).to_have_attribute("aria-valuetext", "red 1, green 0, blue 0")
    dial.focus()
    page.page.keyboard.press("ArrowRight")  # 10 degrees towards yellow: 1/6 of green
    page.page.keyboard.press("ArrowDown")  # 0.05 paler
    page.wait_for_python("one.lamp", "[1.0, 0.21, 0.05]")
    expect(widget.locator("select")).to_have_value("a colour of your own")
    check(page, widget)
    page.page.keyboard.press("Home")
    page.wait_for_python("one.lamp", "[1.0, 1.0, 1.0]")
    widget.locator("select").select_option("a colour of your own")  # the one before
    page.wait_for_python("one.lamp", "[1.0, 0.21, 0.05]")
    never_picked = page.page.locator(".augment").nth(1).locator("option")
    assert "a colour of your own" not in never_picked.all_inner_texts()
    assert page.problems == []


def test_a_change_of_a_photograph_is_quick(page):
    large = page.page.locator(".augment").nth(1)
    assert min(mean_milliseconds(large, ["m", "g", "n"]) for _ in range(3)) < SLOW


def test_both_themes_are_readable(page, screenshots):
    widget = page.page.locator(".augment").nth(1)
    for theme in ("Light", "Dark"):
        page.theme(theme)
        for part in (".cw-said", ".cw-said .quiet", ".augment-numbers td", ".augment-numbers thead th", ".cw-keys"):
            assert contrast(widget.locator(part).last) >= 4.5, (theme, part)
        widget.screenshot(path=screenshots / f"augment-{theme.lower()}.png")
    assert widget.bounding_box()["width"] <= 900
    assert widget.evaluate("widget => widget.scrollWidth <= widget.clientWidth")
    assert page.problems == []


def test_nothing_sticks_out_at_600_pixels(page, screenshots):
    page.page.add_style_tag(content=".course-width { max-width: 600px }")
    for widget in page.page.locator(".augment").all():
        assert widget.bounding_box()["width"] == 600
        assert widget.evaluate("widget => widget.scrollWidth <= widget.clientWidth")
    page.page.locator(".augment").last.screenshot(path=screenshots / "augment-narrow.png")
