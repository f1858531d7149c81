"""What a test can read from a student's object. Each helper accepts the object itself or its proxy.

A proxy represents an object that lives in another process. It has no attributes and no operators of the object, only
`remote_attribute` and `remote_extract`, so nothing of the test is visible to the student's code.
"""

import ast
import inspect
import io
import textwrap
import tokenize
from typing import Any

import numpy as np

from course_utils.checking.language import say


def call(function: Any, *args: Any, **kwargs: Any) -> Any:
    """Return `function(*args, **kwargs)`; raise AssertionError if the name is not defined (None) or is not callable."""
    if function is None:
        raise AssertionError("this name is not defined in the notebook")
    if not callable(function):
        raise AssertionError(f"expected a function, got {type(function).__name__}")
    return function(*args, **kwargs)


def attribute(thing: Any, name: str) -> Any:
    """Return `thing.name`, also for a proxy: `attribute(model, "in_channels")`."""
    return thing.remote_attribute(name) if _is_proxy(thing) else getattr(thing, name)


def extract(thing: Any, name: str) -> Any:
    """Return the result of the function `name` of EXTRACTS for this object, also for a proxy."""
    return thing.remote_extract(name) if _is_proxy(thing) else EXTRACTS[name](thing)


def raises(kind: type[Exception], function: Any, *args: Any, **kwargs: Any) -> str:
    """Return the text of the exception `kind` that the call raises.

    Raises AssertionError if the call returns, or if it raises another exception.

    >>> raises(ValueError, int, "three")[:23]
    'invalid literal for int'
    """
    try:
        call(function, *args, **kwargs)
    except kind as error:
        return str(error)
    except Exception as error:
        raise AssertionError(f"expected {kind.__name__}, got {type(error).__name__}") from None
    raise AssertionError(f"expected {kind.__name__}, but the call returned")


def as_number(value: Any) -> bool | int | float:
    """Return a Python number from a Python or NumPy scalar, or from an array or tensor with one element.

    >>> as_number(np.array([[2.5]]))
    2.5
    """
    array = as_array(value)
    if array.size != 1:
        raise TypeError(say("one number", got=array.shape))
    return array.reshape(()).item()


def as_array(value: Any) -> np.ndarray:
    """Return a new array from numbers, nested lists or tuples, an array or a tensor.

    Raises:
        TypeError: the value is of another kind. The message names the first position that does not hold a number.

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
        raise TypeError(say("numbers expected", got=_name(value)))
    if array.dtype.kind not in "buif":
        raise TypeError(say("numbers expected", got=f"dtype {array.dtype}"))
    return array


def same(got: Any, expected: Any, tolerance: float = 1e-5) -> bool:
    """Return whether shapes are equal and all values are finite and close.

    Values are not broadcast. An empty array and an array with a NaN are never the same as another one.

    If whole numbers are expected, no relative tolerance is used, so a large number that is off by one is not close.

    >>> same(227_550_000, 227_550_001), same(0.1 + 0.2, 0.3)
    (False, True)
    >>> same([1, 2], [1.0, 2.0]), same(1, [1, 1]), same([], []), same([float("nan")], [float("nan")])
    (True, False, False, False)
    """
    got, expected = as_array(got), as_array(expected)
    if got.shape != expected.shape or got.size == 0 or not np.isfinite(got).all():
        return False
    got, rtol, expected = got.astype(float), relative(expected, tolerance), expected.astype(float)
    close = np.abs(got - expected) <= tolerance + rtol * np.abs(expected)  # as np.allclose, in a third of its time
    return bool(close.all() and np.isfinite(expected).all())


def relative(expected: np.ndarray, tolerance: float) -> float:
    """Return the relative tolerance for expected values: 0 for whole numbers."""
    return 0.0 if expected.dtype.kind in "bui" else tolerance


def source_of(function: Any) -> str | None:
    """Return a function's source text, or None if it has none (a built-in, or its text was not kept)."""
    source = extract(function, "source")
    return source if isinstance(source, str) else None


def names_called(source: str) -> set[str]:
    """Return every name, attribute and import that a source text mentions.

    >>> sorted(names_called("def f(x):\\n    return F.conv2d(x, w)"))
    ['F', 'conv2d', 'w', 'x']
    """
    tree = _parsed(source)
    if tree is None:  # such as a lambda inside a longer line: take every word, except in strings and comments
        return _words(source)
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            names.update(part for alias in node.names for part in alias.name.split("."))
    return names


def _parsed(source: str) -> ast.Module | None:
    """Return the parsed source of a function, or None if it cannot be parsed.

    The function may be indented, and its docstring may start at the left margin.
    """
    for text in (textwrap.dedent(source), f"if 1:\n{source}"):
        try:
            return ast.parse(text)
        except SyntaxError:
            continue
    return None


def _words(source: str) -> set[str]:
    words: set[str] = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.NAME:
                words.add(token.string)
    except (tokenize.TokenError, SyntaxError):  # the text ends inside an expression; keep the words before its end
        pass
    return words


def _source(function: Any) -> str | None:
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return None


def _weights(model: Any) -> list[Any] | None:
    """Return the tensors of a model's state dict in order, or None if the object has no state dict."""
    state = getattr(model, "state_dict", None)
    if not callable(state) or isinstance(model, type):
        return None
    return [weight.detach().cpu() for weight in state().values()]


def _module(thing: Any) -> str:
    """Return the dotted name of the module that defines the object or its class."""
    return str(getattr(thing if isinstance(thing, type) else type(thing), "__module__", ""))


def _typed(thing: Any) -> list | None:
    """Return the rows that were typed into a grid, or None for any other object."""
    return list(thing.typed_rows) if hasattr(type(thing), "typed_rows") else None


EXTRACTS = {"source": _source, "weights": _weights, "module": _module, "typed": _typed}
"""Functions by name that read one fact from an object. A proxy runs them in the process where the object lives."""


def _is_proxy(thing: Any) -> bool:
    return hasattr(type(thing), "remote_attribute")


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
        raise TypeError(say("rows differ", lengths=", ".join(str(shape[0]) if shape else "1" for shape in shapes)))
    return np.array(items)


class _Misplaced(TypeError):
    """An item at `place` that is not a number."""

    def __init__(self, place: tuple[int, ...], item: Any):
        self.place, self.item = place, item
        where = say("cell", row=place[0], column=place[1]) if len(place) == 2 else str(list(place))
        empty = item is None or item is ...
        super().__init__(
            say("still empty", where=where) if empty else say("not a number", where=where, got=_name(item))
        )


def _name(value: Any) -> str:
    if value is None or value is ...:
        return "nothing"
    return "a function or an object" if _is_proxy(value) or callable(value) else f"{type(value).__name__}"
