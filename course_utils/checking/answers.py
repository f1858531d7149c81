"""What a test may ask of a student's object; each helper works on the object itself and on its stand-in.

A stand-in names an object that lives in another process. It has no attributes and no operators of its own, only
`attribute_there` and `extract_there`, so nothing of the test is ever shown to the student's code.
"""

import ast
import inspect
import textwrap
from typing import Any

import numpy as np


def call(function: Any, *args: Any, **kwargs: Any) -> Any:
    """Return `function(*args, **kwargs)`; AssertionError where the name was never defined."""
    if function is None:
        raise AssertionError("this name is not defined in the notebook")
    if not callable(function):
        raise AssertionError(f"a function was looked for, got {type(function).__name__}")
    return function(*args, **kwargs)


def attribute(thing: Any, name: str) -> Any:
    """Return `thing.name`, also of a stand-in: `attribute(model, "in_channels")`."""
    return thing.attribute_there(name) if _is_stand_in(thing) else getattr(thing, name)


def raises(kind: type[Exception], function: Any, *args: Any, **kwargs: Any) -> str:
    """Return the text of the `kind` that the call raises; AssertionError where it returns or raises another.

    >>> raises(ValueError, int, "three")[:23]
    'invalid literal for int'
    """
    try:
        call(function, *args, **kwargs)
    except kind as error:
        return str(error)
    except Exception as error:
        raise AssertionError(f"{kind.__name__} was looked for, got {type(error).__name__}") from None
    raise AssertionError(f"{kind.__name__} was looked for, but the call returned")


def as_number(value: Any) -> bool | int | float:
    """Return a Python number from a Python or NumPy scalar, or from an array or tensor of one element.

    >>> as_number(np.array([[2.5]]))
    2.5
    """
    array = as_array(value)
    if array.size != 1:
        raise TypeError(f"one number was looked for, got the shape {array.shape}")
    return array.reshape(()).item()


def as_array(value: Any) -> np.ndarray:
    """Return a new array from numbers, nested lists or tuples, an array or a tensor.

    Raises:
        TypeError: something else, naming the first place that holds no number.

    >>> as_array(((1, 2), (3, 4.5))).shape
    (2, 2)
    """
    if _is_tensor(value):
        tensor = value.detach().cpu()
        value = (tensor.float() if str(tensor.dtype) == "torch.bfloat16" else tensor).numpy()
    if isinstance(value, (list, tuple)):
        array = _from_rows(value, ())
    elif isinstance(value, (bool, int, float, np.ndarray, np.generic)):
        array = np.array(value)
    else:
        raise TypeError(f"numbers were looked for, got {_name(value)}")
    if array.dtype.kind not in "buif":
        raise TypeError(f"numbers were looked for, got dtype {array.dtype}")
    return array


def same(got: Any, expected: Any, tolerance: float = 1e-5) -> bool:
    """Return whether shapes are equal and all values finite and close: no broadcast, no empty answer, no NaN passes.

    >>> same([1, 2], [1.0, 2.0]), same(1, [1, 1]), same([], []), same([float("nan")], [float("nan")])
    (True, False, False, False)
    """
    got, expected = as_array(got), as_array(expected)
    if got.shape != expected.shape or got.size == 0 or not np.isfinite(got).all():
        return False
    return bool(np.allclose(got.astype(float), expected.astype(float), rtol=tolerance, atol=tolerance))


def source_of(function: Any) -> str | None:
    """Return a function's source text, None where there is none (built in, or typed where no one kept it)."""
    source = function.extract_there("source") if _is_stand_in(function) else _source(function)
    return source if isinstance(source, str) else None


def names_called(source: str) -> set[str]:
    """Return every name, attribute and import that a source text mentions.

    >>> sorted(names_called("def f(x):\\n    return F.conv2d(x, w)"))
    ['F', 'conv2d', 'w', 'x']
    """
    names: set[str] = set()
    for node in ast.walk(ast.parse(textwrap.dedent(source))):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            names.update(part for alias in node.names for part in alias.name.split("."))
    return names


def _source(function: Any) -> str | None:
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return None


EXTRACTS = {"source": _source}
"""Questions that a stand-in passes on to where the object lives, by name."""


def _is_stand_in(thing: Any) -> bool:
    return hasattr(type(thing), "attribute_there")


def _is_tensor(value: Any) -> bool:
    return any(kind.__module__ == "torch" and kind.__name__ == "Tensor" for kind in type(value).__mro__)


def _from_rows(rows: Any, place: tuple[int, ...]) -> np.ndarray:
    items = []
    for index, item in enumerate(rows):
        try:
            items.append(_from_rows(item, (*place, index)) if isinstance(item, (list, tuple)) else as_array(item))
        except _Misplaced:
            raise
        except TypeError:
            raise _Misplaced((*place, index), item) from None
    shapes = [item.shape for item in items]
    if len(set(shapes)) > 1:
        raise TypeError(f"the rows have different lengths: {[s[0] if s else 'a number' for s in shapes]}")
    return np.array(items)


class _Misplaced(TypeError):
    """Something at `place` that is no number."""

    def __init__(self, place: tuple[int, ...], item: Any):
        self.place, self.item = place, item
        where = ", ".join(f"{axis} {i}" for axis, i in zip(("row", "column"), place, strict=False))
        where = where if len(place) < 3 else str(list(place))
        empty = item is None or item is ...
        super().__init__(f"{where} is still empty" if empty else f"{where} is no number, got {_name(item)}")


def _name(value: Any) -> str:
    if value is None or value is ...:
        return "nothing"
    return "a function or an object" if _is_stand_in(value) or callable(value) else f"{type(value).__name__}"
