"""The contact sheet: each picture in its class's row, a description, and the text of every error."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from course_utils.datasets import Split, digits
from course_utils.figures.contact_sheet import contact_sheet


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def a_split(channels: int = 3) -> Split:
    """Five pictures of 2 x 3, each in one shade; two classes."""
    shades = torch.tensor([0, 51, 102, 153, 204], dtype=torch.uint8)
    images = shades.reshape(5, 1, 1, 1).repeat(1, channels, 2, 3)
    return Split(images, torch.tensor([1, 0, 1, 1, 0]), ("cat", "strawberry"))


@pytest.mark.parametrize("channels", [1, 3])
def test_each_picture_lies_in_its_classs_row(channels):
    sheet = contact_sheet(a_split(channels), per_class=3).images[0].get_array()
    assert sheet.shape == (2 + 1 + 2, 3 + 1 + 3 + 1 + 3, 3)  # a white pixel between pictures
    places = sheet[::3, ::4, 0]  # the first pixel of each
    np.testing.assert_allclose(places, [[0.2, 0.8, 1], [0, 0.4, 0.6]], atol=1e-6)
    assert (sheet[2] == 1).all() and (sheet[:, 3] == 1).all()


def test_floats_are_shown_as_bytes_are():
    one, other = (contact_sheet(split, 2).images[0].get_array() for split in (a_split(), a_split().map(lambda x: x)))
    assert np.array_equal(one, other)


def test_rows_are_named_and_the_sheet_is_described():
    ax = contact_sheet(a_split(), per_class=2)
    assert [(text.get_text(), text.get_position()[1]) for text in ax.get_yticklabels()] == [
        ("cat", 0.5),
        ("strawberry", 3.5),
    ]
    assert ax.figure.alt_text == (
        "Contact sheet: 4 of 5 pictures, up to 2 of a class in a row; from top to bottom: cat, strawberry."
    )


@pytest.mark.parametrize("per_class", [1, 10, 40])
def test_the_sheet_fits_a_page_and_its_names_fit_the_sheet(per_class):
    split = digits(size=8).train
    split = Split(split.images, split.labels, tuple("strawberry" for _ in range(10)))
    ax = contact_sheet(split, per_class)
    assert ax.figure.get_figwidth() * 100 <= 891
    ax.figure.canvas.draw()
    assert min(text.get_window_extent().x0 for text in ax.get_yticklabels()) >= 0


@pytest.mark.parametrize(
    ("split", "per_class", "text"),
    [
        (a_split(), 0, "contact_sheet: per_class must be a whole number, at least 1, got 0"),
        (a_split(), 2.5, r"got 2\.5"),
        (a_split(2), 3, r"1 or 3 channels, got images of \(5, 2, 2, 3\); give a split such as pictures\(\)\.train"),
        (a_split()[[]], 3, r"got images of \(0, 3, 2, 3\)"),
        (a_split().map(lambda x: (x - 0.5) / 0.5), 3, "floats from 0 to 1, got -1 to 0.6; give the split as it was"),
        (a_split().map(lambda x: x * float("nan")), 3, "got nan to nan"),
    ],
)
def test_what_cannot_be_shown_is_said(split, per_class, text):
    with pytest.raises(ValueError, match=text):
        contact_sheet(split, per_class)
