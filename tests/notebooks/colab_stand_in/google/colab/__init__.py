"""Stands in for Colab's own package in tests: only the names that a lesson, the grader or a widget touches."""

from google.colab import output  # Colab has it loaded from the start, and anywidget looks for it

__all__ = ["output"]
