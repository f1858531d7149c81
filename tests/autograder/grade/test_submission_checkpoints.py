"""Which checkpoints are taken out of a folder and a zip; whatever is wrong with one, the notebook is read."""

import io
import os
import stat
import zipfile

import pytest

from autograder.grade import submission_checkpoints, submissions
from autograder.grade.keeper import Limits, Work
from autograder.sandbox.grader_notes import Notes
from course_utils.checking import checkpoints
from tests.autograder.planted import notebook

GOOD = notebook(["six = 6"]).encode()
PAIR = {"q4.json": b"{}", "q4.safetensors": b"weights"}


def in_zip(tmp_path, members, change=lambda content: content):
    """What is read of a zip with these members, a list of (name or ZipInfo, bytes)."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    (tmp_path / "b1.zip").write_bytes(change(file.getvalue()))
    return submissions.read(submissions.Submission("b1", tmp_path / "b1.zip"))


def in_folder(tmp_path, files):
    """What is read of a student's folder with a notebook and these files."""
    for name, data in {"x.ipynb": GOOD, **files}.items():
        path = tmp_path / "class" / "b1" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (one,) = submissions.find_submissions(tmp_path / "class", "99_tiny")
    return submissions.read(one)


@pytest.mark.parametrize("above", ["", "b1/", "a/b/"])
def test_names_are_those_from_the_notebook_on(tmp_path, above):
    files = {f"{folder}{name}": data for folder in ("", "runs/") for name, data in PAIR.items()}
    members = [(above + name, data) for name, data in {"x.ipynb": GOOD, **files}.items()]
    contents = in_zip(tmp_path, members)
    assert (contents.notebook, contents.checkpoints, contents.warnings) == (GOOD, files, [])
    assert in_folder(tmp_path, files) == contents


def test_notebook_in_the_class_folder_has_none_of_the_files_around_it(tmp_path):
    for name, data in {"b1.ipynb": GOOD, **PAIR}.items():
        (tmp_path / name).write_bytes(data)
    one = next(one for one in submissions.find_submissions(tmp_path, "99_tiny") if one.student == "b1")
    assert submissions.read(one) == submissions.Contents(GOOD)


def test_other_files_are_none_of_our_business(tmp_path):
    others = {"package.json": b"{}", "q4.pt": b"pickle", ".hidden/a.json": b"{}", ".hidden/a.safetensors": b"w"}
    assert in_folder(tmp_path, others) == submissions.Contents(GOOD)
    assert in_zip(tmp_path, [("x.ipynb", GOOD), ("package.json", b"{}"), ("q4.pt", b"p")]) == submissions.Contents(GOOD)


def link(name):
    member = zipfile.ZipInfo(name)
    member.create_system, member.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return member


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["../q4.json", "../q4.safetensors"], "checkpoint ../q4 is left out: its name points outside"),
        (["/q4.json", "/q4.safetensors"], "checkpoint /q4 is left out: its name points outside"),
        (["C:\\q4.json", "C:\\q4.safetensors"], "checkpoint C:/q4 is left out: its name points outside"),
        (["a\\..\\q.json", "a\\..\\q.safetensors"], "checkpoint a/../q is left out: its name points outside"),
        ([".x/q4.json", ".x/q4.safetensors"], "checkpoint .x/q4 is left out: its name is hidden or"),
        (["q\x1b4.json", "q\x1b4.safetensors"], "checkpoint q_4 is left out: its name is hidden or has control"),
        (["a/" * 8 + "q.json", "a/" * 8 + "q.safetensors"], "its name has more than 200 characters or 8 parts"),
        (["q4.json", link("q4.safetensors")], "checkpoint q4 is left out: a symbolic link is not followed"),
        ([link("q4.json"), "q4.safetensors"], "checkpoint q4 is left out: a symbolic link is not followed"),
        (["q4.safetensors"], "checkpoint q4 is left out: there is no q4.json beside it"),
        (["q4.JSON", "q4.safetensors"], "checkpoint q4 is left out: there is no q4.json beside it"),
    ],
)
def test_zip_with_an_unfit_checkpoint_is_read_without_it(tmp_path, names, why):
    contents = in_zip(tmp_path, [("x.ipynb", GOOD), *((name, b"{}") for name in names)])
    assert (contents.notebook, contents.checkpoints) == (GOOD, {})
    (warning,) = contents.warnings
    assert why in warning and warning.isprintable()


def announcing_less(content: bytes) -> bytes:
    """The last member of the zip says that it unpacks to 10 bytes."""
    content = bytearray(content)
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    return bytes(content)


def damaged(content: bytes) -> bytes:
    """Some bytes of the last member's data are others."""
    at = content.index(b"q4.safetensors") + 30
    return content[:at] + bytes(8) + content[at + 8 :]


@pytest.mark.parametrize("change", [announcing_less, damaged])
def test_member_that_lies_or_is_damaged_is_left_out(tmp_path, change):
    members = [("x.ipynb", GOOD), ("q4.json", b"{}"), ("q4.safetensors", os.urandom(1000) + bytes(1_000_000))]
    contents = in_zip(tmp_path, members, change)
    assert (contents.notebook, contents.checkpoints) == (GOOD, {})
    (warning,) = contents.warnings
    assert warning.startswith("checkpoint q4 is left out: it ")


def test_member_that_is_there_twice_is_taken_once(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        contents = in_zip(tmp_path, [("x.ipynb", GOOD), *PAIR.items(), ("q4.json", b"other")])
    assert contents.checkpoints == PAIR


def test_other_members_that_point_outside_cost_the_zip_as_before(tmp_path):
    with pytest.raises(submissions.SubmissionError, match="points outside"):
        in_zip(tmp_path, [("x.ipynb", GOOD), ("../x.txt", b"")])


def test_links_and_pipes_in_a_folder_are_not_followed(tmp_path):
    in_folder(tmp_path, PAIR)
    folder = tmp_path / "class" / "b1"
    (tmp_path / "elsewhere").mkdir()
    for name, data in PAIR.items():
        (tmp_path / "elsewhere" / name).write_bytes(data)
    (folder / "runs").symlink_to(tmp_path / "elsewhere")
    (folder / "a.json").write_bytes(b"{}")
    (folder / "a.safetensors").symlink_to(tmp_path / "elsewhere" / "q4.safetensors")
    (folder / "b.json").write_bytes(b"{}")
    os.mkfifo(folder / "b.safetensors")
    contents = in_folder(tmp_path, {})
    assert contents.checkpoints == PAIR
    assert contents.warnings == [
        f"checkpoint {name} is left out: it is not a regular file; a symbolic link is not followed"
        for name in ("a", "b")
    ]


def test_a_folder_of_a_thousand_files_gives_twenty(tmp_path):
    files = {f"c{n:03}{ending}": b"{}" for n in range(500) for ending in (".json", ".safetensors")}
    contents = in_folder(tmp_path, files)
    assert len(contents.checkpoints) == checkpoints.MOST
    assert len(contents.warnings) == 6 and contents.warnings[-1] == "485 more checkpoints are left out"


def test_no_more_of_a_folder_is_looked_at_than_anybody_hands_in(tmp_path, monkeypatch):
    monkeypatch.setattr(submission_checkpoints, "MAX_PATHS", 3)
    assert len(in_folder(tmp_path, {f"a{n}.txt": b"" for n in range(9)} | PAIR).checkpoints) == 0


def test_zip_beyond_all_measure_is_invalid(tmp_path):
    with (tmp_path / "b1.zip").open("wb") as file:
        file.truncate(submissions.MAX_ZIP + 1)
    with pytest.raises(submissions.SubmissionError, match="too large: more than 500 MB"):
        submissions.read(submissions.Submission("b1", tmp_path / "b1.zip"))


def test_members_are_counted_across_pieces(tmp_path):
    data = bytes((1 << 20) - 2) + submissions.MEMBER + bytes((1 << 20) - 6) + submissions.MEMBER * 3
    assert submissions._count_members(io.BytesIO(data)) == 5 - 1


def test_work_goes_over_the_line_as_it_was():
    import socket

    ours, theirs = socket.socketpair()
    work = Work(["six = 6"], Limits(cell=3), 2, ["Landlock"], {"q4.safetensors": bytes(range(256))})
    ours.sendall(work.encode())
    assert Work.decode(theirs) == work


def test_notes_are_taken_once_and_only_from_a_plain_file(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_NOTES", "")
    notes = Notes(tmp_path / "notes")
    assert os.environ["COURSE_NOTES"] == str(tmp_path / "notes") and notes.drain() == ""
    notes.path.write_text("one\ntwo\none\n")
    assert (notes.drain(), notes.drain()) == ("one; two", "")
    notes.path.write_bytes(b"\xff" * 1_000_000)
    assert len(notes.drain()) == 400
    notes.path.symlink_to("/etc/passwd")
    assert notes.drain() == ""
    notes.path.unlink()
    os.mkfifo(notes.path)
    assert notes.drain() == ""  # and nobody waits for a writer
