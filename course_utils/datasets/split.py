"""Images with their labels: a `Split` is one part of a data set, a `Dataset` consists of three splits.

All data is held in memory as tensors, so no files are opened and no workers are started while a network trains.
Leaves out images of different sizes, and data sets that are larger than memory.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch
from torch import Tensor


def scaled(images: Tensor) -> Tensor:
    """Return bytes 0..255 as float32 0..1, of the same shape; floats are returned unchanged.

    Images are scaled only here: training, evaluation and `Split.map` all call this function.

    >>> scaled(torch.tensor([0, 51, 255], dtype=torch.uint8))  # 51 / 255 = 0.2
    tensor([0.0000, 0.2000, 1.0000])
    """
    if images.is_floating_point():
        return images
    if images.dtype != torch.uint8:
        raise TypeError(f"scaled: pictures must be bytes (torch.uint8) or floats, got {images.dtype}")
    return images.float() / 255


@dataclass(frozen=True, eq=False, repr=False)
class Split:
    """Images and their labels, in the same order.

    Args:
        images: `(N, C, H, W)`, bytes 0..255 (torch.uint8) or floats.
        labels: `(N,)`, torch.int64, each from 0 to `len(classes) - 1`.
        classes: the name of each class; label 0 is the first.

    `split[10:20]`, `split[[3, 1]]` and `split[split.labels == 7]` are Splits, too.

    >>> split = Split(torch.zeros(3, 1, 2, 2), torch.tensor([1, 0, 1]), ("cat", "dog"))
    >>> split
    Split(3 pictures of 1 x 2 x 2, 2 classes)
    >>> split[split.labels == 1].labels
    tensor([1, 1])
    """

    images: Tensor
    labels: Tensor
    classes: tuple[str, ...]

    def __post_init__(self) -> None:
        images, labels = self.images, self.labels
        if not isinstance(images, Tensor) or images.ndim != 4:
            raise ValueError(f"Split: images must be a tensor of shape (N, C, H, W), got {_what(images)}")
        if images.dtype != torch.uint8 and not images.is_floating_point():
            raise TypeError(f"Split: images must be bytes (torch.uint8) or floats, got {images.dtype}")
        if not isinstance(labels, Tensor) or labels.ndim != 1 or labels.dtype != torch.int64:
            raise ValueError(f"Split: labels must be a tensor of shape (N,) and dtype torch.int64, got {_what(labels)}")
        if len(images) != len(labels):
            raise ValueError(f"Split: {len(images)} pictures, but {len(labels)} labels; each picture needs one label")
        if not isinstance(self.classes, tuple) or not all(isinstance(name, str) for name in self.classes):
            raise TypeError(f"Split: classes must be a tuple of names, got {self.classes!r}")
        if len(labels) and not 0 <= int(labels.min()) <= int(labels.max()) < len(self.classes):
            raise ValueError(
                f"Split: labels go from {int(labels.min())} to {int(labels.max())}, but {len(self.classes)} classes "
                f"are numbered 0 to {len(self.classes) - 1}"
            )

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: Any) -> "Split":
        if isinstance(index, int):
            raise TypeError(
                f"Split: write split[{index}:{index + 1}] for a split of one picture, and split.images[{index}] for "
                "the picture itself"
            )
        if not isinstance(index, slice):
            index = torch.as_tensor(index)
            index = index.long() if not len(index) else index  # torch makes floats of an empty list
        return Split(self.images[index], self.labels[index], self.classes)

    def __repr__(self) -> str:
        size = " x ".join(str(n) for n in self.images.shape[1:])
        return f"Split({len(self):,} picture{'s' * (len(self) != 1)} of {size}, {len(self.classes)} classes)"

    def map(self, function: Callable[[Tensor], Tensor]) -> "Split":
        """Return a Split with the same labels and the images `function(scaled(images))`.

        Args:
            function: takes all images as one batch `(N, C, H, W)` of floats, which are in 0..1 if the images are
                bytes, and returns equally many images: `(N, C', H', W')` of floats, which are not scaled again.

        >>> split = Split(torch.full((1, 1, 1, 2), 255, dtype=torch.uint8), torch.tensor([0]), ("white",))
        >>> split.map(lambda images: (images - 0.5) / 0.5).images  # (1 - 0.5) / 0.5 = 1
        tensor([[[[1., 1.]]]])
        """
        images = function(scaled(self.images))
        if not isinstance(images, Tensor) or images.ndim != 4 or len(images) != len(self):
            raise ValueError(
                f"Split.map: the function got {len(self)} pictures of shape {tuple(self.images.shape[1:])} and must "
                f"return a tensor (N, C, H, W) of as many pictures, but returned {_what(images)}"
            )
        return Split(images, self.labels, self.classes)

    @cached_property
    def sha256(self) -> str:
        """The hash of images, labels and class names; equal data has the same hash on every machine and version."""
        digest = hashlib.sha256(f"{self.images.dtype} {list(self.images.shape)} {list(self.classes)}".encode())
        for values in (self.images, self.labels):
            digest.update(values.detach().cpu().contiguous().numpy().data.cast("B") if values.numel() else b"")
        return digest.hexdigest()


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Three splits of one collection: train for learning, validation for choices, test for one report at the end.

    The splits are fixed: each call returns the same images in the same order, and no image is in two splits. `sha256`
    is the hash of all three splits.
    """

    name: str
    classes: tuple[str, ...]
    train: Split
    validation: Split
    test: Split
    sha256: str

    def __repr__(self) -> str:
        size = " x ".join(str(n) for n in self.train.images.shape[1:])
        parts = ", ".join(f"{name} {len(split):,}" for name, split in self.splits.items())
        return f"Dataset({self.name!r}: {size}, {len(self.classes)} classes; {parts})"

    @property
    def splits(self) -> dict[str, Split]:
        """The three splits by name."""
        return {"train": self.train, "validation": self.validation, "test": self.test}


def dataset(name: str, train: Split, validation: Split, test: Split) -> Dataset:
    """Return the three splits as a Dataset, with the hash of their data."""
    parts = f"train {train.sha256} validation {validation.sha256} test {test.sha256}"
    return Dataset(name, train.classes, train, validation, test, hashlib.sha256(parts.encode()).hexdigest())


def _what(value: object) -> str:
    return f"{tuple(value.shape)} of {value.dtype}" if isinstance(value, Tensor) else repr(type(value).__name__)
