"""A peer that sends anything at all, or nothing, or far too much, costs its own notebook, in the time that it has."""

import json
import socket
import struct
import threading
import time
from contextlib import suppress
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from autograder.grade import keeper, scheduler
from autograder.grade import worker_pool as pools
from autograder.grade.bundle import Bundle
from autograder.grade.check_cells import lost_questions
from autograder.grade.keeper import Limits
from autograder.grade.marker import grade_notebook
from autograder.grade.worker_pool import MAX_REPORT, Pool
from autograder.results import MarkerReport, Result, Status
from autograder.sandbox import wire
from autograder.sandbox.guest_client import CellReport, GuestClient
from autograder.sandbox.protocol import recv_frame
from autograder.sandbox.proxies import GuestLost, RemoteNamespace
from tests.autograder.planted import POINTS, write_bundle

quick = settings(max_examples=150)


def framed(value):
    """The bytes of one message."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire.send(ours, value)
        return theirs.recv(1 << 16)


@st.composite
def damaged(draw, values):
    """A message that was cut, overwritten or lengthened; or any bytes at all."""
    data = bytearray(framed(draw(st.sampled_from(values))))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.sampled_from(["set", "cut", "put", "end"])):
            case "set":
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case "cut":
                del data[at : at + draw(st.integers(1, 8))]
            case "put":
                data[at:at] = draw(st.binary(min_size=1, max_size=16))
            case "end":
                del data[at:]
    return bytes(data)


def anything(values):
    return damaged(values) | st.binary(max_size=60)


def answering(data, *, drip=0.0):
    """A channel whose other end takes one request, sends this, and hangs up."""
    ours, theirs = socket.socketpair()

    def answer():
        with theirs:
            try:
                wire.receive(theirs, lambda number, label: number)
                for piece in [data] if not drip else (data[n : n + 1] for n in range(len(data))):
                    theirs.sendall(piece)
                    time.sleep(drip)
            except (wire.WireError, OSError):
                pass

    threading.Thread(target=answer, daemon=True).start()
    return ours


REPLIES = [(1, True, (True, 6)), (1, True, (True, [1.5, "卷積", b"x"])), (1, False, [["ValueError"], "too dark"])]


@quick
@given(anything(REPLIES))
def test_any_answer_is_a_value_or_a_lost_question(data):
    env = RemoteNamespace(answering(data), 20.0, 20.0)
    try:
        env["six"]
    except GuestLost as lost:
        assert lost.status == "CRASH" and lost.reason
        with pytest.raises(GuestLost):
            env["six"]
    except KeyError:
        pass  # the notebook says that it has no such name
    except Exception as error:
        assert type(error).__module__ == "student"


def test_dripping_answer_ends_at_the_deadline():
    data = wire.PREFIX.pack(1000, 0) + b" " * 1000  # it would take 50 s
    with pytest.raises(GuestLost) as lost:
        RemoteNamespace(answering(data, drip=0.05), 0.3, 20.0)["six"]
    assert lost.value.status == "TIMEOUT"


def test_dripping_report_ends_at_the_deadline():
    ours, theirs = socket.socketpair()
    stop = threading.Event()

    def drip():
        theirs.sendall(wire.PREFIX.pack(1000, 0))
        with suppress(BrokenPipeError):
            while not stop.wait(0.05):
                theirs.sendall(b" ")

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    with pytest.raises(GuestLost) as lost:
        GuestClient(ours).report(0.3)
    stop.set()
    thread.join()
    assert lost.value.status == "TIMEOUT"


REPORTS = [
    {"cells": {0: ["ran", ""], 1: ["error", "NameError: x"]}, "student": "b1001"},
    {"cells": {}, "student": None},
]


@quick
@given(anything(REPORTS))
def test_any_report_is_one_or_a_lost_notebook(data):
    ours, theirs = socket.socketpair()
    theirs.sendall(data)
    theirs.close()
    with ours:
        try:
            report = GuestClient(ours).report(20.0)
        except GuestLost as lost:
            assert lost.status == "CRASH" and lost.reason
            return
    assert all(type(index) is int and type(text) is str for index, (_, text) in report.cells.items())
    assert report.student is None or type(report.student) is str
    lost_questions(["grader.check('q1')"], report)


@pytest.mark.parametrize("answer", [b"", b"x", b"\0"])
def test_guest_that_opens_no_session_loses_the_questions(answer):
    ours, theirs = socket.socketpair()
    theirs.sendall(answer)
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(GuestLost, match="gone or does not answer"):
        GuestClient(ours).open_session()["six"]
    theirs.close()


def test_forged_report_of_a_hundred_thousand_cells_makes_no_result_too_large(tmp_path):
    report = CellReport({index: ("error", "x" * 500) for index in range(100_000)}, "b1001")
    gone, theirs = socket.socketpair()
    theirs.close()
    guest = GuestClient(gone)
    guest.report = lambda seconds: report
    marks = grade_notebook(Bundle.open(write_bundle(tmp_path / "bundle")), guest, ["x"] * 100_000, "b1001", 1.0)
    assert len(json.dumps(marks)) < MAX_REPORT // 2
    assert MarkerReport.model_validate(marks).cells[0].number == 1


@pytest.fixture
def hostile(monkeypatch):
    """A pool whose keeper and marker are this test: `start(work)` runs `work(sock)` instead of the marker."""
    monkeypatch.setattr(pools, "GRACE", 0.2)
    monkeypatch.setattr(keeper, "GRACE", 0.0)
    limits = Limits(cell=0.1, cells=0.1, call=0.1, question=0.0)

    def start(work):
        def fork_child(request, *, sockets):
            assert (request, sockets) == ("keep", 2)
            pairs = [socket.socketpair() for _ in range(sockets)]
            (ours, keeper_end), (our_marker, marker_end) = pairs
            threading.Thread(target=_serve, args=(work, keeper_end, marker_end), daemon=True).start()
            return [ours, our_marker]

        with Pool(SimpleNamespace(fork_child=fork_child), "bundle", 1, limits, []) as pool:
            pool.start("b1001", "b1001", ["six = 6"], ["q1"])
            found = []
            end = time.monotonic() + 60
            while len(pool):
                assert time.monotonic() < end
                found += pool.finished()
        (job,) = found
        return job

    return start


def _serve(work, supervisor, marker):
    """Stop as a keeper does: when its marker has ended, or when the supervisor has closed its end."""
    with supervisor, marker:
        recv_frame(marker)
        recv_frame(supervisor)
        try:
            work(marker)
        except OSError:
            return
        if work is _silent:
            while supervisor.recv(1):
                pass


def _silent(sock):
    """Sends nothing."""


def test_marker_that_says_nothing_is_given_up(hostile):
    job = hostile(_silent)
    assert job.given_up and not job.received


def test_marker_that_says_too_much_is_given_up(hostile):
    def shout(sock):
        for _ in range(MAX_REPORT // (1 << 20) + 64):
            sock.sendall(bytes(1 << 20))

    job = hostile(shout)
    assert job.given_up and not job.received


def test_marker_that_ends_in_the_middle_keeps_what_it_sent(hostile):
    job = hostile(lambda sock: sock.sendall(b'{"declared": "b1'))
    assert bytes(job.received) == b'{"declared": "b1' and not job.given_up


MARKS = {
    "declared": "b1001", "notices": ["x"], "failed": "", "final": True,
    "notebook_failure": {"status": "CRASH", "reason": "y"},
    "cells": [{"number": 1, "status": "error", "text": "z"}],
    "questions": {"q1": {"status": "GRADED", "reason": "", "points": 1, "max": 1, "fault": "", "tests": [
        {"name": "q1: six", "points": 1, "max": 1, "hidden": False, "kind": "right", "tag": None, "text": ""}]}},
}  # fmt: skip
BARE = Result(
    lesson="99_tiny", title="", student="b1001", file="b1001.ipynb", submission_hash="", bundle_hash="", timeout=1,
    seconds=0, status=Status.UNGRADED, reason=scheduler.NO_RESULT, fault=scheduler.NO_RESULT, final=False, score=0,
    max_score=6,
)  # fmt: skip


@st.composite
def damaged_marks(draw):
    data = bytearray(json.dumps(MARKS).encode())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data) - 1))
        data[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(data)


@quick
@given(damaged_marks() | st.binary(max_size=40))
def test_damaged_marks_are_a_result_or_none(tmp_path_factory, data):
    task = scheduler.Task(
        "99_tiny", "", None, "", dict(POINTS), tmp_path_factory.getbasetemp() / "none", Limits(), {}, {}
    )
    job = SimpleNamespace(submission=BARE, received=bytearray(data), seconds=1.0)
    result = scheduler._result(task, job)
    assert set(result.questions) <= set(POINTS)
    try:
        MarkerReport.model_validate_json(data)
    except ValidationError:
        assert result.status is Status.UNGRADED and not result.final and result.score == 0


def test_lengths_that_lie_take_no_memory():
    """A header that announces 8 MB and a payload of 256 MB, both allowed, and then nothing."""
    ours, theirs = socket.socketpair()
    theirs.sendall(struct.pack("!IQ", wire.MAX_HEADER, wire.MAX_BYTES))
    theirs.close()
    with pytest.raises(wire.WireError, match="closed the connection"):
        wire.receive(ours, None, time.monotonic() + 20)
    ours.close()
