"""The zip that a student hands in: the notebook as it stands on the screen."""

import json
import os
import re
import sys
import zipfile
from pathlib import Path

from otter.check.utils import save_notebook

from course_utils.checking.card import Note
from course_utils.checking.language import say


def hand_in(lesson: str, student: str) -> Note:
    """Write the zip, and return a note that says where it is, or why there is none.

    Raises:
        ValueError: the notebook's file is no notebook.
    """
    on_colab = "google.colab" in sys.modules
    notebook = _from_colab(lesson) if on_colab else _this_notebook()
    if notebook is None:
        return Note(say("not written"), say("file unknown"))
    saved = on_colab or save_notebook(str(notebook), timeout=5)  # presses Save and waits for the file to change
    written = write_zip(notebook, lesson, student)
    if on_colab:
        from google.colab import files

        files.download(str(written))
        return Note(say("ready"), say("zip downloaded", name=written.name))
    where = say("zip beside", name=written.name)
    return Note(say("ready"), where if saved else f"{where}\n{say('not saved')}")


def write_zip(notebook: Path, lesson: str, student: str) -> Path:
    """Write `<lesson>_<student>.zip` beside the notebook and return its path.

    Raises:
        ValueError: the file is no notebook.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"{notebook.name} is no notebook that can be read; save it and try again") from None
    if not cells:
        raise ValueError(f"{notebook.name} is empty; save it and try again")
    name = re.sub(r"[^\w.@-]+", "-", student)
    target = notebook.with_name(f"{lesson}_{name}.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(notebook, notebook.name)
    return target


def _this_notebook() -> Path | None:
    """Return this notebook's file, which Jupyter told the kernel when it started; None where it is not there."""
    path = Path(os.environ.get("JPY_SESSION_NAME", ""))
    return path if path.suffix == ".ipynb" and path.is_file() else None


def _from_colab(lesson: str) -> Path | None:
    """Fetch the notebook's text from Colab's page, which keeps no file of it, and write it to the working folder."""
    from google.colab import _message

    answer = _message.blocking_request("get_ipynb", request="", timeout_sec=30)
    if not answer:
        return None
    path = Path(f"{lesson}.ipynb")
    path.write_text(json.dumps(answer["ipynb"], ensure_ascii=False), encoding="utf-8")
    return path
