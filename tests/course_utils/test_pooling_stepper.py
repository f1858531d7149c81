"""The Python side of the pooling stepper: its settings, its pooled map, and the picture it leaves behind."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
import traitlets

from course_utils.pooling import avg_pool2d, max_pool2d
from course_utils.widgets import PoolingStepper

PICTURE = np.arange(35).reshape(5, 7) * 3 % 11


@pytest.fixture(autouse=True)
def no_figures_left():
    yield
    plt.close("all")


@pytest.mark.parametrize("ceil_mode", [False, True])
@pytest.mark.parametrize(("kernel_size", "stride", "padding"), [(2, None, 0), (3, 2, 1), (4, 3, 2), (2, 3, 1)])
def test_pooled_map_is_that_of_the_course_and_of_torch(kernel_size, stride, padding, ceil_mode):
    how = {"kernel_size": kernel_size, "stride": stride, "padding": padding, "ceil_mode": ceil_mode}
    stepper = PoolingStepper(PICTURE, **how)
    assert np.array_equal(stepper.pooled_map, max_pool2d(PICTURE, **how))
    stepper.mode = "average"
    assert np.array_equal(stepper.pooled_map, avg_pool2d(PICTURE, **how))
    tensor = torch.tensor(PICTURE, dtype=torch.float)[None]
    expected = torch.nn.AvgPool2d(**how)(tensor)[0]
    assert np.allclose(stepper.pooled_map, expected)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"picture": [[1, 2], [3]]}, "PoolingStepper: picture must be numbers in rows of one length"),
        ({"picture": [[1, None], [3, 4]]}, "PoolingStepper: picture has a cell without a number"),
        ({"picture": np.ones((28, 28))}, r"picture has the shape \(28, 28\).*cut out a part"),
        ({"kernel_size": 6}, "PoolingStepper: .*does not fit into 5 pixels"),
        ({"kernel_size": 0}, "kernel_size"),
        ({"kernel_size": (2, 3)}, "kernel_size"),
        ({"stride": 0}, "stride"),
        ({"padding": 2}, "PoolingStepper: max_pool2d: padding must be at most half the kernel_size, got padding=2"),
        ({"padding": -1}, "padding"),
        ({"ceil_mode": "yes"}, "ceil_mode"),
        ({"mode": "avg"}, "mode.*'max', 'average'"),
        ({"position": 6}, r"position must be below 6, .*pooled map \(2 rows, 3 columns\); got 6"),
        ({"position": -1}, "position"),
    ],
)
def test_a_bad_setting_is_refused(settings, text):
    with pytest.raises(traitlets.TraitError, match=text):
        PoolingStepper(**{"picture": PICTURE, **settings})
    stepper = PoolingStepper(PICTURE)
    before = stepper.get_state()
    ((name, value),) = settings.items()
    with pytest.raises(traitlets.TraitError, match=text):
        setattr(stepper, name, value)
    assert stepper.get_state() == before


def test_another_window_begins_again_and_another_mode_stays():
    stepper = PoolingStepper(PICTURE, stride=2, position=5)
    assert (stepper.position, stepper.reached) == (5, 5)
    stepper.mode = "average"
    assert (stepper.position, stepper.reached) == (5, 5)
    stepper.stride = None
    assert (stepper.position, stepper.reached) == (0, 0)
    stepper.position = 2
    stepper.stride = 1
    assert (stepper.position, stepper.reached) == (0, 0)


def test_still_picture_shows_the_step():
    assert "The window of 2 by 2 at row 2, column 4" in PoolingStepper(PICTURE, position=5).draw_fallback().alt_text
    mean = PoolingStepper([[1, 3], [5, 2]], mode="average").draw_fallback()
    assert "(1 + 3 + 5 + 2) / 4  = 2.75" in mean.alt_text


@pytest.mark.parametrize("mode", ["max", "average"])
def test_still_picture_of_padding_and_ceil_mode_shows_both_maps(mode):
    figure = PoolingStepper(PICTURE, kernel_size=3, padding=1, ceil_mode=True, mode=mode).draw_fallback()
    assert f"pooled map ({mode})" in figure.alt_text
