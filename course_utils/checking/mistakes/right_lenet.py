"""The right numbers of LeNet-5 and its training. Mistakes in them are in `lenet_numbers` and `training_numbers`."""

from collections.abc import Sequence
from math import log, prod

from course_utils.shapes import conv_output_size, conv_parameters, receptive_field, summary

Layers = Sequence[tuple[str, int]]
"""Layers from the picture on: `("conv", kernel_size)`, or `("pool", window)` with a stride equal to the window."""

LENET: Layers = [("conv", 5), ("pool", 2), ("conv", 5), ("pool", 2), ("conv", 5)]


def sides(n: int, layers: Layers, *, padding: int = 0) -> list[int]:
    """Return the side of a square picture and of the maps after each layer; `padding` is that of the convolutions.

    >>> sides(12, [("conv", 3), ("pool", 2)])
    [12, 10, 5]
    """
    found = [n]
    for kind, size in layers:
        conv = kind == "conv"
        found.append(conv_output_size(found[-1], size, stride=1 if conv else size, padding=padding if conv else 0))
    return found


def layer_counts(n: int, m: int, k: int) -> list[int]:
    """Return how many CONV, POOL and FC the pattern [[CONV-RELU] * N - POOL] * M - [FC-RELU] * K - FC has.

    >>> layer_counts(2, 3, 2)
    [6, 3, 3]
    """
    return [n * m, m, k + 1]


def flat(shape: Sequence[int]) -> tuple[int, int]:
    """Return the shape of a batch (N, C, H, W) after flatten(1).

    >>> flat((3, 2, 4, 5))
    (3, 40)
    """
    return shape[0], prod(shape[1:])


def features(n: int, layers: Layers, *, channels: int, padding: int = 0) -> int:
    """Return how many numbers the last maps have together.

    >>> features(12, [("conv", 3), ("pool", 2)], channels=4)  # 4 maps of 5 x 5
    100
    """
    return channels * sides(n, layers, padding=padding)[-1] ** 2


def parameters(maps: Sequence[int], *, bias: bool = True) -> int:
    """Return the number of parameters of a LeNet for pictures of 32 x 32.

    `maps` is [channels of the picture, maps of the first convolution, maps of the second].

    >>> parameters([1, 1, 1])  # 26 + 26 + 26 * 120 + 121 * 84 + 85 * 10
    14186
    """
    layers: list[int | str] = [maps[1], "pool", maps[2], "pool"]
    return summary(layers, (maps[0], 32, 32), kernel_size=5, linear=[120, 84, 10], bias=bias).parameters


def first_loss(classes: int) -> float:
    """Return the cross-entropy of a network that gives all classes the same probability."""
    return log(classes)


def shares(table: Sequence[Sequence[int]], label: int) -> list[float]:
    """Return [recall, precision] of one label, as shares 0..1.

    Recall is the share of the label's pictures that were classified as it. Precision is the share of the pictures
    classified as the label that really show it.

    >>> shares([[3, 1], [2, 2]], 0)  # 3 of 3 + 1, and 3 of 3 + 2
    [0.75, 0.6]
    """
    right = table[label][label]
    return [right / sum(table[label]), right / sum(row[label] for row in table)]


def steepest(layers: int) -> float:
    """Return the largest product of the slopes of `layers` logistic sigmoids.

    >>> steepest(2)  # 1/4 * 1/4
    0.0625
    """
    return 0.25**layers


def field(layers: Layers) -> int:
    """Return the receptive field of a cell of the last map, in pixels along one axis.

    >>> field([("conv", 3), ("pool", 2)])
    4
    """
    return receptive_field([(size, 1 if kind == "conv" else size) for kind, size in layers])


def strategies(into: int, out: int, kernel_size: int, *, bias: bool = True) -> list[int]:
    """Return the numbers of parameters from `into` maps to `out` maps as [direct, aggregated, full].

    >>> strategies(2, 3, 1)  # 3 * 2, 3 * 3, 2 * 3 * 2
    [6, 9, 12]
    """
    one = conv_parameters(1, 1, kernel_size, bias=bias)
    return [out * one, conv_parameters(into, out, kernel_size, bias=bias), into * out * one]
