"""The checkpoints beside a notebook, out of a student's folder or zip: read into memory, by name, and judged first.

What a checkpoint may be is said once for those who hand in and for us, in `course_utils.checking.checkpoints`. What is
in the files nobody here looks at: they go into the student's room, where `fit` reads them.
"""

import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

MOST_LOOKED_AT = 10_000  # files and folders of a student's folder
LONGEST, DEEPEST = 200, 8  # characters and parts of a name
KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others unpack without a limit

Found = tuple[dict[str, bytes], list[str]]
"""The files that are taken, by their names from the notebook on; and a line for each checkpoint that is not."""


class _Unfit(Exception):
    """A file that is not taken; the text says why."""


def is_one(name: str) -> bool:
    """Whether a file has the name of a part of a checkpoint."""
    return name.lower().endswith((".json", ".safetensors"))


def from_zip(archive: zipfile.ZipFile, notebook: str) -> Found:
    """The checkpoints below the folder of `notebook` in a zip."""
    above = notebook.replace("\\", "/").rpartition("/")[0]
    above = f"{above}/" if above else ""
    members = {}
    for member in archive.infolist():
        name = member.filename.replace("\\", "/")
        if is_one(name) and (name.startswith(above) or ".." in name):
            members.setdefault(name.removeprefix(above), member)

    def check(name: str) -> None:
        _check_name(name)
        if stat.S_ISLNK(members[name].external_attr >> 16):
            raise _Unfit("a symbolic link is not followed")
        if members[name].compress_type not in KINDS:
            raise _Unfit("it is packed in an unusual way; make an ordinary zip")

    def read(name: str, most: int) -> bytes:
        with archive.open(members[name]) as file:
            return file.read(most + 1)  # whatever size the zip announces

    return _taken({name: member.file_size for name, member in members.items()}, check, read)


def from_folder(folder: Path) -> Found:
    """The checkpoints in a student's folder."""
    sizes, links = {}, set()
    for path in islice(_below(folder), MOST_LOOKED_AT):
        if is_one(path.name):
            name, about = path.relative_to(folder).as_posix(), path.lstat()
            sizes[name] = about.st_size
            if not stat.S_ISREG(about.st_mode):
                links.add(name)

    def check(name: str) -> None:
        _check_name(name)
        if name in links:
            raise _Unfit("a symbolic link is not followed, nor is anything read but a plain file")

    def read(name: str, most: int) -> bytes:
        with os.fdopen(os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            return file.read(most + 1)

    return _taken(sizes, check, read)


def _below(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in sorted(files) if not name.startswith("."))
        yield from (Path(here, name) for name in folders if os.path.islink(os.path.join(here, name)))


def _taken(sizes: dict[str, int], check: Callable[[str], None], read: Callable[[str, int], bytes]) -> Found:
    """Judge by name and announced size, then read, and judge by the size that it is."""
    from course_utils.checking import checkpoints  # loads NumPy, which must not come before autograder.sandbox

    out: dict[str, str] = {}
    wanted, too_much = checkpoints.chosen(sizes)
    taken: dict[str, bytes] = {}
    for page, tensors in zip(wanted[::2], wanted[1::2], strict=True):
        both = {}
        try:
            for name in (page, tensors):
                check(name)
                both[name] = read(name, sizes[name])
                if len(both[name]) != sizes[name]:
                    raise _Unfit("it is not as large as it says")
        except _Unfit as unfit:
            out[tensors.removesuffix(checkpoints.TENSORS)] = str(unfit)
        except Exception as error:  # a damaged stream raises its decompressor's own errors
            out[tensors.removesuffix(checkpoints.TENSORS)] = f"it cannot be read ({type(error).__name__})"
        else:
            taken |= both
    return taken, [*checkpoints.left_out(out), *too_much]


def _check_name(name: str) -> None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or ":" in name:
        raise _Unfit("its name points outside")
    if len(name) > LONGEST or len(parts) > DEEPEST or not name.isprintable() or any(p.startswith(".") for p in parts):
        raise _Unfit("its name is none that a notebook would use")
