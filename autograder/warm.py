"""Imports everything once, so that a process forked from this one can begin at once."""

import gc
import importlib
import os
from io import BytesIO

from autograder.sandbox import processes

MODULES = """torch torchvision skimage.data matplotlib.pyplot IPython.core.interactiveshell otter autograder.marking
course_utils.checking.grader course_utils.convolution course_utils.figures course_utils.shapes
course_utils.widgets""".split()


class NotAlone(Exception):
    """This process has threads, so a copy of it would not be whole."""


def warm_up() -> None:
    """Load what notebooks and tests need. NotAlone: something has started threads already."""
    os.environ["MPLBACKEND"] = "agg"
    for name in MODULES:
        importlib.import_module(name)
    _first_step()
    _first_figure()
    if processes.threads() > 1:
        raise NotAlone(
            f"this process has {processes.threads()} threads, but only one with a single thread can be forked safely; "
            f"start it as `python -m autograder grade`"
        )
    gc.collect()
    gc.freeze()  # a collection in a child would otherwise touch, and so copy, every page


def _first_step() -> None:
    """One training step: torch loads much of itself only then."""
    import torch

    torch.set_num_threads(1)
    layer = torch.nn.Conv2d(1, 1, 3)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    layer(torch.ones(1, 1, 4, 4)).sum().backward()
    optimizer.step()


def _first_figure() -> None:
    """One figure: finding the fonts takes longer than drawing."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.set_title("warm")
    figure.savefig(BytesIO(), format="png")
    plt.close(figure)
