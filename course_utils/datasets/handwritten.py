"""1,797 handwritten digits that are part of scikit-learn: real, small, and available without a network."""

import importlib.util
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import pad

from course_utils.datasets.resizing import resized
from course_utils.datasets.split import Dataset, Split, dataset

CLASSES = tuple("0123456789")


def digits(size: int = 32) -> Dataset:
    """Return handwritten digits in grey, white on black: 1,257 to train, 180 to validate, 360 to test.

    Args:
        size: 8, the original size: `(N, 1, 8, 8)`, with the 17 grey levels spread over 0 to 255; or 32, the same
            images enlarged bilinearly by a factor of three, with an empty border of 3 pixels: `(N, 1, 32, 32)`, the
            input size of LeNet-5.

    Raises:
        ValueError: `size` has another value.

    The splits are fixed. The images are sorted by class, in scikit-learn's order within a class. Of every ten images
    the first and the sixth belong to the test split and the second to the validation split, so that each split has the
    same share of each class. Within a split the images are in scikit-learn's order again. Thirteen people wrote the
    digits, and each of them wrote digits of all three splits. So the test split does not show how well a network reads
    the handwriting of other people.

    >>> digits(size=8)
    Dataset('digits': 1 x 8 x 8, 10 classes; train 1,257, validation 180, test 360)
    >>> digits().train.images.shape
    torch.Size([1257, 1, 32, 32])

    Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI (1998); sklearn's load_digits.
    """
    if size not in (8, 32):
        raise ValueError(f"digits: size must be 8 or 32, got {size!r}")
    levels, labels = _pictures()
    images = (levels * 255 + 8) // 16  # 0..16 to 0..255, rounded
    images = images.to(torch.uint8).reshape(-1, 1, 8, 8)
    images = images if size == 8 else _enlarged(images)
    by_class = torch.from_numpy(np.argsort(labels.numpy(), kind="stable"))
    place = torch.empty_like(by_class)
    place[by_class] = torch.arange(len(by_class))  # each image's index after sorting by class
    test, validation = place % 5 == 0, place % 10 == 1
    whole = Split(images, labels, CLASSES)
    return dataset("digits", whole[~test & ~validation], whole[validation], whole[test])


def _enlarged(images: Tensor) -> Tensor:
    """Return images of 8 x 8 as 32 x 32.

    One black pixel is added on each side, so that strokes at the edge fade to black inside the enlarged image. This
    image of 10 x 10 is enlarged by a factor of three. Then one more black pixel is added on each side.
    """
    return pad(resized(pad(images, (1, 1, 1, 1)), 30, 30), (1, 1, 1, 1))


def _pictures() -> tuple[Tensor, Tensor]:
    """Return all images, `(1797, 64)` of 0..16, and their labels.

    The file is read directly if possible, because importing scikit-learn takes long.
    """
    scikit_learn = importlib.util.find_spec("sklearn")
    folder = Path(scikit_learn.origin).parent if scikit_learn and scikit_learn.origin else None
    table = folder / "datasets" / "data" / "digits.csv.gz" if folder else None
    if table is not None and table.is_file():
        rows = np.loadtxt(table, delimiter=",")
    else:
        from sklearn.datasets import load_digits

        pictures, labels = load_digits(return_X_y=True)
        rows = np.column_stack([pictures, labels])
    numbers = torch.from_numpy(rows.astype(np.int64))
    return numbers[:, :64], numbers[:, 64]
