"""The batch: every submission has a row, nothing is done twice, and each obstacle gets one clear line."""

import errno
import os
import signal
import subprocess
import sys
import time

import pytest

from autograder import results
from autograder.grade import grade as grading
from autograder.grade import preload
from autograder.results import Status, load_all
from tests.autograder.planted import CLASS, FILES, LESSON, ROOT, command, graded, notebook, write_bundle, write_class

pytestmark = pytest.mark.slow


def grade_here(folder, out, **options):
    return grading.grade_folder(LESSON, folder, out, **options)


def test_every_submission_has_a_result():
    found = graded()[0]
    assert set(found) == {*CLASS, *FILES}
    assert found["half"].status is Status.INVALID
    assert found["half"].reason == "not a notebook: the file is not complete JSON"
    assert found["blank"].status is Status.GRADED and found["blank"].score == 0


def test_students_output_does_not_reach_the_screen():
    screen = (graded()[1] / "screen.txt").read_text(encoding="utf-8")
    assert "xxx" not in screen and "名字" not in screen and "Traceback" not in screen


def test_declared_id_decides_and_is_warned_of():
    other = graded()[0]["other_id"]
    assert other.score == 6
    assert other.warnings == ["the notebook declares the id 'b9999', the file name has 'other_id'"]


def until(holds):
    """Wait until `holds()`; only a grader that hangs ever meets the end."""
    end = time.monotonic() + 300
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_second_run_goes_on_where_the_first_was_stopped(tmp_path):
    names = ["right", "loop", "squared", "liar"]
    folder, out = write_class(tmp_path / "class", names), tmp_path / "out"
    (folder / "waits.ipynb").write_text(notebook(["import time\ntime.sleep(60)"]), encoding="utf-8")  # the last one
    arguments = command(folder, out, write_bundle(tmp_path / "bundle"))
    first = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until(lambda: len(list(out.glob("*.json"))) == 4)
    first.send_signal(signal.SIGINT)
    said = first.communicate(timeout=300)[1]
    assert first.returncode == 130
    done = {path.name: path.stat().st_mtime_ns for path in out.glob("*.json")}
    assert "Stopped with 4 of 5 graded; run the same command again to resume." in said
    children = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(folder) not in children

    (folder / "waits.ipynb").write_text((folder / "right.ipynb").read_text(), encoding="utf-8")
    (folder / "liar.ipynb").write_text((folder / "right.ipynb").read_text(), encoding="utf-8")
    second = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert second.returncode == 0, second.stderr
    found = {result.student: result for result in load_all(out, LESSON)}
    assert set(found) == {*names, "waits"} and found["liar"].warnings and found["loop"].status is Status.TIMEOUT
    kept = {name: (out / name).stat().st_mtime_ns for name in done if name != "liar.json"}
    assert kept == {name: done[name] for name in kept}

    (folder / "squared.ipynb").unlink()
    third = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert f"1 other results in {out} belong to students without a notebook" in third.stdout
    assert "squared " not in third.stdout and "squared" not in (out / "grades.csv").read_text(encoding="utf-8")
    assert not (out / "feedback" / "squared.html").exists() and (out / "squared.json").exists()


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
    assert "has the results of 01_other" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["grade", "02", "x", "--out", "y"], ["demo"]], ids=["grade", "demo"])
@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_are_told_where_to_go(tmp_path, system, words):
    program = (
        # what Python and click would look for on that system, and what is not here
        "import sys, runpy, sysconfig, typer, typer.main, rich.console\nsysconfig.get_config_vars()\n"
        f"sys.platform = {system!r}\n"
        "sys.modules.update(dict.fromkeys(['resource', 'fcntl', 'ctypes']))\n"
        f"sys.argv = ['autograder', *{words!r}]\n"
        "runpy.run_module('autograder', run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert done.stderr == (
        "Not graded: grading runs on Linux; on Windows use WSL2, on macOS a Linux machine or container\n"
    )


def test_full_disk_is_said_in_one_line(tmp_path, capsys, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "x.json")

    monkeypatch.setattr(grading, "_prepare", full)
    assert grade_here(write_class(tmp_path / "class", ["right"]), tmp_path / "out") == 1
    said = capsys.readouterr().err
    assert "the disk is full" in said and "again to resume" in said and said.count("\n") == 1


def test_broken_tests_cost_their_question_and_are_called_ours(tmp_path):
    bundle, out = write_bundle(tmp_path / "bundle"), tmp_path / "out"
    broken = f"import pathlib\npathlib.Path({str(tmp_path / 'gone')!r}).read_text()"
    (bundle / "tests" / "q1.py").write_text(broken, encoding="utf-8")
    arguments = command(write_class(tmp_path / "class", ["right", "exit0"]), out, bundle)
    run = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert "\nq1 is not graded: tests/q1.py does not load: FileNotFoundError" in run.stderr
    assert "not graded because" in run.stdout and "FileNotFoundError" in run.stdout
    found = {one.student: one for one in load_all(out, LESSON)}
    assert {(one.status, one.score, one.final) for one in found.values()} == {(Status.UNGRADED, 5, False)}
    for name in found:
        page = (out / "feedback" / f"{name}.html").read_text(encoding="utf-8")
        assert "Not graded: the tests could not be run; tell your instructor." in page
        assert "All questions except Question 1 were graded." in page
        assert "Python ended" not in page and str(tmp_path) not in page and "FileNotFound" not in page
    assert (out / "grades.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "exit0,UNGRADED,5,6,,3,1,1",
        "right,UNGRADED,5,6,,3,1,1",
    ]

    write_bundle(tmp_path / "fixed")
    run = subprocess.run([*arguments[:-1], str(tmp_path / "fixed")], cwd=ROOT, capture_output=True, timeout=120)
    assert {one.student: (one.status, one.score) for one in load_all(out, LESSON)} == {
        "right": (Status.GRADED, 6), "exit0": (Status.CRASH, 6),
    }  # fmt: skip


def test_bundle_without_one_test_that_loads_is_said_before_anything_is_graded(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(preload, "MODULES", ["numpy"])
    bundle = write_bundle(tmp_path / "bundle")
    for path in (bundle / "tests").iterdir():
        path.write_text("1 / 0", encoding="utf-8")
    folder = write_class(tmp_path / "class", ["right"])
    assert grade_here(folder, tmp_path / "out", bundle=bundle) == 2
    assert "q1.py does not load: ZeroDivisionError" in capsys.readouterr().err
    assert not list((tmp_path / "out").glob("*.json"))


def test_process_with_threads_is_not_forked(tmp_path, capsys, monkeypatch):
    thread = "threading.Thread(target=time.sleep, args=(9,), daemon=True).start()"
    (tmp_path / "starts_one.py").write_text(f"import threading, time\n{thread}")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(preload, "MODULES", ["numpy", "starts_one"])
    assert grade_here(write_class(tmp_path / "class", ["right"]), tmp_path / "out") == 2
    assert "the packages start 1 threads while they are imported" in capsys.readouterr().err
