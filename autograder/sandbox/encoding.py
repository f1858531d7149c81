"""Convert one plain value to a JSON node, with its raw data in separate buffers."""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox.values import MAX_BYTES, MAX_DEPTH, MAX_NODES, NUMPY, TORCH, short


class Encoder:
    """Convert one value to a JSON node and collect its raw data, in order, in `buffers`.

    `name_reference(value)` returns the number and the label of an object that is not plain data, or raises TypeError.
    """

    def __init__(self, name_reference: Callable[[Any], tuple[int, str]]) -> None:
        self.buffers: list[Any] = []
        self._name_reference = name_reference
        self._nodes = 0

    def node(self, value: Any, depth: int = 0) -> Any:
        """Return the JSON node of `value`. ValueError: it is nested too deeply, or too large to be sent."""
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise ValueError(f"not sent: nested deeper than {MAX_DEPTH} or more than {MAX_NODES:,} values")
        kind = type(value)
        if value is None or kind in (bool, float, str):
            return value
        if kind is int:
            return short(value)
        if kind is list:
            return [self.node(item, depth + 1) for item in value]
        if kind is tuple:
            return {"tuple": [self.node(item, depth + 1) for item in value]}
        if kind is dict and all(type(key) in (str, int) for key in value):
            return {"dict": [[key, self.node(item, depth + 1)] for key, item in value.items()]}
        if kind is complex:
            return {"complex": [value.real, value.imag]}
        if kind is bytes:
            return {"bytes": self._buffer(value)}
        if value is Ellipsis:
            return {"ellipsis": 0}
        return self._numpy(value, kind) or self._torch(value, kind) or self._base(value, kind, depth)

    def _numpy(self, value: Any, kind: type) -> Any:
        if issubclass(kind, np.dtype) and value.name in NUMPY:
            return {"numpy_dtype": value.name}
        if not issubclass(kind, (np.ndarray, np.generic)) or value.dtype.name not in NUMPY:
            return None
        name = value.dtype.name
        _check_size(value.size * value.itemsize)
        plain = np.array(value, dtype=NUMPY[name], order="C")  # a base array in this machine's byte order
        self._buffer(plain.reshape(-1).view(np.uint8).data)
        return {"scalar": name} if issubclass(kind, np.generic) else {"array": [name, list(plain.shape)]}

    def _torch(self, value: Any, kind: type) -> Any:
        torch = sys.modules.get("torch")
        if torch is None:
            return None
        if kind is torch.Size:
            return {"size": [int(length) for length in value]}
        if kind is torch.dtype and str(value).removeprefix("torch.") in TORCH:
            return {"torch_dtype": str(value).removeprefix("torch.")}
        if not issubclass(kind, torch.Tensor):
            return None
        with torch._C.DisableTorchFunctionSubclass():  # a subclass must not control how its data is read
            plain = torch.Tensor.detach(value)
            name = str(plain.dtype).removeprefix("torch.")
            if name not in TORCH or plain.layout is not torch.strided:
                return None
            plain = torch.Tensor.as_subclass(plain, torch.Tensor)
            _check_size(plain.numel() * plain.element_size())
            plain = plain.cpu().resolve_conj().resolve_neg().contiguous()
        self._buffer(plain.reshape(-1).view(torch.uint8).numpy().data)
        return {"tensor": [name, list(plain.shape)]}

    def _base(self, value: Any, kind: type, depth: int) -> Any:
        """Return the base value of a subclass of a plain type, read without its own methods, or else a reference."""
        for base, read in BASES.items():
            if issubclass(kind, base):
                plain = read(value)
                if base is not dict or all(type(key) in (str, int) for key in plain):
                    return self.node(plain, depth)
        number, label = self._name_reference(value)
        return {"thing": [number, label]}

    def _buffer(self, data: Any) -> int:
        self.buffers.append(data)
        return len(data)


def _check_size(size: int) -> None:
    """Raise ValueError if an array is too large, before it is copied."""
    if size > MAX_BYTES:
        raise ValueError(f"not sent: {size:,} bytes are too many (at most {MAX_BYTES:,})")


BASES: dict[type, Callable[[Any], Any]] = {
    int: int.__pos__,
    float: float.__pos__,
    complex: complex.__pos__,
    str: str.__str__,
    bytes: lambda value: bytes(memoryview(value)),
    bytearray: lambda value: bytes(memoryview(value)),
    list: lambda value: [*list.__iter__(value)],
    tuple: lambda value: (*tuple.__iter__(value),),
    dict: lambda value: dict(dict.items(value)),
}
