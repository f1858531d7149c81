"""Mistakes in a network that takes all pixels at once, each with its own weights.

They are wrong versions of the operations below, which lesson 01 asks for: counting, flattening a picture, one layer and
two layers.
"""

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

from course_utils.checking.mistakes import Mistake, convolution, mistake
from course_utils.checking.mistakes.images import counted_from_one, distinguishes_mistakes


def count(sizes: Any, units: int = 1) -> Any:
    """Return H * W * C * units for sizes (H, W, C), or for each row of several sizes."""
    return np.prod(np.asarray(sizes, dtype=np.int64), axis=-1) * units


def steps(height: int, width: int) -> tuple[int, int]:
    """Return how far the neighbours to the right and below are in the vector of a picture, written row by row."""
    return 1, width


def scores(pixels: Any, weights: Any) -> np.ndarray:
    """Return the linear scores: weights (classes, pixels) times pixels."""
    return np.asarray(weights) @ np.asarray(pixels)


def winner(pixels: Any, weights: Any) -> int:
    """Return the class with the highest score."""
    return int(np.argmax(scores(pixels, weights)))


def two_layers(pixels: Any, first: Any, second: Any) -> Any:
    """Return second @ max(0, first @ pixels)."""
    return np.asarray(second) @ np.maximum(0, scores(pixels, first))


@mistake(
    "colour-left-out",
    en="You counted pixels. Each pixel of a colour picture holds three numbers: red, green, blue.",
    zh="你數的是像素。彩色圖的每個像素有三個數：紅、綠、藍。",
)
def colour_left_out(operation: Callable, sizes: Any, *inputs: Any) -> Any:
    return operation(np.asarray(sizes) * [1, 1, 0] + [0, 0, 1], *inputs)


@mistake(
    "sizes-added",
    en="You added where you have to multiply: every row has all its columns, every pixel all its channels.",
    zh="你用了加法，這裡要用乘法：每一列都有全部的行，每個像素都有全部的 channel。",
)
def sizes_added(operation: Callable, sizes: Any, units: int | None = None) -> Any:
    return np.sum(sizes, axis=-1) if units is None else operation(sizes) + units


@mistake(
    "one-unit-only",
    en="This is what ONE unit needs. Every unit of a fully connected layer has weights of its own.",
    zh="這只是「一個」單元的權重數。全連接層的每個單元都有自己的一組權重。",
)
def one_unit_only(operation: Callable, sizes: Any, units: int) -> Any:
    return operation(sizes, 1)


@mistake(
    "height-for-width",
    en="You counted with the height. A row is as long as the picture is WIDE.",
    zh="你用了高來數。一列的長度是圖片的「寬」。",
)
def height_for_width(operation: Callable, height: int, width: int) -> Any:
    return operation(width, height)


@mistake(
    "pixels-between",
    en="You counted the pixels in between. The question asks how many places further on the neighbour is.",
    zh="你數的是中間隔了幾個像素。題目問的是鄰居在幾個位置之後。",
)
def pixels_between(operation: Callable, height: int, width: int) -> Any:
    return np.subtract(operation(height, width), 1)


@mistake(
    "columns-first",
    en="You wrote the picture down column by column. Row by row, the right neighbour comes next.",
    zh="你是一行一行(直的)寫下來。這裡是一列一列(橫的)，右邊的鄰居緊接在後。",
)
def columns_first(operation: Callable, height: int, width: int) -> Any:
    return operation(width, height)[::-1]


def _minus_sign_lost(operation: Callable, *inputs: Any) -> Any:
    return operation(*inputs[:-1], np.abs(inputs[-1]))


minus_sign_lost = Mistake(
    convolution.minus_sign_lost.tag,
    _minus_sign_lost,
    {
        "en": "A minus sign is missing: a negative weight subtracts its pixel.",
        "zh-Hant": "負號不見了：負的權重要把像素值減掉。",
    },
)
products_not_added = Mistake(
    convolution.not_summed.tag,
    convolution.not_summed.compute,
    {
        "en": "These are the single products. A score is their sum, one number for each row of weights.",
        "zh-Hant": "這是各別的乘積。分數是它們的總和，每一列權重得到一個數。",
    },
)


@mistake(
    "weights-left-out",
    en="You added the numbers without multiplying them by their weights.",
    zh="你只把數字相加，沒有乘上權重。",
)
def weights_left_out(operation: Callable, *inputs: Any) -> Any:
    return operation(*inputs[:-1], np.ones_like(inputs[-1]))


@mistake(
    "score-for-class",
    en="This is the highest score itself. The question asks WHICH class has it.",
    zh="這是最高分本身。題目問的是「哪一個」類別得到最高分。",
)
def score_for_class(operation: Callable, pixels: Any, weights: Any) -> Any:
    return np.max(scores(pixels, weights))


@mistake(
    "lowest-score",
    en="This class has the lowest score; the highest one wins.",
    zh="這個類別的分數最低；最高分的才獲勝。",
)
def lowest_score(operation: Callable, pixels: Any, weights: Any) -> Any:
    return operation(pixels, -np.asarray(weights))


@mistake(
    "relu-left-out",
    en="The max(0, ...) between the layers is missing: a hidden number below 0 becomes 0.",
    zh="少了兩層之間的 max(0, ...)：小於 0 的隱藏值要變成 0。",
)
def relu_left_out(operation: Callable, pixels: Any, first: Any, second: Any) -> Any:
    return np.asarray(second) @ scores(pixels, first)


@mistake(
    "relu-at-the-end",
    en="max(0, ...) comes between the two layers, not after the second.",
    zh="max(0, ...) 在兩層之間，不是在第二層之後。",
)
def relu_at_the_end(operation: Callable, pixels: Any, first: Any, second: Any) -> Any:
    return np.maximum(0, np.asarray(second) @ scores(pixels, first))


@mistake(
    "sign-dropped",
    en="A hidden number below 0 becomes 0; you only dropped its sign.",
    zh="小於 0 的隱藏值要變成 0；你只是去掉了負號。",
)
def sign_dropped(operation: Callable, pixels: Any, first: Any, second: Any) -> Any:
    return np.asarray(second) @ np.abs(scores(pixels, first))


@mistake(
    "columns-for-rows",
    en="You used the columns of W1. Each ROW of W1 belongs to one hidden number.",
    zh="你用了 W1 的直行。W1 的每一「列」對應一個隱藏值。",
)
def columns_for_rows(operation: Callable, pixels: Any, first: Any, second: Any) -> Any:
    return operation(pixels, np.transpose(first), second)


def clear_scores(pixels: Any) -> Callable:
    """Return a test for weights: it accepts them if one class wins and each mistake changes the scores or the class."""
    in_scores = distinguishes_mistakes(scores, [minus_sign_lost, weights_left_out], pixels)
    in_class = distinguishes_mistakes(winner, [counted_from_one, score_for_class, lowest_score], pixels)

    def accept(weights: Any) -> bool:
        return len(set(scores(pixels, weights))) == len(weights) and in_scores(weights) and in_class(weights)

    return accept


def clear_first_layer(pixels: Any) -> Callable:
    """Return a test for a first layer's weights (2, n).

    It accepts them if there is a second layer for which each mistake changes the result.

    >>> accept = clear_first_layer([1, 2])
    >>> accept([[1, -1], [2, 0]]), accept([[1, 1], [2, 0]])  # hidden -1 and 2; hidden 3 and 2, so max(0, ...) is idle
    (True, False)
    """

    def accept(first: Any) -> bool:
        clear = clear_result(pixels, first)
        return bool(scores(pixels, first).min() < 0) and any(map(clear, product(range(-3, 4), repeat=2)))

    return accept


def clear_result(pixels: Any, first: Any) -> Callable:
    """Return a test for a second layer's weights: it accepts them if each mistake changes the two layers' result."""
    ways = [relu_left_out, relu_at_the_end, sign_dropped, columns_for_rows, weights_left_out, minus_sign_lost]
    return distinguishes_mistakes(two_layers, ways, pixels, first)
