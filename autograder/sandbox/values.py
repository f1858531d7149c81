"""Define which values guest and marker may exchange, and the size limits.

Only plain values are sent, never a pickle. JSON holds the structure, and raw buffers hold the bytes of arrays. An
object that is not plain (a function, a model) stays in its process; a *reference*, a number and a label, is sent. In
JSON its tag is "thing". `encoding` and `decoding` are the two directions, `wire` sends and receives messages.
"""

import numpy as np

MAX_BYTES = 256 << 20  # of one message's raw data
MAX_DEPTH = 24
MAX_NODES = 500_000
MAX_AXES = 16
MAX_BITS = 1024  # of an integer
ALIGN = 16  # each buffer starts at a multiple of this, so that any dtype can be read without a copy

NUMBERS = "int8 int16 int32 int64 uint8 float16 float32 float64 complex64 complex128 bool".split()
NUMPY = {name: np.dtype(name) for name in [*NUMBERS, "uint16", "uint32", "uint64"]}
TORCH = frozenset([*NUMBERS, "bfloat16"])


class WireError(Exception):
    """The other process broke the format or a limit; the connection cannot be used any more."""


def padding(size: int) -> int:
    """Return the number of bytes from the end of a buffer of `size` bytes to the next multiple of `ALIGN`.

    >>> padding(3), padding(16)
    (13, 0)
    """
    return -size % ALIGN


def short(number: int) -> int:
    """Return the number itself. ValueError: it has too many bits to be sent."""
    if number.bit_length() > MAX_BITS:
        raise ValueError(f"not sent: an integer of more than {MAX_BITS} bits")
    return number
