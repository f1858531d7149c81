"""Find the submissions in a folder as a learning platform exports it, and read them into memory.

Accepted are `<student>.ipynb`, `<lesson>_<student>.ipynb` and `<student>/<any>.ipynb`, and instead of each notebook a
`.zip` with one notebook in it. The checkpoints beside the notebook, in the folder or the zip, are read too. Nothing is
unpacked to disk, and no link is followed. A checkpoint that is left out gives a warning; the notebook is still graded.
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

MAX_ZIP = 500_000_000  # bytes of a zip; large, because it may have checkpoints that are left out for their size
MAX_BYTES = 20_000_000  # of a notebook; the images in a lesson's outputs need far less
MAX_MEMBERS = 1000  # of a zip
MEMBER = b"PK\x01\x02"  # each entry of a zip's central directory begins with it
CLUTTER = {"thumbs.db", "desktop.ini", "__macosx", "__pycache__"}
TIME = re.compile(r"_\d{4}_\d{2}_\d{2}T\d{2}_\d{2}_\d{2}_\d+$")  # otter's export appends it to the name


class SubmissionError(Exception):
    """A submission cannot be graded; the text says why, in one line."""


@dataclass(frozen=True)
class Submission:
    """One student's file; `problem` says why it is not opened."""

    student: str
    path: Path
    problem: str = ""
    folder: Path | None = None  # the student's folder, where the notebook is in one


@dataclass(frozen=True)
class Contents:
    """What a submission has: the notebook, the checkpoints by their names, and warnings on those that are left out."""

    notebook: bytes
    checkpoints: dict[str, bytes] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def find_submissions(folder: Path, lesson: str, *, without: Path | None = None) -> list[Submission]:
    """Return one submission per student, in the order of their ids; `without` is a folder to skip."""
    found: dict[str, list[Submission]] = defaultdict(list)
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name.lower() in CLUTTER:
            continue
        if without is not None and path.resolve() == without.resolve():
            continue
        is_folder = path.is_dir() and not path.is_symlink()
        submission = _from_student_folder(path) if is_folder else _from_file(path, lesson)
        found[submission.student].append(submission)
    return [_only_one(student, found[student]) for student in sorted(found)]


def read_sources(data: bytes) -> list[str]:
    """Return the sources of the code cells of a notebook. SubmissionError: it is not a notebook that can be run."""
    if not data.strip():
        raise SubmissionError("the file is empty")
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SubmissionError("not a notebook: the file is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise SubmissionError("not a notebook: the file is not complete JSON") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("nbformat"), int):
        raise SubmissionError("not a notebook: its JSON has no nbformat number")
    if notebook["nbformat"] != 4:
        raise SubmissionError(f"nbformat {notebook['nbformat']}: open it in a current Jupyter and save it again")
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise SubmissionError("not a notebook: it has no list of cells")
    return [_source(cell) for cell in cells if cell.get("cell_type") == "code"]


def read(submission: Submission) -> Contents:
    """Read a submission. SubmissionError: it has a problem, or its notebook cannot be read."""
    if submission.problem:
        raise SubmissionError(submission.problem)
    contents = _read_file(submission.path)
    if submission.folder is None or submission.path.suffix.lower() == ".zip":
        return contents
    return _contents(contents.notebook, submission_checkpoints.from_folder(submission.folder))


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a notebook file, or of the notebook in a zip.

    SubmissionError: the file is not a regular one, is too large or cannot be read.
    """
    return _read_file(path).notebook


def _contents(notebook: bytes, found: submission_checkpoints.Checkpoints) -> Contents:
    checkpoints, warnings = found
    return Contents(notebook, checkpoints, [printable(warning) for warning in warnings])


def _read_file(path: Path) -> Contents:
    is_zip = path.suffix.lower() == ".zip"
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        reason = "a symbolic link is not followed" if path.is_symlink() else f"cannot be read: {error.strerror}"
        raise SubmissionError(reason) from None
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise SubmissionError("not a regular file")
        if is_zip:
            _check_size(status.st_size, MAX_ZIP)
            return _from_zip(file)
        _check_size(status.st_size)
        data = file.read(MAX_BYTES + 1)
    _check_size(len(data))
    return Contents(data)


def _from_file(path: Path, lesson: str) -> Submission:
    student = TIME.sub("", path.stem).removeprefix(f"{lesson}_")
    if path.is_symlink():
        return Submission(_id(student), path, "a symbolic link is not followed")
    if not path.is_file():
        return Submission(_id(student), path, "not a regular file")
    if path.suffix.lower() not in (".ipynb", ".zip"):
        return Submission(_id(student), path, "not a notebook: expected .ipynb or .zip")
    return Submission(_id(student), path)


def _from_student_folder(folder: Path) -> Submission:
    try:
        paths = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    except OSError as error:
        return Submission(_id(folder.name), folder, f"cannot be read: {error.strerror}")
    for suffix in (".ipynb", ".zip"):
        notebooks = [path for path in paths if path.suffix.lower() == suffix]
        if len(notebooks) > 1:
            return Submission(_id(folder.name), folder, _several(notebooks))
        if notebooks:
            return Submission(_id(folder.name), notebooks[0], folder=folder)
    return Submission(_id(folder.name), folder, "there is no notebook in the folder")


def _only_one(student: str, found: list[Submission]) -> Submission:
    """Return a student's only notebook; where there are several, a submission with that as its problem."""
    notebooks = [submission for submission in found if not submission.problem] or found
    if len(notebooks) == 1:
        return notebooks[0]
    return Submission(student, notebooks[0].path, _several([submission.path for submission in notebooks]))


def _several(paths: list[Path]) -> str:
    return f"{len(paths)} notebooks of one student: {printable(', '.join(path.name for path in paths))}; keep one"


def _id(name: str) -> str:
    """Return the id as the notebook uses it, without characters that cannot be printed."""
    from course_utils.checking import personal  # loads NumPy, which must not come before autograder.sandbox

    return printable(personal.normal(name)) or "unnamed"


def printable(name: str) -> str:
    """Return a file's name with `_` for each control character, which could change a terminal or a page.

    >>> printable("b1001\\x1b[2J")
    'b1001_[2J'
    """
    return "".join(character if character.isprintable() else "_" for character in name)


def _check_size(size: int, limit: int | None = None) -> None:
    limit = limit or MAX_BYTES
    if size > limit:
        raise SubmissionError(f"too large: more than {limit // 1_000_000} MB; clear the outputs and save it again")


def _source(cell: dict) -> str:
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(part, str) for part in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise SubmissionError("not a notebook: a cell's source is not text")
    return source


def _from_zip(file: BinaryIO) -> Contents:
    count = _count_members(file)
    if count > MAX_MEMBERS:  # checked before ZipFile makes an object for each of them
        raise SubmissionError(f"a zip of {count} files; hand in one notebook")
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            for member in members:
                if not submission_checkpoints.is_checkpoint_file(member.filename):  # they are checked later
                    _check_member(member)
            notebooks = [member for member in members if _is_notebook(member.filename)]
            if len(notebooks) != 1:
                raise SubmissionError(f"{len(notebooks)} notebooks in the zip, expected one")
            with archive.open(notebooks[0]) as opened:
                notebook = opened.read(MAX_BYTES + 1)  # the zip may announce a wrong size
            _check_size(len(notebook))
            return _contents(notebook, submission_checkpoints.from_zip(archive, notebooks[0].filename))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise SubmissionError(f"not a readable zip ({error})") from None
    except Exception as error:  # a damaged stream raises its decompressor's own errors
        if isinstance(error, SubmissionError):
            raise
        raise SubmissionError(f"not a readable zip ({type(error).__name__})") from None


def _count_members(file: BinaryIO) -> int:
    """Count the entries of the zip without loading it whole; the result may be too large, never too small."""
    count, tail = 0, b""
    while piece := file.read(1 << 20):
        count += (tail + piece).count(MEMBER)
        tail = piece[-len(MEMBER) + 1 :]
    file.seek(0)
    return count


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or ".." in PurePosixPath(name).parts or re.match(r"[A-Za-z]:", name):
        raise SubmissionError("the zip has a file whose name points outside the zip's folder")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise SubmissionError("the zip has a symbolic link")
    if member.compress_type not in submission_checkpoints.COMPRESSIONS:
        raise SubmissionError("the zip's compression method is not supported; make an ordinary zip")


def _is_notebook(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix.lower() == ".ipynb" and not hidden
