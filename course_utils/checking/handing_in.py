"""The zip that a student hands in: the notebook as it stands on the screen."""

import json
import re
import sys
import zipfile
from pathlib import Path

from otter.check.utils import save_notebook


def zip_for_handing_in(notebook: Path, student: str) -> Path:
    """Save the notebook in JupyterLab, write `<notebook>_<student>.zip` beside it and return its path.

    Raises:
        ValueError: the file is no notebook.
    """
    if "google.colab" not in sys.modules:  # there the text was fetched from the page a moment ago
        save_notebook(str(notebook), timeout=5)  # presses Save in JupyterLab and waits for the file to change
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"{notebook.name} is no notebook that can be read; save it and try again") from None
    if not cells:
        raise ValueError(f"{notebook.name} is empty; save it and try again")
    name = re.sub(r"[^\w.@-]+", "-", student)
    target = notebook.with_name(f"{notebook.stem}_{name}.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(notebook, notebook.name)
    return target
