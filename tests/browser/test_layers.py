"""The layer-list playground as a student meets it: mouse, keyboard, typing, both themes, copying; the same counts."""

import json
import random
from itertools import product

import pytest
from playwright.sync_api import Browser, Locator

from course_utils.shapes import summary
from course_utils.widgets.layer_playground import LARGEST, LONGEST, MOST
from course_utils.widgets.static_files import STATIC
from tests.browser.lab_driver import NotebookPage
from tests.browser.measures import SLOW, box_in_view
from tests.browser.test_stepper import contrast

USUAL = [8, 16, 32, "pool"]
SETTINGS = [
    {"shape": list(shape), "kernelSize": kernel_size, "padding": padding, "classes": classes}
    for shape, kernel_size, padding, classes in product(
        [(1, 8, 8), (3, 30, 30), (3, 41, 17), (5, 1, 2), (MOST, LARGEST, LARGEST)], [1, 2, 3, 5], [0, 1, 2], [1, 10]
    )
]


def in_the_module(browser: Browser, function: str, arguments: list) -> list:
    """Call a JavaScript function `(module, argument) => …` for each argument, with the file that counts layers."""
    page = browser.new_page()
    source = (STATIC / "layers_summary.js").read_text(encoding="utf-8")
    made = page.evaluate(
        f"""async ([source, all]) => {{
          const module = await import(URL.createObjectURL(new Blob([source], {{ type: "text/javascript" }})));
          return JSON.stringify(JSON.parse(all).map((one) => ({function})(module, one)));
        }}""",
        [source, json.dumps(arguments)],
    )
    page.close()
    return json.loads(made)


def test_browser_counts_as_summary_does(browser):
    draw = random.Random(7)
    lists = [[], ["pool"], [MOST] * LONGEST, USUAL]
    lists += [[draw.choice([1, 4, 8, 33, "pool", "pool"]) for _ in range(draw.randrange(1, 9))] for _ in range(30)]
    cases = [[layers, settings] for layers in lists for settings in SETTINGS]
    made = in_the_module(browser, "(module, [layers, settings]) => module.summaryOf(layers, settings)", cases)
    stopped = 0
    for (layers, settings), counted in zip(cases, made, strict=True):
        windows = {"kernel_size": settings["kernelSize"], "padding": settings["padding"]}
        fitting = layers
        if counted["stopped"]:
            stopped += 1
            place, got = counted["stopped"]["place"], " × ".join(map(str, counted["stopped"]["got"][1:]))
            with pytest.raises(ValueError, match=rf"summary: layer {place} \(.*\) gets maps of {got}, where a window "
                               f"of {counted['stopped']['window']} × "):  # fmt: skip
                summary(layers, settings["shape"], **windows)
            assert counted["stopped"]["needs"] > min(counted["stopped"]["got"][1:])
            fitting = layers[:place]
        last = [] if counted["stopped"] else [settings["classes"]]
        expected = summary(fitting, settings["shape"], linear=last, **windows)
        assert (counted["parameters"], counted["connections"]) == (expected.parameters, expected.connections)
        assert [
            (row["name"], tuple(row["shape"]), row["parameters"], row["connections"], tuple(row["receptiveField"]))
            for row in counted["rows"]
        ] == [
            (row.name, row.output_shape, row.parameters, row.connections, row.receptive_field) for row in expected.rows
        ]
    assert 200 < stopped < len(cases) - 200


def test_lists_are_read_as_python_writes_them_and_slips_are_named(browser):
    right = {'[8, 16, 32, "pool"]': USUAL, "layers = ['pool',4,]": ["pool", 4], "8, pool": [8, "pool"], "[]": [],
             " [ 12 ] ": [12], "": [],
             '［１２，"pool"、４]': [12, "pool", 4], "[“pool”, ‘pool’]": ["pool"] * 2}  # fmt: skip
    wrong = {"[8, 16": 'no "]" at its end', "8]": 'no "[" at its beginning', '[8, "poool"]': 'layers[1] is "poool"',
             "[8,,4]": "layers[1] has nothing between", "[0]": "layers[0] is 0; write a number of filters from 1",
             "[8.5]": "is 8.5", "[1000]": "is 1000", "[-3]": "is -3", '["pool\']': "is \"pool'", "[8 16]": "is 8 16",
             f"[{'4, ' * 13}]": "13 layers; there is room for 12"}  # fmt: skip
    read = in_the_module(browser, "(module, text) => module.readLayers(text)", [*right, *wrong])
    assert read[: len(right)] == [{"layers": layers} for layers in right.values()]
    for made, part in zip(read[len(right) :], wrong.values(), strict=True):
        assert part in made["slip"] and "layers" not in made


@pytest.fixture(scope="module")
def page(lab, keep_open) -> NotebookPage:
    first = "from course_utils.widgets import LayerPlayground"
    sources = [first, "playground = LayerPlayground()\nplayground", "LayerPlayground(['pool', 6], counts=False)"]
    notebook = keep_open(lab.write("layers.ipynb", *sources), permissions=["clipboard-read", "clipboard-write"])
    notebook.run_all()
    notebook.page.locator(".layers").nth(1).wait_for()
    return notebook


@pytest.fixture
def playground(page) -> Locator:
    """The playground with its usual list, the first layer selected and focused."""
    page.python("playground.layers = []; playground.shape = (3, 30, 30)")
    page.python(f"playground.layers = {USUAL}")
    widget = page.page.locator(".layers").first
    shows(widget, USUAL)
    widget.locator("[role=option]").first.click()
    return widget


def written(layers: list) -> str:
    return str(layers).replace("'", '"')


def shows(widget: Locator, layers: list) -> None:
    """Wait until blocks and text tell this list."""
    names = [str(layer) for layer in layers]
    widget.page.wait_for_function(
        """([widget, names, text]) => {
          const blocks = [...widget.querySelectorAll("[role=option] .layers-block b")].map((b) => b.textContent);
          return String(blocks) === String(names) && widget.querySelector(".layers-text").value === text;
        }""",
        arg=[widget.element_handle(), names, written(layers)], timeout=5000,
    )  # fmt: skip


def test_table_is_the_summary(playground):
    expected = summary(USUAL, (3, 30, 30), linear=[5])
    lines = [line.split("\t") for line in playground.locator("tbody tr, tfoot tr").all_inner_texts()]
    assert lines[:-1] == [list(row.cells()) for row in expected.rows]
    assert [lines[-1][3], lines[-1][4]] == ["29,077", f"{expected.connections:,}"]
    assert "32 × 12 × 12 = 4,608 numbers go into the linear layer of 5." in playground.inner_text()


def test_keyboard_alone_is_enough(page, playground):
    for key, layers in [("Shift+ArrowRight", [16, 8, 32, "pool"]), ("p", [16, "pool", 32, "pool"]),
                        ("ArrowRight", [16, "pool", 32, "pool"]), ("4", [16, "pool", 4, "pool"]),
                        ("0", [16, "pool", 40, "pool"]), ("Shift+ArrowLeft", [16, 40, "pool", "pool"]),
                        ("Delete", [16, "pool", "pool"]), ("+", [16, "pool", 16, "pool"]),
                        ("End", [16, "pool", 16, "pool"]), ("Shift+ArrowRight", [16, "pool", 16, "pool"]),
                        ("Backspace", [16, "pool", 16]), ("Home", [16, "pool", 16]),
                        ("Shift+ArrowLeft", [16, "pool", 16]), ("0", [16, "pool", 16]),
                        ("7", [7, "pool", 16])]:  # fmt: skip
        page.page.keyboard.press(key)
        shows(playground, layers)
        assert playground.locator("[role=option][aria-selected=true]:focus").count() == 1
    assert page.python("print(playground.layers)") == "[7, 'pool', 16]\n"
    assert page.page.locator(".jp-Cell.jp-mod-active").count() == 1


def test_focus_can_be_seen_and_is_said(page, playground):
    page.page.keyboard.press("ArrowRight")
    focused = playground.locator("[role=option]").nth(1)
    assert focused.evaluate("column => getComputedStyle(column).outlineStyle") == "solid"
    assert focused.get_attribute("aria-label") == "layer 1, convolution with 16 filters: puts out 16 × 26 × 26"
    live = playground.locator(".cw-said[aria-live=polite]").inner_text()
    assert "layers[1] = 16 makes 16 × 26 × 26 of 8 × 28 × 28: 16 · (8 · 3 · 3 + 1) = 1,168 parameters." in live


def test_mouse_drags_a_layer_to_another_place(page, playground):
    columns = playground.locator("[role=option]")
    start, end = box_in_view(columns.nth(3)), columns.nth(1).bounding_box()
    page.page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.page.mouse.down()
    page.page.mouse.move(end["x"] + 20, end["y"] + 30, steps=6)
    assert playground.locator(".dragged").count() == 1
    assert columns.nth(1).evaluate("column => column.style.transform") != ""  # makes room
    page.page.mouse.up()
    shows(playground, [8, "pool", 16, 32])
    assert playground.locator("[role=option]").nth(1).get_attribute("aria-selected") == "true"
    assert page.python("print(playground.layers)") == "[8, 'pool', 16, 32]\n"


def test_buttons_add_move_and_remove(page, playground):
    for name, layers in [("Add pool", [8, "pool", 16, 32, "pool"]), ("Add convolution", [8, "pool", 8, 16, 32, "pool"]),
                         ("Move left", [8, 8, "pool", 16, 32, "pool"]),
                         ("Remove", [8, "pool", 16, 32, "pool"])]:  # fmt: skip
        playground.get_by_role("button", name=name).click()
        shows(playground, layers)
    page.python(f"playground.layers = {[4] * LONGEST}")
    shows(playground, [4] * LONGEST)
    playground.get_by_role("button", name="Add pool").click()
    assert "There is room for 12 layers" in playground.locator(".layers-note").inner_text()
    shows(playground, [4] * LONGEST)


def test_focus_is_not_lost_when_the_last_layer_goes(page, playground):
    page.python("playground.layers = [4]")
    shows(playground, [4])
    playground.get_by_role("button", name="Remove").click()
    shows(playground, [])
    assert "3 × 30 × 30 = 2,700 numbers go into the linear layer of 5." in playground.inner_text()
    page.page.keyboard.press("+")  # goes to the widget
    shows(playground, [8])


def test_typing_is_read_at_once_and_a_slip_keeps_the_last_good_list(page, playground):
    text, slip = playground.locator(".layers-text"), playground.locator(".layers-slip")
    text.fill('[8, "pool", 20]')
    assert playground.locator("tbody tr").nth(2).inner_text().startswith("conv2\t3 × 3\t20 × 12 × 12")
    text.fill('[8, "pol", 20]')
    assert slip.inner_text() == 'layers[1] is "pol"; write a number of filters from 1 to 999, or "pool".'
    assert text.get_attribute("aria-invalid") == "true"
    assert page.python("print(playground.layers)") == "[8, 'pool', 20]\n"
    text.press("Escape")
    shows(playground, [8, "pool", 20])
    assert (slip.inner_text(), text.get_attribute("aria-invalid")) == ("", "false")


def test_the_layer_at_which_the_size_reaches_zero_is_marked(page, playground):
    playground.locator(".layers-text").fill("[pool, pool, pool, 4, 6, pool]")  # 15, 7, 3, 1
    columns = playground.locator("[role=option]")
    states = [column.get_attribute("class").split()[2:] for column in columns.all()]
    assert states == [[]] * 4 + [["stopped"], ["behind"]]
    assert columns.nth(4).inner_text().split() == ["6", "3", "×", "3", "✕", "no", "room"]
    outcome = playground.locator(".layers-outcome").inner_text()
    assert outcome == "layers[4] = 6 has no room: it gets maps of 1 × 1, and its window of 3 × 3 needs at least 3 × 3."
    assert playground.locator("tbody tr.stopped").inner_text() == "✕ layers[4]\t6\tgets 1 × 1, needs 3 × 3"
    assert "linear1" not in playground.inner_text()


def test_python_changes_the_picture(page, playground):
    page.python("playground.shape = (1, 9, 12)")
    page.page.wait_for_function(
        "widget => widget.innerText.includes('32 × 1 × 3 = 96 numbers')", arg=playground.element_handle()
    )
    assert "LayerPlayground: layers[0] must be a number" in page.python("playground.layers = ['conv']")


def test_copy_gives_a_line_of_python(page, playground):
    playground.get_by_role("button", name="Copy as Python").click()
    page.page.wait_for_function("widget => widget.innerText.includes('Copied')", arg=playground.element_handle())
    assert page.page.evaluate("navigator.clipboard.readText()") == 'layers = [8, 16, 32, "pool"]'


def test_without_counts_no_count_is_shown(page):
    text = page.page.locator(".layers").nth(1).inner_text()
    assert "6 × 13 × 13" in text
    assert "parameters" not in text and "Connections" not in text and "168" not in text


def test_a_change_takes_less_than_a_frame(playground):
    times = playground.evaluate("""widget => [...Array(30).keys()].map((n) => {
      const text = widget.querySelector(".layers-text");
      const start = performance.now();
      text.value = `[${[..."123456789"].map((digit) => digit + n)}, pool, 4, 5]`;
      text.dispatchEvent(new Event("input"));
      widget.getBoundingClientRect(); // with the layout
      return performance.now() - start;
    })""")  # fmt: skip
    print(f"median {sorted(times)[15]:.1f} ms, longest {max(times):.1f} ms")
    assert sorted(times)[15] < SLOW


def test_both_themes_are_readable(page, playground, screenshots):
    for theme, layers in product(("Light", "Dark"), (USUAL, [16, "pool", 64, "pool", 128, "pool", 9, 9, "pool", 4])):
        page.theme(theme)
        page.python(f"playground.layers = {layers}")
        shows(playground, layers)
        playground.locator("[role=option]").nth(2).click()
        page.still()
        for part in (".layers-outcome", ".layers-block small", ".layers-column[aria-selected=true] small", "th",
                     ".layers-legend", ".layers-shape", "tr.selected td"):  # fmt: skip
            assert contrast(playground.locator(part).first) >= 4.5, (theme, part)
        playground.screenshot(path=screenshots / f"layers-{theme.lower()}-{len(layers)}.png")
    assert playground.bounding_box()["width"] <= 900
    page.page.set_viewport_size({"width": 1040, "height": 1200})  # leaves about 600 for the widget
    page.still()
    playground.screenshot(path=screenshots / "layers-narrow.png")
    assert playground.evaluate("widget => widget.scrollWidth <= widget.clientWidth")
    assert page.problems == []
