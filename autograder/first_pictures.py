"""The widgets' first pictures, which the students' notebooks keep: GitHub shows them, and JupyterLab before a run.

`build --pictures` runs each notebook untouched and keeps, of all that it shows, only these. An ordinary build keeps the
picture of a cell that is as it was. GitHub and nbconvert read the description from the picture's metadata; JupyterLab
does not, so the same words stand below the picture, folded. Running the cell replaces both by the widget.
"""

from __future__ import annotations

import ast
import base64
import html
import io
from copy import deepcopy
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_output
from PIL import Image

from autograder.execution import execute
from autograder.names import plain_python
from course_utils import widgets

MOST_LETTERS = 80_000  # in base64, of a picture: 60 kB
FEWER_COLOURS = (128, 64, 32)  # tried in turn
ASK = "Run the cell to bring this picture to life. What it shows, in words"


def run_untouched(notebook: NotebookNode, root: Path) -> NotebookNode:
    """Return a copy of `notebook` as it looks after a run in self-study, with the course_utils of `root`."""
    ran = deepcopy(notebook)
    execute(ran, root)
    return ran


def with_pictures(notebook: NotebookNode, shown: NotebookNode) -> NotebookNode:
    """Return a copy of `notebook` with the pictures that the same cells have in `shown`, and no other output.

    Args:
        shown: a notebook that was run, or one with first pictures. A cell is the same if its id and source are.
    """
    pictures = {(cell.get("id"), cell.source): _outputs(cell) for cell in shown.cells if cell.cell_type == "code"}
    out = deepcopy(notebook)
    for cell in out.cells:
        if cell.cell_type == "code":
            cell.outputs = pictures.get((cell.id, cell.source), [])
    return out


def without_picture(notebook: NotebookNode) -> list[str]:
    """The ids of the cells that show a widget and have no picture of it, with a description, to begin with."""
    return [
        cell.id
        for cell in notebook.cells
        if cell.cell_type == "code" and shown_widget(cell.source) and not _outputs(cell)
    ]


def shown_widget(source: str) -> str | None:
    """The class of the widget that a cell makes and shows in its last line; None where there is none, or not always.

    >>> shown_widget("from course_utils.widgets import KernelZoo\\nKernelZoo(camera)")
    'KernelZoo'
    >>> shown_widget("LeNetLive(trained) if trained else None")
    """
    body = ast.parse(plain_python(source)).body
    call = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else None
    return name if name in widgets.__all__ else None


def _outputs(cell: NotebookNode) -> list[NotebookNode]:
    """The first pictures among a cell's outputs as the notebook keeps them, each with its words."""
    found = [output for output in cell.outputs if _is_picture(output)]
    return [made for output in found for made in _picture(output.data["image/png"], output.metadata["image/png"])]


def _is_picture(output: NotebookNode) -> bool:
    """Whether an output is a widget's picture: as the widget leaves it, or as it is kept, without HTML."""
    if "image/png" not in output.get("data", {}) or not output.metadata.get("image/png", {}).get("alt"):
        return False
    page = output.data.get("text/html")
    return page is None or "data-still=" in page


def _picture(png: str, seen: dict) -> list[NotebookNode]:
    alt = seen["alt"]
    metadata = {"image/png": {name: seen[name] for name in ("alt", "height", "width")}}
    words = f"<details><summary>{ASK}</summary>{html.escape(alt, quote=False)}</details>"
    return [
        new_output("display_data", {"image/png": _small(png), "text/plain": alt}, metadata=metadata),
        new_output("display_data", {"text/html": words}),
    ]


def _small(png: str) -> str:
    """The picture as it is if it is small, so that it may be kept again and again; else with fewer colours."""
    for colours in FEWER_COLOURS:
        if len(png) <= MOST_LETTERS:
            break
        file = io.BytesIO()
        image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
        image.quantize(colours, dither=Image.Dither.NONE).save(file, format="PNG", optimize=True)
        png = base64.b64encode(file.getvalue()).decode("ascii")
    return png
