"""Result files: whole or not at all, checked when read, and names that never meet."""

import errno
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from autograder import results
from autograder.grade import bundle as bundles
from autograder.results import MarkerReport, Result, Status


def result(student="b1001", **changes):
    return Result(**{
        "lesson": "99_tiny", "title": "A tiny lesson", "student": student, "file": f"{student}.ipynb",
        "submission_hash": "s", "bundle_hash": "b", "timeout": 60, "seconds": 0.5, "status": "GRADED",
        "score": 1, "max_score": 6, **changes,
    })  # fmt: skip


def question(status="GRADED", reason="", points=0):
    return {"status": status, "reason": reason, "points": points, "max": 2, "tests": []}


def test_save_and_load_give_the_same_result(tmp_path):
    path = results.save(tmp_path, result(warnings=["卷積"]))
    assert path.name == "b1001.json" and results.load(path) == result(warnings=["卷積"])
    assert [path.name for path in tmp_path.iterdir()] == ["b1001.json"]


def test_write_whole_keeps_the_old_file_where_the_disk_is_full(tmp_path, monkeypatch):
    path = results.save(tmp_path, result())

    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        results.save(tmp_path, result(score=5))
    assert results.load(path).score == 1 and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', "\x00\xff"])
def test_load_gives_none_for_what_is_no_result(tmp_path, text):
    path = tmp_path / "b1001.json"
    path.write_text(text, encoding="latin-1")
    assert results.load(path) is None
    assert results.load(tmp_path / "missing.json") is None


def test_load_gives_none_for_another_format(tmp_path):
    assert results.load(results.save(tmp_path, result(format=0))) is None


def test_load_all_takes_one_lessons_results_by_student(tmp_path):
    for one in (result("b2"), result("b1"), result("b3", lesson="other")):
        results.save(tmp_path, one)
    (tmp_path / "notes.json").write_text("{}")
    assert [one.student for one in results.load_all(tmp_path, "99_tiny")] == ["b1", "b2"]


@pytest.mark.parametrize(
    "changes",
    [{"score": float("nan")}, {"status": "FINE"}, {"surprise": 1}, {"score": "many"}, {"questions": {"q1": {}}}],
)
def test_result_out_of_form_is_refused(changes):
    with pytest.raises(ValidationError):
        result(**changes)


@pytest.mark.parametrize(
    ("changes", "counts"),
    [({}, True), ({"submission_hash": "x"}, False), ({"bundle_hash": "x"}, False), ({"timeout": 5}, True)],
)
def test_result_counts_while_work_and_tests_are_the_same(changes, counts):
    assert result().is_current(result(**changes)) is counts


def test_timeout_is_graded_again_under_another_limit():
    slow = result(status="TIMEOUT")
    assert slow.is_current(result()) and not slow.is_current(result(timeout=120))


def test_what_may_be_chance_or_our_fault_is_graded_again():
    assert not result(final=False).is_current(result())
    assert result(status="MEMORY").is_current(result())


def test_a_fault_of_ours_comes_before_anything_else_in_the_verdict():
    cells = [{"number": 3, "status": "CRASH", "text": "gone"}]
    marks = MarkerReport(cells=cells, questions={"q1": question(), "q2": question("UNGRADED", "not graded")})
    assert marks.verdict() == (Status.UNGRADED, "q2: not graded")


def test_hash_of_tests_sees_a_changed_check(tmp_path, monkeypatch):
    bundle, package = tmp_path / "bundle", tmp_path / "course_utils"
    for path in (bundle / "points.json", package / "__init__.py", package / "checking" / "verdicts.py"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1")
    monkeypatch.setattr(bundles.course_utils, "__file__", str(package / "__init__.py"))
    first = bundles.hash_of_tests(bundle)
    (package / "checking" / "picture.png").write_text("2")
    assert bundles.hash_of_tests(bundle) == first
    (package / "checking" / "verdicts.py").write_text("2")
    assert bundles.hash_of_tests(bundle) != first


@given(st.text(min_size=1, max_size=200))
def test_safe_name_is_a_plain_file_name(student):
    name = results.safe_name(student)
    assert name and not set(name) & set('/\\:*?"<>|\0\n') and not name.startswith(".")
    assert len(name.encode()) < 250


@given(st.text(max_size=20), st.text(max_size=20))
def test_safe_names_of_two_students_differ(one, other):
    assert (results.safe_name(one) == results.safe_name(other)) == (one == other)


def test_hash_of_folder_sees_names_and_contents(tmp_path):
    (tmp_path / "a.py").write_text("1")
    first = results.hash_of_folder(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("x")
    assert results.hash_of_folder(tmp_path) == first
    (tmp_path / "a.py").write_text("2")
    second = results.hash_of_folder(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert len({first, second, results.hash_of_folder(tmp_path)}) == 3


@pytest.mark.parametrize(
    ("marks", "verdict"),
    [
        ({"questions": {"q1": question()}}, (Status.GRADED, "")),
        ({"cells": [{"number": 3, "status": "error", "text": "x"}]}, (Status.GRADED, "")),
        (
            {
                "cells": [{"number": 3, "status": "CRASH", "text": "gone"}],
                "questions": {"q1": question("TIMEOUT", "slow")},
            },
            (Status.CRASH, "code cell 3: gone"),
        ),
        ({"questions": {"q1": question(), "q2": question("TIMEOUT", "slow")}}, (Status.TIMEOUT, "q2: slow")),
        ({"notebook_failure": {"status": "CRASH", "reason": "all gone"}}, (Status.CRASH, "all gone")),
    ],
)
def test_verdict_is_the_first_thing_that_went_wrong(marks, verdict):
    assert MarkerReport(**marks).verdict() == verdict


def test_warning_where_the_notebook_declares_another_id():
    assert MarkerReport(declared="b2").warnings("b1") == ["the notebook declares the id 'b2', the file name has 'b1'"]
    assert MarkerReport(declared="b1").warnings("b1") == []
