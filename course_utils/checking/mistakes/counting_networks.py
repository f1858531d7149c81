"""Mistakes in counting whole networks: stacks, fully connected chains, their memory, and the LeNet-5 of 1998.

A comment above each group shows the arguments of its operation. Mistakes of a single layer, and of the bias, are in
`counting`.
"""

from collections.abc import Callable, Sequence
from typing import Any

from course_utils.checking.mistakes import Mistake, mistake
from course_utils.checking.mistakes.counting import Shape, Size, depth_forgotten, sharing_forgotten
from course_utils.shapes import conv_parameters

# A stack of equal layers: operation(in_shape, out_shape, kernel_size, *, layers, bias)


@mistake(
    "one-layer-only",
    en="This is ONE layer. The question asks for the whole stack.",
    zh="這只是「一層」；題目問的是整疊。",
)
def one_layer_only(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return operation(*inputs, **{**options, "layers": 1})


@mistake(
    "standard-conv",
    en="This is the single ordinary convolution. The question asks for the layers that replace it.",
    zh="這是單獨一層一般卷積的參數量；題目問的是取代它的做法。",
)
def standard_conv(operation: Callable, in_shape: Shape, out_shape: Shape, kernel_size: int, **options: Any) -> int:
    as_large = options["layers"] * (kernel_size - 1) + 1  # has the receptive field of the stack
    return conv_parameters(in_shape[0], out_shape[0], as_large, bias=options.get("bias", True))


# A list of layers: operation(layers, *, in_channels, kernel_size, bias)


@mistake(
    "channels-not-passed-on",
    en="You used the picture's channels for every layer. A layer's input is the output of the layer before it.",
    zh="你每一層都用圖片的 channel 數。每一層的輸入是前一層的輸出。",
)
def channels_not_passed_on(operation: Callable, layers: Sequence, **options: Any) -> int:
    return sum(operation([layer], **options) for layer in layers)


def _depth_forgotten_in_list(operation: Callable, layers: Sequence, **options: Any) -> int:
    return channels_not_passed_on.compute(operation, layers, **{**options, "in_channels": 1})


def _last_layer_only(operation: Callable, layers: Sequence, **options: Any) -> int:
    return operation(layers, **options) - operation(layers[:-1], **options)


depth_forgotten_in_list = Mistake(depth_forgotten.tag, _depth_forgotten_in_list, depth_forgotten.hints)
last_layer_only = Mistake(one_layer_only.tag, _last_layer_only, one_layer_only.hints)


# A chain of fully connected layers: operation(sizes, *, bias), with sizes from the input to the output


@mistake(
    "layers-miscounted",
    en="Count the weight matrices BETWEEN the layers. Between six layers of one size there are neither six nor seven.",
    zh="要數的是層與層「之間」的權重矩陣。六層之間不是六個，也不是七個。",
)
def layers_miscounted(operation: Callable, sizes: Sequence[int], *others: Any, **options: Any) -> int:
    return operation([*sizes[:2], *sizes[1:]], *others, **options)  # as if there were one more hidden layer


def _every_layer_a_matrix(operation: Callable, sizes: Sequence[int], *others: Any, **options: Any) -> int:
    return operation([*sizes[:2], *sizes[1:3], *sizes[2:]], *others, **options)  # as if there were two more


every_layer_a_matrix = Mistake(layers_miscounted.tag, _every_layer_a_matrix, layers_miscounted.hints)
"""`layers_miscounted` again: the output layer is counted among the matrices of the hidden layers."""


def times_samples(samples: int) -> Mistake:
    """Return the mistake of multiplying a count by the number of pictures in the data set."""

    def multiplied(operation: Callable, *inputs: Any, **options: Any) -> Any:
        return samples * operation(*inputs, **options)

    return Mistake("times-samples", multiplied, TIMES_SAMPLES)


TIMES_SAMPLES = {
    "en": "You multiplied by the number of pictures. All of them go through the same weights.",
    "zh-Hant": "你乘上了圖片的張數。所有圖片用的是同一組權重，不會隨樣本數增加。",
}


def copied_number(printed: float) -> Mistake:
    """Return the mistake of copying a number that is misprinted on the slide."""
    return Mistake("copied-slide-error", lambda operation, *inputs, **options: printed, COPIED_NUMBER)


def copied_weights(printed: int) -> Mistake:
    """Return the mistake of calculating with a misprinted count: `operation(printed, ...)` instead of the right one."""

    def with_printed(operation: Callable, weights: int, *others: Any, **options: Any) -> Any:
        return operation(printed, *others, **options)

    return Mistake("copied-slide-error", with_printed, COPIED_NUMBER)


COPIED_NUMBER = {
    "en": "This comes from the number on the slide, which is wrong. Work it out again from the sizes.",
    "zh-Hant": "這是從投影片上印錯的數字來的。請從各層的大小重新計算。",
}

# Memory in GB: operation(weights, *, bytes_each)


@mistake(
    "bytes-forgotten",
    en="You counted one byte for each weight. A float32 takes 4.",
    zh="你把每個權重算成 1 byte。float32 要 4 byte。",
)
def bytes_forgotten(operation: Callable, weights: int, **options: Any) -> float:
    return operation(weights, **{**options, "bytes_each": 1})


@mistake(
    "bits-for-bytes",
    en="You counted bits. 32 bits are 4 bytes, and GB counts bytes.",
    zh="你算的是 bit。32 bit 是 4 byte，而 GB 的 B 是 byte。",
)
def bits_for_bytes(operation: Callable, weights: int, **options: Any) -> float:
    return 8 * operation(weights, **options)


@mistake(
    "gib-for-gb",
    en="You divided by 1024 three times. A GB here is 10^9 bytes.",
    zh="你除了三次 1024。這裡的 1 GB 是 10^9 byte。",
)
def gib_for_gb(operation: Callable, weights: int, **options: Any) -> float:
    return operation(weights, **options) * 10**9 / 1024**3


# LeNet-5, subsampling: operation(in_shape, out_shape, window, *, bias)


@mistake(
    "lenet-pool-confusion",
    en="Today's pooling layers learn nothing. LeNet-5's subsampling has a weight and a bias for each map.",
    zh="現在的池化層沒有參數。LeNet-5 的 subsampling 每張特徵圖有一個權重和一個 bias。",
)
def lenet_pool_confusion(operation: Callable, *inputs: Any, **options: Any) -> int:
    return 0


def _a_weight_for_each_cell(
    operation: Callable, in_shape: Shape, out_shape: Shape, window: Size, *, bias: bool = True
) -> int:
    return conv_parameters(1, out_shape[0], window, bias=bias)


def _a_weight_for_each_cell_without_bias(operation: Callable, *inputs: Any, **options: Any) -> int:
    return _a_weight_for_each_cell(operation, *inputs, bias=False)


weight_for_each_cell = Mistake(sharing_forgotten.tag, _a_weight_for_each_cell, sharing_forgotten.hints)
weight_for_each_cell_without_bias = Mistake(
    sharing_forgotten.tag, _a_weight_for_each_cell_without_bias, sharing_forgotten.hints
)


# LeNet-5, a connection table: operation(table, kernel_size, *, bias), table = [(maps, inputs of each), ...]


@mistake(
    "full-connection-c3",
    en="This gives each of the maps all inputs. The network of 1998 has a table, and most maps see only some.",
    zh="這是每張特徵圖都接全部輸入的算法。1998 年的網路有連接表，大多數只接一部分。",
)
def full_connection_c3(operation: Callable, table: Sequence, *others: Any, **options: Any) -> int:
    all_inputs = max(inputs for _, inputs in table)
    return operation([(maps, all_inputs) for maps, _ in table], *others, **options)


def _depth_forgotten_in_table(operation: Callable, table: Sequence, *others: Any, **options: Any) -> int:
    return operation([(maps, 1) for maps, _ in table], *others, **options)


depth_forgotten_in_table = Mistake(depth_forgotten.tag, _depth_forgotten_in_table, depth_forgotten.hints)

# LeNet-5, the whole network: operation(table, *, trained_pooling, output); the options select what is counted


@mistake(
    "modern-lenet",
    en="This is the LeNet of today's libraries: each map of C3 sees all inputs, pooling learns nothing, and the last "
    "layer is a trained one.",
    zh="這是現代函式庫裡的 LeNet:C3 全部相連、池化沒有參數、最後一層可訓練。",
)
def modern_lenet(operation: Callable, table: Sequence, **options: Any) -> int:
    return full_connection_c3.compute(operation, table, trained_pooling=False, output="linear")


@mistake(
    "output-layer-counted",
    en="You counted the output layer, too. Its 84 · 10 weights are fixed and not trained.",
    zh="你把輸出層也算進去了。它的 84 · 10 個權重是固定的，不訓練。",
)
def output_layer_counted(operation: Callable, table: Sequence, **options: Any) -> int:
    return operation(table, **{**options, "output": "fixed"})


def _pooling_left_out(operation: Callable, table: Sequence, **options: Any) -> int:
    return operation(table, **{**options, "trained_pooling": False})


pooling_left_out = Mistake(lenet_pool_confusion.tag, _pooling_left_out, lenet_pool_confusion.hints)
