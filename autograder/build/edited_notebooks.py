"""Notebooks that somebody has edited since they were built: a build never overwrites them unasked.

A built notebook has a hash of its cells in its metadata. Running or saving it changes outputs and nothing that the hash
covers.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

HASH = "cells_sha256"


class EditedNotebookError(Exception):
    """A notebook that a build would overwrite has edited cells; the text says which one and what to do."""

    def __init__(self, name: str, source: str) -> None:
        super().__init__(
            f"{name} has cells that were edited since it was built; make the same changes in {source}, "
            f"or run the build with --force, which keeps this notebook as {name}.bak"
        )


def seal(notebook: Any) -> None:
    """Write the hash of the cells into the metadata of a notebook that has just been built."""
    notebook["metadata"]["course"][HASH] = cells_hash(notebook)


def cells_hash(notebook: Any) -> str:
    """Return one sha256 over the types and sources of all cells, in order.

    >>> one = {"cells": [{"cell_type": "code", "source": "a\\nb", "outputs": [1]}]}
    >>> cells_hash(one) == cells_hash({"cells": [{"cell_type": "code", "source": ["a\\n", "b"]}]})
    True
    """
    cells = [[cell.get("cell_type"), "".join(cell.get("source", ""))] for cell in notebook["cells"]]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def is_edited(path: Path) -> bool:
    """Return whether the cells of a notebook file are not those that a build wrote there."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        return notebook["metadata"]["course"][HASH] != cells_hash(notebook)
    except (ValueError, LookupError, TypeError, AttributeError):
        return True  # not written by a build: its content is somebody's work


def built_from(path: Path) -> str:
    """Return the lesson source that a notebook says it was built from; empty for any other file."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["metadata"]["course"]["source"])
    except (ValueError, LookupError, TypeError):
        return ""


def keep_backup(path: Path) -> Path:
    """Rename a file to the first free name of `x.ipynb.bak`, `x.ipynb.bak2`, ...; return the new path."""
    names = (path.with_name(f"{path.name}.bak{number}") for number in ("", *range(2, 1000)))
    backup = next(name for name in names if not name.exists())
    return path.replace(backup)
