"""Mistakes about the sizes and numbers of LeNet-5: wrong versions of the operations in `right_lenet`."""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from course_utils.checking.mistakes import Mistake, mistake
from course_utils.checking.mistakes.convolution import stride_ignored
from course_utils.checking.mistakes.counting import added_not_multiplied, bias_forgotten, depth_forgotten
from course_utils.checking.mistakes.pooled_shapes import pool_has_parameters
from course_utils.checking.mistakes.right_lenet import Layers
from course_utils.checking.mistakes.sizes import plus_one_forgotten, rf_last_layer_only, rf_sum_of_kernels


def _again(known: Mistake, compute: Callable, **hints: str) -> Mistake:
    """Return a mistake for another operation; pass `en` and `zh` if the hint differs."""
    return Mistake(known.tag, compute, {"en": hints["en"], "zh-Hant": hints["zh"]} if hints else known.hints)


# Sizes: operation(n, layers, *, padding), features: operation(n, layers, *, channels, padding)


@mistake(
    "same-conv-assumed",
    en="You let the convolutions keep the size. Without padding they make it smaller.",
    zh="你假設卷積不改變大小；沒有 padding 時會變小。",
)
def same_conv_assumed(operation: Callable, n: int, layers: Layers, **options: Any) -> Any:
    return operation(n, [("conv", 1) if kind == "conv" else (kind, size) for kind, size in layers], **options)


@mistake(
    "input-size-assumed",
    en="These are the sizes for another picture. Look up the size of the input here, and whether the first layer has "
    "padding.",
    zh="這是另一種輸入大小的結果。請確認這裡的輸入大小，以及第一層有沒有 padding。",
)
def input_size_assumed(operation: Callable, n: int, layers: Layers, **options: Any) -> Any:
    other = {32: 28, 28: 32}[n]
    if "channels" in options:
        return operation(other, layers, **options)
    found = [other]
    for kind, size in layers:  # computed here, because the last window no longer fits and the size becomes 0
        found.append(found[-1] - size + 1 if kind == "conv" else found[-1] // size)
    return found


def _without_plus_one(operation: Callable, n: int, layers: Layers, **options: Any) -> list[int]:
    found = [n]
    for kind, size in layers:
        found.append(found[-1] - size if kind == "conv" else found[-1] // size)
    return found


def _pooled_with_stride_1(operation: Callable, n: int, layers: Layers, **options: Any) -> list[int]:
    return operation(n, [("conv", size) for _, size in layers], **options)


sides_without_plus_one = _again(plus_one_forgotten, _without_plus_one)
pooled_with_stride_1 = _again(
    stride_ignored,
    _pooled_with_stride_1,
    en="You moved the pooling window by one pixel. It moves by its own width.",
    zh="你讓池化視窗一次移動一個像素；它一次要跳過自己的寬度。",
)


@mistake(
    "channels-forgotten",
    en="This is one map. All maps go into the list of numbers, so multiply by the channels, too.",
    zh="這只是一張圖。所有的圖都要攤平，乘積裡漏了 channel 數。",
)
def channels_forgotten(operation: Callable, *inputs: Any, **options: Any) -> int:
    return operation(*inputs, **{**options, "channels": 1})


# The shape after flatten(1): operation(shape)

flat_without_channels = _again(channels_forgotten, lambda operation, shape: operation((shape[0], 1, *shape[2:])))


@mistake(
    "batch-flattened",
    en="You flattened the pictures of the batch into one list. Each picture keeps its own row: flatten(1).",
    zh="你把整個 batch 也攤平了。每張圖片要保留自己的一列：flatten(1)。",
)
def batch_flattened(operation: Callable, shape: Sequence[int]) -> tuple:
    return (prod(shape),)


flat_one_side = _again(
    added_not_multiplied,
    lambda operation, shape: (shape[0], shape[1] * shape[2]),
    en="A factor is missing: channels, rows and columns are all multiplied.",
    zh="少乘了一個：channel 數、列數、行數都要相乘。",
)
flat_added = _again(added_not_multiplied, lambda operation, shape: (shape[0], sum(shape[1:])))


# Layers of a pattern: operation(n, m, k)


@mistake(
    "pattern-last-fc-forgotten",
    en="The last FC is outside the brackets. It computes the scores, and it counts, too.",
    zh="最後的 FC 在括號外面，它算出各類別的分數，也要算進去。",
)
def pattern_last_fc_forgotten(operation: Callable, n: int, m: int, k: int) -> list[int]:
    conv, pool, _ = operation(n, m, k)
    return [conv, pool, k]


@mistake(
    "pattern-not-repeated",
    en="The outer brackets repeat everything inside them: N convolutions, M times.",
    zh="外層括號會重複裡面的全部：N 個卷積，重複 M 次。",
)
def pattern_not_repeated(operation: Callable, n: int, m: int, k: int) -> list[int]:
    conv, pool, fc = operation(n, m, k)
    return [n, pool, fc]


pattern_added = _again(pattern_not_repeated, lambda operation, n, m, k: [n + m, m, k + 1])


@mistake(
    "pattern-pool-after-each-conv",
    en="You put a POOL after each convolution. It is outside the inner brackets: one for each block.",
    zh="你在每個卷積後都放了 POOL。它在內層括號外面：每個區塊只有一個。",
)
def pattern_pool_after_each_conv(operation: Callable, n: int, m: int, k: int) -> list[int]:
    conv, _, fc = operation(n, m, k)
    return [conv, conv, fc]


# Parameters: operation(maps, *, bias), maps = [channels of the picture, maps of C1, maps of C3]


@mistake(
    "original-lenet",
    en="That is the network of 1998. Here C3 sees all maps, pooling learns nothing, and the last layer is trained.",
    zh="這是 1998 年的原版。這裡的 C3 看全部的圖，池化沒有參數，最後一層要訓練。",
)
def original_lenet(operation: Callable, maps: Sequence[int], **options: Any) -> int:
    return sparse_c3.compute(operation, maps) + 2 * sum(maps[1:]) - 85 * 10


@mistake(
    "sparse-c3",
    en="You used the table of 1998 in C3. nn.Conv2d(6, 16, 5) joins all 6 maps to each of the 16.",
    zh="你在 C3 用了 1998 年的連接表；nn.Conv2d(6, 16, 5) 會把 6 張圖全部接到 16 張圖。",
)
def sparse_c3(operation: Callable, maps: Sequence[int], **options: Any) -> int:
    left_out = 6 * 3 + 9 * 2  # six maps read three inputs fewer, nine read two fewer
    return operation(maps) - left_out * 25


parameters_without_bias = _again(bias_forgotten, lambda operation, maps: operation(maps, bias=False))
pooling_trained = _again(pool_has_parameters, lambda operation, maps: operation(maps) + 2 * sum(maps[1:]))
c3_without_depth = _again(depth_forgotten, lambda operation, maps: operation(maps) - (maps[1] - 1) * maps[2] * 25)


# Receptive field of a cell: operation(layers)


@mistake(
    "rf-stride-forgotten",
    en="After the pooling, one step is two pixels of the picture: from there on the field grows faster.",
    zh="池化之後，一步等於輸入的兩個像素，感受野從那裡開始長得更快。",
)
def rf_stride_forgotten(operation: Callable, layers: Layers) -> int:
    return operation([("conv", size) for _, size in layers])


field_last_layer_only = _again(rf_last_layer_only, lambda operation, layers: layers[-1][1])
field_sum = _again(rf_sum_of_kernels, lambda operation, layers: sum(size for _, size in layers))


# From some maps to more maps: operation(into, out, kernel_size, *, bias), [direct, aggregated, full]

strategies_without_bias = _again(
    bias_forgotten, lambda operation, *inputs, **options: operation(*inputs, **{**options, "bias": False})
)


@mistake(
    "bias-for-each-kernel",
    en="In the aggregated way all kernels of a map are added up, and the map has one bias, not one for each kernel.",
    zh="aggregated 時，一張圖的所有 kernel 先加總，這張圖只有一個 bias，不是每個 kernel 一個。",
)
def bias_for_each_kernel(operation: Callable, into: int, out: int, kernel_size: int, **options: Any) -> list[int]:
    direct, _, full = operation(into, out, kernel_size, **options)
    return [direct, full, full]


@mistake(
    "maps-merged",
    en="Nothing is added up in the full way: every one of the kernels makes a map of its own, with a bias.",
    zh="full 不做加總：每個 kernel 各得到一張圖，也各有一個 bias。",
)
def maps_merged(operation: Callable, into: int, out: int, kernel_size: int, **options: Any) -> list[int]:
    direct, aggregated, _ = operation(into, out, kernel_size, **options)
    return [direct, aggregated, aggregated]
