"""The Python side of the kernel zoo: its photograph and kernels, what it refuses, and the picture it leaves behind."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import traitlets

from course_utils.convolution import KERNELS, conv2d
from course_utils.figures.channels import channel_windows
from course_utils.figures.convolved import convolved
from course_utils.widgets import KernelZoo

IMAGE = (np.arange(35).reshape(5, 7) * 37 % 256).astype(float)


@pytest.fixture(autouse=True)
def no_figures_left():
    yield
    plt.close("all")


def test_feature_map_is_that_of_conv2d():
    zoo = KernelZoo(IMAGE)
    for name, weights in KERNELS.items():
        zoo.kernel = zoo.kernels[name]
        np.testing.assert_allclose(zoo.feature_map, conv2d(IMAGE, weights))


def test_kernels_of_one_s_own_and_the_first_to_begin_with():
    zoo = KernelZoo(IMAGE, {"shift": np.eye(3, k=1), "sum": np.ones((3, 3), int)})
    assert zoo.kernel == [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    assert list(zoo.kernels) == ["shift", "sum"] and zoo.kernels["sum"] == [[1, 1, 1]] * 3


def test_browser_gets_the_pixels_as_float32_row_by_row():
    sent = KernelZoo(IMAGE).get_state()["image"]
    assert sent["shape"] == [5, 7]
    assert np.frombuffer(sent["bytes"], np.float32).tolist() == IMAGE.ravel().tolist()


def test_a_photograph_in_colour_becomes_the_mean():
    colour = np.arange(45, dtype=np.uint8).reshape(3, 5, 3)
    np.testing.assert_allclose(KernelZoo(colour).image, colour.mean(axis=-1))


def test_window_begins_in_the_middle_and_stays_inside():
    zoo = KernelZoo(IMAGE)
    assert (zoo.row, zoo.column) == (1, 2)
    zoo.row, zoo.column = 2, 4
    zoo.image = IMAGE[:3, :4]
    assert (zoo.row, zoo.column) == (0, 1)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"image": IMAGE[0]}, r"image must have the shape \(H, W\) or \(H, W, 3\), got \(7,\)"),
        ({"image": [[1, 2], [3]]}, "KernelZoo: image must be grey values in rows of one length"),
        (
            {"image": IMAGE / 255},
            r"must hold grey values from 0 \(black\) .* floats up to 0\.\d+; use 255 \* image",
        ),
        ({"image": IMAGE - 1}, r"got -1 to .*np\.clip"),
        ({"image": np.full((4, 4), np.nan)}, "image must hold grey values"),
        ({"image": np.zeros((2, 9))}, r"at least 3 rows and 3 columns .* got \(2, 9\)"),
        ({"image": np.zeros((512, 512))}, r"image\[::2, ::2\]"),
        ({"image": np.zeros((9, 9, 3))}, "must hold bytes"),
        ({"kernel": np.ones((2, 2))}, r"kernel must be 3 x 3 numbers, got the shape \(2, 2\); give three rows"),
        ({"kernel": [[1, 2, None]] * 3}, "kernel has a cell without a number"),
        ({"kernels": {}}, "kernels is empty"),
        ({"kernels": {"x": [1, 2]}}, r"kernels\['x'\] must be 3 x 3 numbers, got the shape \(2,\)"),
        ({"kernels": {"x": [[1, 2, np.inf]] * 3}}, r"kernels\['x'\] must be .* got a cell without a number"),
        ({"kernels": {"x": "abc"}}, r"kernels\['x'\] must be 3 x 3 numbers, got 'abc'"),
        ({"row": 3}, "row must be below 3, the number of rows of the feature map; got 3"),
        ({"column": 5}, "column must be below 5"),
        ({"row": -1}, "row"),
    ],
)
def test_a_bad_setting_is_refused(settings, text):
    with pytest.raises(traitlets.TraitError, match=text):
        KernelZoo(**{"image": IMAGE, "kernel": np.ones((3, 3)), **settings})
    with pytest.raises(traitlets.TraitError, match=text):
        KernelZoo(**{"image": IMAGE, **settings})
    zoo = KernelZoo(IMAGE)
    before = zoo.get_state()
    ((name, value),) = settings.items()
    with pytest.raises(traitlets.TraitError, match=text):
        setattr(zoo, name, value)
    assert zoo.get_state() == before


@pytest.mark.parametrize(("name", "black"), [("sharpen", 0), ("edge, diagonal", -255), ("Gaussian blur", 0)])
def test_still_shows_zero_as_grey_only_for_weights_that_add_up_to_zero(name, black):
    photograph, kernel, found = convolved(IMAGE, KERNELS[name])
    assert found.images[0].get_clim() == (black, 255) and photograph.images[0].get_clim() == (0, 255)
    assert ("grey 0" in " ".join(text.get_text() for text in found.figure.texts)) == (black < 0)
    np.testing.assert_allclose(found.images[0].get_array(), conv2d(IMAGE, KERNELS[name]))
    assert KernelZoo(IMAGE, kernel=KERNELS[name]).draw_fallback().alt_text == found.figure.alt_text
    assert found.figure.get_figwidth() <= 9


def test_channel_windows_highlight_only_the_pixels_under_a_weight():
    picture = np.arange(30).reshape(5, 6)
    axes = channel_windows(picture, [[1, 2], [3, 4]], row=1, column=0, dilation=3, padding=1)
    marked = [(p.get_x() + 0.47, p.get_y() + 0.47) for p in axes[0].patches if p.get_width() == 0.94 and p.get_fill()]
    assert np.round(marked).tolist() == [[-1, 0], [2, 0], [-1, 3], [2, 3]]  # (column, row)
    value = conv2d(picture, [[1, 2], [3, 4]], dilation=3, padding=1)[1, 0]  # 2*2 + 4*20
    assert [text.get_text() for text in axes[-1].texts] == ["84"] and value == 84


def test_channel_windows_refuse_a_cell_outside_the_map():
    with pytest.raises(ValueError, match="row 2, column 0 is outside the feature map of 2 rows and 2 columns"):
        channel_windows(np.ones((2, 3, 3)), np.ones((2, 2, 2)), row=2, column=0)
