"""The batch: every submission has a row, nothing is done twice, and each obstacle gets one clear line."""

import errno
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from autograder import grading, results, sample_class, warm
from autograder.results import Status, load_all
from autograder.sample_class import CLASS as PUPILS
from autograder.sample_class import HALF_A_FILE, make_class
from tests.autograder.planted import CLASS, LESSON, ROOT, command, graded, write_bundle, write_class


def grade_here(folder, out, **options):
    return grading.grade(LESSON, folder, out, **options)


def test_every_submission_has_a_result():
    found = graded()[0]
    assert set(found) == {*CLASS, "half", "blank"}
    assert found["half"].status is Status.INVALID
    assert found["half"].reason == "not a notebook: the file is not whole JSON"
    assert found["blank"].status is Status.GRADED and found["blank"].score == 0


def test_students_output_does_not_reach_the_screen():
    screen = (graded()[1] / "screen.txt").read_text(encoding="utf-8")
    assert "xxx" not in screen and "名字" not in screen and "Traceback" not in screen


def test_declared_id_decides_and_is_warned_of():
    other = graded()[0]["other_id"]
    assert other.score == 6
    assert other.warnings == ["the notebook declares the id 'b9999', its file name says 'other_id'"]


def test_second_run_goes_on_where_the_first_was_stopped(tmp_path):
    names = ["right", "sleep", "loop", "squared", "liar"]
    folder, out = write_class(tmp_path / "class", names), tmp_path / "out"
    arguments = command(folder, out, write_bundle(tmp_path / "bundle"))
    first = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 60
    while not list(out.glob("*.json")) and time.monotonic() < end:
        time.sleep(0.02)
    first.send_signal(signal.SIGINT)
    said = first.communicate(timeout=30)[1]
    assert first.returncode == 130
    done = {path.name: path.stat().st_mtime_ns for path in out.glob("*.json")}
    assert 1 <= len(done) < 5
    assert f"Stopped with {len(done)} of 5 done; the same command goes on from there." in said
    children = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(folder) not in children

    (folder / "liar.ipynb").write_text((folder / "right.ipynb").read_text(), encoding="utf-8")
    second = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert second.returncode == 0, second.stderr
    found = {result.student: result for result in load_all(out, LESSON)}
    assert set(found) == set(names) and found["liar"].warnings and found["loop"].status is Status.TIMEOUT
    kept = {name: (out / name).stat().st_mtime_ns for name in done if name != "liar.json"}
    assert kept == {name: done[name] for name in kept}


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (lambda base: None, "there is no folder"),
        (lambda base: (base / "class").mkdir(), "is empty; put the notebooks in it"),
        (lambda base: (base / "class").write_text("x"), "there is no folder"),
    ],
)
def test_missing_or_empty_folder_is_said_in_one_line(tmp_path, capsys, make, line):
    make(tmp_path)
    assert grade_here(tmp_path / "class", tmp_path / "out") == 2
    said = capsys.readouterr().err
    assert line in said and said.count("\n") == 1


def test_out_that_cannot_be_written_is_said_in_one_line(tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    assert grade_here(write_class(tmp_path / "class", ["right"]), tmp_path / "file" / "out") == 2
    said = capsys.readouterr().err
    assert "cannot write to" in said and "--out" in said and said.count("\n") == 1


def test_results_of_another_lesson_are_not_mixed_in(tmp_path, capsys):
    folder, out = write_class(tmp_path / "class", ["right"]), tmp_path / "out"
    out.mkdir()
    results.save(out, graded()[0]["right"].model_copy(update={"lesson": "01_other"}))
    assert grade_here(folder, out) == 2
    assert "holds the results of 01_other" in capsys.readouterr().err


def test_other_systems_are_told_where_to_go(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert grade_here(tmp_path, tmp_path / "out") == 2
    assert "WSL2" in capsys.readouterr().err


def test_full_disk_is_said_in_one_line(tmp_path, capsys, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "x.json")

    monkeypatch.setattr(grading, "_prepare", full)
    assert grade_here(write_class(tmp_path / "class", ["right"]), tmp_path / "out") == 1
    said = capsys.readouterr().err
    assert "the disk is full" in said and "goes on from there" in said and said.count("\n") == 1


def test_broken_bundle_is_said_before_anything_is_graded(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(warm, "warm_up", lambda: None)
    bundle = write_bundle(tmp_path / "bundle")
    (bundle / "tests" / "q1.py").write_text("1 / 0", encoding="utf-8")
    folder = write_class(tmp_path / "class", ["right"])
    assert grade_here(folder, tmp_path / "out", bundle_of=lambda lesson: bundle) == 2
    assert "q1.py does not load: ZeroDivisionError" in capsys.readouterr().err
    assert not list((tmp_path / "out").glob("*.json"))


def test_process_with_threads_is_not_forked(tmp_path, capsys, monkeypatch):
    def not_alone():
        raise warm.NotAlone("this process has 2 threads")

    monkeypatch.setattr(warm, "warm_up", not_alone)
    assert grade_here(write_class(tmp_path / "class", ["right"]), tmp_path / "out") == 2
    assert "2 threads" in capsys.readouterr().err


def lesson_notebook(answer):
    cells = [
        {"id": f"q2_{n}-answer", "cell_type": "code", "metadata": {}, "source": f"q2_{n} = {answer}"}
        for n in range(1, 9)
    ]
    first = {"id": "first", "cell_type": "code", "metadata": {}, "source": 'Grader("x", student="self-study")'}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [first, *cells]}


def test_make_class_writes_sixteen_notebooks(tmp_path):
    paths = make_class(tmp_path / "class", lesson_notebook("1"), lesson_notebook("..."))
    assert len(paths) == len(PUPILS) == 16 and paths[0].name == "02_convolution_by_hand_b1001.ipynb"
    for place, path in enumerate(paths, start=1):
        text = path.read_text(encoding="utf-8")
        if place == HALF_A_FILE:
            with pytest.raises(json.JSONDecodeError):
                json.loads(text)
            continue
        cells = json.loads(text)["cells"]
        assert f'student="{PUPILS[place - 1].declares or f"b{1000 + place}"}"' in cells[0]["source"]


def test_make_class_half_done_leaves_the_rest_untouched(tmp_path):
    paths = make_class(tmp_path / "class", lesson_notebook("1"), lesson_notebook("..."))
    sources = [cell["source"] for cell in json.loads(paths[7].read_text())["cells"][1:]]
    assert sources == [f"q2_{n} = {1 if n <= 4 else '...'}" for n in range(1, 9)]


def test_sample_class_fits_the_lesson(tmp_path):
    assert len(sample_class._make(tmp_path / "class")) == 16
