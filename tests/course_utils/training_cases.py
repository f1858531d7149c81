"""Small pictures and networks for the tests of training."""

import torch
from torch import nn

from course_utils.datasets import Split

CLASSES = ("top", "bottom", "left")


def pictures(number: int, seed: int = 0, *, size: int = 6) -> Split:
    """Noisy bytes (number, 1, size, size) with a bright bar at the top, at the bottom or on the left."""
    random = torch.Generator().manual_seed(seed)
    images = torch.randint(0, 150, (number, 1, size, size), generator=random, dtype=torch.uint8)
    labels = torch.randint(3, (number,), generator=random)
    images[labels == 0, :, :2] += 90
    images[labels == 1, :, -2:] += 90
    images[labels == 2, :, :, :2] += 90
    return Split(images, labels, CLASSES)


def network(seed: int = 0, *, outputs: int = 3) -> nn.Sequential:
    """A small network with dropout, which draws random numbers, and batch normalisation, which has buffers."""
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.2),
        nn.Linear(16, outputs),
    )  # fmt: skip


def adam(model: nn.Module, lr: float = 0.01) -> torch.optim.Optimizer:
    return torch.optim.Adam(model.parameters(), lr=lr)


def noisy(images: torch.Tensor) -> torch.Tensor:
    """A transform that draws random numbers."""
    return images + 0.05 * torch.randn_like(images)


TRAIN, VALIDATION = pictures(150, 0), pictures(60, 1)
