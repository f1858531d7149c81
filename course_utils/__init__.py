"""The package that every lesson imports: sizes, convolution, figures, checks and widgets.

Importing the package loads no large library; `Grader` is imported when it is first used.
"""

__all__ = ["Grader"]


def __getattr__(name: str):
    if name == "Grader":
        from course_utils.checking.grader import Grader

        return Grader
    raise AttributeError(f"module 'course_utils' has no attribute {name!r}")
