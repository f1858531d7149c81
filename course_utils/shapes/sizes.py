"""The size of a layer's map, and the receptive field of one of its cells, as plain integers.

Follows the shape formulas of torch.nn.Conv2d; leaves out transposed convolution.
"""

from collections.abc import Sequence


def conv_output_size(n: int, kernel_size: int, *, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Return the number of window positions along one axis: ``floor((n + 2p - d(k - 1) - 1) / s) + 1``.

    Args:
        n: pixels along the axis.
        kernel_size: weights along the axis, k.
        stride: pixels from one position to the next, s.
        padding: pixels added on EACH side, p.
        dilation: pixels from one weight to the next, d.

    Raises:
        ValueError: a number is out of range, or the window does not fit.

    A window of 3 on 7 pixels can begin at 0, 1, 2, 3 or 4; with stride 2 at 0, 2 or 4:

    >>> conv_output_size(7, 3), conv_output_size(7, 3, stride=2)
    (5, 3)
    >>> conv_output_size(7, 3, stride=3)  # begins at 0 and 3; no window covers the last pixel
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


def receptive_field(windows: Sequence[Sequence[int]]) -> int:
    """Return the number of pixels along one axis that a cell of the last map depends on, padding included.

    Args:
        windows: `(kernel_size, stride)` or `(kernel_size, stride, dilation)` for each layer, in order from the input.

    Raises:
        ValueError: a number is below 1.

    Each layer adds its window size minus one, times the product of the strides of the layers before it:

    >>> receptive_field([(3, 1), (3, 1), (3, 1)])  # 1 + 2 + 2 + 2
    7
    >>> receptive_field([(5, 1), (2, 2), (5, 1)])  # 1 + 4 + 1 + 2 * 4
    14
    """
    field, step = 1, 1  # pixels that a cell depends on; pixels from one cell to the next
    for kernel_size, stride, *rest in windows:
        dilation = rest[0] if rest else 1
        for name, value in [("kernel_size", kernel_size), ("stride", stride), ("dilation", dilation)]:
            if value < 1:
                raise ValueError(f"receptive_field: {name} must be at least 1, got {value}")
        field += step * dilation * (kernel_size - 1)
        step *= stride
    return field
