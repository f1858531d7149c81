"""LeNet-5 in its modern form: ReLU, 2 x 2 max pooling, every map of C3 connected to all maps of S2, ten logits."""

from collections import OrderedDict
from typing import overload

from torch import Tensor, nn


class Layers(nn.Sequential):
    """A sequence of named layers for images `(N, 1, size, size)`; another size raises ValueError.

    A slice, such as `model[:3]`, is a plain nn.Sequential, which accepts the input of its first layer.
    """

    def __init__(self, layers: OrderedDict[str, nn.Module], size: int):
        super().__init__(layers)
        self.size = size

    @overload
    def __getitem__(self, place: slice) -> nn.Sequential: ...

    @overload
    def __getitem__(self, place: int) -> nn.Module: ...

    def __getitem__(self, place: int | slice) -> nn.Module:
        if isinstance(place, slice):
            return nn.Sequential(OrderedDict(list(self._modules.items())[place]))
        return super().__getitem__(place)

    def forward(self, images: Tensor) -> Tensor:
        if images.ndim != 4 or images.shape[1:] != (1, self.size, self.size):
            hint = "; pictures of 28 x 28 need LeNet5(padding=2)" if images.shape[-2:] == (28, 28) else ""
            raise ValueError(
                f"{type(self).__name__}: pictures must be (N, 1, {self.size}, {self.size}), got "
                f"{tuple(images.shape)}{hint}"
            )
        return super().forward(images)


class LeNet5(Layers):
    """LeNet-5 in its modern form, with 61,706 parameters and the layers `model.c1` to `model.output`, in this order.

    Args:
        padding: the zero padding of C1: 0 for images of 32 x 32, 2 for images of 28 x 28.
        classes: the number of logits.

    Images `(N, 1, 32, 32)`, or `(N, 1, 28, 28)` with padding 2, become logits `(N, classes)`. Another size raises
    ValueError.

    >>> import torch
    >>> LeNet5()(torch.zeros(3, 1, 32, 32)).shape, LeNet5(padding=2)(torch.zeros(3, 1, 28, 28)).shape
    (torch.Size([3, 10]), torch.Size([3, 10]))
    >>> [sum(p.numel() for p in layer.parameters()) for layer in LeNet5() if list(layer.parameters())]
    [156, 2416, 48120, 10164, 850]

    Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition (1998),
    with modern activation, pooling and output; `LeNet5_1998` has those of the paper.
    """

    def __init__(self, *, padding: int = 0, classes: int = 10):
        super().__init__(
            OrderedDict(
                c1=nn.Conv2d(1, 6, kernel_size=5, padding=padding),  # (N, 6, 28, 28)
                relu1=nn.ReLU(),
                s2=nn.MaxPool2d(2),  # (N, 6, 14, 14)
                c3=nn.Conv2d(6, 16, kernel_size=5),  # (N, 16, 10, 10)
                relu3=nn.ReLU(),
                s4=nn.MaxPool2d(2),  # (N, 16, 5, 5)
                flatten=nn.Flatten(),  # (N, 400)
                c5=nn.Linear(16 * 5 * 5, 120),
                relu5=nn.ReLU(),
                f6=nn.Linear(120, 84),
                relu6=nn.ReLU(),
                output=nn.Linear(84, classes),
            ),
            size=32 - 2 * padding,
        )
