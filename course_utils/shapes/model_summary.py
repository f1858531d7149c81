"""The summary of a network, layer by layer: output shape, parameters, connections, receptive field, and the totals.

For a list of layers it is computed with plain integers; for an `nn.Module`, by a forward pass of one image of zeros.
"""

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING

from course_utils.shapes.counts import conv_connections, conv_parameters, linear_parameters
from course_utils.shapes.sizes import conv_output_size
from course_utils.shapes.summary_table import LayerSummary, ModelSummary, Shape, times

if TYPE_CHECKING:
    from torch import nn


def summary(
    layers: "Sequence[int | str] | nn.Module", input_shape: Sequence[int], *, kernel_size: int = 3, padding: int = 0,
    linear: Sequence[int] = (), bias: bool = True,
) -> ModelSummary:  # fmt: skip
    """Return the layer-by-layer summary of a network.

    Args:
        layers: an `nn.Module`; or a list such as ``[8, 16, "pool"]``, where a number is a convolution with that number
            of filters (stride 1) and "pool" is 2 x 2 max pooling with stride 2, which has no parameters.
        input_shape: the shape of one image without the batch axis, ``(C, H, W)``; or ``(F,)`` if there are only
            `linear` layers.
        kernel_size, padding, bias: of each convolution in a list; `bias` applies to the linear layers, too.
        linear: the numbers of neurons of the fully connected layers that follow the list.

    Raises:
        ValueError: a layer is neither a number nor "pool", a map becomes too small (the message names the layer), or
            `input_shape` is wrong.
        TypeError: an option is given with an `nn.Module`, which defines these values itself.

    Two filters of 3 x 3 on one channel, max pooling, and five neurons on the 2 * 3 * 3 values after it:

    >>> summary([2, "pool"], (1, 8, 8), linear=[5])
    layer    kind          output  parameters  connections  receptive field
    input               1 × 8 × 8
    conv1    3 × 3      2 × 6 × 6          20          720            3 × 3
    pool1    max 2 × 2  2 × 3 × 3           0            0            4 × 4
    linear1                     5          95           95            8 × 8
    total                                 115          815
    """
    shape = tuple(int(n) for n in input_shape)
    if len(shape) not in (1, 3) or min(shape) < 1:
        raise ValueError(f"summary: input_shape must be (C, H, W) or (F,), each at least 1, got {shape}")
    if isinstance(layers, (list, tuple)):
        return _of_list(layers, shape, kernel_size, padding, linear, bias)
    if (kernel_size, padding, tuple(linear), bias) != (3, 0, (), True):
        raise TypeError("summary: kernel_size, padding, linear and bias are for lists; a module has its own")
    from course_utils.shapes.modules import rows_of

    return ModelSummary(shape, rows_of(layers, shape))


def _of_list(
    layers: Sequence[int | str], shape: Shape, kernel_size: int, padding: int, linear: Sequence[int], bias: bool
) -> ModelSummary:
    rows: list[LayerSummary] = []
    now, reach, step = shape, 1, 1  # map shape; receptive field of a cell, in pixels; pixels between two cells
    numbers = {"conv": 0, "pool": 0}
    for place, layer in enumerate(layers):
        kind = "pool" if layer == "pool" else "conv"
        _check_layer(layer, place, now)
        numbers[kind] += 1
        window, stride, ring = (2, 2, 0) if kind == "pool" else (kernel_size, 1, padding)
        if min(now[1:]) + 2 * ring < window:
            raise ValueError(
                f"summary: layer {place} ({layer!r}) gets maps of {times(now[1:])}, where a window of {window} × "
                f"{window} does not fit with padding {ring}; use fewer layers, a larger picture or more padding"
            )
        down, across = (conv_output_size(n, window, stride=stride, padding=ring) for n in now[1:])
        size = (down, across)
        reach, step = reach + step * (window - 1), step * stride
        if isinstance(layer, str):
            now, counts = (now[0], *size), (0, 0)
        else:
            counts = (conv_parameters(now[0], layer, window, bias=bias),
                      conv_connections(now[0], layer, window, size, bias=bias))  # fmt: skip
            now = (layer, *size)
        what = f"{'max ' if kind == 'pool' else ''}{window} × {window}"
        rows.append(LayerSummary(f"{kind}{numbers[kind]}", what, now, *counts, (reach, reach)))
    whole = (reach + step * (now[1] - 1), reach + step * (now[2] - 1)) if len(now) == 3 else None
    for number, neurons in enumerate(linear, start=1):
        count = linear_parameters(prod(now), neurons, bias=bias)
        now = (neurons,)
        rows.append(LayerSummary(f"linear{number}", "", now, count, count, whole))
    return ModelSummary(shape, rows)


def _check_layer(layer: int | str, place: int, now: Shape) -> None:
    if layer != "pool" and (isinstance(layer, (str, bool)) or not isinstance(layer, int) or layer < 1):
        raise ValueError(f'summary: layer {place} must be a number of filters or "pool", got {layer!r}')
    if len(now) != 3:
        raise ValueError(f"summary: {layer!r} needs an input_shape (C, H, W), got {now}")
