"""Rebuild a value from a JSON node and its raw data.

Every decoded value has an exact base type, so a subclass with its own methods cannot arrive.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox.values import MAX_AXES, MAX_DEPTH, MAX_NODES, NUMPY, TORCH, WireError, padding, short


class Decoder:
    """Rebuild one value. Sizes are checked before memory is allocated.

    `resolve(number, label)` returns the object of a reference, or in the marker a proxy for it.
    """

    def __init__(self, payload: bytearray, resolve: Callable[[int, str], Any]) -> None:
        self._payload = memoryview(payload)
        self._resolve = resolve
        self._at = 0
        self._nodes = 0

    def whole(self, node: Any) -> Any:
        """Return the value of the outermost node. WireError: the node is invalid, or data is left over."""
        try:
            value = self._value(node, 0)
        except (ValueError, TypeError, LookupError, RecursionError, ArithmeticError, RuntimeError) as error:
            raise WireError(f"malformed value ({type(error).__name__})") from None
        if self._at != len(self._payload):
            raise WireError("more data than the values need")
        return value

    def _value(self, node: Any, depth: int) -> Any:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise WireError("values nested too deeply, or too many of them")
        kind = type(node)
        if node is None or kind in (bool, float):
            return node
        if kind is int:
            return short(node)
        if kind is str:
            return _clean(node)
        if kind is list:
            return [self._value(item, depth + 1) for item in node]
        if kind is not dict or len(node) != 1:
            raise WireError("unknown value")
        ((tag, body),) = node.items()
        if tag in ("tuple", "dict") and type(body) is list:
            return self._container(tag, body, depth)
        reader = READERS.get(tag)
        if reader is None:
            raise WireError("unknown value")
        return reader(self, body)

    def _container(self, tag: str, body: list, depth: int) -> Any:
        if tag == "tuple":
            return tuple(self._value(item, depth + 1) for item in body)
        return {_key(key): self._value(item, depth + 1) for key, item in body}

    def _take(self, count: int) -> memoryview:
        if type(count) is not int or count < 0:
            raise WireError("bad length")
        start, self._at = self._at, self._at + count + padding(count)
        if self._at > len(self._payload):
            raise WireError("less data than announced")
        return self._payload[start : start + count]

    def _numbers(self, count: int, itemsize: int, name: str) -> np.ndarray:
        data = np.frombuffer(self._take(count * itemsize), np.uint8)
        if name == "bool" and count and data.max() > 1:
            raise WireError("bad bool: expected 0 or 1")  # a truth value of 2 gives surprising comparisons
        return data

    def _bytes(self, body: Any) -> bytes:
        return bytes(self._take(body))

    def _complex(self, body: Any) -> complex:
        real, imaginary = body
        if type(real) is not float or type(imaginary) is not float:
            raise WireError("bad complex number")
        return complex(real, imaginary)

    def _scalar(self, name: Any) -> np.generic:
        return self._numbers(1, NUMPY[name].itemsize, name).view(NUMPY[name])[0]

    def _array(self, body: Any) -> np.ndarray:
        name, shape = body
        dtype = NUMPY[name]
        return self._numbers(_size(shape), dtype.itemsize, name).view(dtype).reshape(shape)

    def _tensor(self, body: Any) -> Any:
        import torch  # only a process that has loaded torch receives tensors, so this costs nothing

        name, shape = body
        dtype = _torch_dtype(name)
        count = _size(shape)
        data = self._numbers(count, dtype.itemsize, name)
        return torch.from_numpy(data).view(dtype).reshape(shape) if count else torch.empty(shape, dtype=dtype)

    def _torch_size(self, body: Any) -> Any:
        import torch

        _size(body)
        return torch.Size(body)

    def _reference(self, body: Any) -> Any:
        number, label = body
        if type(number) is not int or type(label) is not str:
            raise WireError("bad reference")
        return self._resolve(number, _clean(label[:60]))


READERS: dict[str, Callable[[Decoder, Any], Any]] = {
    "ellipsis": lambda decoder, body: Ellipsis,
    "numpy_dtype": lambda decoder, body: NUMPY[body],
    "torch_dtype": lambda decoder, body: _torch_dtype(body),
    "bytes": Decoder._bytes,
    "complex": Decoder._complex,
    "scalar": Decoder._scalar,
    "array": Decoder._array,
    "tensor": Decoder._tensor,
    "size": Decoder._torch_size,
    "thing": Decoder._reference,
}


def _torch_dtype(name: Any) -> Any:
    import torch

    if name not in TORCH:
        raise WireError("unknown dtype")
    return getattr(torch, name)


def _size(shape: Any) -> int:
    """Return the number of elements of a shape. WireError: it is not a short list of small lengths."""
    if type(shape) is not list or len(shape) > MAX_AXES:
        raise WireError("bad shape")
    if not all(type(length) is int and 0 <= length < 2**31 for length in shape):
        raise WireError("bad shape")
    return math.prod(shape)


def _clean(text: str) -> str:
    """Return the text with lone surrogates replaced, because they cannot be written to a UTF-8 file."""
    return text.encode("utf-8", "replace").decode()


def _key(key: Any) -> str | int:
    if type(key) is str:
        return _clean(key)
    if type(key) is int:
        return short(key)
    raise WireError("bad key")
