"""The output of each layer of a network for one image, whether a layer is a module or a function in `forward`.

Two mechanisms record a run: hooks record the modules without submodules, by name, and a TorchFunctionMode records the
functions between them (`relu`, `max_pool2d`). This module imports torch, so `lenet_live` imports it only in the
functions that need it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from course_utils.training.contexts import threads_limited

SIDE, CLASSES = 32, 10
FUNCTIONS = {
    "conv2d", "linear", "relu", "relu_", "relu6", "leaky_relu", "elu", "selu", "gelu", "silu", "softplus", "hardtanh",
    "tanh", "sigmoid", "clamp", "max_pool2d", "avg_pool2d", "adaptive_max_pool2d", "adaptive_avg_pool2d", "lp_pool2d",
}  # fmt: skip
SILENT = (nn.Flatten, nn.Unflatten, nn.Identity, nn.Dropout, nn.Dropout1d, nn.Dropout2d)  # they change no number


@dataclass(frozen=True)
class LayerOutput:
    """The output of one layer: `values` are maps `(C, H, W)` or a row of numbers `(F,)`, float32."""

    name: str
    values: np.ndarray


def layer_outputs(model: nn.Module, picture: ArrayLike) -> tuple[list[LayerOutput], np.ndarray]:
    """Return each layer's output for an image, in the order of computation, and the logits.

    Args:
        model: takes floats `(1, 1, 32, 32)`, returns ten logits `(1, 10)`. It runs in evaluation mode, without
            gradients; its state does not change.
        picture: `(32, 32)`, floats from 0 to 1.

    Returns:
        The layers, without those that only reshape numbers and without the last layer, whose output is the logits; and
        the logits, `(10,)`, float32.

    Raises:
        ValueError: the model is not a network, stops with an error, or does not return ten finite numbers.

    >>> model = nn.Sequential(nn.Flatten(), nn.Linear(1024, 10))
    >>> nn.init.constant_(model[1].weight, 1 / 1024); nn.init.zeros_(model[1].bias)  # doctest: +ELLIPSIS
    Parameter containing:...
    >>> layer_outputs(model, np.full((32, 32), 0.5))[1].round(3).tolist()  # the mean of the pixels, ten times
    [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
    """
    if not isinstance(model, nn.Module):
        hint = "; make one first: model()" if isinstance(model, type) else "; train it first" if model is None else ""
        got = f"the class {model.__name__}" if isinstance(model, type) else type(model).__name__
        raise ValueError(f"model must be a network, an object of a class that comes from nn.Module, got {got}{hint}")
    weight = next((weight for weight in model.parameters() if weight.is_floating_point()), torch.zeros(()))
    batch = torch.as_tensor(np.asarray(picture, dtype=np.float32)).reshape(1, 1, SIDE, SIDE)
    modes = {part: part.training for part in model.modules()}
    watch = _Watch()
    hooks = [hook for name, part in model.named_modules() for hook in watch.follow(name, part) if name]
    try:
        model.eval()
        with torch.no_grad(), threads_limited(), watch:
            logits = model(batch.to(weight.device, weight.dtype))
    except Exception as error:
        raise ValueError(
            f"the network stopped with {type(error).__name__}: {_first_line(error)}; it must take pictures of shape "
            f"(1, 1, {SIDE}, {SIDE})"
        ) from error
    finally:
        for hook in hooks:
            hook.remove()
        for part, mode in modes.items():
            part.training = mode
    return _without_last(watch.seen, _checked(logits))


class _Watch(TorchFunctionMode):
    """A recorder of layer outputs; the functions that run inside a recorded module are not recorded again."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[LayerOutput] = []
        self._inside = 0

    def follow(self, name: str, part: nn.Module) -> list[Any]:
        """Put hooks on a module that has no submodules and return them; return no hooks for other modules."""
        if next(part.children(), None) is not None:
            return []

        def enter(part: nn.Module, inputs: Any) -> None:
            self._inside += 1

        def leave(part: nn.Module, inputs: Any, output: Any) -> None:
            self._inside -= 1
            if not isinstance(part, SILENT):
                self._note(f"{name} ({type(part).__name__})", output)

        return [part.register_forward_pre_hook(enter), part.register_forward_hook(leave)]

    def __torch_function__(self, func: Callable, types: Sequence, args: tuple = (), kwargs: dict | None = None) -> Any:
        output = func(*args, **(kwargs or {}))
        name = getattr(func, "__name__", "")
        if not self._inside and name in FUNCTIONS:
            self._note(name.rstrip("_"), output)
        return output

    def _note(self, name: str, output: Any) -> None:
        if not isinstance(output, Tensor) or output.ndim not in (2, 4) or len(output) != 1 or not output.numel():
            return
        values = output[0].detach().cpu().float().numpy().copy()  # a copy: a relu in place would change a shared array
        self.seen.append(LayerOutput(name, values.ravel() if values.shape[1:] == (1, 1) else values))


def _checked(logits: Any) -> np.ndarray:
    """Return the logits as float32; raise ValueError if they are not ten finite numbers."""
    if not isinstance(logits, Tensor) or tuple(logits.shape) != (1, CLASSES):
        got = tuple(logits.shape) if isinstance(logits, Tensor) else type(logits).__name__
        raise ValueError(
            f"the network gives {got} for one picture, a tensor (1, {CLASSES}) was expected; let its last layer make "
            f"{CLASSES} logits"
        )
    numbers = logits[0].detach().cpu().float().numpy().copy()
    if not np.isfinite(numbers).all():
        raise ValueError(
            f"the network's logits must be finite, got {numbers[~np.isfinite(numbers)][0]}; its weights are spoilt, "
            f"train it anew with a smaller learning rate"
        )
    return numbers


def _without_last(seen: list[LayerOutput], logits: np.ndarray) -> tuple[list[LayerOutput], np.ndarray]:
    last = seen and np.array_equal(seen[-1].values, logits)
    return (seen[:-1] if last else seen), logits


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0]
