"""What a lesson of the course imports: sizes, convolution, figures, checks and widgets.

Importing the package loads nothing heavy; `Grader` comes with its first use.
"""

__all__ = ["Grader"]


def __getattr__(name: str):
    if name == "Grader":
        from course_utils.checking.grader import Grader

        return Grader
    raise AttributeError(f"module 'course_utils' has no attribute {name!r}")
