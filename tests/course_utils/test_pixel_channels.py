"""The Python side of pixel and channels: its photograph, what it refuses, and the picture it leaves behind."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
import traitlets

from course_utils.figures.pixel import pixel
from course_utils.widgets import PixelChannels

IMAGE = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)


@pytest.fixture(autouse=True)
def no_figures_left():
    yield
    plt.close("all")


@pytest.mark.parametrize("image", [IMAGE, IMAGE[::2, ::-1], torch.tensor(IMAGE), np.asfortranarray(IMAGE)])
def test_browser_gets_the_bytes_row_by_row(image):
    sent = PixelChannels(image).get_state()["image"]
    assert sent["shape"] == list(image.shape)
    assert sent["bytes"] == bytes(np.asarray(image).ravel().tolist())


def test_photograph_is_a_copy_of_its_own():
    image = IMAGE.copy()
    widget = PixelChannels(image)
    image[0, 0, 0] = 99
    assert widget.image[0, 0, 0] == 0
    with pytest.raises(ValueError, match="read-only"):
        widget.image[0, 0, 0] = 99


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"image": IMAGE[..., 0]}, r"image must have the shape \(H, W, 3\), got \(4, 6\); give one picture in colour"),
        ({"image": IMAGE.transpose(2, 0, 1)}, r"got \(3, 4, 6\); use images.to_channels_last\(image\)"),
        ({"image": IMAGE / 255}, r"must hold bytes \(uint8\), got float64; use \(255 \* image\)"),
        ({"image": IMAGE.astype(int)}, r"must hold bytes \(uint8\), got int64; use image.astype\(np.uint8\)"),
        ({"image": np.zeros((300, 600, 3), np.uint8)}, r"at most 256 .*every 3. pixel: image\[::3, ::3\]"),
        ({"image": "cat.png"}, r"image must have the shape \(H, W, 3\), got \(\)"),
        ({"row": 4}, "PixelChannels: row must be below 4, the number of rows of the image; got 4"),
        ({"column": 6}, "PixelChannels: column must be below 6, the number of columns of the image; got 6"),
        ({"row": -1}, "row"),
        ({"channels": [3]}, "channels"),
        ({"channels": ["red"]}, "channels"),
        ({"how": "view"}, "how.*'permute', 'reshape'"),
    ],
)
def test_a_bad_setting_is_refused(settings, text):
    with pytest.raises(traitlets.TraitError, match=text):
        PixelChannels(**{"image": IMAGE, **settings})
    widget = PixelChannels(IMAGE)
    before = widget.get_state()
    ((name, value),) = settings.items()
    with pytest.raises(traitlets.TraitError, match=text):
        setattr(widget, name, value)
    assert widget.get_state() == before


def test_pixel_is_in_the_middle_and_stays_inside():
    widget = PixelChannels(IMAGE)
    assert (widget.row, widget.column) == (2, 3)
    assert PixelChannels(IMAGE, row=0, column=5).column == 5
    widget.column = 5
    widget.image = IMAGE[:2, :4]
    assert (widget.row, widget.column) == (1, 3)


def test_channels_come_once_each_and_in_order():
    assert PixelChannels(IMAGE, channels=[2, 0, 2]).channels == [0, 2]


def test_still_picture_shows_the_pixel_and_its_numbers():
    alt = PixelChannels(IMAGE, row=1, column=2).draw_fallback().alt_text  # the numbers 24, 25, 26
    assert "4 rows and 6 columns" in alt and "row 1, column 2" in alt
    assert "red 24    green 25    blue 26    grey 25." in alt


def test_enlarged_part_is_centred_and_white_beyond_the_edge():
    _, around = pixel(IMAGE, row=0, column=5)
    part = around.images[0].get_array()
    assert part.shape == (5, 5, 3) and part[2, 2].tolist() == IMAGE[0, 5].tolist()
    assert part[3, 1].tolist() == IMAGE[1, 4].tolist()
    assert (part[:2] == 255).all() and (part[:, 3:] == 255).all()


def test_pixel_outside_is_refused():
    with pytest.raises(ValueError, match="pixel: row 4, column 0 is outside the image of 4 rows and 6 columns"):
        pixel(IMAGE, row=4, column=0)
    with pytest.raises(ValueError, match=r"pixel: image must have the shape \(H, W, 3\), got \(4, 6\)"):
        pixel(IMAGE[..., 0], row=0, column=0)
