"""Mistakes when a batch is augmented at random: wrong versions of `operation(images)`, which is a `RandomAffine`.

The results are random, so a mistake cannot be recognised by its values. `checking.augmenting` measures the transforms
from pictures instead.
"""

from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import pad

from course_utils.augmentation import RandomAffine, affine
from course_utils.checking.mistakes import Mistake, mistake
from course_utils.checking.mistakes.homework_pictures import HALF


@mistake(
    "augmentation-forgotten",
    en="All pictures come back unchanged. Turn, shear and flip each of them a little, at random.",
    zh="所有圖片都原封不動。每一張都應該隨機旋轉、傾斜、翻轉一點。",
)
def augmentation_forgotten(operation: RandomAffine, images: Tensor) -> Tensor:
    return images


@mistake(
    "one-affine-for-all",
    en="All pictures of the batch are changed in the same way. One call on a batch draws random numbers only once; "
    "draw them for every picture.",
    zh="整個 batch 的圖片都做了同樣的變換。對 batch 呼叫一次只抽一次籤；每張圖片都要各自抽。",
)
def one_affine_for_all(operation: RandomAffine, images: Tensor) -> Tensor:
    turn, slant, chance = torch.rand(3, 1).expand(3, len(images))
    shear = torch.stack([(2 * slant - 1) * operation.shear, torch.zeros(len(images))], dim=1)
    return affine(images, angle=(2 * turn - 1) * operation.degrees, shear=shear, flip=chance < operation.flip)


@mistake(
    "same-draw-each-call",
    en="Every call does the same. The pictures must look different in the next epoch: do not set a seed in the "
    "function.",
    zh="每次呼叫的結果都一樣。下一個 epoch 的圖片應該要不同：不要在函式裡設定 seed。",
)
def same_draw_each_call(operation: RandomAffine, images: Tensor) -> Tensor:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return operation(images)


@mistake(
    "part-of-the-batch",
    en="Many pictures come back unchanged. Turn and shear every one of them; only the flip may be left out, at random.",
    zh="很多圖片原封不動。每一張都要旋轉和傾斜；只有翻轉是看機率。",
)
def part_of_the_batch(operation: RandomAffine, images: Tensor) -> Tensor:
    half = len(images) // 2
    return torch.cat([operation(images[:half]), images[half:]])


@mistake(
    "flip-half-the-batch",
    en="The pictures at the same places of the batch are always flipped, or the whole batch is. Draw for each picture "
    "whether to flip it.",
    zh="每次都是 batch 裡固定的位置翻轉，或是整個 batch 一起翻。每張圖片都要各自抽籤。",
)
def flip_half_the_batch(operation: RandomAffine, images: Tensor) -> Tensor:
    images, half = replace(operation, flip=0)(images), len(images) // 2
    return torch.cat([images[:half].flip(-1), images[half:]])


def _flip_together(operation: RandomAffine, images: Tensor) -> Tensor:
    images = replace(operation, flip=0)(images)
    return images.flip(-1) if torch.rand(()) < operation.flip else images


flip_together = Mistake(flip_half_the_batch.tag, _flip_together, flip_half_the_batch.hints)


@mistake(
    "vertical-flip",
    en="Some pictures are upside down. Flip left and right, along the last axis: a tree never grows downwards.",
    zh="有些圖片上下顛倒了。翻轉是左右翻，也就是沿最後一個軸：樹不會倒著長。",
)
def vertical_flip(operation: RandomAffine, images: Tensor) -> Tensor:
    images = replace(operation, flip=0)(images)
    chance = torch.rand(len(images), 1, 1, 1)
    return torch.where(chance < operation.flip, images.flip(-2), images)


def _setting(tag: str, *, en: str, zh: str, **settings: Any) -> Mistake:
    """Return the mistake that augments as asked, but with another setting."""

    def compute(operation: RandomAffine, images: Tensor) -> Tensor:
        return replace(operation, **settings)(images)

    return Mistake(tag, compute, {"en": en, "zh-Hant": zh})


flip_forgotten = _setting(
    "flip-forgotten",
    en="No picture is flipped. Mirror half of them left and right, at random.",
    zh="沒有任何圖片翻轉。要隨機讓一半的圖片左右翻轉。",
    flip=0,
)
flip_always = _setting(
    "flip-always",
    en="Every picture is flipped. Flip only half of them, at random, so that the network gets both sides.",
    zh="每張圖片都翻轉了。只要隨機翻一半，不然原來的方向就看不到了。",
    flip=1,
)
flip_share = _setting(
    "flip-share-off",
    en="Far more or far fewer than half of the pictures are flipped. Use the probability 0.5.",
    zh="翻轉的圖片遠多於或遠少於一半：機率應該是 0.5。",
    flip=0.2,
)
turn_forgotten = _setting(
    "turn-off",
    en="The angles are wrong. Draw them at random between -5 and 5 degrees, from the whole range.",
    zh="旋轉角度不對：要在 -5 到 5 度之間隨機，而且整個範圍都要用到。",
    degrees=0,
)
turned_too_far = replace(turn_forgotten, compute=_setting("", en="", zh="", degrees=30).compute)
shear_forgotten = _setting(
    "shear-off",
    en="The shear is wrong. Draw it at random between -10 and 10 degrees along the rows, from the whole range.",
    zh="傾斜（shear）不對：要沿列的方向在 -10 到 10 度之間隨機，而且整個範圍都要用到。",
    shear=0,
)
sheared_too_far = replace(shear_forgotten, compute=_setting("", en="", zh="", shear=25).compute)


@mistake(
    "shifted-or-scaled",
    en="Pictures are shifted, or come back larger or smaller. Only turn, shear and flip them about the centre.",
    zh="圖片被平移或縮放了。只要以中心旋轉、傾斜、翻轉就好。",
)
def shifted_or_scaled(operation: RandomAffine, images: Tensor) -> Tensor:
    return pad(operation(images)[..., :-3], (3, 0))


@mistake(
    "pictures-exchanged",
    en="The pictures are in another order within the batch, so their labels no longer fit. Keep the order.",
    zh="batch 裡的圖片換了位置，標籤卻沒有跟著換。請保持順序。",
)
def pictures_exchanged(operation: RandomAffine, images: Tensor) -> Tensor:
    return operation(images).roll(1, dims=0)


@mistake(
    "normalised-before-affine",
    en="The corners are grey: you normalised first, so the pixels from outside the picture are 0, which is the grey "
    "0.5. Augment first, then normalise.",
    zh="角落是灰色的：你先做了標準化，從外面補進來的 0 就成了 0.5 的灰。請先增強，再標準化。",
)
def normalised_before_affine(operation: RandomAffine, images: Tensor) -> Tensor:
    return operation((images - HALF) / HALF)


@mistake(
    "normalised-too-early",
    en="The values are normalised already. Here augment must return values from 0 to 1; normalise them afterwards.",
    zh="數值已經標準化了。這裡的 augment 要回傳 0 到 1 的圖片，之後再標準化。",
)
def normalised_too_early(operation: RandomAffine, images: Tensor) -> Tensor:
    return (operation(images) - HALF) / HALF


AUGMENTED: list[Mistake] = [
    augmentation_forgotten, one_affine_for_all, same_draw_each_call, part_of_the_batch, flip_half_the_batch,
    flip_together, vertical_flip, flip_forgotten, flip_always, flip_share, turn_forgotten, turned_too_far,
    shear_forgotten, sheared_too_far, shifted_or_scaled, pictures_exchanged,
]  # fmt: skip
"""The mistakes of a function that only augments. The others are about normalising."""
