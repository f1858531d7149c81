"""Mistakes about training: wrong versions of `first_loss`, `shares` and `steepest` in `right_lenet`."""

from collections.abc import Callable, Sequence
from math import log, log2, log10

from course_utils.checking.mistakes import Mistake, mistake

# The loss before training: operation(classes)


@mistake(
    "loss-other-logarithm",
    en="Cross-entropy uses the natural logarithm, np.log, not the logarithm to the base 10 or 2.",
    zh="cross-entropy 用的是自然對數 np.log，不是以 10 或 2 為底。",
)
def loss_other_logarithm(operation: Callable, classes: int) -> float:
    return log10(classes)


loss_to_base_2 = Mistake(loss_other_logarithm.tag, lambda operation, classes: log2(classes), loss_other_logarithm.hints)


@mistake(
    "probability-for-loss",
    en="That is the probability of the right class. The loss is minus its logarithm.",
    zh="這是正確類別的機率；loss 是它取對數再加負號。",
)
def probability_for_loss(operation: Callable, classes: int) -> float:
    return 1 / classes


@mistake(
    "loss-sign",
    en="A loss is never negative: it is MINUS the logarithm of a probability.",
    zh="loss 不會是負的：它是機率的對數再加負號。",
)
def loss_sign(operation: Callable, classes: int) -> float:
    return -log(classes)


# A confusion table: operation(table, label), where a row is the true label and a column the predicted one


@mistake(
    "rows-and-columns-exchanged",
    en="Rows and columns are swapped: a row holds the pictures OF a digit, a column the pictures that were READ AS it.",
    zh="列和行對調了：一列是「實際是」這個數字的圖片，一行是「被讀成」這個數字的圖片。",
)
def rows_and_columns_exchanged(operation: Callable, table: Sequence[Sequence[int]], label: int) -> list[float]:
    return operation(table, label)[::-1]


@mistake(
    "share-of-all",
    en="You divided by the number of ALL pictures. The first share is of one row, the second of one column.",
    zh="你除以「全部」圖片數。第一個比例是對一列，第二個是對一行。",
)
def share_of_all(operation: Callable, table: Sequence[Sequence[int]], label: int) -> list[float]:
    return [table[label][label] / sum(map(sum, table))] * 2


@mistake(
    "accuracy-for-share",
    en="That is the accuracy over all digits. The question is about one of them.",
    zh="這是全部數字的準確率；題目問的是其中一個數字。",
)
def accuracy_for_share(operation: Callable, table: Sequence[Sequence[int]], label: int) -> list[float]:
    return [sum(row[i] for i, row in enumerate(table)) / sum(map(sum, table))] * 2


@mistake(
    "percent-for-share",
    en="Those are per cent. A share is between 0 and 1.",
    zh="你寫的是百分比；比例介於 0 和 1 之間。",
)
def percent_for_share(operation: Callable, table: Sequence[Sequence[int]], label: int) -> list[float]:
    return [100 * share for share in operation(table, label)]


# Slopes of several layers: operation(layers)


@mistake(
    "slopes-added",
    en="You added the factors. Factors along a chain are multiplied.",
    zh="鏈鎖法則裡的因子要相乘，不是相加。",
)
def slopes_added(operation: Callable, layers: int) -> float:
    return 0.25 * layers


@mistake(
    "value-for-slope",
    en="At 0 the sigmoid has the VALUE 1/2. Its slope there is a different number; look at the other curve.",
    zh="sigmoid 在 0 的「值」是 1/2；它在那裡的斜率是另一個數，請看另一條曲線。",
)
def value_for_slope(operation: Callable, layers: int) -> float:
    return 0.5**layers


@mistake(
    "one-layer-slope",
    en="This is one sigmoid. The gradient goes back through all of them.",
    zh="這只是一個 sigmoid；梯度要往回通過每一個。",
)
def one_layer_slope(operation: Callable, layers: int) -> float:
    return operation(1)
