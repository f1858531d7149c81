"""What goes over the wire comes back the same, with exact types; whatever else comes is refused and never hangs."""

import collections
import enum
import json
import socket
import time
from typing import NamedTuple

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox import wire
from autograder.sandbox.decoding import READERS, Decoder
from autograder.sandbox.encoding import Encoder
from autograder.sandbox.values import NUMPY, WireError, padding

NOTHING = wire.refuse_reference


def packed(value, name_reference=NOTHING):
    encoder = Encoder(name_reference)
    header = json.dumps(encoder.node(value)).encode()
    payload = b"".join(bytes(buffer) + bytes(padding(len(buffer))) for buffer in encoder.buffers)
    return header, payload


def unpacked(header, payload, resolve=None):
    return Decoder(bytearray(payload), resolve or (lambda number, label: (number, label))).whole(json.loads(header))


def there_and_back(value):
    return unpacked(*packed(value))


def same(got, sent):
    if isinstance(sent, (np.ndarray, np.generic)):
        return type(got) is type(sent) and got.dtype == sent.dtype and got.tobytes() == sent.tobytes()
    if isinstance(sent, (list, tuple)):
        return type(got) is type(sent) and len(got) == len(sent) and all(map(same, got, sent))
    if isinstance(sent, dict):
        return type(got) is dict and list(got) == list(sent) and all(same(got[key], sent[key]) for key in sent)
    return type(got) is type(sent) and repr(got) == repr(sent)


numbers = st.none() | st.booleans() | st.integers(-(2**900), 2**900) | st.floats() | st.complex_numbers()
texts = st.text(st.characters(exclude_categories=["Cs"])) | st.binary()
data = arrays.arrays(st.sampled_from(list(NUMPY.values())), arrays.array_shapes(min_dims=0, min_side=0, max_side=4))
plain = st.recursive(
    numbers | texts | data | st.just(...),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=20,
)


@given(plain)
def test_value_comes_back_the_same(value):
    assert same(there_and_back(value), value)


@settings(max_examples=300)
@given(plain, st.data())
def test_mutated_message_is_refused_or_plain(value, draw):
    header, payload = map(bytearray, packed(value))
    for part in (header, payload):
        for _ in range(draw.draw(st.integers(0, 3)) if part else 0):
            part[draw.draw(st.integers(0, len(part) - 1))] = draw.draw(st.integers(0, 255))
    try:
        node = json.loads(bytes(header))
    except (ValueError, RecursionError):
        return
    try:
        Decoder(payload, lambda number, label: None).whole(node)
    except WireError:
        pass  # any other exception fails the test


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from([*READERS, "tuple", "dict", "nonsense"]), inner, max_size=2)
    ),
)


@settings(max_examples=300)
@given(json_values, st.binary(max_size=64))
def test_any_json_is_refused_or_plain(node, payload):
    try:
        Decoder(bytearray(payload), lambda number, label: None).whole(node)
    except WireError:
        pass


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.int64, torch.bool, torch.complex64])
def test_tensor_comes_back_the_same(dtype):
    sent = torch.tensor([[1, 0, 2], [3, 4, 5]]).to(dtype)
    got = there_and_back(sent)
    assert type(got) is torch.Tensor and got.dtype is dtype and torch.equal(got, sent)


def test_tensor_comes_as_values_only():
    parameter = torch.nn.Parameter(torch.ones(2, 3).T)
    got = there_and_back([parameter, parameter.shape, torch.float16, np.dtype("int8"), torch.empty(0, 3)])
    assert type(got[0]) is torch.Tensor and not got[0].requires_grad and torch.equal(got[0], torch.ones(3, 2))
    assert type(got[1]) is torch.Size and got[2] is torch.float16 and got[3] == np.int8 and got[4].shape == (0, 3)


class Pair(NamedTuple):
    left: int
    right: int


class Colour(enum.IntEnum):
    RED = 3


class Liar(float):
    def __eq__(self, other):
        return True

    def __float__(self):
        return 6.0

    __hash__ = None


class LyingArray(np.ndarray):
    def __array_ufunc__(self, *args, **kwargs):
        return True


class LyingTensor(torch.Tensor):
    @classmethod
    def __torch_function__(cls, *args, **kwargs):
        return True


@pytest.mark.parametrize(
    ("sent", "plain_value"),
    [
        (Pair(1, 2), (1, 2)), (Colour.RED, 3), (Liar(0.0), 0.0), (bytearray(b"ab"), b"ab"),
        (collections.OrderedDict(a=1), {"a": 1}), (collections.Counter("aa"), {"a": 2}), (np.str_("x"), "x"),
    ],
)  # fmt: skip
def test_subclass_comes_as_its_base_value(sent, plain_value):
    got = there_and_back(sent)
    assert type(got) is type(plain_value) and got == plain_value


def test_lying_array_and_tensor_come_as_their_data():
    array = there_and_back(np.arange(3.0).view(LyingArray))
    assert type(array) is np.ndarray and array.tolist() == [0, 1, 2]
    tensor = there_and_back(torch.arange(3).as_subclass(LyingTensor))
    assert type(tensor) is torch.Tensor and tensor.tolist() == [0, 1, 2]


def test_other_byte_order_and_views_come_as_plain_arrays():
    got = there_and_back([np.arange(6, dtype=">i4").reshape(2, 3).T, np.ma.masked_array([1, 2], [True, False])])
    assert got[0].tolist() == [[0, 3], [1, 4], [2, 5]] and got[0].dtype == np.int32
    assert type(got[1]) is np.ndarray


@pytest.mark.parametrize(
    "thing", [print, object(), np.array([object()]), np.array(["a"]), {(1, 2): 3}, {1}, torch.ones(2).to_sparse()]
)
def test_what_is_not_plain_is_a_thing(thing):
    assert unpacked(*packed(thing, lambda value: (7, "label"))) == (7, "label")
    with pytest.raises(TypeError, match="cannot be sent: send numbers"):
        packed(thing)


def test_too_deep_too_many_and_too_long_are_not_sent():
    endless = []
    endless.append(endless)
    wide = []
    for _ in range(20):
        wide = [wide, wide]  # a million lists in twenty
    for value in (endless, wide, 1 << 2000):
        with pytest.raises(ValueError, match="not sent"):
            packed(value)


@pytest.mark.parametrize(
    "node",
    [
        {"array": ["float64", [2**31 - 1, 2**31 - 1]]}, {"array": ["float64", [-1]]}, {"array": ["object", [1]]},
        {"array": ["float64", [1] * 17]}, {"array": ["float64", [True]]}, {"bytes": 10**18}, {"bytes": -1},
        {"tensor": ["float32", [0, 2**31 - 1, 2**31 - 1, 2**31 - 1]]}, {"size": ["a"]}, {"tuple": {}}, {"dict": [[1]]},
        {"dict": [[None, 1]]}, {"dict": [[1.5, 1]]}, {"complex": [1, 2]}, {"thing": ["a", "b"]}, {"torch_dtype": "nn"},
        {"torch_dtype": []}, {"a": 1, "b": 2}, {"nonsense": 1}, {}, 1 << 2000,
    ],
)  # fmt: skip
def test_broken_node_is_refused(node):
    with pytest.raises(WireError):
        Decoder(bytearray(16), lambda number, label: None).whole(node)


def test_truth_value_of_two_is_refused():
    with pytest.raises(WireError, match="bad bool"):
        Decoder(bytearray(b"\x02" + bytes(15)), None).whole({"array": ["bool", [1]]})


def test_surplus_data_is_refused():
    with pytest.raises(WireError, match="more data"):
        Decoder(bytearray(16), None).whole([1])


@pytest.fixture
def pair():
    ends = socket.socketpair()
    yield ends
    for end in ends:
        end.close()


def test_send_and_receive(pair):
    wire.send(pair[0], {"a": [np.arange(5), (1.5, "卷積", ...)]})
    got = wire.receive(pair[1], None, time.monotonic() + 5)
    assert got["a"][0].tolist() == [0, 1, 2, 3, 4] and got["a"][1] == (1.5, "卷積", ...)
    assert wire.idle(pair[1])


def test_receive_gives_up_at_the_deadline(pair):
    pair[0].sendall(wire.PREFIX.pack(10, 0) + b"[1,")
    begin = time.monotonic()
    with pytest.raises(TimeoutError):
        wire.receive(pair[1], None, begin + 0.05)
    assert time.monotonic() - begin < 20


def test_send_gives_up_at_the_deadline(pair):
    with pytest.raises(TimeoutError):
        wire.send(pair[0], bytes(8 << 20), deadline=time.monotonic() + 0.05)  # nobody reads


def test_receive_refuses_sizes_before_taking_memory(pair):
    pair[0].sendall(wire.PREFIX.pack(2**32 - 1, 2**63))
    with pytest.raises(WireError, match="too large"):
        wire.receive(pair[1], None, time.monotonic() + 5)


@pytest.mark.parametrize("header", [b"[" * 100_000, b"nonsense", b"\xff\xfe", b"1" * 5000, b""])
def test_receive_refuses_a_malformed_header(pair, header):
    pair[0].sendall(wire.PREFIX.pack(len(header), 0) + header)
    with pytest.raises(WireError, match="malformed"):
        wire.receive(pair[1], None, time.monotonic() + 5)


def test_receive_says_that_the_other_side_is_gone(pair):
    pair[0].close()
    with pytest.raises(WireError, match="closed the connection"):
        wire.receive(pair[1], None, time.monotonic() + 5)


def test_send_refuses_too_much(pair, monkeypatch):
    monkeypatch.setattr(wire, "MAX_BYTES", 100)
    with pytest.raises(ValueError, match="too many"):
        wire.send(pair[0], bytes(101))
    assert wire.idle(pair[1])
