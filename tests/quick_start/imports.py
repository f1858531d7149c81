"""The imports of otter, nbgrader and their kernels; nothing of this course, because a test may use a copy of it."""

import importlib
import os
import sys

sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # as in without_grammar
os.environ.setdefault("OMP_NUM_THREADS", "1")  # a process with threads cannot be forked safely
GRADERS = ["otter.cli", "otter.run", "otter.generate", "nbgrader.apps.nbgraderapp", "nbgrader.converters"]
KERNELS = ["ipykernel.kernelapp", "torch", "torchvision.transforms.v2", "matplotlib.backends.backend_agg",
           "skimage.data", "sklearn.datasets"]  # fmt: skip
for name in [*GRADERS, *KERNELS]:
    importlib.import_module(name)
