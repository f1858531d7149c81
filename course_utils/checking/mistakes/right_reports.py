"""The right numbers to report of a training. Mistakes in them are in `reported_numbers`."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import nn


@dataclass(frozen=True)
class Record:
    """Accuracies of a training, 0..1, by value: item 0 is epoch 1."""

    train: tuple[float, ...]
    validation: tuple[float, ...]


def best_accuracy(record: Record, *, split: str = "validation") -> float:
    """Return the highest accuracy on "train" or "validation".

    >>> best_accuracy(Record(train=(0.5, 0.75), validation=(0.625, 0.5)))
    0.625
    """
    return max(getattr(record, split))


def parameters(network: Callable[[], nn.Module], *, bias: bool = True) -> int:
    """Return how many numbers `network()` learns; `bias=False` leaves out the biases.

    >>> parameters(lambda: nn.Linear(3, 2)), parameters(lambda: nn.Linear(3, 2), bias=False)  # 2 * 3 + 2, and 2 * 3
    (8, 6)
    """
    return sum(
        parameter.numel()
        for name, parameter in network().named_parameters()
        if bias or name.rpartition(".")[2] != "bias"
    )
