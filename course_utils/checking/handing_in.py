"""The zip that a student hands in: the notebook with its latest changes, and the checkpoints of its training.

Unpacked, the zip gives the student's folder again. A notebook that runs there resumes from the checkpoints.
"""

import json
import os
import re
import sys
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

from otter.check.utils import save_notebook

from course_utils.checking import checkpoints
from course_utils.checking.card import Note
from course_utils.checking.language import in_language, say

SAVING = 10  # seconds in which Jupyter must finish writing the notebook
LARGE = 10_000_000  # bytes of a zip; for a larger one the note shows the size


def hand_in(lesson: str, student: str) -> Note:
    """Write the zip and return a note that names its path, or explains why no zip was written.

    Raises:
        ValueError: the file is not a notebook, or it has no cells.
    """
    on_colab = "google.colab" in sys.modules
    notebook = _from_colab(lesson) if on_colab else _this_notebook()
    if notebook is None:
        return Note(say("not written"), say("file unknown"))
    saved = on_colab or save_notebook(str(notebook), timeout=5)  # triggers Save and waits until the file changes
    files, left_out = checkpoints.beside(_saved(notebook))
    written = write_zip(notebook, lesson, student, files)
    if on_colab:
        from google.colab import files as colab_files

        colab_files.download(str(written))
        return _ready(say("zip downloaded", name=written.name), *_about(written, files), *left_out)
    where = [say("zip beside", name=written.name), *([] if saved else [say("not saved")])]
    return _ready(*where, *_about(written, files), *left_out)


def write_zip(notebook: Path, lesson: str, student: str, files: Mapping[str, Path] | None = None) -> Path:
    """Write `<lesson>_<student>.zip` beside the notebook, with `files` under their names, and return its path.

    Raises:
        ValueError: the file is not a notebook, or it has no cells.
    """
    _checked(notebook)
    name = re.sub(r"[^\w.@-]+", "-", student)[:60]  # a file name holds at most 255 bytes; a letter takes up to three
    target = notebook.with_name(f"{lesson}_{name}.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(notebook, notebook.name)
        for inside, path in (files or {}).items():
            archive.write(path, inside)
    return target


def _saved(notebook: Path) -> Path:
    """Return the notebook's path once the file can be read; raise ValueError if it cannot after SAVING seconds.

    Jupyter writes the file in place, so it can be incomplete for a moment.
    """
    end = time.monotonic() + SAVING
    while True:
        try:
            return _checked(notebook)
        except ValueError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _checked(notebook: Path) -> Path:
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"{notebook.name} cannot be read as a notebook; save it and try again") from None
    if not cells:
        raise ValueError(f"{notebook.name} is empty; save it and try again")
    return notebook


def _ready(*lines: str) -> Note:
    return Note(say("ready"), "\n".join(lines))


def _about(written: Path, files: Mapping[str, Path]) -> list[str]:
    """Return sentences about the zip: the checkpoints in it, and its size if a learning platform may refuse it."""
    names = [name.removesuffix(checkpoints.TENSORS) for name in files if name.endswith(checkpoints.TENSORS)]
    size = written.stat().st_size
    said = []
    if names:
        which = ", ".join(names)
        said.append(in_language({"en": f"It contains the checkpoints of your training: {which}.",
                                 "zh-Hant": f"裡面有訓練的 checkpoint：{which}。"}))  # fmt: skip
    if size > LARGE:
        texts = {"en": "Its size is {mb}. If that is too large to upload, hand in the .ipynb itself: your networks "
                 "are trained again when it is graded.",
                 "zh-Hant": "檔案有 {mb}。如果太大無法上傳，可以只繳交 .ipynb：批改時會重新訓練。"}  # fmt: skip
        said.append(in_language(texts).format(mb=f"{size / 1_000_000:.0f} MB"))
    return said


def _this_notebook() -> Path | None:
    """Return this notebook's path from the variable that Jupyter sets for the kernel; None if there is no such file."""
    path = Path(os.environ.get("JPY_SESSION_NAME", ""))
    return path if path.suffix == ".ipynb" and path.is_file() else None


def _from_colab(lesson: str) -> Path | None:
    """Write the notebook to the working folder and return its path; None if Colab's page does not send it.

    Colab's machine has no file of the notebook, so its text is fetched from the page.
    """
    from google.colab import _message

    answer = _message.blocking_request("get_ipynb", request="", timeout_sec=30)
    if not answer:
        return None
    path = Path(f"{lesson}.ipynb")
    path.write_text(json.dumps(answer["ipynb"], ensure_ascii=False), encoding="utf-8")
    return path
