"""The rows of a summary for an `nn.Module`, recorded by forward hooks while one image of zeros passes through it."""

from collections.abc import Iterable
from typing import Any

import torch
from torch import nn

from course_utils.shapes.summary_table import Field, LayerSummary, Shape

_WINDOWED = (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)
_POINTWISE = (nn.ReLU, nn.Tanh, nn.Sigmoid, nn.LeakyReLU, nn.GELU, nn.Dropout, nn.Dropout2d, nn.Identity,
              nn.BatchNorm1d, nn.BatchNorm2d, nn.Softmax, nn.LogSoftmax)  # fmt: skip


class _Walk:
    """The state during the forward pass: the rows so far, the counted parameters, and the chain of layers.

    The receptive field is recorded only while the input of each layer is the output of the layer before it. After a
    sum, a branch or a function that is not a layer, it is unknown.
    """

    def __init__(self, picture: torch.Tensor):
        self.rows: list[LayerSummary] = []
        self.counted: set[int] = set()
        self.last = picture
        spatial = picture.dim() == 4
        self.reach: Field = (1, 1) if spatial else None
        self.step = (1, 1)
        self.size = tuple(picture.shape[2:])  # of the last map, also after flattening

    def visit(self, name: str, layer: nn.Module, made_from: torch.Tensor, made: torch.Tensor) -> None:
        if not _same_numbers(made_from, self.last):
            self.reach = None
        self._look_further(layer, made)
        fresh = [p for p in layer.parameters() if p.requires_grad and id(p) not in self.counted]
        self.counted.update(id(p) for p in fresh)
        self.rows.append(LayerSummary(name, type(layer).__name__, tuple(made.shape[1:]), sum(p.numel() for p in fresh),
                             _connections(layer, made), self.reach))  # fmt: skip
        self.last = made

    def _look_further(self, layer: nn.Module, made: torch.Tensor) -> None:
        if self.reach is None or isinstance(layer, (*_POINTWISE, nn.Flatten)):
            return
        window: tuple[int, ...]
        says = callable(getattr(layer, "connections", None))  # a layer of the course or of a student
        if (isinstance(layer, _WINDOWED) or (says and hasattr(layer, "kernel_size"))) and made.dim() == 4:
            windowed: Any = layer
            window, stride = _pair(windowed.kernel_size), _pair(windowed.stride)
            dilation = _pair(getattr(layer, "dilation", 1))
        elif (says or isinstance(layer, (nn.Linear, nn.AdaptiveAvgPool2d))) and made.numel() == made.shape[1]:
            window, stride, dilation = self.size, (1, 1), (1, 1)  # the window covers the whole map
        else:
            self.reach = None
            return
        reach = zip(self.reach, self.step, window, dilation, strict=True)
        down, across = (seen + step * d * (k - 1) for seen, step, k, d in reach)
        self.reach = (down, across)
        self.step = (self.step[0] * stride[0], self.step[1] * stride[1])
        self.size = tuple(made.shape[2:]) or (1, 1)


def rows_of(model: object, input_shape: Shape) -> list[LayerSummary]:
    """Return one row for each layer that the image passes, in order; the model is not changed.

    The parameters of a layer that the image passes twice are counted once. Parameters that belong to none of these
    layers are in a separate row, so that the total is that of `model.parameters()`.
    """
    if not isinstance(model, nn.Module):
        raise TypeError(f"summary: expected a list of layers or an nn.Module, got {type(model).__name__}")
    some = next(model.parameters(), torch.zeros(()))
    picture = torch.zeros((1, *input_shape), device=some.device, dtype=some.dtype)
    walk = _Walk(picture)
    leaves = {name: layer for name, layer in model.named_modules() if not list(layer.children())}
    hooks = [
        layer.register_forward_hook(lambda layer, inputs, made, name=name: walk.visit(name, layer, inputs[0], made))
        for name, layer in leaves.items()
    ]
    training = {layer: layer.training for layer in model.modules()}
    try:
        model.eval()  # in training mode batch normalisation would include the zeros, or reject a batch of one
        with torch.no_grad():
            model(picture)
    except RuntimeError as error:
        raise ValueError(
            f"summary: the model fails for a picture of {input_shape}. It stopped after "
            f"{walk.rows[-1].name + ' with ' + str(walk.rows[-1].output_shape) if walk.rows else 'no layer'}: {error}"
        ) from error
    finally:
        for hook in hooks:
            hook.remove()
        for layer, was in training.items():
            layer.training = was
    rest = sum(p.numel() for p in model.parameters() if p.requires_grad and id(p) not in walk.counted)
    return [*walk.rows, *([LayerSummary("elsewhere", "", (), rest, None, None)] if rest else [])]


def _connections(layer: nn.Module, made: torch.Tensor) -> int | None:
    """Return how often the layer's parameters are used for one image, or None for an unknown kind of layer.

    For a layer with a method `connections(output_shape)`, the result is the return value of this method.
    """
    connections = getattr(layer, "connections", None)
    if callable(connections):
        return connections(tuple(made.shape[1:]))
    own = list(layer.parameters())
    if not own:
        return 0
    if isinstance(layer, (nn.Conv2d, nn.Linear)):
        return made.numel() * (layer.weight[0].numel() + (layer.bias is not None))
    if isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d)):
        return made.numel() * len(own)
    return None


def _same_numbers(a: torch.Tensor, b: torch.Tensor) -> bool:
    """Return whether two tensors share the same memory and have equally many values, flattened or not."""
    return a.numel() == b.numel() and a.reshape(-1).is_set_to(b.reshape(-1))


def _pair(size: int | Iterable[int]) -> tuple[int, int]:
    down, across = (size, size) if isinstance(size, int) else size
    return down, across
