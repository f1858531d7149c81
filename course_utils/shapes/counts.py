"""Numbers of parameters and connections of a layer, as plain integers.

Follows torch.nn.Linear and torch.nn.Conv2d; leaves out groups.
"""

from math import prod

Pair = int | tuple[int, int]


def conv_parameters(in_channels: int, out_channels: int, kernel_size: Pair, *, bias: bool = True) -> int:
    """Return the number of trainable parameters of a 2-D convolution: ``C_out * (C_in * kH * kW + 1)``.

    Args:
        in_channels: channels of the input, C_in.
        out_channels: number of filters, C_out.
        kernel_size: side of a square kernel, or ``(kH, kW)``.
        bias: whether each filter has one bias (the ``+ 1``).

    Raises:
        ValueError: a number is below 1.

    Ten filters of 5 x 5 on three channels have 75 weights and one bias each:

    >>> conv_parameters(3, 10, 5), conv_parameters(3, 10, 5, bias=False)
    (760, 750)

    Source: attributes `weight` and `bias` of torch.nn.Conv2d.
    """
    height, width = _pair(kernel_size)
    _at_least_one("conv_parameters", in_channels=in_channels, out_channels=out_channels,
                  kernel_size=min(height, width))  # fmt: skip
    return out_channels * (in_channels * height * width + bool(bias))


def linear_parameters(in_features: int, out_features: int, *, bias: bool = True) -> int:
    """Return the number of trainable parameters of a fully connected layer: ``out * (in + 1)``.

    Args:
        in_features: number of inputs.
        out_features: number of neurons; each has one weight for each input.
        bias: whether each neuron has one bias (the ``+ 1``).

    Raises:
        ValueError: a number is below 1.

    >>> linear_parameters(4, 3), linear_parameters(4, 3, bias=False)  # 3 * (4 + 1) and 3 * 4
    (15, 12)

    Source: attributes `weight` and `bias` of torch.nn.Linear.
    """
    _at_least_one("linear_parameters", in_features=in_features, out_features=out_features)
    return out_features * (in_features + bool(bias))


def conv_connections(
    in_channels: int, out_channels: int, kernel_size: Pair, output_size: Pair, *, bias: bool = True
) -> int:
    """Return how often a convolution uses its parameters for one image: ``H' * W' * C_out * (C_in * kH * kW + 1)``.

    Args:
        in_channels, out_channels, kernel_size, bias: as for `conv_parameters`.
        output_size: side of a square output map, or ``(H', W')``.

    Raises:
        ValueError: a number is below 1.

    Two filters of 3 x 3 at 4 x 5 window positions; at each position each filter uses nine weights and one bias:

    >>> conv_connections(1, 2, 3, (4, 5))  # 20 * 2 * (9 + 1)
    400

    Without the biases this is the number of multiplications, with or without shared weights.
    """
    rows, columns = _pair(output_size)
    _at_least_one("conv_connections", output_size=min(rows, columns))
    return rows * columns * conv_parameters(in_channels, out_channels, kernel_size, bias=bias)


def local_parameters(
    in_channels: int, out_channels: int, kernel_size: Pair, output_size: Pair, *, bias: bool = True
) -> int:
    """Return the number of parameters of a locally connected layer: a convolution without shared weights.

    Each connection has its own parameter, so the result is that of `conv_connections`.

    >>> local_parameters(1, 1, 3, 4, bias=False)  # 16 positions with nine weights each
    144
    """
    return conv_connections(in_channels, out_channels, kernel_size, output_size, bias=bias)


def fully_connected_instead(in_shape: tuple[int, ...], out_shape: tuple[int, ...], *, bias: bool = True) -> int:
    """Return the number of parameters of the fully connected layer between two volumes, such as ``(C, H, W)``.

    >>> fully_connected_instead((1, 2, 2), (1, 1, 3), bias=False)  # from 4 values to 3
    12
    """
    return linear_parameters(prod(in_shape), prod(out_shape), bias=bias)


def _pair(size: Pair) -> tuple[int, int]:
    return (size, size) if isinstance(size, int) else size


def _at_least_one(function: str, **values: int) -> None:
    for name, value in values.items():
        if value < 1:
            raise ValueError(f"{function}: {name} must be at least 1, got {value}")
