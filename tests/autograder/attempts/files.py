"""Submitted files: invalid, too large or not notebooks, zips with paths outside, and notebooks with moved cells."""

import copy
import io
import json
import os
import socket
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]


@dataclass(frozen=True)
class Handed:
    """A file or folder that `write(folder, good)` creates, where `good` is a correct notebook; fields as in Attempt."""

    row: str
    tries: str
    write: Callable[[Path, Notebook], None]
    status: str = "INVALID"
    score: float = 0
    reason: str = ""
    warns: str = ""


def data(name: str, content: bytes | str) -> Callable[[Path, Notebook], None]:
    """Return a function that writes a file with this content."""
    return lambda folder, good: (
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content) and None
    )


def changed(name: str, change: Callable[[Notebook], Any]) -> Callable[[Path, Notebook], None]:
    """Return a function that writes the correct notebook after `change(notebook)`, which may return another one."""

    def write(folder: Path, good: Notebook) -> None:
        notebook = copy.deepcopy(good)
        notebook = change(notebook) or notebook
        (folder / name).write_text(json.dumps(notebook), encoding="utf-8")

    return write


def zipped(name: str, fill: Callable[[zipfile.ZipFile, str], None]) -> Callable[[Path, Notebook], None]:
    """Return a function that writes a zip, which `fill(archive, text of the correct notebook)` fills."""

    def write(folder: Path, good: Notebook) -> None:
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            fill(archive, json.dumps(good))

    return write


def _large(folder: Path, good: Notebook) -> None:
    with (folder / "large.ipynb").open("w", encoding="utf-8") as file:
        json.dump(good, file)
        file.truncate(200_000_000)


def _device(folder: Path, good: Notebook) -> None:
    """Create a device file, or, because this needs root, a socket if permission is denied."""
    try:
        os.mknod(folder / "device.ipynb", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        with socket.socket(socket.AF_UNIX) as one:
            here = os.getcwd()
            os.chdir(folder)  # the path of a socket has at most 107 bytes
            one.bind("device.ipynb")
            os.chdir(here)


def _link(name: str, target: str) -> Callable[[Path, Notebook], None]:
    return lambda folder, good: os.symlink(target, folder / name)


def _linked_member(archive: zipfile.ZipFile, good: str) -> None:
    link = zipfile.ZipInfo("x.ipynb")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    archive.writestr(link, "/etc/passwd")


def _bomb(archive: zipfile.ZipFile, good: str) -> None:
    with archive.open("x.ipynb", "w", force_zip64=True) as file:
        for _ in range(200):
            file.write(bytes(1 << 20))


def _lying_size(folder: Path, good: Notebook) -> None:
    """Write a zip bomb whose directory contains the wrong size 1 kB."""
    zipped("announces.zip", _bomb)(folder, good)
    path = folder / "announces.zip"
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (1024).to_bytes(4, "little")
    path.write_bytes(content)


def _nested_bomb(archive: zipfile.ZipFile, good: str) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as one:
        one.writestr("x.ipynb", bytes(50_000_000))
    archive.writestr("x.zip", inner.getvalue())


def _many_members(archive: zipfile.ZipFile, good: str) -> None:
    for number in range(5000):
        archive.writestr(f"{number}.txt", "")
    archive.writestr("x.ipynb", good)


def _folder_of_links(folder: Path, good: Notebook) -> None:
    (folder / "linked_inside").mkdir()
    (folder / "linked_inside" / "x.ipynb").symlink_to("/etc/passwd")


BROKEN = {
    "half": Handed("broken", "half a notebook", data("half.ipynb", '{"cells": [{"cell_type"'), reason="complete JSON"),
    "picture": Handed("broken", "a picture", data("picture.ipynb", b"\x89PNG\r\n\x1a\n\x00"), reason="not UTF-8"),
    "hollow": Handed("broken", "an empty file", data("hollow.ipynb", b""), reason="the file is empty"),
    "spaces": Handed("broken", "spaces alone", data("spaces.ipynb", b" \n" * 9), reason="the file is empty"),
    "list": Handed("broken", "a list", data("list.ipynb", "[1, 2]"), reason="has no nbformat number"),
    "brackets": Handed("broken", "brackets without end", data("brackets.ipynb", "[" * 1_000_000), reason="complete"),
    "utf16": Handed("broken", "UTF-16", data("utf16.ipynb", "{}".encode("utf-16")), reason="not UTF-8"),
    "text": Handed("broken", "a text file", data("text.txt", "six = 6"), reason="expected .ipynb or .zip"),
    "version3": Handed("broken", "nbformat 3", changed("version3.ipynb", lambda n: n.update(nbformat=3)),
                       reason="nbformat 3: open it in a current Jupyter"),
    "version9": Handed("broken", "nbformat 9", changed("version9.ipynb", lambda n: n.update(nbformat=9)),
                       reason="nbformat 9"),
    "no_cells": Handed("broken", "cells that are a number", changed("no_cells.ipynb", lambda n: n.update(cells=7)),
                       reason="no list of cells"),
    "odd_cells": Handed("broken", "a source that is a number", changed(
        "odd_cells.ipynb", lambda n: n["cells"].append({"cell_type": "code", "source": 7})
    ), reason="not text"),
    "large": Handed("broken", "200 MB", _large, reason="too large"),
    "blank": Handed("broken", "no cells at all", changed("blank.ipynb", lambda n: n.update(cells=[])), "GRADED",
                    warns="the file name has 'blank'"),
    "marked": Handed("broken", "byte order mark in front", lambda folder, good: (folder / "marked.ipynb").write_text(
        json.dumps(good), encoding="utf-8-sig") and None, "GRADED", 6),
}  # fmt: skip

ARCHIVES = {
    "linked": Handed("archives", "symlink", _link("linked.ipynb", "/etc/passwd"), reason="symbolic link"),
    "linked_class": Handed("archives", "symlink to another's work", _link("linked_class.ipynb", "right.ipynb"),
                           reason="symbolic link"),
    "linked_folder": Handed("archives", "symlink to a folder", _link("linked_folder", "/etc"), reason="symbolic link"),
    "linked_inside": Handed("archives", "symlink in a folder", _folder_of_links, reason="symbolic link"),
    "fifo": Handed("archives", "FIFO", lambda folder, _: os.mkfifo(folder / "fifo.ipynb"), reason="not a regular file"),
    "device": Handed("archives", "device file", _device, reason="not a regular file"),
    "dots": Handed("archives", ".. in a zip", zipped("dots.zip", lambda a, n: a.writestr("../x.ipynb", n)),
                   reason="points outside"),
    "absolute": Handed("archives", "absolute name in a zip", zipped(
        "absolute.zip", lambda a, n: a.writestr("/tmp/x.ipynb", n)
    ), reason="points outside"),
    "drive": Handed("archives", "drive in a zip", zipped("drive.zip", lambda a, n: a.writestr("C:\\x.ipynb", n)),
                    reason="points outside"),
    "linked_member": Handed("archives", "symlink in a zip", zipped("linked_member.zip", _linked_member),
                            reason="symbolic link"),
    "bomb": Handed("archives", "zip of 200 MB of zeros", zipped("bomb.zip", _bomb), reason="too large"),
    "announces": Handed("archives", "zip that announces less", _lying_size),
    "nested": Handed("archives", "zip in a zip", zipped("nested.zip", _nested_bomb), reason="0 notebooks"),
    "many": Handed("archives", "zip of 5,000 files", zipped("many.zip", _many_members), reason="5001 files"),
    "torn": Handed("archives", "half a zip", data("torn.zip", b"PK\x03\x04\x14\x00"), reason="not a readable zip"),
    "packed": Handed("archives", "an honest zip", zipped("packed.zip", lambda a, n: a.writestr("x.ipynb", n)),
                     "GRADED", 6),
}  # fmt: skip


def _cell(notebook: Notebook, identity: str) -> int:
    return next(index for index, cell in enumerate(notebook["cells"]) if cell["id"] == identity)


def _split(notebook: Notebook) -> None:
    at = _cell(notebook, "q2-answer")
    first, second = copy.deepcopy(notebook["cells"][at]), notebook["cells"][at]
    first["source"], first["id"] = "two = 2", "split"
    second["source"] = "def double(values):\n    return two * values"
    notebook["cells"].insert(at, first)


def _duplicate(notebook: Notebook) -> None:
    for name in ("q1-check", "q1-answer"):
        notebook["cells"].append(copy.deepcopy(notebook["cells"][_cell(notebook, name)]))


def _reorder(notebook: Notebook) -> None:
    first, *rest = notebook["cells"][1:]
    notebook["cells"][1:] = [first, *rest[-2:], *rest[:-2]]


def _delete(notebook: Notebook) -> None:
    for name in ("q3-answer", "q3-check"):
        del notebook["cells"][_cell(notebook, name)]


def _delete_check(notebook: Notebook) -> None:
    del notebook["cells"][_cell(notebook, "q3-check")]


def _rename(notebook: Notebook) -> None:
    notebook["cells"][_cell(notebook, "q3-check")]["source"] = "# grader.check('q33')"


def _declare(notebook: Notebook) -> None:
    notebook["cells"][_cell(notebook, "first")]["source"].append("\npersonal.set_student('b1001')")


def _wrong(notebook: Notebook) -> None:
    notebook["cells"][_cell(notebook, "q1-answer")]["source"] = "six = 7"


def _metadata(notebook: Notebook) -> None:
    _wrong(notebook)
    notebook["metadata"] = {
        "kernelspec": {"name": "bash", "language": "bash", "display_name": "Bash"}, "course": {"points": {"q1": 100}},
        "otter": {"tests": {"q1": {"name": "q1", "points": 100, "suites": []}}}, "language_info": {"name": "ruby"},
    }  # fmt: skip
    for cell in notebook["cells"]:
        cell["metadata"] = {"nbgrader": {"grade": True, "points": 100, "grade_id": "q1", "locked": False}}


REARRANGED = {
    "duplicated": Handed("rearranged", "duplicated cells", changed("duplicated.ipynb", _duplicate), "GRADED", 6,
                         warns="q1"),
    "split": Handed("rearranged", "an answer in two cells", changed("split.ipynb", _split), "GRADED", 6),
    "reordered": Handed("rearranged", "q4 before q1", changed("reordered.ipynb", _reorder), "GRADED", 6, warns="order"),
    "deleted": Handed("rearranged", "deleted answer and check", changed("deleted.ipynb", _delete), "GRADED", 5,
                      warns="q3"),
    "unchecked": Handed("rearranged", "deleted check", changed("unchecked.ipynb", _delete_check), "GRADED", 6,
                        warns="q3"),
    "renamed": Handed("rearranged", "renamed question", changed("renamed.ipynb", _rename), "GRADED", 6, warns="q33"),
    "final version (2)": Handed("rearranged", "renamed file", changed("final version (2).ipynb", _declare),
                                "GRADED", 6, warns="the file name has 'final version (2)'"),
    "metadata": Handed("metadata", "kernelspec, points and tests", changed("metadata.ipynb", _metadata), "GRADED", 5),
}  # fmt: skip

FILES: dict[str, Handed] = {**BROKEN, **ARCHIVES, **REARRANGED}
