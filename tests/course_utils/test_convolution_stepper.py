"""The Python side of the stepper: its settings, its feature map, and the picture it leaves behind."""

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
import torch
import traitlets
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbconvert import HTMLExporter

from course_utils.convolution import conv2d
from course_utils.widgets import ConvolutionStepper

PICTURE = np.arange(20).reshape(4, 5) % 7
KERNEL = [[1, -1], [2, 0.5], [0, -3]]


def test_feature_map_is_that_of_conv2d():
    stepper = ConvolutionStepper(PICTURE, KERNEL, stride=2, padding=1)
    assert np.array_equal(stepper.feature_map, conv2d(PICTURE, KERNEL, stride=2, padding=1))


@pytest.mark.parametrize("kind", [list, tuple, np.array, torch.tensor, lambda rows: np.array(rows, dtype=np.uint8)])
def test_picture_may_be_any_table(kind):
    stepper = ConvolutionStepper(kind([[1, 2], [3, 4]]), kind([[1]]))
    assert stepper.picture == [[1, 2], [3, 4]]
    assert all(type(number) is int for row in stepper.picture for number in row)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"picture": [[1, 2], [3]]}, "picture must be numbers in rows of one length"),
        ({"picture": "abc"}, "picture must be numbers"),
        ({"picture": [[1, None], [3, 4]]}, r"picture has a cell without a number"),
        ({"kernel": np.ones((2, 2, 2))}, r"image \(4, 5\), kernel \(2, 2, 2\)"),
        (
            {"kernel": np.ones((2, 2, 2, 2))},
            r"kernel must have the shape \(channels, rows, columns\), got \(2, ",
        ),
        ({"picture": np.ones((5, 4, 4))}, r"picture has 5 channels; up to 4 fit below each other"),
        ({"picture": np.ones((28, 28))}, r"picture has the shape \(28, 28\).*cut out a part"),
        ({"kernel": np.ones((5, 5))}, "does not fit into 4 pixels"),
        ({"stride": 0}, "stride"),
        ({"stride": 1.5}, "stride"),
        ({"padding": -1}, "padding"),
        ({"dilation": 0}, "dilation"),
        ({"dilation": 3}, "ConvolutionStepper: .*does not fit into 4 pixels"),
        ({"original": {}}, "original"),
        ({"position": 8}, r"position must be below 8, .*2 rows, 4 columns.* got 8"),
        ({"position": -1}, "position"),
    ],
)
def test_a_bad_setting_is_refused(settings, text):
    with pytest.raises(traitlets.TraitError, match=text):
        ConvolutionStepper(**{"picture": PICTURE, "kernel": KERNEL, **settings})
    stepper = ConvolutionStepper(PICTURE, KERNEL)
    before = stepper.get_state()
    ((name, value),) = settings.items()
    with pytest.raises(traitlets.TraitError, match=text):
        setattr(stepper, name, value)
    assert stepper.get_state() == before


@pytest.mark.parametrize("settings", [{"dilation": 2}, {"stride": 2, "padding": 2, "dilation": 3}])
def test_channels_and_dilation_are_those_of_conv2d(settings):
    picture, kernel = np.arange(60).reshape(3, 4, 5) % 7, np.arange(12).reshape(3, 2, 2) - 6
    stepper = ConvolutionStepper(picture, kernel, **settings)
    assert np.array_equal(stepper.feature_map, conv2d(picture, kernel, **settings))
    assert stepper.feature_map.ndim == 2


def test_an_edit_keeps_the_place_and_reset_brings_everything_back():
    stepper = ConvolutionStepper(PICTURE, KERNEL, position=4)
    before = stepper.feature_map
    stepper.kernel = [[0, -1], [2, 0.5], [0, -3]]
    assert (stepper.position, stepper.reached) == (4, 4)
    assert not np.array_equal(stepper.feature_map, before)
    stepper.picture, stepper.padding = np.ones((6, 6)), 2
    stepper.reset()
    assert np.array_equal(stepper.feature_map, before)
    assert (stepper.picture, stepper.padding) == (PICTURE.tolist(), 0)
    assert (stepper.position, stepper.reached) == (0, 0)


def test_original_does_not_follow_a_list_that_is_changed_later():
    stepper = ConvolutionStepper(PICTURE, KERNEL)
    stepper.picture[0][0] = 99
    assert stepper.original["picture"] == PICTURE.tolist()


def test_still_of_channels_says_each_sum():
    still = ConvolutionStepper([[[1, 2]], [[3, 4]]], [[[5]], [[10]]], position=1).draw_fallback()
    assert "channel 0 (1 row of 1: 10) add up to 10; channel 1 (1 row of 1: 40) add up to 40" in still.alt_text
    assert "Together 50" in still.alt_text
    plt.close(still)


def test_position_moves_the_furthest_cell_along():
    stepper = ConvolutionStepper(PICTURE, KERNEL, position=2)
    assert stepper.reached == 2
    stepper.position = 6
    stepper.position = 1
    assert (stepper.position, stepper.reached) == (1, 6)


def test_a_new_setting_begins_again():
    stepper = ConvolutionStepper(PICTURE, KERNEL, position=7)
    stepper.stride = 2
    assert (stepper.position, stepper.reached) == (0, 0)


def test_settings_that_only_fit_together_are_taken_together():
    stepper = ConvolutionStepper(PICTURE, KERNEL)
    with stepper.hold_trait_notifications():
        stepper.picture, stepper.kernel = [[5]], [[2]]
    assert stepper.feature_map.tolist() == [[10]]


@pytest.fixture
def outputs():
    """The two outputs of a stepper that a cell shows: its picture, and the live widget."""
    InteractiveShell.instance()
    with capture_output() as captured:
        ConvolutionStepper(PICTURE, KERNEL, stride=2, padding=1, position=5)._ipython_display_()
    InteractiveShell.clear_instance()  # other tests make a shell of their own
    return [
        nbformat.v4.new_output("display_data", output.data, metadata=output.metadata) for output in captured.outputs
    ]


def test_picture_is_shown_with_alt_text_before_the_widget(outputs):
    picture, widget = outputs
    assert "The window at row 1, column 3 of the picture" in picture.metadata["image/png"]["alt"]
    assert picture.metadata["image/png"]["alt"] in picture.data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in widget.data
    assert plt.get_fignums() == []  # nothing left for the cell to show once more


@pytest.mark.parametrize("template", ["classic", "lab"])
def test_nbconvert_shows_the_picture_with_its_alt_text(outputs, template):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("stepper", outputs=outputs)])
    page, _ = HTMLExporter(template_name=template).from_notebook_node(notebook)
    assert page.count('<img alt="The window at row 1, column 3 of the picture') == 1


def test_nbconvert_shows_the_alt_text_without_html_too(outputs):
    del outputs[0].data["text/html"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("stepper", outputs=outputs)])
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(notebook)
    assert 'alt="The window at row 1, column 3 of the picture' in page
