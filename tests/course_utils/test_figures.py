"""What the figures show: the right numbers in the right cells, the window where it belongs, and a description."""

import base64
import io
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter
from PIL import Image

from course_utils import figures
from course_utils.convolution import conv2d
from course_utils.figures import cells

PICTURE = np.arange(20).reshape(4, 5) % 7
KERNEL = np.array([[1, -1], [2, 0.5], [0, -3]])


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def texts(ax) -> dict[tuple[int, int], str]:
    """Return the text of each cell (row, column); two lines of one cell are joined by a space."""
    written: dict[tuple[int, int], str] = {}
    for text in ax.texts:
        cell = (round(text.get_position()[1]), round(text.get_position()[0]))
        written[cell] = f"{written[cell]} {text.get_text()}" if cell in written else text.get_text()
    return written


def frame(ax) -> tuple[float, float, float, float]:
    """Return (row, column, height, width) of the framed window."""
    (patch,) = [patch for patch in ax.patches if patch.get_label() == "window"]
    return patch.get_y() + 0.5, patch.get_x() + 0.5, patch.get_height(), patch.get_width()


def test_grid_writes_each_number_into_its_cell():
    ax = figures.grid([[1, 2.0, None], [-4, 0.5, float("nan")]])
    assert texts(ax) == {(0, 0): "1", (0, 1): "2", (1, 0): "−4", (1, 1): "0.5"}


def test_grid_counts_rows_and_columns_from_0():
    ax = figures.grid(PICTURE)
    assert [int(tick) for tick in ax.get_xticks()] == [0, 1, 2, 3, 4]
    assert [int(tick) for tick in ax.get_yticks()] == [0, 1, 2, 3]
    assert ax.get_ylim() == (3.5, -0.5)  # row 0 at the top


def test_grid_frames_the_window():
    ax = figures.grid(PICTURE, highlight=(1, 2, 3, 2))
    assert frame(ax) == (1, 2, 3, 2)
    bold = {cell for cell in texts(ax) if any(
        text.get_weight() == "bold" and (round(text.get_position()[1]), round(text.get_position()[0])) == cell
        for text in ax.texts
    )}  # fmt: skip
    assert bold == {(row, column) for row in (1, 2, 3) for column in (2, 3)}


def test_grid_draws_padding_as_zeros_around_the_values():
    written = texts(figures.grid([[7, 8]], padding=1, highlight=(-1, -1, 2, 2)))
    assert {cell: text for cell, text in written.items() if text != "0"} == {(0, 0): "7", (0, 1): "8"}
    assert len(written) == 3 * 4


def test_grid_draws_on_the_axes_it_is_given():
    _, ax = plt.subplots()
    assert figures.grid([[1]], ax=ax, title="kernel") is ax
    assert ax.get_title() == "kernel"


def test_grid_leaves_out_numbers_that_have_no_room():
    assert figures.grid(np.zeros((28, 28))).texts[:] == []


@pytest.mark.parametrize("highlight", [(0, 4, 3, 3), (2, 0, 3, 3), (-1, 0, 3, 3), (0, 0, 0, 1)])
def test_grid_refuses_a_window_that_leaves_the_table(highlight):
    with pytest.raises(ValueError, match="leaves the table of 4 rows and 5 columns with padding 0"):
        figures.grid(PICTURE, highlight=highlight)


@pytest.mark.parametrize("values", [[[1, 2], [3]], [["a"]], [], np.zeros((2, 2, 2))])
def test_grid_refuses_what_is_no_table(values):
    with pytest.raises(ValueError, match="grid: values must"):
        figures.grid(values)


def test_window_writes_out_the_products_and_the_sum():
    # Row 1, column 2 with stride 2 and padding 1: the window begins at row 1, column 3.
    picture, kernel, products, feature_map = figures.window(PICTURE, KERNEL, row=1, column=2, stride=2, padding=1)
    assert frame(picture) == (1, 3, 3, 2)
    assert texts(kernel)[2, 1] == "−3"
    assert texts(products) == {
        (0, 0): "1 × 1 1", (0, 1): "2 × (−1) −2", (1, 0): "6 × 2 12",
        (1, 1): "0 × 0.5 0", (2, 0): "4 × 0 0", (2, 1): "5 × (−3) −15",
    }  # fmt: skip
    assert texts(feature_map) == {(1, 2): "−4"}
    assert frame(feature_map) == (1, 2, 1, 1)
    foot = " ".join(text.get_text().strip() for text in picture.figure.texts)
    assert "1 − 2 + 12 + 0 + 0 − 15  = −4" in foot


@settings(max_examples=20)
@given(stride=st.integers(1, 3), padding=st.integers(0, 2), data=st.data())
def test_window_shows_the_cell_that_conv2d_computes(stride, padding, data):
    expected = conv2d(PICTURE, KERNEL, stride=stride, padding=padding)
    row = data.draw(st.integers(0, expected.shape[0] - 1))
    column = data.draw(st.integers(0, expected.shape[1] - 1))
    axes = figures.window(PICTURE, KERNEL, row=row, column=column, stride=stride, padding=padding)
    assert texts(axes[3]) == {(row, column): cells.number(expected[row, column])}
    assert frame(axes[0]) == (row * stride - padding, column * stride - padding, 3, 2)
    plt.close("all")


def test_window_refuses_a_cell_outside_the_feature_map():
    with pytest.raises(ValueError, match="row 2, column 0 is outside the feature map of 2 rows and 4 columns"):
        figures.window(PICTURE, KERNEL, row=2, column=0)


def test_pairs_shows_neither_products_nor_sum():
    pixels, weights = figures.pairs([3, 1, 4], [-1, 0, 2])
    assert texts(pixels) == {(0, 0): "3", (0, 1): "1", (0, 2): "4"}
    assert texts(weights) == {(0, 0): "−1", (0, 1): "0", (0, 2): "2"}
    assert [text.get_text() for text in pixels.figure.texts] == ["×"]
    assert pixels.figure.alt_text == "Pixels, 1 row of 3: 3, 1, 4. Weights, 1 row of 3: −1, 0, 2."


def test_pairs_refuses_different_shapes():
    with pytest.raises(ValueError, match=r"pixels \(1, 2\) and weights \(1, 3\)"):
        figures.pairs([1, 2], [1, 2, 3])


def test_maps_puts_one_number_in_one_colour_everywhere():
    first, second = figures.maps([[1, -2]], [[-2], [1]], titles=["a", "b"])
    left, right = first.images[0].get_array(), second.images[0].get_array()
    assert np.array_equal(left[0, 0], right[1, 0]) and np.array_equal(left[0, 1], right[0, 0])
    assert not np.array_equal(left[0, 0], left[0, 1])


def test_maps_refuses_a_missing_title():
    with pytest.raises(ValueError, match="got 2 tables and 1 titles"):
        figures.maps([[1]], [[2]], titles=["a"])


def test_photographs_share_one_grey_scale():
    dark, bright = figures.photographs([np.zeros((4, 6)), np.full((4, 6), 200)], ["dark", "bright"])
    assert dark.images[0].get_clim() == bright.images[0].get_clim() == (0, 200)
    assert dark.images[0].get_interpolation() == "nearest"
    assert "black 0  ·  white 200" in [text.get_text() for text in dark.figure.texts]


def all_figures() -> dict:
    return {
        "grid": figures.grid(PICTURE, title="picture", highlight=(0, 1, 3, 2)),
        "window": figures.window(PICTURE, KERNEL, row=0, column=0, padding=1)[0],
        "wide": figures.window(np.full((10, 10), 255), np.full((5, 5), -9), row=3, column=3, padding=2)[0],
        "pairs": figures.pairs([1, 2], [3, 4])[0],
        "maps": figures.maps(PICTURE, KERNEL, titles=["picture", "kernel"])[0],
        "photographs": figures.photographs([PICTURE] * 4, list("abcd"))[0],
    }


def test_figures_are_at_most_900_pixels_wide():
    widths = {name: ax.figure.get_size_inches()[0] * 100 for name, ax in all_figures().items()}
    assert max(widths.values()) <= 900, widths


def test_figures_keep_their_texts_inside():
    for name, ax in all_figures().items():
        figure = ax.figure
        figure.canvas.draw()
        sheet, inked = figure.bbox, figure.get_tightbbox().transformed(figure.dpi_scale_trans)
        assert sheet.x0 <= inked.x0 and inked.x1 <= sheet.x1 and sheet.y0 <= inked.y0 and inked.y1 <= sheet.y1, name


def test_figures_carry_alt_text_as_a_notebook_shows_them():
    for name, ax in all_figures().items():
        data, metadata = DisplayFormatter().format(ax.figure)
        alt = ax.figure.alt_text
        assert len(alt) > 20, name
        assert metadata["image/png"]["alt"] == alt
        assert re.search(r'<img alt="([^"]*)"', data["text/html"]).group(1) == alt
        assert data["image/png"] in data["text/html"]
        picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
        assert picture.width == 2 * metadata["image/png"]["width"]


def test_alt_text_of_a_window_holds_the_sum():
    axes = figures.window([[1, 2], [3, 4]], [[1, 0], [0, -1]], row=0, column=0)
    assert "the sum 1 + 0 + 0 − 4 = −3, which goes to row 0, column 0" in axes[0].figure.alt_text
