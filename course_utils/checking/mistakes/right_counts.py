"""The right operations for counting. The mistakes in them are in `counting` and `counting_networks`.

A layer is `(in_shape, out_shape, kernel_size)`, with shapes `(C, H, W)`. A count that needs no size reads only C.
"""

from collections.abc import Sequence

from course_utils.shapes import (
    conv_connections,
    conv_parameters,
    fully_connected_instead,
    linear_parameters,
    summary,
)

Shape = Sequence[int]
Size = int | tuple[int, int]


def convolution(in_shape: Shape, out_shape: Shape, kernel_size: Size, *, bias: bool = True) -> int:
    """Return the number of parameters of a convolution between two volumes.

    >>> convolution((3, 128, 128), (16, 126, 126), 3)
    448
    """
    return conv_parameters(in_shape[0], out_shape[0], kernel_size, bias=bias)


def fully_connected(in_shape: Shape, out_shape: Shape, kernel_size: Size, *, bias: bool = True) -> int:
    """Return the number of parameters of a fully connected layer between the same volumes."""
    return fully_connected_instead(tuple(in_shape), tuple(out_shape), bias=bias)


def connections(in_shape: Shape, out_shape: Shape, kernel_size: Size, *, bias: bool = True) -> int:
    """Return the number of connections of the convolution: its parameters if positions did not share them."""
    channels, height, width = out_shape
    return conv_connections(in_shape[0], channels, kernel_size, (height, width), bias=bias)


def three_ways(in_shape: Shape, out_shape: Shape, kernel_size: Size, *, bias: bool = True) -> list[int]:
    """Return the numbers of parameters as [fully connected, locally connected, shared].

    >>> three_ways((1, 1, 7), (1, 1, 3), (1, 3), bias=False)  # 7 * 3, 3 * 3, 3
    [21, 9, 3]
    """
    return [count(in_shape, out_shape, kernel_size, bias=bias) for count in (fully_connected, connections, convolution)]


def stack(in_shape: Shape, out_shape: Shape, kernel_size: Size, *, layers: int, bias: bool = True) -> int:
    """Return the number of parameters of several equal convolutions, one after the other."""
    return layers * convolution(in_shape, out_shape, kernel_size, bias=bias)


def network(layers: Sequence[int | str], *, in_channels: int, kernel_size: int = 3, bias: bool = True) -> int:
    """Return the number of parameters of a list such as ``[4, "pool"]``, for pictures that are large enough."""
    return summary(list(layers), (in_channels, 999, 999), kernel_size=kernel_size, bias=bias).parameters


def chain(sizes: Sequence[int], *, bias: bool = True) -> int:
    """Return the number of parameters of fully connected layers, from the input's size to the output's.

    >>> chain([4, 3, 2]), chain([4, 3, 2], bias=False)
    (23, 18)
    """
    return summary([], sizes[:1], linear=sizes[1:], bias=bias).parameters


def gigabytes(weights: int, *, bytes_each: int = 4) -> float:
    """Return the memory of so many weights in GB of 10^9 bytes."""
    return weights * bytes_each / 10**9


def subsampling(in_shape: Shape, out_shape: Shape, window: Size, *, bias: bool = True) -> int:
    """Return the number of parameters of LeNet-5's pooling: one weight and one bias for each map."""
    return out_shape[0] * (1 + bias)


def by_table(table: Sequence[tuple[int, int]], kernel_size: Size, *, bias: bool = True) -> int:
    """Return the number of parameters of a convolution whose maps read only some inputs.

    `table` is ``[(maps, inputs), ...]``: so many maps, each of which reads so many inputs.
    """
    return sum(conv_parameters(inputs, maps, kernel_size, bias=bias) for maps, inputs in table)


def lenet(table: Sequence[tuple[int, int]], *, trained_pooling: bool = True, output: str | None = None) -> int:
    """Return the number of parameters of LeNet-5 with this table for C3.

    `output` adds the last layer: "fixed" without biases, "linear" with them; None leaves it out.
    """
    counts = [convolution((1,), (6,), 5), by_table(table, 5), convolution((16,), (120,), 5), linear_parameters(120, 84)]
    if trained_pooling:
        counts += [subsampling((maps,), (maps,), 2) for maps in (6, 16)]
    if output:
        counts.append(linear_parameters(84, 10, bias=output == "linear"))
    return sum(counts)
