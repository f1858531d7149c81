"""Pictures of networks: what is drawn, what the description says, and the text of each error."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from course_utils.figures.networks import confusion_matrix, curves, image_grid, log_bars, training_curves
from course_utils.training import History

HISTORY = History([2.0, 1.0], [0.3, 0.6], [1.5, 1.2], [0.5, 0.75], [1.0, 1.0], 2)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_tiles_stand_in_rows_on_one_scale():
    axes = image_grid(torch.arange(7 * 4.0).reshape(7, 1, 2, 2), columns=3, what="digits")
    assert len(axes) == 7 and len({round(ax.get_position().y0, 6) for ax in axes}) == 3
    assert {ax.images[0].get_clim() for ax in axes} == {(0, 27)}
    assert axes[0].figure.alt_text == "7 digits, 3 in a row."


def test_tiles_with_scales_of_their_own_and_with_signs():
    images = np.array([[[0.0, 1.0]], [[-4.0, 2.0]]])
    assert [ax.images[0].get_clim() for ax in image_grid(images, each=True)] == [(0, 1), (-4, 2)]
    assert [ax.images[0].get_clim() for ax in image_grid(images, signed=True)] == [(-4, 4), (-4, 4)]


def test_tiles_are_no_wider_than_the_page_and_tell_their_titles():
    axes = image_grid(np.zeros((30, 5, 5)), [str(n) for n in range(30)], columns=16)
    assert axes[0].figure.get_figwidth() <= 9 and "titles 0, 1, 2" in axes[0].figure.alt_text


def test_tiles_say_what_is_wrong():
    with pytest.raises(ValueError, match=r"images must have the shape \(N, H, W\) or \(N, 1, H, W\), got \(3, 3\)"):
        image_grid(np.zeros((3, 3)))
    with pytest.raises(ValueError, match="one title for each, got 2 pictures and 1 titles"):
        image_grid(np.zeros((2, 3, 3)), ["a"])


def test_training_curves_draw_both_numbers_of_each_history():
    loss, accuracy = training_curves({"mine": HISTORY, "yours": HISTORY})
    assert [list(line.get_ydata()) for line in loss.lines] == [[1.5, 1.2]] * 2
    assert list(accuracy.lines[0].get_ydata()) == [0.5, 0.75] and list(accuracy.lines[0].get_xdata()) == [1, 2]
    assert "mine: accuracy 75 % after 2 epochs" in loss.figure.alt_text
    assert len({line.get_linestyle() for line in loss.lines} | {line.get_color() for line in loss.lines}) == 4
    with pytest.raises(ValueError, match="from 1 to 4 histories can be drawn, got 0"):
        training_curves({})


def test_confusion_shows_counts_and_tells_what_was_mixed_up():
    ax = confusion_matrix(np.array([[3, 1], [0, 4]]), ["cat", "dog"])
    assert ax.figure.alt_text == "Table of what was read: 7 of 8 right. cat read as dog: 1."
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("read as", "it shows")
    with pytest.raises(ValueError, match=r"3 classes need a table of 3 x 3, got \(2, 2\)"):
        confusion_matrix([[1, 2], [3, 4]], "abc")


def test_bars_stand_in_groups():
    ax = log_bars({"one": [0.1, 10.0], "two": [1.0, 1.0]}, ["first", "last"], label="size")
    assert [bar.get_height() for bar in ax.patches] == [0.1, 10, 1, 1]
    assert ax.figure.alt_text == "Bars, size. one: first 1.0e-01, last 1.0e+01; two: first 1.0e+00, last 1.0e+00."
    with pytest.raises(ValueError, match=r"up to 4 series of 2 numbers each, got \[1\]"):
        log_bars({"one": [1]}, ["first", "last"], label="size")
    with pytest.raises(ValueError, match="every number must be above 0"):
        log_bars({"one": [1, 0]}, ["first", "last"], label="size")


def test_curves_share_their_x():
    ax = curves(torch.tensor([0.0, 1.0]), {"up": torch.tensor([0.0, 2.0])})
    assert ax.figure.alt_text == "Curves over x from 0 to 1: up from 0.00 to 2.00."
    with pytest.raises(ValueError, match=r"up to 4 curves of \(2,\) numbers, as x has, got \[\(3,\)\]"):
        curves([0, 1], {"up": [1, 2, 3]})
