"""Photographs in colour: the pixels as they are, a description, and the text of every error."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.figures.images import color_photographs


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_pixels_are_shown_as_they_are():
    bytes_, floats = np.full((4, 6, 3), 200, np.uint8), np.full((2, 3, 3), 0.5)
    left, right = color_photographs([bytes_, floats], ["bytes", "floats"])
    assert np.array_equal(left.images[0].get_array(), bytes_) and left.images[0].get_interpolation() == "nearest"
    assert np.array_equal(right.images[0].get_array(), floats)
    assert [ax.get_title() for ax in (left, right)] == ["bytes", "floats"]


def test_rows_are_counted_from_the_top_and_the_size_is_described():
    (ax,) = color_photographs([np.zeros((40, 60, 3), np.uint8)], ["night"])
    assert ax.get_ylim() == (39.5, -0.5)
    assert ax.figure.alt_text == "Pictures in colour: night, 40 rows of 60."
    assert ax.figure.get_figwidth() * 100 <= 890


@pytest.mark.parametrize(
    ("image", "text"),
    [
        (np.zeros((3, 4, 5)), r"night must have the shape \(H, W, 3\), got \(3, 4, 5\).*to_channels_last"),
        (np.zeros((4, 5)), r"got \(4, 5\)"),
        (np.full((4, 5, 3), 7.5), "must be between 0 and 1, got 7.5 to 7.5"),
        (np.full((4, 5, 3), 300), "must be between 0 and 255, got 300 to 300"),
    ],
)
def test_what_is_no_colour_picture_is_refused(image, text):
    with pytest.raises(ValueError, match=text):
        color_photographs([image], ["night"])


def test_a_missing_title_is_named():
    with pytest.raises(ValueError, match="got 1 pictures and 2 titles"):
        color_photographs([np.zeros((2, 2, 3))], ["a", "b"])
