"""Seven wrong counts of one convolution, shuffled. The student finds the mistake behind each."""

from collections.abc import Callable, Sequence

from course_utils.checking import personal
from course_utils.checking.mistakes import counting, mistake
from course_utils.checking.mistakes.right_counts import convolution

MISTAKES = [
    counting.bias_forgotten, counting.bias_twice, counting.bias_one_per_layer, counting.depth_forgotten,
    counting.one_filter_only, counting.sharing_forgotten, counting.bias_per_pixel,
]  # fmt: skip
"""The mistakes in the order in which a lesson numbers them, from 1."""


def wrong_counts(key: str, in_shape: Sequence[int], out_shape: Sequence[int], kernel_size: int) -> list[int]:
    """Return the wrong count of each mistake, in an order that is drawn for the student.

    >>> sorted(wrong_counts("an example", (3, 32, 32), (10, 32, 32), 5))
    [76, 260, 750, 751, 761, 10990, 778240]
    """
    draws = personal.integers(key, len(MISTAKES), low=0, high=9999, accept=_is_a_fair_shuffle)
    counts = [known.value(convolution, in_shape, out_shape, kernel_size) for known in MISTAKES]
    return [counts[place] for place in _order(draws)]


def mistakes_behind(counts: Sequence[int], in_shape: Sequence[int], out_shape: Sequence[int], kernel_size: int) -> list:
    """Return for each count the number of the mistake that gives it.

    >>> mistakes_behind([76, 750], (3, 32, 32), (10, 32, 32), 5)
    [5, 1]
    """
    wrong = [known.value(convolution, in_shape, out_shape, kernel_size) for known in MISTAKES]
    return [wrong.index(count) + 1 for count in counts]


@mistake(
    "listed-the-other-way",
    en="Your list has the wrong direction: it gives the count for slip 1, 2, 3 …. Write the number of the slip for "
    "each count.",
    zh="你的清單方向反了：你寫的是每種錯誤對應第幾個數。請依數字的順序，寫出每個數對應的錯誤編號。",
)
def listed_the_other_way(operation: Callable, counts: Sequence[int], *layer: object) -> list[int]:
    behind = operation(counts, *layer)
    return [behind.index(number) + 1 for number in range(1, len(behind) + 1)]


def _order(draws: Sequence[int]) -> list[int]:
    return sorted(range(len(draws)), key=lambda i: draws[i])


def _is_a_fair_shuffle(draws: Sequence[int]) -> bool:
    """Return whether the draws differ and their order is not its own inverse.

    Only then is a list in the wrong direction, from mistakes to counts, different from the right answer.
    """
    order = _order(draws)
    return len(set(draws)) == len(draws) and _order(order) != order
