"""Networks that students of the homework might write, as one template with places to go wrong: no tests in here."""

import re

import pytest
import torch
from torch import nn
from torch.nn import functional

from course_utils.checking import NotYet


def tag(ask, *inputs) -> str:
    """Return the tag that a check says, or the first words of what it says where it names none."""
    with pytest.raises(NotYet) as verdict:
        ask(*inputs)
    named = re.match(r"\[([a-z-]+)\]", str(verdict.value))
    return named[1] if named else str(verdict.value)[:40]


class Written(nn.Module):
    """A network of a list of layers, right without options; each option changes it."""

    def __init__(
        self, layers=(8, "pool"), *, registered="sequential", padding=0, bias=True, into=None, numbers=None, last=(),
        relu=nn.ReLU, relu_at="conv", pool=nn.MaxPool2d, pooled="asked", extra=(), head=(),
    ):  # fmt: skip
        super().__init__()
        channels, parts = 3, []
        for layer in layers:
            if layer == "pool":
                parts += [pool(2)] if pooled != "never" else []
                parts += [relu()] if relu_at == "pool" else []
                continue
            arriving = channels if into is None else into(channels, parts)
            parts.append(nn.Conv2d(arriving, layer, 3, padding=padding, bias=bias))
            parts += [make(layer) for make in extra]
            parts += [relu()] if relu_at == "conv" else []
            parts += [pool(2)] if pooled == "always" else []
            channels = layer
        parts += [nn.Flatten(), *head]
        parts += [nn.LazyLinear(5) if numbers is None else nn.Linear(numbers, 5), *last]
        if registered == "sequential":
            self.parts = nn.Sequential(*parts)
        elif registered == "list":
            with torch.no_grad():
                nn.Sequential(*parts)(torch.zeros(1, 3, 30, 30))  # it knows its sizes
            self.parts = parts[:-1]
            self.last = parts[-1]
        else:
            self.parts = parts

    def forward(self, images):
        for part in self.parts:
            images = part(images)
        return self.last(images) if hasattr(self, "last") else images


class OneHidden(nn.Module):
    """The network without convolutions; `forward` may be another."""

    def __init__(self, hidden=128, through=None, into=2700):
        super().__init__()
        self.scores = nn.Linear(hidden, 5)  # in an order of its own
        self.hidden = nn.Linear(into, hidden)
        self.through = through or (lambda self, x: self.scores(self.hidden(x.flatten(1)).relu()))

    def forward(self, images):
        return self.through(self, images)


class Zeros(nn.Module):
    def forward(self, images):
        return torch.zeros(len(images), 5)


class InForward(nn.Module):
    """Makes a new convolution in each call."""

    def __init__(self):
        super().__init__()
        self.scores = nn.Linear(8 * 14 * 14, 5)

    def forward(self, images):
        return self.scores(functional.max_pool2d(nn.Conv2d(3, 8, 3)(images).relu(), 2).flatten(1))


class Stated:
    """A maker that looks at the sizes of its list, and says what `say(place, layer, side, layers)` says."""

    def __init__(self, say, error=ValueError, when="made"):
        self.say, self.error, self.when = say, error, when

    def __call__(self, layers):
        side = 30
        for place, layer in enumerate(layers):
            below = side
            side = side // 2 if layer == "pool" else side - 2
            if side < 1:
                error = self.error(self.say(place, layer, below, layers))
                if self.when == "made":
                    raise error
                return _Raising(error)
        return Written(layers)


class _Raising(nn.Module):
    def __init__(self, error):
        super().__init__()
        self.error = error

    def forward(self, images):
        raise self.error
