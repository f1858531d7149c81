"""Convolution with a table of the input maps that each output map uses, and four such tables from 6 to 16 maps.

Follows torch.nn.Conv2d with stride 1 and no padding, which is faster if each output map uses all input maps.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

Table = tuple[tuple[int, ...], ...]

_OF_1998 = "012 123 234 345 045 015 0123 1234 2345 0345 0145 0125 0134 1245 0235 012345"

TABLES: dict[str, Table] = {
    "direct": tuple((number % 6,) for number in range(16)),
    "aggregated": tuple(tuple(range(6)) for _ in range(16)),
    "full": tuple((number,) for number in range(6) for _ in range(16)),
    "manual": tuple(tuple(int(digit) for digit in maps) for maps in _OF_1998.split()),
}
"""Four tables from 6 maps to 16: for each output map the numbers of its input maps.

"direct": output map k uses only input map k % 6. "aggregated": each output map is a sum over all six, as in an ordinary
Conv2d. "full": 16 kernels on each of the six maps without sums, so there are 96 output maps. "manual": the table of
layer C3 of LeNet-5 in the paper of 1998.
"""


class TableConv2d(nn.Module):
    """A convolution whose output map k uses only the input maps `table[k]`; other connections have no weight.

    Args:
        table: for each output map the numbers of its input maps; numbering starts at 0.
        kernel_size: side of the square kernels.
        in_channels: number of input maps; None: the largest number in the table plus 1.

    Raises:
        ValueError: an output map has no input map, an input map is listed twice, or an input map does not exist.

    `weight` is `(pairs, 1, k, k)`: one kernel for each pair (output map, input map), in the order of the table; `bias`
    is `(C_out,)`. Images `(N, C_in, H, W)` become `(N, C_out, H - k + 1, W - k + 1)`.

    >>> [sum(p.numel() for p in TableConv2d(table).parameters()) for table in TABLES.values()]
    [416, 2416, 2496, 1516]

    These are 16 * 26, 16 * 151, 96 * 26, and 6 * 76 + 9 * 101 + 151: each pair has 5 x 5 weights, each output map has a
    bias. Two output maps, the first from input map 0, the second from input maps 0 and 1:

    >>> layer = TableConv2d([[0], [0, 1]], kernel_size=1)
    >>> layer.weight.data, layer.bias.data = torch.tensor([1.0, 10.0, 100.0]).reshape(3, 1, 1, 1), torch.zeros(2)
    >>> layer(torch.tensor([2.0, 3.0]).reshape(1, 2, 1, 1)).flatten().tolist()  # 1 * 2, and 10 * 2 + 100 * 3
    [2.0, 320.0]

    Source: table I of LeCun et al. (1998).
    """

    stride = 1
    pairs: Tensor

    def __init__(self, table: Sequence[Sequence[int]], kernel_size: int = 5, *, in_channels: int | None = None):
        super().__init__()
        self.table: Table = tuple(tuple(maps) for maps in table)
        self.kernel_size = kernel_size
        pairs = [(out, into) for out, maps in enumerate(self.table) for into in maps]
        self.in_channels = in_channels or 1 + max((into for _, into in pairs), default=0)
        self.out_channels = len(self.table)
        for number, maps in enumerate(self.table):
            if not maps or len(set(maps)) < len(maps) or not 0 <= min(maps) <= max(maps) < self.in_channels:
                raise ValueError(
                    f"TableConv2d: output map {number} must be made of different input maps from 0 to "
                    f"{self.in_channels - 1}, got {maps}"
                )
        self.register_buffer("pairs", torch.tensor(pairs).T, persistent=False)  # (2, connections)
        self.weight = nn.Parameter(torch.empty(len(pairs), 1, kernel_size, kernel_size))
        self.bias = nn.Parameter(torch.empty(self.out_channels))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw weights and biases uniformly from -2.4/F to 2.4/F, as in the paper; F is the map's number of inputs."""
        with torch.no_grad():
            for number, maps in enumerate(self.table):
                bound = 2.4 / (len(maps) * self.kernel_size**2)
                self.weight[self.pairs[0] == number] = self.weight.new_empty(
                    len(maps), 1, self.kernel_size, self.kernel_size
                ).uniform_(-bound, bound)
                self.bias[number].uniform_(-bound, bound)

    def dense_weight(self) -> Tensor:
        """Return the weights in Conv2d's shape, `(C_out, C_in, k, k)`, with zeros where the table has no pair."""
        dense = self.weight.new_zeros(self.out_channels, self.in_channels, self.kernel_size, self.kernel_size)
        return dense.index_put((self.pairs[0], self.pairs[1]), self.weight[:, 0])

    def forward(self, maps: Tensor) -> Tensor:
        if maps.ndim != 4 or maps.shape[1] != self.in_channels:
            raise ValueError(f"TableConv2d: maps must be (N, {self.in_channels}, H, W), got {tuple(maps.shape)}")
        return nn.functional.conv2d(maps, self.dense_weight(), self.bias)

    def connections(self, output_shape: Sequence[int]) -> int:
        """Return how often the parameters are used for one image with output `(C_out, H', W')`."""
        return output_shape[1] * output_shape[2] * (self.weight.numel() + self.bias.numel())

    def extra_repr(self) -> str:
        return (
            f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, pairs={self.pairs.shape[1]}, "
            f"table={self.table}"
        )
