"""A folder as it comes: each student has one submission, or one reason why not."""

import io
import json
import os
import stat
import zipfile

import pytest

from autograder.grade import submissions
from autograder.grade.submissions import SubmissionError, find_submissions, read_bytes, read_sources
from course_utils.checking import personal
from tests.autograder.planted import notebook

LESSON = "02_convolution_by_hand"
GOOD = notebook(["six = 6", "print(six)"])


def zipped(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return file.getvalue()


def found(folder, **options):
    return {one.student: one for one in find_submissions(folder, LESSON, **options)}


def put(folder, name, data=GOOD):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_every_shape_of_name_gives_its_student(tmp_path):
    put(tmp_path, "b1001.ipynb")
    put(tmp_path, f"{LESSON}_b1002.ipynb")
    put(tmp_path, "b1003/any name.ipynb")
    put(tmp_path, "b1004.zip", zipped(**{"x.ipynb": GOOD}))
    put(tmp_path, f"b1005/{LESSON}_2026_01_02T03_04_05_678.zip", zipped(**{"x.ipynb": GOOD}))
    put(tmp_path, f"{LESSON}_b1006_2026_01_02T03_04_05_678901.zip", zipped(**{"x.ipynb": GOOD}))
    put(tmp_path, " B1007 .ipynb")
    students = found(tmp_path)
    assert list(students) == [f"b100{n}" for n in range(1, 8)]
    assert all(read_sources(read_bytes(one.path)) == ["six = 6", "print(six)"] for one in students.values())


@pytest.mark.parametrize("name", [" B1001 ", "Jose\u0301", "王小明"])
def test_student_of_a_file_is_the_one_that_a_notebook_declares(tmp_path, name):
    put(tmp_path, f"{name}.ipynb")
    assert list(found(tmp_path)) == [personal.normal(name)] == [personal.normal(personal.normal(name))]


def test_clutter_and_the_results_are_passed_over(tmp_path):
    put(tmp_path, ".DS_Store")
    put(tmp_path, "Thumbs.db")
    put(tmp_path, ".ipynb_checkpoints/b1001-checkpoint.ipynb")
    put(tmp_path, "results/b1001.json")
    put(tmp_path, "b1001/.ipynb_checkpoints/x-checkpoint.ipynb")
    put(tmp_path, "b1001/x.ipynb")
    assert list(found(tmp_path, without=tmp_path / "results")) == ["b1001"]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (["b1/a.ipynb", "b1/b.ipynb"], "2 notebooks of one student: a.ipynb, b.ipynb; keep one"),
        (["b1.ipynb", "B1/a.ipynb"], "2 notebooks of one student"),
        (["b1.ipynb", f"{LESSON}_b1.ipynb"], "2 notebooks of one student"),
        (["b1/essay.pdf"], "there is no notebook in the folder"),
        (["b1.pdf"], "not a notebook"),
    ],
)
def test_problem_is_named_once_per_student(tmp_path, files, reason):
    for name in files:
        put(tmp_path, name)
    (one,) = find_submissions(tmp_path, LESSON)
    assert one.student == "b1" and reason in one.problem


def test_notebook_counts_and_the_essay_beside_it_does_not(tmp_path):
    put(tmp_path, "b1.pdf")
    put(tmp_path, "b1.ipynb")
    assert found(tmp_path)["b1"].problem == ""


def test_links_and_pipes_are_not_followed(tmp_path):
    target = put(tmp_path / "elsewhere", "x.ipynb")
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "b1.ipynb").symlink_to(target)
    (folder / "b2").symlink_to(target.parent)
    os.mkfifo(folder / "b3.ipynb")
    students = found(folder)
    assert "symbolic link" in students["b1"].problem and "symbolic link" in students["b2"].problem
    assert students["b3"].problem == "not a regular file"
    with pytest.raises(SubmissionError, match="symbolic link"):
        read_bytes(folder / "b1.ipynb")
    with pytest.raises(SubmissionError, match="not a regular file"):
        read_bytes(folder / "b3.ipynb")  # and does not wait for a writer


def test_link_inside_a_students_folder_is_not_followed(tmp_path):
    target = put(tmp_path / "elsewhere", "x.ipynb")
    (tmp_path / "class" / "b1").mkdir(parents=True)
    (tmp_path / "class" / "b1" / "x.ipynb").symlink_to(target)
    with pytest.raises(SubmissionError, match="symbolic link"):
        read_bytes(found(tmp_path / "class")["b1"].path)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"hello", "not complete JSON"),
        (GOOD[:80].encode(), "not complete JSON"),
        (b"[" * 100_000, "not complete JSON"),
        (b"[]", "has no nbformat number"),
        (b'{"cells": []}', "has no nbformat number"),
        (b'{"nbformat": "4"}', "has no nbformat number"),
        (b'{"nbformat": 3, "worksheets": []}', "nbformat 3: open it in a current Jupyter"),
        (b'{"nbformat": 4}', "no list of cells"),
        (b'{"nbformat": 4, "cells": [1]}', "no list of cells"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 5}]}', "source is not text"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [5]}]}', "source is not text"),
    ],
)
def test_file_that_is_no_notebook_is_invalid(data, reason):
    with pytest.raises(SubmissionError, match=reason):
        read_sources(data)


def test_sources_are_those_of_code_cells_only():
    code = {"cell_type": "code", "source": ["a\n", "b"]}
    cells = [{"cell_type": "markdown", "source": "x"}, code, {"cell_type": "raw"}]
    data = b"\xef\xbb\xbf" + json.dumps({"nbformat": 4, "cells": cells}).encode()
    assert read_sources(data) == ["a\nb"]


def test_large_file_is_invalid(tmp_path, monkeypatch):
    monkeypatch.setattr(submissions, "MAX_BYTES", 100)
    with pytest.raises(SubmissionError, match="too large"):
        read_bytes(put(tmp_path, "b1.ipynb", bytes(101)))


def link_in_a_zip():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        member = zipfile.ZipInfo("x.ipynb")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK nonsense", "not a readable zip"),
        (zipped(**{"x.ipynb": GOOD})[:-30], "not a readable zip"),
        (zipped(**{"../x.ipynb": GOOD}), "points outside"),
        (zipped(**{"/x.ipynb": GOOD}), "points outside"),
        (zipped(**{"C:\\x.ipynb": GOOD}), "points outside"),
        (zipped(**{"x.txt": GOOD}), "0 notebooks in the zip"),
        (zipped(**{"x.ipynb": GOOD, "y.ipynb": GOOD}), "2 notebooks in the zip"),
        (link_in_a_zip(), "symbolic link"),
        (zipped(**{"x.ipynb": " " * 30_000_000}), "too large"),
        (zipped(**{f"{n}.txt": "" for n in range(1001)}), "1001 files"),
    ],
)
def test_zip_that_is_unsafe_or_unclear_is_invalid(tmp_path, data, reason):
    with pytest.raises(SubmissionError, match=reason):
        read_bytes(put(tmp_path, "b1.zip", data))


def test_damaged_member_of_a_zip_is_invalid(tmp_path):
    data = bytearray(zipped(**{"x.ipynb": GOOD}))
    data[60:70] = bytes(10)
    with pytest.raises(SubmissionError, match="not a readable zip"):
        read_bytes(put(tmp_path, "b1.zip", bytes(data)))


def test_zip_of_a_mac_is_read(tmp_path):
    data = zipped(**{"x.ipynb": GOOD, "__MACOSX/._x.ipynb": "junk", ".ipynb_checkpoints/x.ipynb": GOOD})
    assert read_sources(read_bytes(put(tmp_path, "b1.zip", data))) == ["six = 6", "print(six)"]


def test_control_characters_of_a_name_are_not_printed(tmp_path):
    put(tmp_path, "b1\x1b[2J\n1.ipynb")
    assert list(found(tmp_path)) == ["b1_[2j_1"]
