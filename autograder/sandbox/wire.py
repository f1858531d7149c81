"""Send and receive messages: `header length, payload length | header (JSON) | payload (raw buffers)`.

Guest and marker both use this module, but only the marker's copy is trusted. Lengths are checked before memory is
allocated. Every wait has a deadline, a value of `time.monotonic()`; with None it waits forever.
"""

import json
import select
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

from autograder.sandbox.decoding import Decoder
from autograder.sandbox.encoding import Encoder
from autograder.sandbox.values import MAX_BYTES, WireError, padding

PREFIX = struct.Struct("!IQ")
MAX_HEADER = 8 << 20
PIECE = 1 << 20  # bytes read at a time, so that the deadline is checked often


def refuse_reference(value: Any) -> tuple[int, str]:
    """Raise TypeError: the `name_reference` of a process that sends no references.

    >>> refuse_reference(print)
    Traceback (most recent call last):
    TypeError: builtin_function_or_method cannot be sent: send numbers, text, lists, arrays or tensors
    """
    raise TypeError(f"{type(value).__name__} cannot be sent: send numbers, text, lists, arrays or tensors")


def send(
    sock: socket.socket,
    value: Any,
    name_reference: Callable[[Any], tuple[int, str]] = refuse_reference,
    deadline: float | None = None,
) -> None:
    """Send one value.

    TypeError or ValueError: the value cannot be sent, and no part of it was. TimeoutError or OSError: the connection is
    lost.
    """
    encoder = Encoder(name_reference)
    header = json.dumps(encoder.node(value), separators=(",", ":")).encode()
    size = sum(len(buffer) + padding(len(buffer)) for buffer in encoder.buffers)
    if len(header) > MAX_HEADER or size > MAX_BYTES:
        raise ValueError(f"not sent: {len(header) + size:,} bytes are too many (at most {MAX_BYTES:,})")
    _set_deadline(sock, deadline)
    sock.sendall(PREFIX.pack(len(header), size) + header)
    for buffer in encoder.buffers:
        _set_deadline(sock, deadline)
        sock.sendall(buffer)
        sock.sendall(bytes(padding(len(buffer))))


def receive(sock: socket.socket, resolve: Callable[[int, str], Any], deadline: float | None = None) -> Any:
    """Receive and return one value. TimeoutError: it is incomplete at the deadline. WireError: it is invalid."""
    header_size, payload_size = PREFIX.unpack(_exactly(sock, PREFIX.size, deadline))
    if header_size > MAX_HEADER or payload_size > MAX_BYTES:
        raise WireError("message too large")
    header = _exactly(sock, header_size, deadline)
    payload = _exactly(sock, payload_size, deadline)
    try:
        node = json.loads(header)
    except (ValueError, RecursionError) as error:
        raise WireError(f"malformed header ({type(error).__name__})") from None
    return Decoder(payload, resolve).whole(node)


def idle(sock: socket.socket) -> bool:
    """Return whether the socket has no data to read. Before a request, data would be an answer to no request."""
    return not select.select([sock], [], [], 0)[0]


def _exactly(sock: socket.socket, count: int, deadline: float | None) -> bytearray:
    data = bytearray(count)
    view, filled = memoryview(data), 0
    while filled < count:
        _set_deadline(sock, deadline)
        received = sock.recv_into(view[filled:], min(count - filled, PIECE))
        if received == 0:
            raise WireError("the other process closed the connection")
        filled += received
    return data


def _set_deadline(sock: socket.socket, deadline: float | None) -> None:
    left = None if deadline is None else deadline - time.monotonic()
    if left is not None and left <= 0:
        raise TimeoutError
    sock.settimeout(left)
