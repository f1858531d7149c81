"""Import everything once, so that a process that is forked from this one starts at once."""

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
    """This process has several threads, and a fork of it would have only one of them."""


def preload(modules: list[str] = MODULES) -> None:
    """Import what notebooks and tests need; skip what is not installed. MultiThreadedError: a module starts threads."""
    os.environ.update(ONE_THREAD)
    gc.disable()  # nearly everything that an import makes stays, so a collection would find almost nothing
    import_jsonschema()
    for name in modules:
        with suppress(ImportError):
            importlib.import_module(name)
    if "torch" in sys.modules:
        _take_training_step()
    _draw_figure()
    _read_photographs()
    if processes.threads() > 1:
        raise MultiThreadedError(
            f"the packages start {processes.threads() - 1} threads while they are imported, so their process cannot be "
            "forked safely; set OMP_NUM_THREADS=1, or look for a sitecustomize that starts threads"
        )
    gc.freeze()  # without this, a collection in a child would write to every page and so copy it
    gc.enable()
    hugepages.collapse_pages()


def _take_training_step() -> None:
    """Take one training step, because torch imports many of its modules at the first one."""
    import torch

    torch.set_num_threads(1)
    layer = torch.nn.Conv2d(1, 1, 3)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    layer(torch.ones(1, 1, 4, 4)).sum().backward()
    optimizer.step()


def _read_photographs() -> None:
    """Read a grey and a color photograph, because skimage imports its readers at the first one."""
    data = sys.modules.get("skimage.data")
    if data is not None:
        data.camera(), data.astronaut()


def _draw_figure() -> None:
    """Draw one figure, because matplotlib searches the fonts at the first one, and that takes longer than drawing."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.set_title("preload")
    figure.savefig(BytesIO(), format="png")
    plt.close(figure)
