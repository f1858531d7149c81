"""What a cell may do to its process, and what it costs: that cell, never the notebook, never the batch."""

import os
import socket
import subprocess
import time

import pytest

from autograder.sandbox import cell_runner, guest, processes
from tests.autograder.planted import CELL_SECONDS, CLASS, MARKER, POINTS, graded


@pytest.mark.slow
@pytest.mark.parametrize("name", CLASS)
def test_planted_notebook_gets_its_status_and_its_points(name):
    result = graded()[0][name]
    expected = CLASS[name]
    assert (result.status, result.score) == (expected.status, expected.score), result.reason
    assert result.max_score == sum(POINTS.values())


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, one in CLASS.items() if one.extra and one.status != "GRADED"])
def test_lost_cell_is_named(name):
    result = graded()[0][name]
    assert result.reason.startswith("code cell 8: ")
    assert [cell.number for cell in result.cells] == [8]


@pytest.mark.slow
def test_cells_error_is_noted_and_costs_nothing():
    result = graded()[0]["error"]
    assert [(cell.number, cell.status) for cell in result.cells] == [(8, "error")]
    assert result.cells[0].text == "NameError: name 'undefined_name' is not defined"


@pytest.mark.slow
def test_endless_loop_is_stopped_at_its_limit():
    for name in ("loop", "stubborn", "sleep", "swallow", "threads", "threads_before"):
        assert graded()[0][name].cells[0].text == f"the cell took more than {CELL_SECONDS:g} s and was stopped"


@pytest.mark.slow
def test_nothing_is_left_behind():
    _, out = graded()
    everything = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    assert f"sleep {MARKER}" not in everything
    left = [path.name for path in (out.parent / "tmp").iterdir()]
    assert [name for name in left if not name.startswith("torchinductor_")] == []  # a cache that torch itself makes


class Unspeakable(Exception):
    def __str__(self):
        raise RuntimeError("no")


@pytest.mark.parametrize(
    ("error", "status", "text"),
    [
        (ValueError("a\nb"), "error", "ValueError: a"),
        (MemoryError(), "MEMORY", "MemoryError: "),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"), "MEMORY", "RuntimeError: Default"),
        (SystemExit(3), "CRASH", "the cell stopped Python"),
        (Unspeakable(), "error", "Unspeakable (its text cannot be read)"),
    ],
)
def test_outcome_of_an_exception(error, status, text):
    outcome = cell_runner.outcome_of(error)
    assert outcome.status == status and outcome.text.startswith(text)


@pytest.mark.parametrize(
    ("message", "latest"),
    [(b"cell 4;", 4), (b"cell 4;cell 5;done;", 5), (b"done;", 2), (b"cell 99999;", 2), (b"\xff cell x;", 2)],
)
def test_latest_cell_of_a_message(message, latest):
    assert cell_runner._latest_cell(message, 2, 10) == latest


def test_late_watcher_blames_the_cell_that_ended_and_no_other(monkeypatch):
    wait = processes.wait

    def wait_late(*args):
        time.sleep(0.2)  # the cells have all said their names, and one of them has ended its process
        return wait(*args)

    def outcomes():
        sources = ["a = 1", "b = 2", "import os; os._exit(0)", "c = a + b"]
        ran = cell_runner.CheckpointingRunner(sources, socket.socket(), cell_seconds=10, all_seconds=60)
        ran.run()
        return {index: outcome.status for index, outcome in sorted(ran.outcomes.items())} | {"c": ran.names["c"]}

    monkeypatch.setattr(processes, "wait", wait_late)
    assert processes.call_in_child(outcomes) == {"0": "ran", "1": "ran", "2": "CRASH", "3": "ran", "c": 3}


def test_session_describes_an_exception_without_a_text():
    names, text = guest._described(Unspeakable())
    assert names[:2] == ["Unspeakable", "Exception"] and text == "(its text cannot be read)"


def test_answer_of_a_child_comes_back():
    assert processes.call_in_child(lambda: {"child": os.getpid()})["child"] != os.getpid()


def test_kill_ends_a_child_that_ignores_signals():
    def work():
        import signal

        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)

    child = processes.fork(work)
    assert not processes.wait(child, 0.05)
    assert processes.describe_exit(processes.kill(child)) == "it was ended by SIGKILL"
