"""Six thousand small colour images, drawn by the course's own code: five classes, no network needed.

The settings (`UPRIGHT`, `TURNED`, `AROUND`) were chosen on the validation split, for the homework's five networks (SGD
with momentum 0.9, learning rate 0.02 * 0.9^epoch, 10 epochs), so that each step of the homework improves the accuracy
by more than random variation:

- position and size vary widely (shift 0.35, size 0.43 to 0.82), and up to four other objects are behind the drawing:
  a network with a separate weight for each pixel performs poorly, a convolutional network does not;
- light and haze vary (brightness 0.7 to 1.2), so that normalisation and then depth can still improve the accuracy;
- the objects of the training split face right and are upright, those of the other splits are not: a memorising network
  fails there, and augmentation by flips, rotations and shears closes the gap.
"""

import time
from contextlib import ExitStack, suppress
from pathlib import Path

import numpy as np
import torch

from course_utils.data_folder import cache_folder
from course_utils.datasets.cache import kept_if_possible, locked, stored
from course_utils.datasets.drawing.airplane import airplane
from course_utils.datasets.drawing.banana import banana
from course_utils.datasets.drawing.car import car
from course_utils.datasets.drawing.randomness import CounterRng
from course_utils.datasets.drawing.scene import Surroundings, scenes
from course_utils.datasets.drawing.sketch import Pose
from course_utils.datasets.drawing.strawberry import strawberry
from course_utils.datasets.drawing.tree import tree
from course_utils.datasets.fetching import Bar
from course_utils.datasets.split import Dataset, Split, dataset

DRAWINGS = {"airplane": airplane, "banana": banana, "car": car, "strawberry": strawberry, "tree": tree}
SIDE = 30  # pixels
SIZES = {"train": 4000, "validation": 1000, "test": 1000}
SEEDS = {"train": 1, "validation": 2, "test": 3}
UPRIGHT = Pose(facing_right=0.95, turn=0.04)  # at most 4.6 degrees
TURNED = Pose(facing_right=0.5, turn=0.13)  # at most 14.8 degrees
AROUND = Surroundings()
SHA256 = {
    "neutral": "213659750cf2e33353cfde7c8f3f8cb95fd699008f1c3cd47e5ef0d40c423d48",
    "coloured": "e061b1462f9675b480dad53a13bf8dcc14b67b88041177f32b4354933e1db6ea",
}
_READY: dict[str, Dataset] = {}
_AT_ONCE = 100  # images drawn together: their arrays fit the CPU cache


def pictures(light: str = "neutral") -> Dataset:
    """Return drawings of five kinds of objects, in colour: 4,000 to train, 1,000 to validate, 1,000 to test.

    Args:
        light: "neutral"; or "coloured": the same images, each under a lamp with its own colour, from blue to yellow
            and from magenta to green.

    Raises:
        ValueError: `light` has another value.

    The images are `(N, 3, 30, 30)`. The classes alternate, so each split has equally many images of each class. The
    images are drawn once, in a few seconds, and kept in `cache_folder()` (16 MB); if they cannot be kept, they are
    drawn again at each call. They are the same bytes on every machine.

    In the training split, 95 of 100 objects face right, and they are upright to within 5 degrees; in the other two
    splits, they face both directions and are rotated by up to 15 degrees.

    Source: drawn by `course_utils.datasets.drawing`.
    """
    _check_light(light, "pictures")
    if light in _READY:
        return _copy(_READY[light])
    path = cache_folder() / "pictures" / f"{light}.safetensors"
    return _kept(path, light) or _made(path, light)


def keep_ready() -> None:
    """Read all images into memory, so that processes that are forked from this one need no files for them."""
    _READY.update({light: pictures(light) for light in SHA256})


def hidden_pictures(seed: int, n: int, light: str = "neutral") -> Split:
    """Return `n` images that are in no split of `pictures()`, drawn in the same way as its test split.

    Args:
        seed: an integer from 4 to 2^64 - 1; each seed gives different images. The seed of the grading is secret.
        n: the number of images; image i has class i % 5.
        light: as for `pictures`.

    Raises:
        ValueError: the seed is one of `pictures()` or out of range, `n` is below 1, or `light` has another value.

    >>> hidden_pictures(seed=2024, n=10)
    Split(10 pictures of 3 x 30 x 30, 5 classes)
    """
    _check_light(light, "hidden_pictures")
    if isinstance(seed, bool) or not isinstance(seed, int) or not max(SEEDS.values()) < seed < 2**64:
        raise ValueError(
            "hidden_pictures: seed must be a whole number from 4 to 2^64 - 1, because pictures() uses 1 to 3; got "
            f"{seed!r}"
        )
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise ValueError(f"hidden_pictures: n must be a whole number, at least 1, got {n!r}")
    return draw_split(seed, n, TURNED, light)


def draw_split(seed: int, n: int, pose: Pose, light: str, bar: Bar | None = None) -> Split:
    """Return `n` images with alternating classes; `bar` is updated after each group of images."""
    images = np.empty((n, 3, SIDE, SIDE), np.uint8)
    for kind, draw in enumerate(DRAWINGS.values()):
        places = np.arange(kind, n, len(DRAWINGS))
        for lot in np.split(places, range(_AT_ONCE, len(places), _AT_ONCE)):
            chance = CounterRng(seed, kind, lot)
            images[lot] = scenes(draw, pose, chance, len(lot), side=SIDE, coloured=light == "coloured", around=AROUND)
            if bar is not None:
                bar.update(len(lot))
    labels = torch.arange(n) % len(DRAWINGS)
    return Split(torch.from_numpy(images), labels, tuple(DRAWINGS))


def _check_light(light: str, function: str) -> None:
    if light not in list(SHA256):
        raise ValueError(f"{function}: light must be {' or '.join(map(repr, SHA256))}, got {light!r}")


def _copy(data: Dataset) -> Dataset:
    """Return a copy of the data set, so that a caller who changes the images does not change them for others."""
    parts = {name: Split(one.images.clone(), one.labels.clone(), one.classes) for name, one in data.splits.items()}
    return Dataset(data.name, data.classes, **parts, sha256=data.sha256)


class _Drawing(Bar):
    """A progress bar for drawing, which counts images."""

    def draw(self) -> None:
        self.drawn = time.monotonic()
        assert self.total is not None  # the number of images is known before they are drawn
        full = self.WIDTH * self.done // self.total
        line = f"{self.label} [{'#' * full}{'.' * (self.WIDTH - full)}] {self.done:,} of {self.total:,}"
        print(f"\r{line}", end="", flush=True)


def _kept(path: Path, light: str) -> Dataset | None:
    """Return the cached data set, or None if the cache does not hold exactly the images that this code draws."""
    found = stored(path)
    return found if found is not None and found.sha256 == SHA256[light] else None


def _made(path: Path, light: str) -> Dataset:
    """Draw the images, store them if the cache is writable, and return them; only one process draws at a time."""
    with ExitStack() as stack:
        with suppress(OSError):
            stack.enter_context(locked(path.parent, "pictures"))
        if found := _kept(path, light):  # another process drew them while this one waited
            return found
        with _Drawing("Drawing pictures", sum(SIZES.values())) as bar:
            poses = {"train": UPRIGHT, "validation": TURNED, "test": TURNED}
            made = dataset("pictures", *(draw_split(SEEDS[s], SIZES[s], poses[s], light, bar) for s in SIZES))
        if made.sha256 != SHA256[light]:
            print(
                f"pictures: this machine draws different bytes (sha256 {made.sha256[:12]}, expected "
                f"{SHA256[light][:12]}); you can use them, but results may differ a little: please report the machine "
                f"and NumPy's version"
            )
        return kept_if_possible(path, made)
