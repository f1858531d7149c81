"""The fingerprint of a training: data, network, optimizer and settings, as plain values that can be compared."""

import hashlib
import inspect
from collections.abc import Callable
from typing import Any

from torch import nn

from course_utils.training.checks import Recipe


def described(recipe: Recipe) -> dict[str, Any]:
    """Return seed, sizes and hashes by name; two trainings with equal values give the same numbers.

    Of a function, only its own source is hashed, not the functions that it calls.
    """
    groups = [{name: repr(value) for name, value in group.items() if name != "params"} | {"of": len(group["params"])}
              for group in recipe.optimizer.param_groups]  # fmt: skip
    return {
        "seed": recipe.seed,
        "batch_size": recipe.batch_size,
        "threads": recipe.threads,
        "data": {"train": recipe.train.sha256, "validation": recipe.validation.sha256},
        "network": _hash([(name, str(tensor.dtype), list(tensor.shape))
                          for name, tensor in recipe.model.state_dict().items()], str(recipe.model),
                         sorted(_sources(recipe.model))),
        "optimizer_settings": _hash(type(recipe.optimizer).__name__, groups),
        "learning_rate": None if recipe.learning_rate is None else _hash(_source(recipe.learning_rate)),
        "transform": None if recipe.transform is None else _hash(_source(recipe.transform)),
    }  # fmt: skip


def _sources(model: nn.Module) -> set[str]:
    """Return the source of each method of the model's own classes, except `__init__`: it defines what layers do."""
    kinds = {kind for layer in model.modules() for kind in type(layer).__mro__}
    own = [kind for kind in kinds if not kind.__module__.startswith("torch.") and kind is not object]
    return {
        f"{name} {_source(value)}"
        for kind in own
        for name, value in vars(kind).items()
        if inspect.isfunction(value) and name != "__init__"
    }


def _source(function: Callable) -> str:
    """Return a function's source without indentation and empty lines; without source, its bytecode or repr."""
    try:
        lines = inspect.getsource(function).splitlines()
    except (OSError, TypeError):
        code = getattr(function, "__code__", None)
        return code.co_code.hex() + repr(code.co_names) if code else _plain(function)
    return "\n".join(line.strip() for line in lines if line.strip())


def _plain(function: Callable) -> str:
    """Return the repr of an object without source; if it contains an address, which varies, only the type's name."""
    text = repr(function)
    return type(function).__qualname__ if " at 0x" in text else text


def _hash(*values: Any) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()
