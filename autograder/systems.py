"""Where grading can run. Imported first of all: on other systems the rest of the grader does not even load."""

import sys

LINUX_ONLY = "Not graded: grading runs on Linux; on Windows use WSL2, on macOS a Linux machine or container"


def unsupported_reason() -> str:
    """One line where this system cannot grade; empty where it can."""
    return "" if sys.platform == "linux" else LINUX_ONLY
