"""Send and read frames (a length and JSON) between trusted processes. Data from a guest goes through `wire`."""

import json
import socket
import struct
from typing import Any, BinaryIO

LENGTH = struct.Struct("!Q")


def pack_frame(value: Any) -> bytes:
    """Return plain data as one frame.

    >>> pack_frame([1, 2])[-6:]
    b'[1, 2]'
    """
    data = json.dumps(value).encode()
    return LENGTH.pack(len(data)) + data


def recv_frame(sock: socket.socket) -> Any:
    """Read one frame from a socket. EOFError: the other process has ended."""
    with sock.makefile("rb") as file:
        return read_frame(file)


def read_frame(file: BinaryIO) -> Any:
    """Read one frame from an open file. EOFError: the file ends before the frame does."""
    (size,) = LENGTH.unpack(read_exactly(file, LENGTH.size))
    return json.loads(read_exactly(file, size))


def read_exactly(file: BinaryIO, size: int) -> bytes:
    """Read `size` bytes. EOFError: the file has fewer."""
    data = file.read(size)
    if len(data) < size:
        raise EOFError(f"expected {size} bytes, got {len(data)}: the socket was closed")
    return data
