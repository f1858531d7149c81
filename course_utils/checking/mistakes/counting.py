"""Mistakes in counting parameters: wrong versions of `operation(in_shape, out_shape, kernel_size, *, bias)`.

`in_shape` and `out_shape` are `(C, H, W)`, a layer's input and output; `kernel_size` is a side or `(kH, kW)`. Mistakes
that only change an option or the result also suit other operations. Mistakes of whole networks are in
`counting_networks`.
"""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from course_utils.checking.mistakes import Mistake, mistake
from course_utils.shapes import conv_connections, conv_parameters, fully_connected_instead, linear_parameters

Shape = Sequence[int]
Size = int | tuple[int, int]


@mistake(
    "bias-forgotten",
    en="The biases are missing: one for each filter, or for each neuron of a fully connected layer.",
    zh="漏了 bias：每個 filter(全連接層則是每個神經元)一個。",
)
def bias_forgotten(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return operation(*inputs, **{**options, "bias": False}) if options.get("bias", True) else None


@mistake(
    "bias-counted",
    en="Your number contains the biases. Leave them out here.",
    zh="你把 bias 也算進去了；本題不算 bias。",
)
def bias_counted(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return None if options.get("bias", True) else operation(*inputs, **{**options, "bias": True})


@mistake(
    "bias-twice",
    en="The bias is already counted, as the + 1 of each filter; you added one more.",
    zh="bias 已經算在每個 filter 的 +1 裡了；你又多加了一次。",
)
def bias_twice(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return operation(*inputs, **options) + 1 if options.get("bias", True) else None


@mistake(
    "bias-one-per-layer",
    en="You counted one bias for the whole layer. Every filter and every neuron has its own bias.",
    zh="你整層只算了一個 bias。每個 filter(每個神經元)都有自己的一個。",
)
def bias_one_per_layer(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return operation(*inputs, **{**options, "bias": False}) + 1 if options.get("bias", True) else None


@mistake(
    "bias-per-pixel",
    en="You counted a bias for each cell of the output. All places share one bias per filter, as they share the "
    "weights.",
    zh="你給每個輸出格子各一個 bias。bias 和權重一樣由所有位置共用：每個 filter 一個。",
)
def bias_per_pixel(operation: Callable, in_shape: Shape, out_shape: Shape, kernel_size: Size, **options: Any) -> Any:
    without = operation(in_shape, out_shape, kernel_size, **{**options, "bias": False})
    return without + prod(out_shape) if options.get("bias", True) else None


@mistake(
    "depth-forgotten",
    en="A filter is as deep as its input: multiply by the number of input channels.",
    zh="filter 的深度和輸入一樣：要乘上輸入的 channel 數。",
)
def depth_forgotten(operation: Callable, in_shape: Shape, *others: Any, **options: Any) -> Any:
    return operation((1, *in_shape[1:]), *others, **options)


@mistake(
    "one-filter-only",
    en="This is ONE filter. Multiply by the number of filters.",
    zh="這只是「一個」filter；還要乘上 filter 的數目。",
)
def one_filter_only(operation: Callable, in_shape: Shape, out_shape: Shape, *others: Any, **options: Any) -> Any:
    return operation(in_shape, (1, *out_shape[1:]), *others, **options)


def _local(in_shape: Shape, out_shape: Shape, kernel_size: Size, *, bias: bool = True) -> int:
    channels, height, width = out_shape
    return conv_connections(in_shape[0], channels, kernel_size, (height, width), bias=bias)


@mistake(
    "sharing-forgotten",
    en="You counted separate weights where they are shared: a filter has the same weights at every place.",
    zh="忘了權重共享：同一個 filter 在每個位置都用同一組權重。",
)
def sharing_forgotten(operation: Callable, in_shape: Shape, out_shape: Shape, kernel_size: Size, **options: Any) -> Any:
    return _local(in_shape, out_shape, kernel_size, bias=options.get("bias", True))


@mistake(
    "fc-for-conv",
    en="This is the count of a fully connected layer, in which every neuron sees the whole input.",
    zh="這是全連接層的參數量：每個神經元都看整個輸入。",
)
def fc_for_conv(operation: Callable, in_shape: Shape, out_shape: Shape, kernel_size: Size, **options: Any) -> int:
    return fully_connected_instead(tuple(in_shape), tuple(out_shape), bias=options.get("bias", True))


def _neuron_for_each_filter(
    operation: Callable, in_shape: Shape, out_shape: Shape, kernel_size: Size, **options: Any
) -> int:
    return linear_parameters(prod(in_shape), out_shape[0], bias=options.get("bias", True))


neuron_for_each_filter = Mistake(fc_for_conv.tag, _neuron_for_each_filter, fc_for_conv.hints)
"""`fc_for_conv` again, with one neuron instead of each filter and its whole map."""


@mistake(
    "output-positions-forgotten",
    en="In a fully connected layer every output cell is a separate neuron: multiply by the height and width of the "
    "output, too.",
    zh="全連接層的每個輸出格子都是獨立的神經元：還要乘上輸出的高和寬。",
)
def output_positions_forgotten(
    operation: Callable, in_shape: Shape, out_shape: Shape, kernel_size: Size, **options: Any
) -> int:
    return _neuron_for_each_filter(operation, in_shape, out_shape, kernel_size, **options)


@mistake(
    "conv-for-fc",
    en="This is the count of the convolution. The question is about the fully connected layer.",
    zh="這是卷積層的參數量；題目問的是全連接層。",
)
def conv_for_fc(operation: Callable, in_shape: Shape, out_shape: Shape, kernel_size: Size, **options: Any) -> int:
    return conv_parameters(in_shape[0], out_shape[0], kernel_size, bias=options.get("bias", True))


@mistake(
    "local-for-fc",
    en="This is the locally connected layer. In a fully connected one every neuron sees ALL inputs.",
    zh="這是局部連接層的算法；全連接層的每個神經元都看「所有」輸入。",
)
def local_for_fc(operation: Callable, in_shape: Shape, out_shape: Shape, kernel_size: Size, **options: Any) -> int:
    return _local(in_shape, out_shape, kernel_size, bias=options.get("bias", True))


@mistake(
    "added-not-multiplied",
    en="You added the numbers. Each item of one kind is combined with each item of the other, so multiply them.",
    zh="你用了加法。每一個都和另一邊的每一個相連，所以要用乘法。",
)
def added_not_multiplied(
    operation: Callable, in_shape: Shape, out_shape: Shape, kernel_size: Size, **options: Any
) -> int:
    return prod(in_shape) + prod(out_shape)


@mistake(
    "params-for-connections",
    en="This is the number of parameters. The number of connections counts every use of a parameter, at every place.",
    zh="這是參數量。連接數(connections)要逐個位置計算每一次使用。",
)
def params_for_connections(
    operation: Callable, in_shape: Shape, out_shape: Shape, kernel_size: Size, **options: Any
) -> int:
    return conv_for_fc.compute(operation, in_shape, out_shape, kernel_size, **options)


@mistake(
    "wrong-map-size",
    en="You took the size of the input. The filter is used once for each cell of the OUTPUT map.",
    zh="你用了輸入的大小。filter 是對「輸出」特徵圖的每一格各用一次。",
)
def wrong_map_size(operation: Callable, in_shape: Shape, out_shape: Shape, *others: Any, **options: Any) -> Any:
    return operation(in_shape, (out_shape[0], *in_shape[1:]), *others, **options)


# Mistakes in a question that asks for three counts: [fully connected, locally connected, shared].


@mistake(
    "taps-forgotten",
    en="You counted one weight for the shared filter. It has one for each input that it sees.",
    zh="你只給共享的 filter 一個權重。它對看到的每個輸入各有一個權重。",
)
def taps_forgotten(operation: Callable, in_shape: Shape, out_shape: Shape, kernel_size: Size, **options: Any) -> list:
    full, local, _ = operation(in_shape, out_shape, kernel_size, **options)
    return [full, local, conv_parameters(in_shape[0], out_shape[0], 1, bias=options.get("bias", True))]


def _three_unshared(operation: Callable, *inputs: Any, **options: Any) -> list:
    full, local, _ = operation(*inputs, **options)
    return [full, local, local]


def _three_added(operation: Callable, in_shape: Shape, out_shape: Shape, kernel_size: Size, **options: Any) -> list:
    taps = in_shape[0] * prod(kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size))
    return [prod(in_shape) + prod(out_shape), taps + prod(out_shape), taps + out_shape[0]]


three_unshared = Mistake(sharing_forgotten.tag, _three_unshared, sharing_forgotten.hints)
three_added = Mistake(added_not_multiplied.tag, _three_added, added_not_multiplied.hints)
