"""Read the checkpoints beside a notebook, from a student's folder or zip, into memory, and check each before.

`course_utils.checking.checkpoints` has the rule for which checkpoints are allowed; the export of a notebook uses the
same rule. The contents of the files are not examined here: they go to the student's guest, where `fit` reads them.
"""

import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

MAX_PATHS = 10_000  # files and folders of a student's folder that are listed
MAX_NAME, MAX_PARTS = 200, 8  # characters and parts of a path
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others are unpacked without a size limit

Checkpoints = tuple[dict[str, bytes], list[str]]
"""The accepted files, by their paths relative to the notebook; and a text for each checkpoint that is left out."""


class _RejectedError(Exception):
    """A file is left out; the text says why."""


def is_checkpoint_file(name: str) -> bool:
    """Return whether a file has the name of a part of a checkpoint."""
    return name.lower().endswith((".json", ".safetensors"))


def from_zip(archive: zipfile.ZipFile, notebook: str) -> Checkpoints:
    """Return the checkpoints below the folder of `notebook` in a zip."""
    parent = notebook.replace("\\", "/").rpartition("/")[0]
    parent = f"{parent}/" if parent else ""
    members: dict[str, zipfile.ZipInfo] = {}
    for member in archive.infolist():
        name = member.filename.replace("\\", "/")
        if is_checkpoint_file(name) and (name.startswith(parent) or ".." in name):
            members.setdefault(name.removeprefix(parent), member)

    def check(name: str) -> None:
        _check_name(name)
        if stat.S_ISLNK(members[name].external_attr >> 16):
            raise _RejectedError("a symbolic link is not followed")
        if members[name].compress_type not in COMPRESSIONS:
            raise _RejectedError("its compression method is not supported; make an ordinary zip")

    def read(name: str, size: int) -> bytes:
        with archive.open(members[name]) as file:
            return file.read(size + 1)  # one byte more shows whether the zip announces too small a size

    return _accept({name: member.file_size for name, member in members.items()}, check, read)


def from_folder(folder: Path) -> Checkpoints:
    """Return the checkpoints in a student's folder."""
    sizes, irregular = {}, set()
    for path in islice(_paths_below(folder), MAX_PATHS):
        if is_checkpoint_file(path.name):
            name, status = path.relative_to(folder).as_posix(), path.lstat()
            sizes[name] = status.st_size
            if not stat.S_ISREG(status.st_mode):
                irregular.add(name)

    def check(name: str) -> None:
        _check_name(name)
        if name in irregular:
            raise _RejectedError("it is not a regular file; a symbolic link is not followed")

    def read(name: str, size: int) -> bytes:
        with os.fdopen(os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            return file.read(size + 1)

    return _accept(sizes, check, read)


def _paths_below(folder: Path) -> Iterator[Path]:
    """Yield the files below the folder, and the links to folders; skip what is hidden."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(files) if not name.startswith("."))
        yield from (Path(parent, name) for name in folders if os.path.islink(os.path.join(parent, name)))


def _accept(sizes: dict[str, int], check: Callable[[str], None], read: Callable[[str, int], bytes]) -> Checkpoints:
    """Select by name and announced size, then read, and reject where the real size differs."""
    from course_utils.checking import checkpoints  # loads NumPy, which must not come before autograder.sandbox

    rejected: dict[str, str] = {}
    chosen, over_limit = checkpoints.chosen(sizes)
    accepted: dict[str, bytes] = {}
    for manifest, tensors in zip(chosen[::2], chosen[1::2], strict=True):
        pair = {}
        try:
            for name in (manifest, tensors):
                check(name)
                pair[name] = read(name, sizes[name])
                if len(pair[name]) != sizes[name]:
                    raise _RejectedError(f"it is not of its announced size, {sizes[name]} bytes")
        except _RejectedError as error:
            rejected[tensors.removesuffix(checkpoints.TENSORS)] = str(error)
        except Exception as error:  # a damaged stream raises its decompressor's own errors
            rejected[tensors.removesuffix(checkpoints.TENSORS)] = f"it cannot be read ({type(error).__name__})"
        else:
            accepted |= pair
    return accepted, [*checkpoints.left_out(rejected), *over_limit]


def _check_name(name: str) -> None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or ":" in name:
        raise _RejectedError("its name points outside")
    if len(name) > MAX_NAME or len(parts) > MAX_PARTS:
        raise _RejectedError(f"its name has more than {MAX_NAME} characters or {MAX_PARTS} parts")
    if not name.isprintable() or any(part.startswith(".") for part in parts):
        raise _RejectedError("its name is hidden or has control characters")
