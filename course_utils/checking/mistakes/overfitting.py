"""Whether a network overfits, from its accuracies, and the mistakes about it: wrong versions of `gap(record)`.

Mistakes about the accuracies themselves are in `reported_numbers`.
"""

from collections.abc import Callable
from typing import Any

from course_utils.checking.mistakes import Mistake, mistake
from course_utils.checking.mistakes.reported_numbers import last_for_best, percent_for_share
from course_utils.checking.mistakes.right_reports import Record, best_accuracy


def gap(record: Record) -> float:
    """Return the best training accuracy minus the best validation accuracy.

    >>> gap(Record(train=(0.5, 0.75), validation=(0.625, 0.5)))
    0.125
    """
    return best_accuracy(record, split="train") - best_accuracy(record)


def overfits(record: Record, *, more_than: float = 0.05) -> bool:
    """Return whether the best training accuracy exceeds the best validation accuracy by more than `more_than`.

    Then the network has memorised its training pictures.

    >>> record = Record(train=(0.5, 0.75), validation=(0.625, 0.5))
    >>> overfits(record), overfits(record, more_than=0.2)
    (True, False)
    """
    return gap(record) > more_than


@mistake(
    "gap-sign",
    en="The sign is wrong: subtract validation from training. A positive gap means a better accuracy on the training "
    "pictures.",
    zh="方向反了：應該是 training 減 validation。差距為正，表示訓練圖片的結果比較好。",
)
def gap_sign(operation: Callable, record: Record) -> float:
    return -operation(record)


def _of_the_last_epoch(operation: Callable, record: Record) -> float:
    if all(accuracies[-1] == max(accuracies) for accuracies in (record.train, record.validation)):
        raise ValueError("the last epoch is the best one")
    return operation(Record(record.train[-1:], record.validation[-1:]))


@mistake(
    "gap-as-ratio",
    en="You divided the accuracies. The gap is their difference.",
    zh="你把兩個準確率相除了。差距是相減。",
)
def gap_as_ratio(operation: Callable, record: Record) -> float:
    return best_accuracy(record, split="train") / best_accuracy(record)


gap_of_the_last_epoch = Mistake(last_for_best.tag, _of_the_last_epoch, last_for_best.hints)


@mistake(
    "overfitting-inverted",
    en="Look at the gap: a network overfits if its training accuracy is clearly higher than its validation accuracy.",
    zh="請看差距：training 明顯比 validation 好，才是 overfitting。",
)
def overfitting_inverted(operation: Callable, *inputs: Any, **options: Any) -> bool:
    return not operation(*inputs, **options)


GAPS = [gap_sign, percent_for_share, gap_of_the_last_epoch, gap_as_ratio]
