"""What may travel between the room and the marker, and how much of it.

Plain values only: as JSON with raw buffers beside it, never a pickle. The JSON holds the structure, the buffers the
bytes of arrays. What is not plain (a function, a model) travels as a number and a label: a *thing*, which stays where
it lives. `encoding` and `decoding` are the two directions, `wire` the messages.
"""

import numpy as np

MAX_BYTES = 256 << 20  # of one message's raw data
MAX_DEPTH = 24
MAX_NODES = 500_000
MAX_AXES = 16
MAX_BITS = 1024  # of an integer
ALIGN = 16  # each buffer starts at a multiple of this, so that any dtype can be read in place

NUMBERS = "int8 int16 int32 int64 uint8 float16 float32 float64 complex64 complex128 bool".split()
NUMPY = {name: np.dtype(name) for name in [*NUMBERS, "uint16", "uint32", "uint64"]}
TORCH = frozenset([*NUMBERS, "bfloat16"])


class WireError(Exception):
    """The other side broke the format or a limit; the connection is of no further use."""


def padding(size: int) -> int:
    """Number of bytes after a buffer of `size` bytes up to the next multiple of `ALIGN`.

    >>> padding(3), padding(16)
    (13, 0)
    """
    return -size % ALIGN


def short(number: int) -> int:
    """The number itself; ValueError where it is too long for the wire."""
    if number.bit_length() > MAX_BITS:
        raise ValueError(f"not sent: an integer of more than {MAX_BITS} bits")
    return number
