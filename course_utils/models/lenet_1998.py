"""LeNet-5 as in the paper of 1998: trainable subsampling, the connection table, scaled tanh, bitmap codes as output.

It has 60,000 trainable parameters and 340,908 connections. Leaves out the training method of the paper (a diagonal
approximation of the Hessian, and a term in the loss for images that show no character); train the network with `fit`.
"""

from collections import OrderedDict
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from course_utils.models.bitmaps import DIGITS
from course_utils.models.lenet import Layers
from course_utils.models.tables import TABLES, TableConv2d


class ScaledTanh(nn.Tanh):
    """The element-wise activation ``1.7159 * tanh(2x / 3)``, which maps 1 to 1 and -1 to -1, to four decimals.

    >>> [round(value, 4) for value in ScaledTanh()(torch.tensor([-1.0, 0.0, 1.0, 100.0])).tolist()]
    [-1.0, 0.0, 1.0, 1.7159]

    Source: LeCun et al. (1998), appendix A. The logistic sigmoid maps 1 to 0.7311.
    """

    def forward(self, numbers: Tensor) -> Tensor:
        return 1.7159 * torch.tanh(2 / 3 * numbers)


class Subsampling(nn.Module):
    """A layer that multiplies the sum of each 2 x 2 window by a trained weight and adds a trained bias.

    Args:
        channels: number of maps; each map has one weight and one bias.

    The windows do not overlap: `(N, C, H, W)` becomes `(N, C, H // 2, W // 2)`. `weight` and `bias` are `(C,)`. With
    weight 1/4 and bias 0 the layer is average pooling; the initial values are random.

    >>> layer = Subsampling(1)
    >>> layer.weight.data, layer.bias.data = torch.tensor([10.0]), torch.tensor([3.0])
    >>> layer(torch.tensor([[1.0, 2.0], [3.0, 4.0]]).reshape(1, 1, 2, 2)).item()  # 10 * (1 + 2 + 3 + 4) + 3
    103.0

    Source: layers S2 and S4 of LeCun et al. (1998).
    """

    kernel_size = stride = 2

    def __init__(self, channels: int):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(channels).uniform_(-2.4 / 4, 2.4 / 4))
        self.bias = nn.Parameter(torch.empty(channels).uniform_(-2.4 / 4, 2.4 / 4))

    def forward(self, maps: Tensor) -> Tensor:
        if maps.ndim != 4 or maps.shape[1] != len(self.weight):
            raise ValueError(f"Subsampling: maps must be (N, {len(self.weight)}, H, W), got {tuple(maps.shape)}")
        sums = 4 * nn.functional.avg_pool2d(maps, 2)
        return self.weight[:, None, None] * sums + self.bias[:, None, None]

    def connections(self, output_shape: Sequence[int]) -> int:
        """Return the connections for one image: four inputs and a bias for each output in `(C, H', W')`."""
        return output_shape[0] * output_shape[1] * output_shape[2] * (2 * 2 + 1)

    def extra_repr(self) -> str:
        return str(len(self.weight))


class BitmapCodes(nn.Module):
    """A layer that compares 84 numbers with a 7 x 12 bitmap for each digit; the logit is minus the squared distance.

    The 840 values of the bitmaps, -1 or 1, are fixed, not trained. The bitmaps here are drawn after those of the paper
    (figure 3).

    >>> layer = BitmapCodes()
    >>> layer(layer.codes[3:4]).argmax().item(), layer(layer.codes[3:4])[0, 3].item() == 0  # a 3 is a 3
    (3, True)

    Source: the output layer of LeCun et al. (1998).
    """

    codes: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("codes", torch.tensor(DIGITS))  # (10, 84)

    def forward(self, numbers: Tensor) -> Tensor:
        return -(numbers[:, None] - self.codes).square().sum(2)  # (N, 1, 84) - (10, 84), summed to (N, 10)

    def connections(self, output_shape: Sequence[int]) -> int:
        """Return the connections for one image: the 84 values of each code are used once."""
        return self.codes.numel()


class LeNet5_1998(Layers):
    """LeNet-5 of 1998: images `(N, 1, 32, 32)` become logits `(N, 10)`; another size raises ValueError.

    >>> model = LeNet5_1998()
    >>> sum(parameter.numel() for parameter in model.parameters())
    60000
    >>> model(torch.zeros(3, 1, 32, 32)).shape
    torch.Size([3, 10])

    Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition (1998).
    """

    c1: nn.Conv2d
    c5: nn.Conv2d
    f6: nn.Linear

    def __init__(self) -> None:
        super().__init__(
            OrderedDict(
                c1=nn.Conv2d(1, 6, kernel_size=5),  # (N, 6, 28, 28)
                tanh1=ScaledTanh(),
                s2=Subsampling(6),  # (N, 6, 14, 14)
                tanh2=ScaledTanh(),
                c3=TableConv2d(TABLES["manual"], kernel_size=5),  # (N, 16, 10, 10)
                tanh3=ScaledTanh(),
                s4=Subsampling(16),  # (N, 16, 5, 5)
                tanh4=ScaledTanh(),
                c5=nn.Conv2d(16, 120, kernel_size=5),  # (N, 120, 1, 1)
                tanh5=ScaledTanh(),
                flatten=nn.Flatten(),  # (N, 120)
                f6=nn.Linear(120, 84),
                tanh6=ScaledTanh(),
                output=BitmapCodes(),  # (N, 10)
            ),
            size=32,
        )
        layers: tuple[nn.Conv2d | nn.Linear, ...] = (self.c1, self.c5, self.f6)
        with torch.no_grad():
            for layer in layers:
                bound = 2.4 / layer.weight[0].numel()  # 2.4 / number of inputs of a unit, as in the paper
                layer.weight.uniform_(-bound, bound)
                assert layer.bias is not None  # it is left out only on request
                layer.bias.uniform_(-bound, bound)
