"""Damaged and hostile input: a file is read or raises SubmissionError, in little memory."""

import io
import json
import lzma
import os
import resource
import struct
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grade import submissions
from autograder.grade.submissions import SubmissionError, find_submissions, read_bytes, read_sources
from autograder.results import path_of
from autograder.sandbox import processes
from tests.autograder.planted import LESSON, notebook

GOOD = notebook(["six = 6", "print('卷積')"]).encode()
ENOUGH = {".zip": 200 << 20, ".ipynb": 1 << 30}  # bytes of memory to read one; 20 MB of "{}," take most of it
quick = settings(max_examples=300)


def zipped(kind=zipfile.ZIP_DEFLATED, **members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


ZIPS = [zipped(**{"x.ipynb": GOOD}), zipped(zipfile.ZIP_STORED, **{"a/x.ipynb": GOOD, "essay.pdf": b"%PDF"})]


@st.composite
def mutated(draw, originals):
    """Bytes of one of them, some overwritten, some left out, some put in."""
    data = bytearray(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.sampled_from(["set", "cut", "put", "end", "number"])):
            case "set":
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case "cut":
                del data[at : at + draw(st.integers(1, 40))]
            case "put":
                data[at:at] = draw(st.binary(min_size=1, max_size=40))
            case "end":
                del data[at:]
            case "number":  # sizes and places in a zip are such
                data[at : at + 4] = draw(st.sampled_from([b"\xff" * 4, bytes(4), b"\xff\xff\xff\x7f", b"\1\0\0\0"]))
    return bytes(data)


def sources_or_invalid(data):
    """Any other exception than SubmissionError fails the test."""
    try:
        sources = read_sources(data)
    except SubmissionError as problem:
        assert_one_line(problem)
        return
    assert type(sources) is list and all(type(source) is str for source in sources)


def assert_one_line(problem):
    text = str(problem)
    assert text and text.isprintable(), repr(text)


@quick
@given(mutated([GOOD]))
def test_damaged_notebook_is_read_or_invalid(data):
    sources_or_invalid(data)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)
cells = st.fixed_dictionaries(
    {}, optional={"cell_type": st.just("code") | anything, "source": st.just(["a\n", "b"]) | anything, "id": anything}
)


@pytest.mark.slow
@quick
@given(st.fixed_dictionaries({}, optional={"nbformat": st.just(4) | anything, "cells": st.lists(cells) | anything}))
def test_any_json_is_read_or_invalid(said):
    sources_or_invalid(json.dumps(said).encode())


@quick
@given(mutated(ZIPS))
def test_damaged_zip_is_read_or_invalid(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "b1.zip"
        path.write_bytes(data)
        try:
            inside = read_bytes(path)
        except SubmissionError as problem:
            assert_one_line(problem)
            return
    sources_or_invalid(inside)


names = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=40).map(
    os.fsencode
) | st.binary(min_size=1, max_size=40).map(lambda name: name.replace(b"/", b"-").replace(b"\0", b"-"))
suffixes = st.sampled_from([b".ipynb", b".IPYNB", b".zip", b".txt", b""])


@settings(max_examples=150)
@given(st.lists(st.tuples(names, suffixes, st.sampled_from(["file", "folder", "empty", "link", "pipe"])), max_size=6))
def test_folder_of_any_names_gives_submissions(made):
    with tempfile.TemporaryDirectory() as folder:
        for name, suffix, kind in made:
            path = os.path.join(os.fsencode(folder), name[:60] + suffix)
            if name in (b".", b"..") or os.path.lexists(path):
                continue
            match kind:
                case "file":
                    Path(os.fsdecode(path)).write_bytes(GOOD)
                case "folder":
                    os.mkdir(path)
                    Path(os.fsdecode(path), "x.ipynb").write_bytes(GOOD)
                case "empty":
                    os.mkdir(path)
                case "link":
                    os.symlink(path, path)
                case "pipe":
                    os.mkfifo(path)
        seen = find_submissions(Path(folder), LESSON)
        shown = [
            name for name in os.listdir(folder) if not name.startswith(".") and name.lower() not in submissions.CLUTTER
        ]
        assert bool(seen) == bool(shown)
        assert len({one.student for one in seen}) == len(seen)
        assert len({path_of(Path("out"), one.student) for one in seen}) == len(seen)
        for one in seen:
            assert one.student.isprintable() and path_of(Path("out"), one.student).parent == Path("out")
            os.fsencode(path_of(Path("out"), one.student))
            if one.problem:
                assert one.problem.isprintable()
                continue
            try:
                sources_or_invalid(read_bytes(one.path))
            except SubmissionError as problem:
                assert_one_line(problem)


def bomb(kind):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as archive, archive.open("x.ipynb", "w", force_zip64=True) as member:
        for _ in range(400):
            member.write(bytes(1 << 20))
    return file.getvalue()


def contents_alone():
    """A zip that is nothing but a table of contents."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 0x21, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    count = (submissions.MAX_BYTES - 100) // len(entry)
    table = entry * count
    return table + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count & 0xFFFF, count & 0xFFFF, len(table), 0, 0)


def huge_dictionary():
    """LZMA whose head asks for a window of 4 GB."""
    data = bytearray(zipped(zipfile.ZIP_LZMA, **{"x.ipynb": GOOD}))
    properties = lzma._encode_filter_properties({"id": lzma.FILTER_LZMA1})
    at = data.index(properties)
    data[at + 1 : at + 5] = b"\xff" * 4
    return bytes(data)


ONE_CELL = b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "%s"}]}'
BOMBS = {
    "deflate.zip": lambda: bomb(zipfile.ZIP_DEFLATED),
    "bzip2.zip": lambda: bomb(zipfile.ZIP_BZIP2),
    "lzma.zip": lambda: bomb(zipfile.ZIP_LZMA),
    "window.zip": huge_dictionary,
    "contents.zip": contents_alone,
    "objects.ipynb": lambda: b'{"nbformat": 4, "cells": [' + b"{}," * 6_600_000 + b"{}]}",
    "nested.ipynb": lambda: b'{"a":' * 3_000_000,
    "digits.ipynb": lambda: b'{"nbformat": ' + b"4" * 19_000_000 + b"}",
    "text.ipynb": lambda: ONE_CELL % (b"\\u0041" * 3_200_000),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_bomb_takes_little_memory(tmp_path, name):
    (tmp_path / name).write_bytes(BOMBS[name]())
    assert (tmp_path / name).stat().st_size <= submissions.MAX_BYTES

    def read():
        now = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        most = now + ENOUGH[Path(name).suffix]
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        try:
            return f"{len(read_sources(read_bytes(tmp_path / name)))} cells"
        except SubmissionError as problem:
            return f"SubmissionError: {problem}"
        except BaseException as error:
            return repr(error)

    said = processes.call_in_child(read)
    assert (said.startswith("SubmissionError: ") or said.endswith(" cells")) and "MemoryError" not in said, said
