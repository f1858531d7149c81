"""LeNet live as a student meets it: a digit drawn by mouse and by finger, samples, shift, patch, trouble, no kernel."""

import json
import time

import numpy as np
import pytest

from tests.browser.lab_driver import NotebookPage
from tests.browser.measures import box_in_view

SOURCES = [
    """import torch
from course_utils.datasets import digits
from course_utils.models import LeNet5
from course_utils.training import fit, scaled
from course_utils.widgets import LeNetLive""",
    """torch.manual_seed(0)
model = LeNet5()
pictures = digits()
adam = torch.optim.Adam(model.parameters(), lr=0.003)
history = fit(model, pictures.train[:600], pictures.validation, epochs=5, optimizer=adam, batch_size=16, seed=0)""",
    "live = LeNetLive(model); live",
    """import json, time
def by_hand():
    "What the widget should show now, worked out without it."
    with torch.no_grad():
        seen = torch.tensor(live.picture)[None, None].float() / 255
        logits = model(seen)[0]
    rows = [[f"{100 * p:.1f} %", f"{l:.2f}"] for p, l in zip(logits.softmax(0).tolist(), logits.tolist())]
    return json.dumps({"seen": live.picture.tolist(), "rows": rows, "maps": model[:2](seen)[0].tolist()})""",
]
PIXELS = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]);
}"""


@pytest.fixture(scope="module")
def page(lab, keep_open) -> NotebookPage:
    notebook = keep_open(lab.write("lenet.ipynb", *SOURCES))
    notebook.run_all()
    notebook.page.wait_for_selector(".lenet")
    return notebook


@pytest.fixture
def lenet(page):
    """The widget with the sample 3 on its pad, neither shifted nor covered."""
    widget = page.page.locator(".lenet")
    widget.evaluate("root => root.scrollIntoView()")
    widget.get_by_role("button", name="Draw", exact=True).click()
    widget.get_by_role("button", name="sample 3").click()
    at_rest(widget)
    return widget


def at_rest(widget) -> None:
    """Wait until Python has answered, and the answer is on the screen."""
    widget.page.wait_for_selector('.lenet[data-waiting="false"]', timeout=10_000)


def agrees(page: NotebookPage, widget) -> None:
    """Pad, scores and the maps of relu1 are those that the model gives for what the pad shows."""
    expected = json.loads(page.python("print(by_hand())"))
    pad = widget.locator(".lenet-pad canvas").evaluate(PIXELS)
    assert pad == np.array(expected["seen"]).ravel().tolist()
    rows = widget.locator(".lenet-scores tbody tr").all()
    shown = [[row.locator("td").nth(n).inner_text() for n in (1, 2)] for row in rows]
    for (share, logit), (right_share, right_logit) in zip(shown, expected["rows"], strict=True):
        assert share == right_share and abs(float(logit.replace("−", "-")) - float(right_logit)) < 0.006
    layer = widget.locator("[data-layer='relu1 (ReLU)']")
    largest = float(layer.locator(".lenet-scale").inner_text().split()[-1])
    for canvas, values in zip(layer.locator("canvas").all(), np.array(expected["maps"]), strict=True):
        assert np.abs(np.array(canvas.evaluate(PIXELS)) - 255 / largest * values.ravel()).max() < 1.5


def test_a_digit_drawn_with_the_mouse_is_read_and_its_maps_are_the_networks(page, lenet):
    lenet.get_by_role("button", name="Clear").click()
    box = box_in_view(lenet.locator(".lenet-pad"))
    mouse = page.page.mouse
    mouse.move(box["x"] + 150, box["y"] + 40)
    mouse.down()
    for step in range(1, 21):
        mouse.move(box["x"] + 150 - step / 2, box["y"] + 40 + 10 * step)
    mouse.up()
    at_rest(lenet)
    agrees(page, lenet)
    assert page.python("print(live.logits.index(max(live.logits)), live.drawn[16, 16])") == "1 255\n"
    page.page.wait_for_selector(".lenet-guess:has-text('It reads 1')")
    lenet.get_by_role("button", name="Erase").click()
    mouse.move(box["x"] + 145, box["y"] + 140)
    mouse.down()
    mouse.move(box["x"] + 145, box["y"] + 250)
    mouse.up()
    at_rest(lenet)
    agrees(page, lenet)
    assert page.python("print(live.drawn[8].max() > 200, live.drawn[20].max() < 60)") == "True True\n"


def test_a_finger_draws_too(page, lenet):
    lenet.get_by_role("button", name="Clear").click()
    box = box_in_view(lenet.locator(".lenet-pad"))
    touch = page.context.new_cdp_session(page.page)
    for kind, x in [("touchStart", 60), ("touchMove", 140), ("touchMove", 220), ("touchEnd", None)]:
        points = [{"x": box["x"] + x, "y": box["y"] + 144}] if x else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    at_rest(lenet)
    agrees(page, lenet)
    assert page.python("print(live.drawn[16, 7:24].min(), live.drawn[4].max())") == "255 0\n"


def test_keys_alone_show_samples_shift_them_and_cover_them(page, lenet):
    lenet.focus()
    press = page.page.keyboard.press
    for key in ["7", "ArrowRight", "ArrowRight", "ArrowUp"]:
        press(key)
    at_rest(lenet)
    sample = "(live.drawn == pictures.test.images[pictures.test.labels == 7][0, 0].numpy()).all()"
    assert page.python(f"print({sample}, live.shift, live.patch)") == "True [-1, 2] None\n"
    for key in ["c", "ArrowDown", "ArrowLeft", "ArrowLeft"]:
        press(key)
    at_rest(lenet)
    assert page.python("print(live.shift, live.patch)") == "[-1, 2] [14, 8]\n"
    agrees(page, lenet)
    page.page.wait_for_selector(".lenet [aria-live]:has-text('Shifted 1 up, 2 right. Covered: rows 14 to 21')")
    changed = lenet.locator("[data-layer='c1 (Conv2d)'] .lenet-changed").inner_text()
    most = "print(f'most: map {np.argmax(live.changes[0])}, {100 * max(live.changes[0]):.0f} %')"
    assert changed == page.python(f"import numpy as np; {most}").strip()
    for _ in range(6):
        press("ArrowUp")
        press("ArrowLeft")
    press("d")
    press("ArrowLeft")
    at_rest(lenet)
    assert page.python("print(live.shift, live.patch)") == "[-1, 1] None\n"
    press("Delete")
    at_rest(lenet)
    assert page.python("print(live.drawn.any(), live.shift)") == "False [0, 0]\n"
    said, heard = lenet.locator(".cw-said").inner_text(), lenet.locator("[aria-live]").inner_text()
    assert "The pad is empty" in said and "The pad is empty" not in heard  # seen at once, heard after a pause
    first = lenet.locator(".lenet-scores tr.guess th").inner_text()
    assert said.startswith(f"It reads {first} with {lenet.locator('.lenet-scores tr.guess td').nth(1).inner_text()}")
    page.page.wait_for_selector(".lenet [aria-live]:has-text('The pad is empty')")
    assert page.page.locator(".jp-Cell.jp-mod-active").count() == 1


def test_the_mouse_moves_the_patch(page, lenet):
    lenet.get_by_role("button", name="Cover").click()
    box = box_in_view(lenet.locator(".lenet-pad"))
    page.page.mouse.click(box["x"] + 9 * 10, box["y"] + 9 * 20)
    at_rest(lenet)
    assert page.python("print(live.patch)") == "[16, 6]\n"
    page.page.mouse.click(box["x"] + 2, box["y"] + 286)
    at_rest(lenet)
    assert page.python("print(live.patch)") == "[24, 0]\n"
    agrees(page, lenet)


def test_python_draws_too(page, lenet):
    page.python("live.drawing = pictures.test.images[5, 0]; live.shift = [3, -3]")
    seen = np.array(json.loads(page.python("print(by_hand())"))["seen"]).ravel().tolist()
    page.page.wait_for_function(f"([pad, seen]) => JSON.stringify(({PIXELS})(pad)) === JSON.stringify(seen)",
                                arg=[lenet.locator(".lenet-pad canvas").element_handle(), seen])  # fmt: skip
    at_rest(lenet)
    agrees(page, lenet)


def test_a_slow_network_is_asked_only_about_the_newest_drawing(page, lenet):
    slow = 0.15  # seconds for each question
    page.python(f"hook = model.register_forward_pre_hook(lambda *a: time.sleep({slow})); before = live.asked")
    box = box_in_view(lenet.locator(".lenet-pad"))
    page.page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.page.mouse.down()
    begin = time.monotonic()
    for step in range(40):
        page.page.mouse.move(box["x"] + 30 + 5 * step, box["y"] + 30)
        page.page.wait_for_timeout(10)
    page.page.mouse.up()
    drawn = time.monotonic() - begin
    at_rest(lenet)
    asked = int(page.python("hook.remove(); print(live.asked - before)"))
    assert 2 <= asked <= drawn / slow + 2  # no drawing waits behind an older one
    agrees(page, lenet)


def test_a_network_that_stops_is_explained_and_comes_back(page, lenet):
    page.python("def stop(*_): raise KeyError('no such map')\nhook = model.register_forward_pre_hook(stop)")
    lenet.get_by_role("button", name="sample 8").click()
    page.page.wait_for_selector(".lenet-trouble:has-text('the network stopped with KeyError')")
    page.python("hook.remove()")
    lenet.get_by_role("button", name="sample 5").click()
    page.page.wait_for_selector(".lenet-guess")
    agrees(page, lenet)


def test_both_themes_and_a_narrow_page(page, lenet, screenshots):
    page.page.set_viewport_size({"width": 1280, "height": 1500})
    lenet.get_by_role("button", name="Cover").click()
    page.page.wait_for_selector(".lenet [aria-live]:has-text('Covered')")
    for theme in ("Light", "Dark"):
        page.theme(theme)
        lenet.screenshot(path=screenshots / f"lenet-{theme.lower()}.png")
    assert lenet.bounding_box()["width"] <= 900
    page.page.evaluate("document.querySelector('.course-width').style.width = '600px'")
    assert lenet.evaluate("root => root.scrollWidth <= root.clientWidth")
    lenet.screenshot(path=screenshots / "lenet-narrow.png")
    page.page.evaluate("document.querySelector('.course-width').style.width = ''")
    page.page.set_viewport_size({"width": 1280, "height": 900})
    assert page.problems == []


def test_without_a_kernel_the_drawing_stays_and_the_line_says_what_to_do(page, lenet):
    page.stop_kernel()
    box = box_in_view(lenet.locator(".lenet-pad"))
    page.page.mouse.click(box["x"] + 30, box["y"] + 30)
    page.page.wait_for_selector(".lenet-trouble:has-text('run this cell again')", timeout=8000)
    assert lenet.locator(".lenet-pad canvas").evaluate(PIXELS)[3 * 32 + 3] == 255
    assert [problem for problem in page.problems if "Could not send" not in problem] == []  # which JupyterLab notes
