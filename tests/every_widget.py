"""Cases for tests that apply to every widget: how a widget of each kind is made, and a key that changes it."""

from dataclasses import dataclass

FIRST = """import numpy as np
import torch
from skimage import data
from course_utils import widgets
from course_utils.convolution import conv2d
from course_utils.models import LeNet5
made = {}
torch.manual_seed(0);"""
PICTURE, KERNEL = "[[3, 0, 5, 1], [2, 4, 1, 0], [5, 2, 0, 3]]", "[[2, -1], [1, -3]]"
MAP_AND_CHECK = "widget.answer = conv2d(widget.picture, widget.kernel)\nwidget.check()"


@dataclass(frozen=True)
class Case:
    """A case of one widget, which is made with `arguments`.

    Pressing `key` on the element `focus` ("": the whole widget) makes the expression `value` true. After the key and
    after `set`, the widget has announced something to screen readers.
    """

    css: str  # the CSS class of its root, in addition to "course-widget"
    arguments: str
    key: str
    value: str  # a Python expression of `widget`
    set: str  # a Python statement that makes another change
    focus: str = ""
    after: str = ""  # code that is appended to the new widget


CASES = {
    "AugmentationLab": Case(
        "augment", "data.astronaut()[:512:8, 80:400:8].transpose(2, 0, 1)", "m", "widget.flip", "widget.angle = 30"
    ),
    "ConvolutionStepper": Case(
        "stepper", f"{PICTURE}, {KERNEL}", "ArrowRight", "widget.position == 1", "widget.padding = 1"
    ),
    "HandGrid": Case(
        "hand-grid", f"{PICTURE}, {KERNEL}, name='q2_2'", "7", "widget.answer[0][0] == 7", MAP_AND_CHECK,
        focus="[data-name^='your map'] input",
    ),
    "KernelZoo": Case("zoo", "data.camera()[::8, ::8]", "ArrowRight", "widget.column == 32", "widget.row = 3"),
    "LayerPlayground": Case(
        "layers", "[8, 'pool', 16]", "4", "widget.layers == [4, 'pool', 16]", "widget.padding = 1",
        focus="[role=option]",
    ),
    "LeNetLive": Case("lenet", "LeNet5()", "ArrowRight", "widget.shift == [0, 1]", "widget.patch = [4, 4]"),
    "PixelChannels": Case(
        "pixel", "data.astronaut()[::8, ::8]", "ArrowRight", "widget.column == 33", "widget.how = 'reshape'"
    ),
    "PoolingStepper": Case("pooling", PICTURE, "ArrowRight", "widget.position == 1", "widget.mode = 'average'"),
    "TrainingMonitor": Case(
        "monitor", "", "Enter", "widget.stop_asked()", "widget.said = 'Epoch 3 of 9 is done.'", focus="button",
        after=".begin()",
    ),
}  # fmt: skip


def cell(name: str) -> str:
    """Return the source of a cell that makes a widget and shows it."""
    case, widget = CASES[name], f"made[{name!r}]"
    source = f"{widget} = widgets.{name}({case.arguments})\n"
    return source + (f"{widget}{case.after}\n" if case.after else "") + widget
