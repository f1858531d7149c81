"""The package that every lesson imports: sizes, convolution, figures, checks and widgets.

Importing the package loads no large library; `Grader` is imported when it is first used.
"""

from typing import Any

__all__ = ["Grader"]


def __getattr__(name: str) -> Any:
    if name == "Grader":
        from course_utils.checking.grader import Grader

        return Grader
    raise AttributeError(f"module 'course_utils' has no attribute {name!r}")
