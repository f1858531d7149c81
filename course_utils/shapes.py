"""Sizes and parameter counts of layers, in plain integers.

Follows the shape formulas of torch.nn.Conv2d; leaves out transposed convolution.
"""


def conv_output_size(n: int, kernel_size: int, *, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Return how many places a window has along one axis: ``floor((n + 2p - d(k - 1) - 1) / s) + 1``.

    Args:
        n: pixels along the axis.
        kernel_size: weights along the axis, k.
        stride: pixels from one place to the next, s.
        padding: pixels added on EACH side, p.
        dilation: pixels from one weight to the next, d.

    Raises:
        ValueError: a number is out of range, or the window fits nowhere.

    A window of 3 on 7 pixels can begin at 0, 1, 2, 3 or 4; with stride 2 at 0, 2 or 4:

    >>> conv_output_size(7, 3), conv_output_size(7, 3, stride=2)
    (5, 3)
    >>> conv_output_size(7, 3, stride=3)  # begins at 0 and 3; the last pixel is never seen
    2

    Source: shape formula of torch.nn.Conv2d.
    """
    for name, value, least in [("n", n, 1), ("kernel_size", kernel_size, 1), ("stride", stride, 1),
                               ("padding", padding, 0), ("dilation", dilation, 1)]:  # fmt: skip
        if value < least:
            raise ValueError(f"conv_output_size: {name} must be at least {least}, got {value}")
    padded = n + 2 * padding
    span = dilation * (kernel_size - 1) + 1  # pixels from the window's first weight to its last
    if span > padded:
        raise ValueError(
            f"conv_output_size: a window that spans {span} (kernel_size={kernel_size}, dilation={dilation}) does not "
            f"fit into {padded} pixels ({n} + 2*{padding}); use a smaller kernel or more padding"
        )
    return (padded - span) // stride + 1


def conv_parameters(
    in_channels: int, out_channels: int, kernel_size: int | tuple[int, int], *, bias: bool = True
) -> int:
    """Return the number of trainable parameters of a 2-D convolution: ``C_out * (C_in * kH * kW + 1)``.

    Args:
        in_channels: channels of the input, C_in.
        out_channels: number of filters, C_out.
        kernel_size: side of a square kernel, or ``(kH, kW)``.
        bias: whether each filter has one bias (the ``+ 1``).

    Raises:
        ValueError: a number below 1.

    Ten filters of 5 x 5 on three channels have 75 weights and a bias each:

    >>> conv_parameters(3, 10, 5), conv_parameters(3, 10, 5, bias=False)
    (760, 750)

    Source: attributes `weight` and `bias` of torch.nn.Conv2d.
    """
    height, width = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    for name, value in [("in_channels", in_channels), ("out_channels", out_channels),
                        ("kernel_size", height), ("kernel_size", width)]:  # fmt: skip
        if value < 1:
            raise ValueError(f"conv_parameters: {name} must be at least 1, got {value}")
    return out_channels * (in_channels * height * width + bool(bias))
