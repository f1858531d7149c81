"""Convolution as deep learning defines it (cross-correlation: the kernel is not flipped), in NumPy.

Follows torch.nn.functional.conv2d for one image; leaves out batches, groups and gradients.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import ArrayLike

from course_utils.arguments import Pair, numbers, pair
from course_utils.shapes import conv_output_size

_BAND = 1 << 16  # values in a band of windows; 512 KiB of float64 was the fastest size measured

KERNELS: dict[str, np.ndarray] = {
    "identity": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    "edge, diagonal": np.array([[1, 0, -1], [0, 0, 0], [-1, 0, 1]]),
    "edge, four neighbours": np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    "edge, eight neighbours": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "box blur": np.ones((3, 3)) / 9,
    "Gaussian blur": np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16,
}
"""The seven 3 x 3 kernels of the table in the lectures; their weights add up to 1, 0, 0, 0, 1, 1, 1."""


def conv2d(
    image: ArrayLike, kernel: ArrayLike, *, stride: Pair = 1, padding: Pair = 0, dilation: Pair = 1
) -> np.ndarray:
    """Return the feature map (or maps) of one image: at each window position, the sum of pixels times weights.

    | image       | kernel               | feature map       |
    |-------------|----------------------|-------------------|
    | `(H, W)`    | `(kH, kW)`           | `(H', W')`        |
    | `(C, H, W)` | `(C, kH, kW)`        | `(H', W')`        |
    | `(C, H, W)` | `(C_out, C, kH, kW)` | `(C_out, H', W')` |

    Args:
        image: an array or nested lists of numbers. Integers stay integers (int64, so that no sum overflows).
        kernel: the weights.
        stride, padding, dilation: an int, or a pair (rows, columns). Padding adds zeros on each side.

    Raises:
        ValueError: the shapes do not match, or the window does not fit.

    The window covers 1 2 / 4 5 first, then 2 3 / 5 6:

    >>> conv2d([[1, 2, 3], [4, 5, 6]], [[10, 20], [30, 40]])  # 1*10 + 2*20 + 4*30 + 5*40 = 370
    array([[370, 470]])

    Source: torch.nn.functional.conv2d, which is faster.
    """
    image, kernel = numbers("conv2d", "image", image), numbers("conv2d", "kernel", kernel)
    _check_shapes(image, kernel)
    plane = image if image.ndim == 3 else image[None]  # (C, H, W)
    filters = kernel.reshape(-1, plane.shape[0], *kernel.shape[-2:])  # (C_out, C, kH, kW)
    (sh, sw), (ph, pw) = pair("conv2d", "stride", stride), pair("conv2d", "padding", padding)
    dh, dw = pair("conv2d", "dilation", dilation)
    kh, kw = filters.shape[2:]
    height = conv_output_size(plane.shape[1], kh, stride=sh, padding=ph, dilation=dh)
    width = conv_output_size(plane.shape[2], kw, stride=sw, padding=pw, dilation=dw)
    channels, rows, columns = plane.shape
    padded = np.zeros((channels, rows + 2 * ph, columns + 2 * pw), plane.dtype)  # np.pad takes longer than the rest
    padded[:, ph : ph + rows, pw : pw + columns] = plane
    across, down, right = padded.strides
    windows = as_strided(  # (C, kH, kW, H', W'), a view
        padded, (channels, kh, kw, height, width), (across, dh * down, dw * right, sh * down, sw * right),
        writeable=False,
    )  # fmt: skip
    weights = filters.reshape(len(filters), -1)  # (C_out, C*kH*kW)
    maps = np.empty((len(filters), height, width), np.result_type(plane, filters))
    step = max(1, _BAND // (weights.shape[1] * width))  # one band of windows at a time, so that it fits the CPU cache
    for top in range(0, height, step):
        band = windows[..., top : top + step, :].reshape(weights.shape[1], -1)
        maps[:, top : top + step] = (weights @ band).reshape(len(filters), -1, width)
    return maps if kernel.ndim == 4 else maps[0]


def _check_shapes(image: np.ndarray, kernel: np.ndarray) -> None:
    shapes = f"(image {image.shape}, kernel {kernel.shape})"
    if (image.ndim, kernel.ndim) not in [(2, 2), (3, 3), (3, 4)]:
        raise ValueError(
            f"conv2d: image (H, W) goes with kernel (kH, kW), and (C, H, W) with (C, kH, kW) or (C_out, C, kH, kW); "
            f"got {shapes}"
        )
    if 0 in image.shape or 0 in kernel.shape:
        raise ValueError(f"conv2d: nothing to multiply, an axis is empty {shapes}")
    if image.ndim == 3 and image.shape[0] != kernel.shape[-3]:
        raise ValueError(
            f"conv2d: image has {image.shape[0]} channels, kernel expects {kernel.shape[-3]} {shapes}; "
            f"channels come first: (C, H, W)"
        )
