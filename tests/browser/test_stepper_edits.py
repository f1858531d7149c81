"""Editing in the convolution stepper: pixels, weights and settings, by mouse and by keyboard; what an edit changes."""

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from course_utils.convolution import conv2d
from course_utils.figures.cells import number
from tests.browser.lab_driver import NotebookPage
from tests.browser.measures import SLOW, contrast, mean_milliseconds, out_of_reach
from tests.browser.test_stepper import as_written, feature_map, numbers

PICTURE, KERNEL = numbers((5, 6)), numbers((3, 3))
DEEP_PICTURE, DEEP_KERNEL = numbers((3, 4, 5)), numbers((3, 3, 3))


@pytest.fixture(scope="module")
def page(lab, keep_open) -> NotebookPage:
    """Two steppers, `flat` and `deep`, the second over three channels."""
    notebook = keep_open(
        lab.write(
            "edits.ipynb",
            "from course_utils.widgets import ConvolutionStepper",
            f"flat = ConvolutionStepper({PICTURE}, {KERNEL}); flat",
            f"deep = ConvolutionStepper({DEEP_PICTURE}, {DEEP_KERNEL}, padding=1); deep",
        )
    )
    notebook.run_all()
    notebook.page.wait_for_selector(".stepper >> nth=1")
    notebook.page.set_viewport_size({"width": 1280, "height": 1500})
    return notebook


@pytest.fixture
def flat(page) -> Locator:
    return begin(page, "flat", page.page.locator(".stepper").first)


@pytest.fixture
def deep(page) -> Locator:
    return begin(page, "deep", page.page.locator(".stepper").last)


def begin(page: NotebookPage, name: str, stepper: Locator) -> Locator:
    """Put everything back with Reset and fill the map to its end."""
    stepper.get_by_role("button", name="Reset").click()
    page.wait_for_python(f"{name}.position, {name}.reached, {name}.stride, {name}.dilation", "0 0 1 1")
    page.wait_for_python(f"{name}.kernel == {name}.original['kernel'] and {name}.picture == "
                         f"{name}.original['picture']", "True")  # fmt: skip
    stepper.focus()
    page.page.keyboard.press("End")
    page.wait_for_python(f"{name}.position + 1 == {name}.feature_map.size", "True")
    return stepper


def cell(stepper: Locator, table: str, row: int, column: int, padding: int = 0) -> Locator:
    rows = stepper.locator(f"[data-name='{table}'] tr")
    return rows.nth(row + padding + 1).locator("td").nth(column + padding)


def changed_cells(stepper: Locator) -> list[bool]:
    marks = "(cells) => cells.map((cell) => cell.classList.contains('changed'))"
    return stepper.locator("[data-name='feature map'] td").evaluate_all(marks)


def test_a_pixel_edited_by_mouse_changes_the_map_and_marks_what_changed(page, flat):
    cell(flat, "picture", 1, 0).dblclick()
    page.page.keyboard.insert_text("9")
    page.page.keyboard.press("Enter")
    picture = np.array(PICTURE)
    picture[1, 0] = 9
    before, after = conv2d(PICTURE, KERNEL), conv2d(picture, KERNEL)
    page.wait_for_python("flat.picture[1]", str(picture[1].tolist()))
    assert feature_map(flat) == as_written(after)
    assert changed_cells(flat) == (before != after).ravel().tolist()
    count = np.count_nonzero(before != after)
    assert 0 < count < before.size
    said = f"Row 1, column 0 of picture is 9 now: {count} of {before.size} cells of the feature map changed."
    assert flat.locator(".cw-note").inner_text() == said
    label = flat.locator("[data-name='feature map'] td.changed button").first.get_attribute("aria-label")
    row, column = np.argwhere(before != after)[0]
    assert label.endswith(f"{number(after[row, column])}, changed from {number(before[row, column])}")
    assert page.python("print(flat.position + 1 == flat.feature_map.size)").strip() == "True"  # the edit kept the place


def test_a_weight_is_edited_by_keyboard_alone(page, flat):
    flat.focus()
    for key in ["Tab", "Tab", "ArrowRight", "ArrowDown"]:  # the picture, the kernel, and its middle
        page.page.keyboard.press(key)
    page.page.keyboard.type("-1/4")
    page.page.keyboard.press("Tab")
    kernel = np.array(KERNEL, float)
    kernel[1, 1] = -0.25
    page.wait_for_python("flat.kernel[1][1]", "-0.25")
    assert feature_map(flat) == as_written(conv2d(PICTURE, kernel))
    assert page.page.evaluate("document.activeElement.cellIndex") == 3  # one cell further, after the row's number
    page.page.keyboard.press("F2")
    page.page.keyboard.press("ArrowLeft")  # moves the caret
    page.page.keyboard.press("Backspace")
    page.page.keyboard.press("Escape")
    assert cell(flat, "kernel", 1, 2).inner_text() == number(KERNEL[1][2])
    assert page.python("print(flat.kernel[1][2])").strip() == str(KERNEL[1][2])


def test_wide_digits_of_a_chinese_keyboard_are_numbers(page, flat):
    cell(flat, "kernel", 0, 0).dblclick()
    flat.locator("[data-name=kernel] input").fill("－０．５")
    page.page.keyboard.press("Enter")
    page.wait_for_python("flat.kernel[0][0]", "-0.5")


def test_a_cell_that_is_open_while_python_changes_the_kernel_is_kept(page, flat):
    cell(flat, "kernel", 0, 0).dblclick()
    flat.locator("[data-name=kernel] input").fill("7")
    page.python("flat.kernel = [[5, 5, 5]] * 3")
    page.wait_for_python("flat.kernel", "[[7, 5, 5], [5, 5, 5], [5, 5, 5]]")
    expect(cell(flat, "kernel", 0, 0)).to_have_text("7")
    assert feature_map(flat) == as_written(conv2d(PICTURE, [[7, 5, 5], [5, 5, 5], [5, 5, 5]]))


@pytest.mark.parametrize(
    ("text", "why"),
    [("1e3", "is no number"), ("1/0", "divides by 0"), ("one", "is no number"), ("", "was not taken: write a number"),
     ("1000", "was not taken: write a number from −999 to 999")],
)  # fmt: skip
def test_bad_text_is_refused_with_a_line(page, flat, text, why):
    cell(flat, "kernel", 0, 0).dblclick()
    field = flat.locator("[data-name=kernel] input")
    field.fill(text)
    field.press("Enter")
    expect(flat.locator(".cw-note")).to_contain_text(f"“{text}” {why}")
    assert field.get_attribute("aria-invalid") == "true"
    field.press("Escape")
    assert cell(flat, "kernel", 0, 0).inner_text() == number(KERNEL[0][0])
    assert flat.locator(".cw-note").inner_text() == ""
    assert page.python("print(flat.kernel)").strip() == str(KERNEL)


def test_settings_have_lists_and_what_does_not_fit_is_refused(page, flat):
    flat.get_by_label("dilation").select_option("2")
    page.wait_for_python("flat.dilation, flat.position", "2 0")
    assert np.shape(feature_map(flat)) == (1, 2)
    cells = flat.locator("[data-name=picture] td.under")
    assert cells.all_inner_texts() == [number(value) for value in np.array(PICTURE)[::2, :5:2].ravel()]
    flat.get_by_label("dilation").select_option("3")
    note = "That does not fit: the window would span 7 rows, the picture with its padding has 5."
    expect(flat.locator(".cw-note")).to_contain_text(note)
    assert flat.get_by_label("dilation").input_value() == "2"
    flat.get_by_label("padding").select_option("2")
    flat.get_by_label("stride").select_option("2")
    page.wait_for_python("flat.padding, flat.stride, flat.dilation", "2 2 2")
    flat.focus()
    page.page.keyboard.press("End")
    assert feature_map(flat) == as_written(conv2d(PICTURE, KERNEL, stride=2, padding=2, dilation=2))


def test_each_channel_has_its_sum_and_can_be_edited(page, deep):
    deep.locator("[data-name='feature map'] td button").first.click()
    padded = np.pad(DEEP_PICTURE, [(0, 0), (1, 1), (1, 1)])[:, :3, :3]
    sums = (padded * np.array(DEEP_KERNEL)).sum(axis=(1, 2))
    assert deep.locator(".stepper-part b").all_inner_texts() == [number(value) for value in sums]
    assert deep.locator(".cw-sum b").inner_text() == number(sums.sum())
    assert deep.locator(".stepper-channel-sum").count() == 3
    target = cell(deep, "picture[2]", 3, 4, padding=1)
    target.focus()
    page.page.keyboard.type("7")  # of which JupyterLab would make a heading
    page.page.keyboard.press("Enter")
    picture = np.array(DEEP_PICTURE)
    picture[2, 3, 4] = 7
    page.wait_for_python("deep.picture", str(picture.tolist()))
    assert feature_map(deep) == as_written(conv2d(picture, DEEP_KERNEL, padding=1))
    before = conv2d(DEEP_PICTURE, DEEP_KERNEL, padding=1)
    assert changed_cells(deep) == (conv2d(picture, DEEP_KERNEL, padding=1) != before).ravel().tolist()


def test_both_fit_are_fast_and_readable(page, flat, deep, screenshots):
    cell(deep, "kernel[1]", 1, 1).dblclick()
    page.page.keyboard.insert_text("5")
    page.page.keyboard.press("Enter")
    page.still()
    for theme in ("Dark", "Light"):
        page.theme(theme)
        for part in (".cw-note", ".stepper-channel-sum >> nth=0", ".stepper-part small >> nth=0"):
            assert contrast(deep.locator(part)) >= 4.5, (theme, part)
        deep.screenshot(path=screenshots / f"stepper-deep-{theme.lower()}.png")
    assert deep.bounding_box()["width"] <= 900
    assert deep.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert mean_milliseconds(deep, ["ArrowLeft", "ArrowRight"]) < SLOW
    page.page.add_style_tag(content=".course-width { max-width: 600px }")
    for stepper in (flat, deep):
        assert stepper.evaluate("e => e.scrollWidth <= e.clientWidth")
    flat.screenshot(path=screenshots / "stepper-narrow.png")
    deep.screenshot(path=screenshots / "stepper-deep-narrow.png")
    for rule in ("max-width: 420px", "max-width: 332px"):
        page.page.add_style_tag(content=f".course-width {{ {rule} }}")
        assert out_of_reach(deep) == []
        deep.screenshot(path=screenshots / f"stepper-deep-{rule[-5:-2]}.png")
    page.page.add_style_tag(content=".stepper .cw-stage { justify-content: center !important }")
    assert out_of_reach(deep) != []  # so the test sees what the stage is there against
    assert page.problems == []
