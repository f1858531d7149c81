"""Check whether grading runs on this system. Imported first: on other systems the rest cannot even be imported."""

import sys

LINUX_ONLY = "Not graded: grading runs on Linux; on Windows use WSL2, on macOS a Linux machine or container"


def unsupported_reason() -> str:
    """Return why this system cannot grade, in one line; empty where it can."""
    return "" if sys.platform == "linux" else LINUX_ONLY
