"""The kernel zoo as a student meets it: values, kernels chosen and typed, pointer and keys, both themes."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from course_utils.convolution import KERNELS, conv2d
from course_utils.figures.cells import number
from tests.browser.lab_driver import NotebookPage
from tests.browser.measures import SLOW, box_in_view, contrast, mean_milliseconds

IMAGE = np.arange(60 * 80).reshape(60, 80) * 7919 % 251


@pytest.fixture(scope="module")
def page(lab, keep_open) -> NotebookPage:
    """Two zoos: `zoo` on a small picture of known pixels, `large` on a photograph of 256 by 256."""
    notebook = keep_open(
        lab.write(
            "zoo.ipynb",
            "import numpy as np\nfrom skimage import data\nfrom course_utils.widgets import KernelZoo",
            "zoo = KernelZoo(np.arange(60 * 80).reshape(60, 80) * 7919 % 251); zoo",
            "large = KernelZoo(data.camera()[::2, ::2]); large",
        )
    )
    notebook.run_all()
    notebook.page.wait_for_selector(".zoo >> nth=1")
    notebook.page.set_viewport_size({"width": 1280, "height": 1800})
    return notebook


@pytest.fixture
def zoo(page) -> Locator:
    zoo = page.page.locator(".zoo").first
    page.page.mouse.move(0, 0)
    row, column = re.findall(r"\d+", zoo.locator(".zoo-place").inner_text())[:2]
    page.wait_for_python("zoo.row, zoo.column", f"{row} {column}")  # no step is still on its way
    page.python("zoo.row, zoo.column, zoo.kernel = 10, 20, zoo.kernels['identity']")
    expect(zoo.locator(".zoo-place")).to_contain_text("Row 10, column 20 ")
    return zoo


def shades(zoo: Locator) -> np.ndarray:
    """Return the grey values painted in the feature map."""
    return np.array(zoo.locator("[data-name='feature map'] canvas").evaluate("""canvas => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return Array.from({ length: canvas.height }, (_, y) =>
        Array.from({ length: canvas.width }, (_, x) => data[4 * (y * canvas.width + x)]));
    }"""))  # fmt: skip


def value(zoo: Locator) -> str:
    return zoo.locator(".cw-sum b").inner_text()


@pytest.mark.parametrize("name", KERNELS)
def test_every_kernel_of_the_course_gives_the_values_of_conv2d(page, zoo, name):
    zoo.locator("select").select_option(name)
    page.wait_for_python(f"zoo.kernel == zoo.kernels[{name!r}]", "True")
    expected = conv2d(IMAGE, KERNELS[name])
    low = 0 if KERNELS[name].sum() > 1e-9 else -255
    painted = np.clip((expected - low) / (255 - low), 0, 1) * 255
    assert np.abs(shades(zoo) - painted).max() <= 0.51  # whole numbers are painted
    marks = ["0", "255"] if low == 0 else ["−255", "0", "255"]
    assert zoo.locator("[data-name='feature map'] .zoo-scale span").all_inner_texts() == marks
    zoo.focus()
    for key, (row, column) in {"ArrowDown": (11, 20), "Shift+ArrowRight": (11, 30), "End": (11, 77)}.items():
        page.page.keyboard.press(key)
        expect(zoo.locator(".zoo-place")).to_contain_text(f"Row {row}, column {column} of the feature map is ")
        assert value(zoo) == number(expected[row, column])
    assert page.problems == []


def test_pointer_shows_the_nine_pixels_and_products_behind_a_cell(page, zoo):
    zoo.locator("select").select_option("sharpen")
    box = box_in_view(zoo.locator("[data-name='feature map'] canvas"))
    x, y = box["x"] + (33.5 / 78) * box["width"], box["y"] + (44.5 / 58) * box["height"]
    page.page.mouse.move(x, y)
    expect(zoo.locator(".zoo-place")).to_contain_text("Row 44, column 33 ")
    under = IMAGE[44:47, 33:36]
    assert zoo.locator("[data-name=window] td").all_inner_texts() == [str(pixel) for pixel in under.ravel()]
    products = zoo.locator(".cw-products b").all_inner_texts()
    assert products == [number(product) for product in (under * KERNELS["sharpen"]).ravel()]
    page.wait_for_python("zoo.row, zoo.column", "44 33")
    box = box_in_view(zoo.locator("[data-name=photograph] canvas"))
    page.page.mouse.move(box["x"] + (50.5 / 80) * box["width"], box["y"] + (5.5 / 60) * box["height"])
    expect(zoo.locator(".zoo-place")).to_contain_text("Row 4, column 49 ")  # the window is centred on the pixel


def test_weights_are_edited_and_seen_at_once(page, zoo):
    zoo.locator("[data-name=kernel] td").nth(4).focus()
    page.page.keyboard.type("-1")
    page.page.keyboard.press("Enter")
    page.wait_for_python("zoo.kernel[1]", "[0, -1, 0]")
    assert zoo.locator("select").input_value() == "your own"
    assert zoo.locator(".zoo-about").inner_text() == "The weights add up to −1: grey is 0."
    assert value(zoo) == number(-IMAGE[11, 21])
    assert np.abs(shades(zoo) - (255 - IMAGE[1:-1, 1:-1]) / 2).max() <= 0.51
    page.page.keyboard.type("x")  # a number does not begin with x; JupyterLab would cut the cell
    assert zoo.locator("input").count() == 0
    assert page.page.locator(".zoo").count() == 2
    zoo.locator("select").select_option("box blur")
    expect(zoo.locator(".zoo-about")).to_have_text("The weights add up to 1.")
    zoo.locator("select").select_option("your own")  # is kept
    page.wait_for_python("zoo.kernel[1]", "[0, -1, 0]")


def test_a_weight_that_is_being_typed_while_python_changes_the_kernel_is_kept(page, zoo):
    zoo.locator("[data-name=kernel] td").first.dblclick()
    zoo.locator("[data-name=kernel] input").fill("7")
    page.python("zoo.kernel = [[5, 5, 5]] * 3")
    page.wait_for_python("zoo.kernel", "[[7, 5, 5], [5, 5, 5], [5, 5, 5]]")
    expect(zoo.locator("[data-name=kernel] td").first).to_have_text("7")
    assert value(zoo) == number(conv2d(IMAGE, [[7, 5, 5], [5, 5, 5], [5, 5, 5]])[10, 20])


def test_a_click_pins_the_window_and_the_next_frees_it(page, zoo):
    place, picture = zoo.locator(".zoo-place"), zoo.locator("[data-name='feature map'] canvas")
    corner = {"x": 1, "y": 1}
    picture.click(position=corner)
    expect(place).to_contain_text(re.compile("Row 0, column 0 .* Pinned: click again to free it."))
    picture.hover(position={"x": 99, "y": 99})
    zoo.focus()
    page.page.keyboard.press("ArrowDown")
    expect(place).to_contain_text(re.compile("Row 1, column 0 .* Pinned"))
    picture.click(position=corner)
    picture.hover(position={"x": 99, "y": 99})
    expect(place).not_to_contain_text(re.compile("Row [01],|Pinned"))


def test_largest_photograph_is_fast_readable_and_fits(page, zoo, screenshots):
    large = page.page.locator(".zoo").last
    large.locator("select").select_option("edge, four neighbours")
    assert mean_milliseconds(large, ["ArrowLeft", "ArrowRight"]) < SLOW
    took = large.locator("select").evaluate("""select => {
      const start = performance.now();
      for (let i = 0; i < 21; i++) {
        select.selectedIndex = i % 7;
        select.dispatchEvent(new Event("change"));
      }
      return (performance.now() - start) / 21;
    }""")
    assert took < SLOW, f"a new kernel takes {took:.1f} ms"
    large.locator("select").select_option("edge, four neighbours")
    for theme in ("Dark", "Light"):
        page.theme(theme)
        for part in (".zoo-about", ".zoo-place", ".zoo-scale span >> nth=0", "figcaption >> nth=0"):
            assert contrast(large.locator(part)) >= 4.5, (theme, part)
        large.screenshot(path=screenshots / f"zoo-{theme.lower()}.png")
    assert large.bounding_box()["width"] <= 900
    page.page.add_style_tag(content=".course-width { max-width: 600px }")
    for one in (zoo, large):
        assert one.evaluate("e => e.scrollWidth <= e.clientWidth")
    large.screenshot(path=screenshots / "zoo-narrow.png")
    assert page.problems == []
