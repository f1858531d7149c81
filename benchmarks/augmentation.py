"""A different affine transformation for each image: our function, on the batch, compared with torchvision's functions.

All of them use the nearest pixel, which is torchvision's default. torchvision on a whole batch is measured, too, but
does not do the same: it draws one affine transformation for all images.
"""

import torch
from PIL import Image
from torchvision.transforms import Compose, InterpolationMode, RandomAffine, RandomHorizontalFlip, ToTensor, v2
from torchvision.transforms.v2 import functional

from benchmarks.timing import Row, in_turns
from course_utils import augmentation
from course_utils.datasets import scaled

PICTURES, BATCH, SIZE = 1024, 64, 30
DEGREES, SHEAR, FLIP = 5, 10, 0.5


def measure() -> list[Row]:
    torch.set_num_threads(1)
    batches = torch.randint(256, (PICTURES, 3, SIZE, SIZE), dtype=torch.uint8).split(BATCH)
    files = [[Image.fromarray(picture.permute(1, 2, 0).numpy()) for picture in batch] for batch in batches]
    as_torchvision(scaled(batches[0]))
    with_pil = Compose([RandomAffine(DEGREES, shear=SHEAR), RandomHorizontalFlip(FLIP), ToTensor()])
    with_v2 = v2.Compose([v2.RandomAffine(DEGREES, shear=SHEAR), v2.RandomHorizontalFlip(FLIP)])
    ours = augmentation.RandomAffine(DEGREES, SHEAR, FLIP)
    peers = {
        "PIL, a picture at a time": lambda: [torch.stack([with_pil(file) for file in batch]).size() for batch in files],
        "v2, a picture at a time": lambda: [torch.stack([*map(with_v2, scaled(one))]).size() for one in batches],
        "v2, one for all (wrong)": lambda: [with_v2(scaled(batch)).size() for batch in batches],
    }
    rows = []
    for name, peer in peers.items():
        seconds = in_turns(lambda: [ours(scaled(batch)).size() for batch in batches], peer, rounds=15)
        aim = 1 if "wrong" in name else 10
        rows.append(Row("affine for each picture, 3×30×30", *(PICTURES / each for each in seconds), name, "pictures/s",
                        f"at least {aim} times", seconds[1] >= aim * seconds[0]))  # fmt: skip
    _print_beside_pil(rows)
    return rows


def _print_beside_pil(rows: list[Row]) -> None:
    for name, rate in [*((row.peer_name, row.peer) for row in rows), ("ours", rows[0].ours)]:
        print(f"  {name:<26}{rate:>9,.0f} pictures/s {rate / rows[0].peer:>6.2f} times PIL")


def as_torchvision(images: torch.Tensor) -> None:
    """Raise AssertionError if our result differs from torchvision's affine, applied to one image at a time.

    The comparison uses bilinear mode, because in nearest mode rounding decides between two equally near pixels.
    """
    angle, slant = (torch.rand(2, len(images)) * 2 - 1) * torch.tensor([[DEGREES], [SHEAR]])
    shear, flip = torch.stack([slant, torch.zeros_like(slant)], dim=1), torch.rand(len(images)) < FLIP
    expected = [
        functional.affine(functional.horizontal_flip(image) if mirrored else image, angle=float(turn),
                          translate=[0, 0], scale=1.0, shear=pair.tolist(), interpolation=InterpolationMode.BILINEAR)
        for image, turn, pair, mirrored in zip(images, angle, shear, flip, strict=True)
    ]  # fmt: skip
    got = augmentation.affine(images, angle=angle, shear=shear, flip=flip, mode="bilinear")
    torch.testing.assert_close(got, torch.stack(expected), atol=1e-4, rtol=0)
