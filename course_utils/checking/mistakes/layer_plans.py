"""Networks as plans: sequences of steps that run with given weights. A mistake is a changed plan.

A check that takes `network` also takes a plan, because a plan that is called returns a new network. A plan gives only
the numbers of filters and neurons. All other sizes come from the shape of the picture.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from course_utils.shapes import summary

CLASSES = 5
PICTURE = (3, 30, 30)
"""The homework's pictures: channels, rows, columns."""


class Step(NamedTuple):
    """One step: its kind (see DOES) and, for a layer that learns, its size.

    Args:
        kind: a key of DOES.
        n: filters or neurons.
        padding: of a convolution.
        into: channels or numbers for which the layer is made; None: as many as arrive.
        bias: whether the layer has a bias.
    """

    kind: str
    n: int = 0
    padding: int = 0
    into: int | None = None
    bias: bool = True

    @property
    def learns(self) -> bool:
        """Return whether the step is a layer with weights."""
        return self.n > 0


DOES: dict[str, Callable[..., Tensor]] = {
    "conv": lambda x, step, weight, bias=None: functional.conv2d(x, weight, bias, padding=step.padding),
    "linear": lambda x, step, *weights: functional.linear(x, *weights),
    "pool": lambda x, step: functional.max_pool2d(x, 2),
    "average": lambda x, step: functional.avg_pool2d(x, 2),
    "flatten": lambda x, step: x.flatten(1),
    "relu": lambda x, step: x.relu(),
    "sigmoid": lambda x, step: x.sigmoid(),
    "tanh": lambda x, step: x.tanh(),
    "softmax": lambda x, step: x.softmax(1),
    "log softmax": lambda x, step: x.log_softmax(1),
}
"""Each kind of step: a function of `(x, step, weight, bias)`. Only "conv" and "linear" take weights."""

WINDOW = 3  # rows and columns of a filter
RELU, POOL, FLATTEN = Step("relu"), Step("pool"), Step("flatten")


@dataclass(frozen=True)
class Plan:
    """Steps for pictures of a shape `(C, H, W)`. A plan that is called returns a network that runs the steps.

    >>> plan = Plan((Step("conv", 2), RELU, FLATTEN, Step("linear", 5)), shape=(1, 4, 4))
    >>> plan()(torch.zeros(7, 1, 4, 4)).shape
    torch.Size([7, 5])
    >>> plan.weights  # 2 filters of 3 x 3 on 1 channel; 5 neurons on 2 maps of 2 x 2
    [(2, 1, 3, 3), (2,), (5, 8), (5,)]
    """

    steps: tuple[Step, ...]
    shape: tuple[int, int, int] = PICTURE

    def __call__(self) -> nn.Module:
        try:
            return Planned(self)
        except RuntimeError as error:
            raise ValueError(f"Plan: a window does not fit ({error}); take fewer steps or larger pictures") from None

    @property
    def weights(self) -> list[tuple[int, ...]]:
        """Return the shapes of the plan's weights and biases, in their order."""
        return [tuple(weight.shape) for weight in self().parameters()]

    def altered(self, change: Callable[[Sequence[Step]], Sequence[Step]]) -> "Plan":
        """Return the plan with other steps; raise ValueError if the change leads to the same network.

        >>> Plan((POOL, RELU)).altered(lambda steps: [RELU, POOL])
        Traceback (most recent call last):
        ValueError: altered: the network stays the same; choose another change
        """
        steps = tuple(change(self.steps))
        if _relu_first(steps) == _relu_first(self.steps):
            raise ValueError("altered: the network stays the same; choose another change")
        return replace(self, steps=steps)


class Planned(nn.Module):
    """A network that runs the steps of a plan. Its weights are 0 until other weights are loaded."""

    def __init__(self, plan: Plan):
        super().__init__()
        self.steps, self.layers = plan.steps, nn.ModuleList()
        x = torch.zeros(1, *plan.shape)
        for step in plan.steps:
            if step.learns:
                self.layers.append(nn.ParameterDict(_weights(step, step.into or x.shape[1])))
            fitting = dict(_weights(step, x.shape[1])) if step.learns else {}
            x = DOES[step.kind](x, step, *fitting.values())

    def forward(self, x: Tensor) -> Tensor:
        """Return the output of the last step for pictures `(N, C, H, W)`."""
        layers = (layer for layer in self.layers if isinstance(layer, nn.ParameterDict))
        for step in self.steps:
            x = DOES[step.kind](x, step, *(next(layers).values() if step.learns else ()))
        return x


def deep(layers: Sequence[int | str]) -> Plan:
    """Return the plan of a list such as ``[8, "pool"]``: convolutions with ReLU, poolings, one layer for CLASSES.

    Raises:
        ValueError: the list has another kind of entry, or a map becomes too small. The message names the layer.

    >>> [step.kind for step in deep([4, "pool"]).steps]
    ['conv', 'relu', 'pool', 'flatten', 'linear']
    """
    summary(list(layers), PICTURE, kernel_size=WINDOW)
    parts = [(POOL,) if isinstance(layer, str) else (Step("conv", layer), RELU) for layer in layers]
    return Plan((*(step for part in parts for step in part), FLATTEN, Step("linear", CLASSES)))


FULLY_CONNECTED = Plan((FLATTEN, Step("linear", 128), RELU, Step("linear", CLASSES)))
"""The network without convolutions."""


def _weights(step: Step, into: int) -> list[tuple[str, Tensor]]:
    window = (WINDOW, WINDOW) if step.kind == "conv" else ()
    return [("weight", torch.zeros(step.n, into, *window)), ("bias", torch.zeros(step.n))][: 1 + step.bias]


def _relu_first(steps: Sequence[Step]) -> list[Step]:
    """Return the steps with each ReLU moved before the pools that it follows.

    The result is the same, because ReLU keeps the order of numbers, so the largest number stays the largest.
    """
    found: list[Step] = []
    for step in steps:
        place = len(found)
        while step == RELU and place and found[place - 1] == POOL:
            place -= 1
        found.insert(place, step)
    return found
