"""Stand-ins give away nothing and believe nothing; a broken line ends a question and never passes for an answer."""

import copy
import operator
import pickle
import socket
import threading
import time

import numpy as np
import pytest
import torch

from autograder.sandbox import wire
from autograder.sandbox.guest import Session
from autograder.sandbox.proxies import GuestLost, RemoteNamespace, RemoteObject, StudentError, rebuild_exception


class Peer:
    """The other end of a question's channel, in a thread: an honest session, or a function that answers."""

    def __init__(self, names=None, answer=None, call_seconds=2.0, question_seconds=10.0):
        ours, self.theirs = socket.socketpair()
        self.env = RemoteNamespace(ours, call_seconds, question_seconds)
        work = Session(names).serve if answer is None else lambda channel: self._scripted(channel, answer)
        self.thread = threading.Thread(target=work, args=(self.theirs,), daemon=True)
        self.thread.start()

    def _scripted(self, channel, answer):
        try:
            while True:
                request = wire.receive(channel, lambda number, label: number)
                answer(channel, request)
        except (wire.WireError, OSError):
            pass


class BadImage(ValueError):
    pass


class Model:
    depth = 3
    __secret = 1

    def __getitem__(self, index):
        return index * 2

    def __len__(self):
        return 4


def refuse():
    raise BadImage("too dark")


def unwritten():
    raise NotImplementedError("q2_1: write your answer here")


@pytest.fixture
def env():
    names = {
        "six": 6, "blank": ..., "double": lambda v: 2 * v, "model": Model(), "refuse": refuse, "unwritten": unwritten,
        "numbers": (n * n for n in range(3)), "kind": Model, "leave": lambda: exit(3), "apply": lambda f, v: f(v),
    }  # fmt: skip
    return Peer(names).env


def test_env_gives_plain_values_and_things(env):
    assert env["six"] == 6 and env["blank"] is ... and type(env["double"]) is RemoteObject
    assert env.get("missing", None) is None
    assert "six" in env and set(env) >= {"six", "double"} and len(env) == 10


def test_thing_is_called_with_plain_values(env):
    assert env["double"](np.arange(3)).tolist() == [0, 2, 4]
    assert env["apply"](env["double"], 4) == 8
    with pytest.raises(TypeError, match="function cannot be sent"):
        env["apply"](lambda v: v, 4)


def test_thing_is_asked_for_attributes_items_and_length(env):
    model = env["model"]
    assert model.remote_attribute("depth") == 3 and model[5] == 10 and len(model) == 4
    assert list(env["numbers"]) == [0, 1, 4]
    assert "def refuse" in env["refuse"].remote_extract("source")
    with pytest.raises(AttributeError, match="private"):
        model.remote_attribute("__dict__")
    with pytest.raises(AttributeError):
        model.remote_attribute("width")
    assert "Model" in repr(model) and "Model" in repr(env["kind"])


@pytest.mark.parametrize(
    "use",
    [
        lambda t: t == 1, lambda t: t != 1, lambda t: t < 1, lambda t: 1 >= t, bool, float, int, complex, abs, round,
        operator.neg, operator.index, lambda t: t + 1, lambda t: 1 + t, lambda t: t * 2, lambda t: t @ t,
        lambda t: 2 ** t, lambda t: t & True, lambda t: 1 in t, np.asarray, lambda t: np.allclose(t, 1),
        lambda t: np.ones(2) * t, lambda t: torch.ones(2) + t, hash, pickle.dumps, copy.deepcopy,
        lambda t: operator.setitem(t, 0, 1),
    ],
)  # fmt: skip
def test_thing_is_not_data(env, use):
    with pytest.raises(TypeError):
        use(env["model"])


@pytest.mark.parametrize("name", ["depth", "allclose", "shape", "__dict__", "_secret"])
def test_thing_has_no_attributes_of_its_own(env, name):
    with pytest.raises(AttributeError):
        getattr(env["model"], name)


def test_raised_is_caught_by_the_nearest_builtin():
    error = rebuild_exception(["BadImage", "ValueError", "Exception", "BaseException", "object"], "too dark")
    assert isinstance(error, ValueError) and isinstance(error, StudentError)
    assert str(error) == "too dark" and type(error).__name__ == "BadImage"


@pytest.mark.parametrize("names", [[], ["SystemExit"], ["StopIteration"], ["a b<script>"], ["KeyboardInterrupt"]])
def test_raised_is_always_an_ordinary_exception(names):
    error = rebuild_exception(names, "text")
    assert isinstance(error, Exception) and not isinstance(error, (SystemExit, StopIteration))
    assert type(error).__name__.isidentifier()


def test_raised_key_error_keeps_its_text():
    assert str(rebuild_exception(["KeyError"], "'row'")) == "'row'"


def test_students_exceptions_arrive_as_their_kind(env):
    with pytest.raises(ValueError, match="too dark"):
        env["refuse"]()
    with pytest.raises(NotImplementedError, match="q2_1"):
        env["unwritten"]()
    with pytest.raises(StudentError, match="3"):
        env["leave"]()
    assert env["six"] == 6  # the line holds


def lost(answer, **seconds):
    env = Peer(answer=answer, **seconds).env
    with pytest.raises(GuestLost) as error:
        env["six"]
    with pytest.raises(GuestLost):
        env["six"]  # and stays lost
    return error.value


def test_silence_is_a_timeout():
    begin = time.monotonic()
    assert lost(lambda channel, request: None, call_seconds=0.1).status == "TIMEOUT"
    assert time.monotonic() - begin < 20


def test_question_ends_although_each_call_is_quick():
    env = Peer({"six": 6}, question_seconds=0.2).env
    with pytest.raises(GuestLost, match="TIMEOUT"):
        while True:
            assert env["six"] == 6


@pytest.mark.parametrize(
    "reply",
    [
        None, 6, (1, True), (2, True, 6), (1, 1, 6), [1, True, (True, 6)], (1, False, 6), (1, False, [1, "text"]),
        (1, False, [["ValueError"], 5]),
    ],
)  # fmt: skip
def test_reply_out_of_form_is_a_crash(reply):
    error = lost(lambda channel, request: wire.send(channel, reply))
    assert error.status == "CRASH" and "invalid answer" in error.reason


def test_answer_that_nobody_asked_for_is_a_crash():
    sent = threading.Event()

    def twice(channel, request):
        wire.send(channel, (request[0], True, (True, 6)))
        wire.send(channel, (request[0] + 1, True, (True, 6)))
        sent.set()

    env = Peer(answer=twice).env
    assert env["six"] == 6
    assert sent.wait(20)
    with pytest.raises(GuestLost, match="unexpected answer"):
        env["six"]


def test_hanging_up_is_a_crash():
    assert lost(lambda channel, request: channel.close()).status == "CRASH"


def test_room_error_is_no_exception_that_a_test_could_catch():
    assert not issubclass(GuestLost, Exception)


def test_iteration_without_end_is_stopped():
    env = Peer({"ones": iter(lambda: 1, 2)}, question_seconds=60).env
    with pytest.raises(ValueError, match="more than 10,000 items"):
        list(env["ones"])


def test_value_that_cannot_be_sent_is_the_students_error():
    endless = []
    endless.append(endless)
    env = Peer({"endless": endless, "six": 6}).env
    with pytest.raises(ValueError, match="not sent"):
        env["endless"]
    assert env["six"] == 6
