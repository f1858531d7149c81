"""Pixels read out, and pictures before and after: what is drawn, where, in which colours, with which description."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from PIL import Image

from course_utils.color import STRAWBERRY_SPOTS, WALL_SPOTS, strawberry, yellow_or_blue
from course_utils.figures.augmented import before_and_after
from course_utils.figures.light import pixel_values

PICTURE = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_a_swatch_has_the_pixel_and_its_values():
    picture, first, second = pixel_values(PICTURE, {"corner": (0, 0), "inside": (2, 4)}, title="numbers")
    assert np.array_equal(picture.images[0].get_array(), PICTURE) and picture.get_title() == "numbers"
    assert first.images[0].get_array().tolist() == [[[0, 1, 2]]]
    assert second.images[0].get_array().tolist() == [[[48, 49, 50]]]  # (2 * 6 + 4) * 3
    assert [text.get_text() for text in second.texts] == [
        "2  inside", "red 48 · green 49 · blue 50", "row 2, column 4",
    ]  # fmt: skip


def test_a_ring_and_a_number_mark_the_pixel():
    picture, _, _ = pixel_values(PICTURE, {"corner": (0, 0), "inside": (2, 4)}, title="numbers")
    assert [(line.get_xdata()[0], line.get_ydata()[0]) for line in picture.lines] == [(0, 0), (4, 2)]
    assert [(text.get_text(), text.xy) for text in picture.texts] == [("1", (0, 0)), ("2", (4, 2))]
    assert {line.get_markerfacecolor() for line in picture.lines} == {"none"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("draw", "spots", "said"),
    [
        (yellow_or_blue, WALL_SPOTS, "tile on the right (row 64, column 118) is red 115, green 115, blue 115."),
        (strawberry, STRAWBERRY_SPOTS, "flesh (row 62, column 70) is red 102, green 107, blue 107;"),
    ],
)
def test_the_figures_of_the_lesson_show_every_colour_as_it_is(draw, spots, said):
    picture = draw()
    figure = pixel_values(picture, spots, title="what colour?")[0].figure
    assert figure.alt_text.startswith(f"what colour?, {len(picture)} rows of ") and said in figure.alt_text
    assert figure.get_figwidth() * 100 <= 900
    shown = np.asarray(Image.open(io.BytesIO(figure.png())).convert("RGB"))
    colours = {tuple(colour) for colour in picture.reshape(-1, 3).tolist()}
    assert colours <= {tuple(colour) for colour in np.unique(shown.reshape(-1, 3), axis=0).tolist()}


@pytest.mark.parametrize(
    ("picture", "spots", "text"),
    [
        (PICTURE / 255, {"a": (0, 0)}, r"must be bytes of shape \(H, W, 3\), got float64 of \(4, 6, 3\)"),
        (PICTURE[0], {"a": (0, 0)}, r"got uint8 of \(6, 3\)"),
        (PICTURE, {}, "spots is empty"),
        (PICTURE, {"a": (4, 0)}, "a at row 4, column 0 is outside the picture of 4 rows and 6 columns"),
        (PICTURE, {"a": (0, -1)}, "a at row 0, column -1 is outside"),
    ],
)
def test_pixel_values_says_what_is_wrong(picture, spots, text):
    with pytest.raises(ValueError, match=text):
        pixel_values(picture, spots, title="numbers")


def test_rows_show_pictures_in_order_and_on_one_scale():
    before, after = torch.rand(3, 3, 4, 5), torch.rand(3, 3, 4, 5)
    axes = before_and_after({"before": before, "after": after}, titles=["a", "b", "c"])
    assert axes.shape == (2, 3)
    for line, batch in zip(axes, (before, after), strict=True):
        for ax, picture in zip(line, batch, strict=True):
            assert np.array_equal(ax.images[0].get_array(), picture.permute(1, 2, 0))
    assert [ax.get_title() for ax in axes[0]] == ["a", "b", "c"] and axes[1, 0].get_ylabel() == "after"
    assert axes[0, 0].figure.alt_text == "Rows of pictures below each other: before, after. In each row: a, b, c."


@pytest.mark.parametrize(("white", "dtype"), [(1, torch.float32), (255, torch.uint8)])
def test_grey_pictures_are_not_stretched_to_black_and_white(white, dtype):
    axes = before_and_after({"grey": torch.ones(1, 1, 3, 3, dtype=dtype)})
    assert axes[0, 0].images[0].get_clim() == (0, white)
    assert axes[0, 0].figure.alt_text.endswith("In each row: 1 picture.")


@pytest.mark.parametrize("shape", [(1, 1, 30, 30), (10, 3, 30, 30), (12, 1, 40, 20), (4, 3, 20, 60)])
def test_rows_fit_on_the_page_and_do_not_overlap(shape):
    axes = before_and_after({"before": torch.rand(shape), "after": torch.rand(shape)}, titles=["x"] * shape[0])
    figure = axes[0, 0].figure
    assert figure.get_figwidth() * 100 <= 900
    boxes = [ax.get_position() for ax in axes.flat]
    assert all(0 <= box.x0 < box.x1 <= 1 and 0 <= box.y0 < box.y1 <= 1 for box in boxes)
    assert not any(one.overlaps(other) for place, one in enumerate(boxes) for other in boxes[:place])
    box = boxes[0]
    high, wide = box.height * figure.get_figheight(), box.width * figure.get_figwidth()
    assert high / wide == pytest.approx(shape[2] / shape[3])


GOOD = torch.rand(2, 3, 4, 5)


@pytest.mark.parametrize(
    ("rows", "titles", "text"),
    [
        ({"before": GOOD, "after": GOOD[:1]}, None, r"same number of pictures, got \{'before': 2, 'after': 1\}"),
        ({}, None, r"at least one row, .* got \{\}"),
        ({"before": GOOD[0]}, None, r"before must have the shape \(N, C, H, W\).* got \(3, 4, 5\)"),
        ({"before": GOOD[:, :2]}, None, r"one channel or three, got \(2, 2, 4, 5\)"),
        ({"before": GOOD, "after": GOOD * 2 - 1}, None, "after must be between 0 and 1, got -.*before they are norm"),
        ({"before": GOOD}, ["one"], "one title for each of 2 pictures, got 1"),
    ],
)
def test_before_and_after_says_what_is_wrong(rows, titles, text):
    with pytest.raises(ValueError, match=text):
        before_and_after(rows, titles=titles)
