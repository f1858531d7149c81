"""From a folder as a learning platform exports it to submissions, or to a named reason why not.

Taken: `<student>.ipynb`, `<lesson>_<student>.ipynb`, `<student>/<any>.ipynb`, and in their place a `.zip` that holds
one notebook; with the checkpoints that lie beside it in the folder or the zip. Everything is read here and judged;
nothing is unpacked to disk, no link is followed. A checkpoint that is not taken costs a warning, not the notebook.
"""

import json
import os
import re
import stat
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from autograder.grade import submission_checkpoints

MAX_ZIP = 500_000_000  # bytes of a zip, in which checkpoints may lie that are too large to be taken
MAX_BYTES = 20_000_000  # of a notebook; pictures of a lesson's outputs stay far below
MAX_MEMBERS = 1000  # of a zip
MEMBER = b"PK\x01\x02"  # each entry of a zip's table of contents begins with it
CLUTTER = {"thumbs.db", "desktop.ini", "__macosx", "__pycache__"}
TIME = re.compile(r"_\d{4}_\d{2}_\d{2}T\d{2}_\d{2}_\d{2}_\d+$")  # that otter's export puts behind the name


class Invalid(Exception):
    """A submission that cannot be graded; the text says why, in one line."""


@dataclass(frozen=True)
class Submission:
    """One student's file; `problem` says why it is not even looked at."""

    student: str
    path: Path
    problem: str = ""
    folder: Path | None = None  # the student's own, where the notebook lies in it


@dataclass(frozen=True)
class Contents:
    """What a submission holds: the notebook, the checkpoints by their names, and what is to be said of the others."""

    notebook: bytes
    checkpoints: dict[str, bytes] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def find_submissions(folder: Path, lesson: str, *, without: Path | None = None) -> list[Submission]:
    """One submission per student, in the order of their ids; `without` is a folder to pass over."""
    found: dict[str, list[Submission]] = defaultdict(list)
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name.lower() in CLUTTER:
            continue
        if without is not None and path.resolve() == without.resolve():
            continue
        one = _of_folder(path) if path.is_dir() and not path.is_symlink() else _of_file(path, lesson)
        found[one.student].append(one)
    return [_only_one(student, found[student]) for student in sorted(found)]


def read_sources(data: bytes) -> list[str]:
    """The code cells of a notebook. Invalid: it is not one that can be run."""
    if not data.strip():
        raise Invalid("the file is empty")
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Invalid("not a notebook: the file is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise Invalid("not a notebook: the file is not whole JSON") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("nbformat"), int):
        raise Invalid("not a notebook: the JSON says nothing of an nbformat")
    if notebook["nbformat"] != 4:
        raise Invalid(f"nbformat {notebook['nbformat']}: open it in a current Jupyter and save it again")
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise Invalid("not a notebook: it has no list of cells")
    return [_source(cell) for cell in cells if cell.get("cell_type") == "code"]


def read(submission: Submission) -> Contents:
    """Read a submission. Invalid: it has a problem, or its notebook cannot be read."""
    if submission.problem:
        raise Invalid(submission.problem)
    contents = _read_file(submission.path)
    if submission.folder is None or submission.path.suffix.lower() == ".zip":
        return contents
    return _contents(contents.notebook, submission_checkpoints.from_folder(submission.folder))


def read_bytes(path: Path) -> bytes:
    """The notebook's bytes, out of its zip where it comes in one. Invalid: not a plain file, too large, unreadable."""
    return _read_file(path).notebook


def _contents(notebook: bytes, found: submission_checkpoints.Found) -> Contents:
    checkpoints, left_out = found
    return Contents(notebook, checkpoints, [printable(line) for line in left_out])


def _read_file(path: Path) -> Contents:
    is_zip = path.suffix.lower() == ".zip"
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        why = "a symbolic link is not followed" if path.is_symlink() else f"cannot be read: {error.strerror}"
        raise Invalid(why) from None
    with os.fdopen(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise Invalid("not a plain file")
        if is_zip:
            _check_size(about.st_size, MAX_ZIP)
            return _from_zip(file)
        _check_size(about.st_size)
        data = file.read(MAX_BYTES + 1)
    _check_size(len(data))
    return Contents(data)


def _of_file(path: Path, lesson: str) -> Submission:
    student = TIME.sub("", path.stem).removeprefix(f"{lesson}_")
    if path.is_symlink():
        return Submission(_id(student), path, "a symbolic link is not followed")
    if not path.is_file():
        return Submission(_id(student), path, "not a plain file")
    if path.suffix.lower() not in (".ipynb", ".zip"):
        return Submission(_id(student), path, "not a notebook: .ipynb or .zip is needed")
    return Submission(_id(student), path)


def _of_folder(folder: Path) -> Submission:
    try:
        inside = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    except OSError as error:
        return Submission(_id(folder.name), folder, f"cannot be read: {error.strerror}")
    for suffix in (".ipynb", ".zip"):
        notebooks = [path for path in inside if path.suffix.lower() == suffix]
        if len(notebooks) > 1:
            return Submission(_id(folder.name), folder, _several(notebooks))
        if notebooks:
            return Submission(_id(folder.name), notebooks[0], folder=folder)
    return Submission(_id(folder.name), folder, "there is no notebook in the folder")


def _only_one(student: str, found: list[Submission]) -> Submission:
    """Of one student's files the notebook; two of them are a question for the instructor, not for us."""
    notebooks = [one for one in found if not one.problem] or found
    if len(notebooks) == 1:
        return notebooks[0]
    return Submission(student, notebooks[0].path, _several([one.path for one in notebooks]))


def _several(paths: list[Path]) -> str:
    return f"{len(paths)} notebooks of one student: {printable(', '.join(path.name for path in paths))}; keep one"


def _id(name: str) -> str:
    """The id as the notebook uses it, fit to be printed."""
    from course_utils.checking import personal  # loads NumPy, which must not come before autograder.sandbox

    return printable(personal.normal(name)) or "unnamed"


def printable(name: str) -> str:
    """A file's name without the characters that would upset a terminal or a page.

    >>> printable("b1001\\x1b[2J")
    'b1001_[2J'
    """
    return "".join(character if character.isprintable() else "_" for character in name)


def _check_size(size: int, most: int | None = None) -> None:
    most = most or MAX_BYTES
    if size > most:
        raise Invalid(f"too large: more than {most // 1_000_000} MB; clear the outputs and save it again")


def _source(cell: dict) -> str:
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise Invalid("not a notebook: a cell's source is no text")
    return source


def _from_zip(file: BinaryIO) -> Contents:
    members = _count_members(file)
    if members > MAX_MEMBERS:  # before an object is made for each of them
        raise Invalid(f"a zip of {members} files; hand in one notebook")
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            for member in members:
                if not submission_checkpoints.is_one(member.filename):  # those are judged one by one
                    _check_member(member)
            notebooks = [member for member in members if _is_notebook(member.filename)]
            if len(notebooks) != 1:
                raise Invalid(f"{len(notebooks)} notebooks in the zip; one is needed")
            with archive.open(notebooks[0]) as opened:
                inside = opened.read(MAX_BYTES + 1)  # whatever size the zip announces
            _check_size(len(inside))
            return _contents(inside, submission_checkpoints.from_zip(archive, notebooks[0].filename))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Invalid(f"not a readable zip ({error})") from None
    except Exception as error:  # a damaged stream raises its decompressor's own errors
        if isinstance(error, Invalid):
            raise
        raise Invalid(f"not a readable zip ({type(error).__name__})") from None


def _count_members(file: BinaryIO) -> int:
    """At least as many as the zip has, counted piece by piece."""
    count, end = 0, b""
    while piece := file.read(1 << 20):
        count += (end + piece).count(MEMBER)
        end = piece[-len(MEMBER) + 1 :]
    file.seek(0)
    return count


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or ".." in PurePosixPath(name).parts or re.match(r"[A-Za-z]:", name):
        raise Invalid("the zip holds a name that points outside of it")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Invalid("the zip holds a symbolic link")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # the others unpack without a limit
        raise Invalid("the zip is packed in an unusual way; make an ordinary one")


def _is_notebook(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix.lower() == ".ipynb" and not hidden
