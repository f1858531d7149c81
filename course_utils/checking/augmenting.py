"""Checks of a function that augments a batch: the colours of test pictures show which transform was applied.

Each colour encodes a pixel's position in the original picture. The transforms are random. Every bound is so wide that a
right function fails with a probability below 10^-9. The checks accept functions and their proxies.
"""

from typing import Any, NoReturn

import numpy as np

from course_utils.checking.language import say
from course_utils.checking.mistakes import Mistake
from course_utils.checking.mistakes import augmentations as slip
from course_utils.checking.mistakes import homework_pictures as scale
from course_utils.checking.networks import not_yet
from course_utils.checking.probes import as_array, attribute, call, same
from course_utils.checking.transform_reading import BLUE, CENTRE, FIRST, LAST, Reading, coded, read
from course_utils.checking.verdicts import NotYet, answer
from course_utils.datasets import Split, scaled

CALLS, BATCH = 8, 64
DEGREES, SHEAR = 5, 10
ANGLE_READ, SHEAR_READ = 0.7, 2.6  # degrees that a reading may be wrong by if the function takes the nearest pixel
FLIPPED = (186, 326)  # of 512; each tail outside this range has probability 3e-10
ALWAYS = 12  # of 64 positions that were flipped in all calls or in none: 0.5 are expected, 12 occur once in 10^12
STILL = 0.3  # share of the pictures; at most 0.09 are turned and sheared so little that no pixel moves


def check_augments(function: Any, *, normalised: bool = False) -> None:
    """Raise NotYet unless a function randomly turns, shears and flips each picture of a batch.

    The limits are DEGREES and SHEAR, in degrees, and a flip has probability one half.

    Args:
        function: takes floats `(N, 3, 30, 30)` in 0..1 and returns as many; may be a proxy.
        normalised: whether the function must also subtract 0.5 and divide by 0.5, after all other steps.
    """
    images = np.concatenate([_called(function, BATCH) for _ in range(CALLS)])
    _called(function, 3)  # the last batch of an epoch is smaller
    zero, one = _scale(images, normalised)
    seen = read((images - zero) / (one - zero))
    _is_affine(seen)
    _is_drawn(seen)
    _is_as_asked(seen)
    if normalised and (abs(np.median(seen.outside, axis=0) - 0.5) < 0.02).all():
        _name(slip.normalised_before_affine)


def not_augmented(split: Any, original: Split) -> None:
    """Raise NotYet unless a split has the `halves` of the original pictures, and the same labels."""
    answer(split)
    try:
        images, labels = (as_array(attribute(split, name)) for name in ("images", "labels"))
    except (AttributeError, TypeError):
        not_yet(
            en="Expected a Split, such as `pictures.validation.map(...)`.",
            zh="題目要的是 Split，例如 `pictures.validation.map(...)`。",
        )
    if not same(labels, original.labels):
        not_yet(
            en="The labels or their order differ from those of the validation pictures.",
            zh="標籤和 validation 圖片的標籤不同，或順序不同。",
        )
    images = images / np.float32(255) if images.dtype == np.uint8 else images  # as `fit` converts them
    given = scaled(original.images).numpy()
    try:
        answer(images).equals(scale.halves, given, mistakes=scale.NORMALISED_FLOATS)
    except NotYet as verdict:
        if not str(verdict).startswith("[") and _kept_apart(images, given):
            not_yet(
                en="[validation-augmented] The validation pictures were changed, not only normalised. Augment only for "
                "training, and leave the validation pictures as they are.",
                zh="[validation-augmented] validation 圖片除了標準化之外還被改變了。增強只用在訓練；"
                "validation 要保持圖片原來的樣子。",
            )
        raise


def _kept_apart(images: np.ndarray, given: np.ndarray) -> bool:
    """Return whether each picture keeps its own brightness relative to the others, normalised or not."""
    if images.shape != given.shape or len(images) < 3:
        return False
    before, after = given.mean((1, 2, 3)), images.mean((1, 2, 3))
    return bool(np.corrcoef(before, after)[0, 1] > 0.8)


def _called(function: Any, number: int) -> np.ndarray:
    answer(function)
    images = coded(number)
    try:
        got = call(function, images.clone())
    except NotImplementedError:
        raise NotYet(say("unanswered")) from None
    except AssertionError:
        raise
    except Exception as error:
        raise NotYet(say("raised", kind=type(error).__name__, text=error)) from None
    if got is None:
        raise NotYet(say("returned nothing"))
    try:
        array = as_array(got)
    except TypeError as error:
        raise NotYet(say("not numbers", why=error)) from None
    if array.shape != tuple(images.shape):
        not_yet(
            en=f"Expected a batch of shape {tuple(images.shape)}, got {array.shape}. Return as many pictures as your "
            "function gets, of the same size.",
            zh=f"形狀 {tuple(images.shape)} 的 batch 變成了 {array.shape}。進去幾張就要出來幾張，大小也不變。",
        )
    if not np.isfinite(array).all():
        raise NotYet(say("not finite"))
    return array


def _scale(images: np.ndarray, normalised: bool) -> tuple[float, float]:
    """Return the values to which 0 and 1 are mapped; raise NotYet if they are not the expected ones."""
    red, blue = (float(images[:, channel, CENTRE, CENTRE].mean()) for channel in (0, 2))  # (0.1 + 0.9) / 2, and 0.8
    middle = (FIRST + LAST) / 2
    step = (blue - red) / (sum(BLUE) / 2 - middle)
    found = red - middle * step, red + (1 - middle) * step
    kinds = {(0, 1): None if not normalised else scale.normalise_forgotten,
             (-1, 1): None if normalised else slip.normalised_too_early,
             (-0.25, 0.25): scale.std_multiplied}  # fmt: skip
    for values, known in kinds.items():
        if np.allclose(found, values, atol=0.1 * (values[1] - values[0])):
            if known:
                _name(known)
            return values
    wanted = "-1..1" if normalised else "0..1"
    not_yet(
        en=f"Expected values in {wanted}. Your function turns 0 and 1 into about {found[0]:.2g} and {found[1]:.2g}.",
        zh=f"數值應該在 {wanted}。輸入 0 和 1 的地方，出來的大約是 {found[0]:.2g} 和 {found[1]:.2g}。",
    )


def _is_affine(seen: Reading) -> None:
    blue = np.tile(np.linspace(*BLUE, BATCH), CALLS)
    darker = np.sort(seen.blue) - np.sort(blue)  # the same in all pictures if bytes were rounded down
    odd = abs(seen.blue - blue - np.median(darker)) > 0.003
    if odd.mean() > 0.05 and abs(darker).max() < 0.006:
        _name(slip.pictures_exchanged)
    if (seen.unclear | odd).mean() > 0.05:
        not_yet(
            en="Your function changes the pictures by something other than turning, shearing or flipping. Make no "
            "other changes.",
            zh="圖片的變化不是旋轉、傾斜或翻轉。題目沒有要其他的變換。",
        )


def _is_drawn(seen: Reading) -> None:
    """Raise NotYet if pictures share one draw: all pictures of a batch, or those at the same position in each call.

    Raises NotYet also if no picture is changed at all.
    """
    for moved in _moves(seen):
        if _still(seen).all():
            break
        if np.ptp(moved.reshape(2, CALLS, BATCH), axis=2).max() < 0.3:
            _name(slip.one_affine_for_all)
        if np.ptp(moved.reshape(2, CALLS, BATCH), axis=1).max() < 0.3:
            _name(slip.same_draw_each_call)
    if _still(seen).all() and not (seen.flipped | seen.upside_down).any() and seen.shift.max() < 0.5:
        _name(slip.augmentation_forgotten)


def _is_as_asked(seen: Reading) -> None:
    flips = seen.flipped.reshape(CALLS, BATCH)
    places, calls = (int((np.ptp(flips.astype(int), axis=axis) == 0).sum()) for axis in (0, 1))  # how many all agree
    turns, shears = zip(*_moves(seen), strict=True)
    for known, wrong in (
        (slip.vertical_flip, seen.upside_down.any()),
        (slip.shifted_or_scaled, seen.shift.max() > 1.5 or (abs(seen.scale - 1) > 0.05).any()),
        (slip.turn_forgotten, not all(_spread(turned, DEGREES, ANGLE_READ) for turned in turns)),
        (slip.shear_forgotten, not all(_spread(sheared, SHEAR, SHEAR_READ) for sheared in shears)),
        (slip.part_of_the_batch, _still(seen).mean() > STILL),
        (slip.flip_forgotten, not flips.any()),
        (slip.flip_always, flips.all()),
        (slip.flip_half_the_batch, calls > 1),
        (slip.flip_share, not FLIPPED[0] <= flips.sum() <= FLIPPED[1]),
        (slip.flip_half_the_batch, places >= ALWAYS),
    ):
        if wrong:
            _name(known)


def _moves(seen: Reading) -> list[np.ndarray]:
    """Return angles and shears `(2, N)` twice: for flips before the affine step, and for flips after it."""
    moved = np.stack([seen.angle, seen.shear])
    return [moved, np.where(seen.flipped, -moved, moved)]


def _still(seen: Reading) -> np.ndarray:
    """Return which pictures are neither turned nor sheared, `(N,)`."""
    return (abs(seen.angle) < 0.3) & (abs(seen.shear) < 0.5)


def _spread(values: np.ndarray, most: float, read_off: float) -> bool:
    """Return whether values fill the range -most..most on both sides and stay in it."""
    return abs(values).max() <= most + read_off and min(-values.min(), values.max()) > 0.6 * most


def _name(known: Mistake) -> NoReturn:
    raise NotYet(f"[{known.tag}] {known.hint()}") from None
