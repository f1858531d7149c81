"""Imports what otter and nbgrader import, and nothing of this course: a copy of it may be found somewhere else."""

import importlib
import sys

sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # as in tests/without_grammar
for name in ["otter.cli", "otter.run", "otter.generate", "nbgrader.apps.nbgraderapp", "nbgrader.converters"]:
    importlib.import_module(name)
