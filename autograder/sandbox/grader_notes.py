"""Collect the notes that `course_utils` writes for the grader while a cell runs, such as an unusable checkpoint.

The notes are in a file, because they must outlast the process of the cell that wrote them.
"""

import os
from pathlib import Path

MAX_BYTES = 400


class Notes:
    """Read the file that `COURSE_NOTES` names for `course_utils.training`. Student code can write to it, too."""

    def __init__(self, path: Path) -> None:
        self.path = path
        os.environ["COURSE_NOTES"] = str(path)

    def drain(self) -> str:
        """Return the notes written since the last call, in one line, or an empty text if there is no plain file."""
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(descriptor, "rb") as file:
                data = file.read(MAX_BYTES)
            self.path.unlink()
        except OSError:
            return ""
        return "; ".join(dict.fromkeys(data.decode(errors="replace").splitlines()))
