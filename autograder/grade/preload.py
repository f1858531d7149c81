"""Imports everything once, so that a process forked from this one can begin at once."""

import gc
import importlib
import os
import sys
from contextlib import suppress
from io import BytesIO

from autograder.sandbox import hugepages, processes
from course_utils.checking.quick_jsonschema import import_jsonschema

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1") | {"MPLBACKEND": "agg"}
MODULES = """torch torchvision skimage.data matplotlib.pyplot IPython.core.interactiveshell otter
autograder.grade.marker course_utils.checking.grader course_utils.convolution course_utils.figures course_utils.shapes
course_utils.widgets""".split()


class MultiThreadedError(Exception):
    """This process has threads, so a copy of it would not be whole."""


def preload(modules: list[str] = MODULES) -> None:
    """Load what notebooks and tests need; what is not installed is passed over. MultiThreadedError: a module starts threads."""
    os.environ.update(ONE_THREAD)
    gc.disable()  # nearly all that an import makes is there to stay, so looking for garbage is in vain
    import_jsonschema()
    for name in modules:
        with suppress(ImportError):
            importlib.import_module(name)
    if "torch" in sys.modules:
        _first_step()
    _first_figure()
    _first_picture()
    if processes.threads() > 1:
        raise MultiThreadedError(
            f"the packages start {processes.threads() - 1} threads while they are imported, and then no safe copy of "
            "their process can be made; set OMP_NUM_THREADS=1, or look for a sitecustomize that starts threads"
        )
    gc.freeze()  # a collection in a child would otherwise touch, and so copy, every page
    gc.enable()
    hugepages.collapse_pages()


def _first_step() -> None:
    """One training step: torch loads much of itself only then."""
    import torch

    torch.set_num_threads(1)
    layer = torch.nn.Conv2d(1, 1, 3)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    layer(torch.ones(1, 1, 4, 4)).sum().backward()
    optimizer.step()


def _first_picture() -> None:
    """One photograph: what reads it is looked for only then."""
    data = sys.modules.get("skimage.data")
    if data is not None:
        data.camera(), data.astronaut()  # one grey, one in colour


def _first_figure() -> None:
    """One figure: finding the fonts takes longer than drawing."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.set_title("warm")
    figure.savefig(BytesIO(), format="png")
    plt.close(figure)
