"""Max and average pooling in NumPy: each window becomes one number, in each channel separately.

Follows torch.nn.functional.max_pool2d and avg_pool2d; leaves out dilation, indices and gradients.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from course_utils.arguments import Pair, numbers, pair
from course_utils.shapes import conv_output_size


def max_pool2d(
    x: ArrayLike, kernel_size: Pair, *, stride: Pair | None = None, padding: Pair = 0, ceil_mode: bool = False
) -> np.ndarray:
    """Return the largest number of each window, with shape `(..., H', W')`.

    Args:
        x: an array or nested lists of numbers, shape (H, W), (C, H, W) or (N, C, H, W). Integers stay integers.
        kernel_size: rows and columns of the window, an int or a pair.
        stride: the step of the window, an int or a pair; None: the kernel size, so that windows do not overlap.
        padding: an int or a pair, at most half the kernel size. Its value is minus infinity, so it is never the
            largest number.
        ceil_mode: keep windows that extend past the lower or right edge, if they begin inside the image.

    Raises:
        ValueError: a shape, a number or a pair is out of range, or the window does not fit.

    The largest of 1 3 / 5 2, then of 4 0 / 9 7; no window covers the last column:

    >>> max_pool2d([[1, 3, 4, 0, 6], [5, 2, 9, 7, 8]], 2)
    array([[5, 9]])
    >>> max_pool2d([[1, 3, 4, 0, 6], [5, 2, 9, 7, 8]], 2, ceil_mode=True)
    array([[5, 9, 8]])

    Source: torch.nn.functional.max_pool2d, which is faster.
    """
    how = _Windows("max_pool2d", x, kernel_size, stride, padding, ceil_mode)
    lowest = np.iinfo(np.int64).min if how.x.dtype.kind == "i" else -np.inf
    first, *others = how.cell_by_cell(how.padded(how.x, lowest), beyond=lowest)
    largest = first.copy()
    for cells in others:
        largest = np.maximum(largest, cells)
    return largest


def avg_pool2d(
    x: ArrayLike, kernel_size: Pair, *, stride: Pair | None = None, padding: Pair = 0, ceil_mode: bool = False
) -> np.ndarray:
    """Return the mean of each window, with shape `(..., H', W')`.

    The arguments are those of `max_pool2d`, except that the padding consists of zeros, which count as cells (as with
    torch's `count_include_pad=True`). The part of a window beyond image and padding does not count.

    Raises:
        ValueError: as for `max_pool2d`.

    (1 + 3 + 5 + 2) / 4 and (4 + 0 + 9 + 7) / 4; with ceil_mode also (6 + 8) / 2:

    >>> avg_pool2d([[1, 3, 4, 0, 6], [5, 2, 9, 7, 8]], 2)
    array([[2.75, 5.  ]])
    >>> avg_pool2d([[1, 3, 4, 0, 6], [5, 2, 9, 7, 8]], 2, ceil_mode=True)
    array([[2.75, 5.  , 7.  ]])

    Source: torch.nn.functional.avg_pool2d, which is faster.
    """
    how = _Windows("avg_pool2d", x, kernel_size, stride, padding, ceil_mode)
    values = how.x.astype(float) if how.x.dtype.kind == "i" else how.x
    padded = how.padded(values, 0)
    total = sum(how.cell_by_cell(padded, beyond=0))
    count = sum(how.cell_by_cell(np.ones(padded.shape[-2:], values.dtype), beyond=0))
    return np.asarray(total / count)


def pool_output_size(
    n: int, kernel_size: int, *, stride: int | None = None, padding: int = 0, ceil_mode: bool = False
) -> int:
    """Return the number of windows along one axis of `n` pixels.

    Without `ceil_mode` this is the output size of a convolution. With `ceil_mode` the division is rounded up, but a
    window counts only if it begins inside the image or in the padding before it.

    Raises:
        ValueError: a number is out of range, or no window fits.

    Windows of 2 on 5 pixels begin at 0 and 2; the window at 4 extends past the edge:

    >>> pool_output_size(5, 2), pool_output_size(5, 2, ceil_mode=True)
    (2, 3)

    Source: the shape formula and the note in the documentation of torch.nn.MaxPool2d.
    """
    step = kernel_size if stride is None else stride
    if not ceil_mode:
        return conv_output_size(n, kernel_size, stride=step, padding=padding)
    places = -(-(n + 2 * padding - kernel_size) // step) + 1  # rounded up
    if (places - 1) * step >= n + padding:
        places -= 1
    if places < 1:
        raise ValueError(
            f"pool_output_size: a window of {kernel_size} does not fit into {n + 2 * padding} pixels "
            f"({n} + 2*{padding}), not even with ceil_mode; use a smaller window"
        )
    return places


class _Windows:
    """The positions of the windows of one pooling call, from arguments that are checked here."""

    def __init__(self, name: str, x: ArrayLike, kernel_size: Pair, stride: Pair | None, padding: Pair, ceil_mode: bool):
        self.x = _map(name, x)
        self.kernel = pair(name, "kernel_size", kernel_size, least=1)
        self.stride = self.kernel if stride is None else pair(name, "stride", stride, least=1)
        self.padding = pair(name, "padding", padding, least=0)
        if any(2 * p > k for p, k in zip(self.padding, self.kernel, strict=True)):
            raise ValueError(
                f"{name}: padding must be at most half the kernel_size, got padding={padding} and "
                f"kernel_size={kernel_size}; a window would contain only padding"
            )
        self.places = tuple(
            pool_output_size(n, k, stride=s, padding=p, ceil_mode=ceil_mode)
            for n, k, s, p in zip(self.x.shape[-2:], self.kernel, self.stride, self.padding, strict=True)
        )
        self.ring = [(0, 0)] * (self.x.ndim - 2) + [(p, p) for p in self.padding]

    def padded(self, x: np.ndarray, value: float) -> np.ndarray:
        """Return `x` with its padding, or `x` itself if there is none, because `np.pad` takes longer than pooling."""
        return np.pad(x, self.ring, constant_values=value) if any(self.padding) else x

    def cell_by_cell(self, padded: np.ndarray, *, beyond: float) -> Iterator[np.ndarray]:
        """Yield the first cell of every window, (..., H', W'), then the second, and so on.

        `beyond` is the value of cells past the edge. A window has few cells and an image has many windows, so this is
        faster than a loop over the windows.
        """
        ends = [(m - 1) * s + k for m, s, k in zip(self.places, self.stride, self.kernel, strict=True)]
        over = [(0, max(0, end - n)) for end, n in zip(ends, padded.shape[-2:], strict=True)]
        whole = padded
        if any(after for _, after in over):
            whole = np.pad(padded, [(0, 0)] * (padded.ndim - 2) + over, constant_values=beyond)
        (down, across), (rows, columns) = self.stride, self.places
        for i, j in np.ndindex(self.kernel):
            yield whole[..., i : i + rows * down : down, j : j + columns * across : across][..., :rows, :columns]


def _map(name: str, x: ArrayLike) -> np.ndarray:
    array = numbers(name, "x", x)
    if array.ndim not in (2, 3, 4) or array.size == 0:
        raise ValueError(
            f"{name}: x must have the shape (H, W), (C, H, W) or (N, C, H, W) and no empty axis, got {array.shape}"
        )
    return array
