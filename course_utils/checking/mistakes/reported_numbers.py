"""Mistakes in reporting a training: wrong versions of `best_accuracy(record, *, split)` in `right_reports`.

A count of parameters without their biases is `bias-forgotten`, in `counting`.
"""

from collections.abc import Callable
from typing import Any

from course_utils.checking.mistakes import mistake


@mistake(
    "last-for-best",
    en="That is the accuracy of the LAST epoch. The best one came earlier, and `fit` keeps its weights.",
    zh="這是「最後」一個 epoch 的準確率；最好的在它之前，`fit` 留下的是那時的權重。",
)
def last_for_best(operation: Callable, record: Any, *, split: str = "validation") -> float:
    *_, last = accuracies = getattr(record, split)
    if last == max(accuracies):
        raise ValueError("the last epoch is the best one")
    return last


@mistake(
    "percent-for-share",
    en="That is in percent. Write a share from 0 to 1: 87 % is 0.87.",
    zh="這是百分比；題目要的是 0 到 1 的比例：87 % 就是 0.87。",
)
def percent_for_share(operation: Callable, *inputs: Any, **options: Any) -> float:
    return 100 * operation(*inputs, **options)


@mistake(
    "training-for-validation",
    en="That is the accuracy on the other pictures: training and validation are swapped.",
    zh="這是另一批圖片的準確率：training 和 validation 對調了。",
)
def training_for_validation(operation: Callable, record: Any, *, split: str = "validation") -> float:
    return operation(record, split="train" if split == "validation" else "validation")


REPORTED = (last_for_best, percent_for_share, training_for_validation)
