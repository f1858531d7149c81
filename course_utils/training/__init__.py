"""Training: one loop (`fit`, in loop.py, written to be read), and `evaluate` and `predict` for a trained network."""

from course_utils.datasets import scaled
from course_utils.training.history import History
from course_utils.training.loop import evaluate, fit, predict

__all__ = ["History", "evaluate", "fit", "predict", "scaled"]
