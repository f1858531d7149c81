"""MNIST and CIFAR-10: downloaded once with torchvision's functions, then read from the cache without torchvision."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from course_utils.data_folder import cache_folder
from course_utils.datasets.cache import kept_if_possible, locked, stored
from course_utils.datasets.fetching import Archive, DataUnavailableError, Source, fetch, said_clearly
from course_utils.datasets.resizing import resized
from course_utils.datasets.split import Dataset, Split, dataset

MNIST_VALIDATION = 10_000  # the last images of the original training set
CIFAR10_VALIDATION = 5_000
MNIST_SHA256 = "c37dd4b7d2c6f52b6606bb05c96d16e8e17ff370a98214af7fa18b9dd666de52"
DIGITS = tuple("0123456789")
THINGS = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")


def mnist() -> Dataset:
    """Return MNIST, 70,000 handwritten digits in grey, white on black, `(N, 1, 28, 28)`.

    The train split has 50,000 images, the validation split 10,000 (the last of MNIST's 60,000 training images, in its
    order), the test split 10,000. The first call downloads 12 MB and keeps 55 MB in `cache_folder()`; existing files
    are used if they have the correct hash, and downloaded again if not.

    Raises:
        DataUnavailableError: no network, no space on the disk, or a cache that is not writable.

    Source: Y. LeCun, C. Cortes, C. J. C. Burges, the MNIST database (1998); torchvision.datasets.MNIST.
    """
    return _had(cache_folder(), _mnist_in, _mnist_source)


def cifar10(classes: int | Sequence[str] | None = None, size: int | None = None) -> Dataset:
    """Return CIFAR-10, 60,000 small colour photographs in ten classes, `(N, 3, 32, 32)`.

    The train split has 45,000 images, the validation split 5,000 (the last of CIFAR-10's 50,000 training images, in its
    order), the test split 10,000. The first call downloads 170 MB and keeps 370 MB in `cache_folder()`.

    Args:
        classes: names, such as `["bird", "ship"]`, whose labels follow this order; or an int n for the first n
            classes; or None for all.
        size: height and width after bilinear resizing, 16 to 64; None keeps 32. Resized images are cached, too.

    Raises:
        ValueError: a class is not in CIFAR-10, or the size is out of range.
        DataUnavailableError: no network, no space on the disk, or a cache that is not writable.

    Source: A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images (2009); torchvision.datasets.CIFAR10.
    """
    names = _names(classes)
    if size is not None and (isinstance(size, bool) or not isinstance(size, int) or not 16 <= size <= 64):
        raise ValueError(f"cifar10: size must be a whole number of pixels from 16 to 64, got {size!r}")
    if names == THINGS and size in (None, 32):
        return _had(cache_folder(), _cifar10_in, _cifar10_source)
    path = _kept(cache_folder(), *([] if names == THINGS else ["of", *names]), *([f"{size}x{size}"] if size else []))
    return stored(path) or kept_if_possible(path, _part(cifar10(), names, size or 32))


def _had(folder: Path, read: Callable[[Path], Dataset | None], source: Callable[[], Source]) -> Dataset:
    """Return the data set that `read` finds in the cache.

    If it is missing or incomplete, one process downloads it first.
    """
    if found := read(folder):
        return found
    origin = source()
    with said_clearly(origin, folder), locked(folder, origin.function) as alone:
        if found := read(folder):  # another process fetched it while this one waited
            return found
        fetch(origin, folder / origin.subfolder, alone=alone)
        if found := read(folder):
            return found
    raise DataUnavailableError(
        f"{origin.function}: the download in {folder} is not the expected {origin.title}; remove "
        f"{folder / origin.subfolder} and call {origin.function}() again, or use digits()"
    )


def _mnist_source() -> Source:
    from torchvision.datasets import MNIST

    archives = tuple(
        Archive(name, md5, tuple(mirror + name for mirror in MNIST.mirrors)) for name, md5 in MNIST.resources
    )
    return Source("mnist", "MNIST", archives, download=12_000_000, on_disk=67_000_000, subfolder="MNIST/raw")


def _mnist_in(folder: Path) -> Dataset | None:
    """Return MNIST from its unpacked files in the cache, or None if they are missing or damaged.

    The files are in the same folder where torchvision puts them.
    """
    raw = folder / "MNIST" / "raw"
    try:
        train, test = (
            Split(
                torch.from_numpy(_idx(raw / f"{part}-images-idx3-ubyte"))[:, None],  # (N, 1, H, W)
                torch.from_numpy(_idx(raw / f"{part}-labels-idx1-ubyte")).long(),
                DIGITS,
            )
            for part in ("train", "t10k")
        )
    except (OSError, ValueError, IndexError):
        return None
    found = dataset("mnist", train[:-MNIST_VALIDATION], train[-MNIST_VALIDATION:], test)
    return found if found.sha256 == MNIST_SHA256 else None


def _idx(path: Path) -> np.ndarray:
    """Return the array in a file of MNIST's IDX format.

    The file holds two zeros, 8 for the type byte, the number of axes, their lengths (4 bytes each), then the values.
    """
    data = np.fromfile(path, np.uint8)
    start = 4 + 4 * int(data[3])
    return data[start:].reshape(data[4:start].view(">i4"))


def _cifar10_source() -> Source:
    from torchvision.datasets import CIFAR10

    archives = (Archive(CIFAR10.filename, CIFAR10.tgz_md5, (CIFAR10.url,)),)
    return Source("cifar10", "CIFAR-10", archives, download=170_000_000, on_disk=375_000_000)


def _cifar10_in(folder: Path) -> Dataset | None:
    """Return CIFAR-10 from the cache, or decoded from torchvision's files there; None if these are incomplete."""
    path = _kept(folder)
    if found := stored(path):
        return found
    from torchvision.datasets import CIFAR10

    try:
        train, test = (_decoded(CIFAR10(folder, train=part)) for part in (True, False))  # checks each file's md5 sum
    except (RuntimeError, OSError):
        return None
    cut = CIFAR10_VALIDATION
    return kept_if_possible(path, dataset("cifar10", train[:-cut], train[-cut:], test))


def _decoded(files: Any) -> Split:
    images = torch.from_numpy(files.data).movedim(-1, 1).contiguous()  # (N, H, W, C) to (N, C, H, W)
    return Split(images, torch.tensor(files.targets), tuple(files.classes))


def _kept(folder: Path, *parts: str) -> Path:
    return folder / "cifar-10-batches-py" / f"{'-'.join(['decoded', *parts])}.safetensors"


def _names(classes: int | Sequence[str] | None) -> tuple[str, ...]:
    if classes is None:
        return THINGS
    if isinstance(classes, int) and not isinstance(classes, bool) and 2 <= classes <= len(THINGS):
        return THINGS[:classes]
    if isinstance(classes, (list, tuple)) and len(classes) > 1:
        unknown = [name for name in classes if name not in THINGS]
        if not unknown and len(set(classes)) == len(classes):
            return tuple(classes)
    raise ValueError(
        f"cifar10: classes must be a number from 2 to {len(THINGS)}, or a list of two or more different names of "
        f"{', '.join(THINGS)}; got {classes!r}"
    )


def _part(whole: Dataset, names: tuple[str, ...], size: int) -> Dataset:
    """Return the images of some classes, resized, with new labels in the order of `names`."""
    number = torch.tensor([names.index(name) if name in names else -1 for name in whole.classes])

    def part(split: Split) -> Split:
        labels = number[split.labels]
        images = split.images[labels >= 0]
        return Split(images if size == 32 else resized(images, size, size), labels[labels >= 0], names)

    return dataset(whole.name, *(part(split) for split in whole.splits.values()))
