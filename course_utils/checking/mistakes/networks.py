"""Mistakes in a network: versions of `answers_with(weights, images, network=)` with another network.

Each one is a LeNet-5 with an error in it, which gets the student's weights. Some mistakes need weights of other shapes:
a padding, for example, changes the number of inputs of the first fully connected layer. Then only such weights fit.
"""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

from torch import nn

from course_utils.checking.mistakes import Mistake, mistake

NOTHING = nn.Identity


def lenet(
    *, activations: Sequence[Callable] = (nn.ReLU,) * 4, last: Callable = NOTHING, pool: Callable = nn.MaxPool2d,
    padding: tuple[int, int] = (0, 0), numbers: int = 400, bias: bool = True, hidden: tuple[int, ...] = (120, 84),
) -> nn.Module:  # fmt: skip
    """Return a LeNet-5 in its modern form, or one that differs from it in the given arguments.

    Args:
        activations, last: functions that make the activations after C1, C3, C5 and F6, and the one at the end.
        pool: makes a pooling layer; called with 2.
        padding: of C1 and of C3.
        numbers: how many numbers the convolutions give to the first fully connected layer.
        bias: whether the convolutions have a bias.
        hidden: neurons of the fully connected layers before the last.
    """
    layers = [
        *(nn.Conv2d(1, 6, 5, padding=padding[0], bias=bias), activations[0](), pool(2)),
        *(nn.Conv2d(6, 16, 5, padding=padding[1], bias=bias), activations[1](), pool(2), nn.Flatten()),
    ]
    sizes = [numbers, *hidden]
    for place, (n_in, n_out) in enumerate(zip(sizes[:-1], sizes[1:], strict=True)):
        layers += [nn.Linear(n_in, n_out), activations[2 + place]()]
    return nn.Sequential(*layers, nn.Linear(sizes[-1], 10), last())


def wrong_network(**differences: Any) -> Callable:
    """Return the `compute` of a mistake that uses such a network instead of the right one."""

    def compute(operation: Callable, *inputs: Any, **options: Any) -> Any:
        return operation(*inputs, **{**options, "network": lambda: lenet(**differences)})

    return compute


def _also(known: Mistake, **differences: Any) -> Mistake:
    return Mistake(known.tag, wrong_network(**differences), known.hints)


def _in_some_places(kind: Callable) -> list[tuple[Callable, ...]]:
    """Return all choices of activations in which `kind` replaces at least one of the four ReLUs."""
    return [kinds for kinds in product((nn.ReLU, kind), repeat=4) if kind in kinds]


@mistake(
    "activation-forgotten",
    en="An activation is missing. Without a ReLU between them, two layers compute no more than one layer can.",
    zh="少了 activation。中間沒有 ReLU，兩層疊起來跟一層沒有兩樣。",
)
def activation_forgotten(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return wrong_network(activations=(NOTHING,) * 4)(operation, *inputs, **options)


some_activations_forgotten = [
    _also(activation_forgotten, activations=kinds) for kinds in _in_some_places(NOTHING) if nn.ReLU in kinds
]


@mistake(
    "sigmoid-for-relu",
    en="There is a sigmoid in place of a ReLU.",
    zh="題目要 ReLU，你用了 sigmoid。",
)
def sigmoid_for_relu(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return wrong_network(activations=(nn.Sigmoid,) * 4)(operation, *inputs, **options)


some_sigmoids_for_relu = [
    _also(sigmoid_for_relu, activations=kinds) for kinds in _in_some_places(nn.Sigmoid) if nn.ReLU in kinds
]


@mistake(
    "tanh-for-relu",
    en="There is a tanh in place of a ReLU. The network of 1998 had tanh; today's form has ReLU.",
    zh="題目要 ReLU，你用了 tanh。1998 年的網路用 tanh，現代的寫法用 ReLU。",
)
def tanh_for_relu(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return wrong_network(activations=(nn.Tanh,) * 4)(operation, *inputs, **options)


@mistake(
    "average-for-max",
    en="Your pooling takes the average of its window. Take the largest number here.",
    zh="你的池化取了平均；這裡要取最大值。",
)
def average_for_max(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return wrong_network(pool=nn.AvgPool2d)(operation, *inputs, **options)


@mistake(
    "softmax-before-loss",
    en="There is a softmax at the end. cross_entropy computes it itself: return the ten logits as they are.",
    zh="最後多了一個 softmax。cross_entropy 自己會做，請直接輸出十個 logits。",
)
def softmax_before_loss(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return wrong_network(last=lambda: nn.Softmax(1))(operation, *inputs, **options)


log_softmax_before_loss = _also(softmax_before_loss, last=lambda: nn.LogSoftmax(1))


@mistake(
    "relu-on-logits",
    en="There is a ReLU after the last layer. It turns every negative logit into 0 and so removes the evidence against "
    "a class.",
    zh="最後一層後面多了 ReLU。負的 logit 都變成 0，網路就無法表示「不像這一類」。",
)
def relu_on_logits(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return wrong_network(last=nn.ReLU)(operation, *inputs, **options)


@mistake(
    "conv-padding-not-asked",
    en="One of your convolutions has padding. Here the pictures are 32 × 32, and no layer has padding.",
    zh="你的卷積有 padding。這裡的圖片是 32 × 32，每一層都不補零。",
)
def conv_padding_not_asked(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return wrong_network(padding=(2, 0), numbers=16 * 6 * 6)(operation, *inputs, **options)


other_paddings = [_also(conv_padding_not_asked, padding=(2, 2), numbers=16 * 8 * 8),
                  _also(conv_padding_not_asked, padding=(0, 2), numbers=16 * 7 * 7)]  # fmt: skip


@mistake(
    "hidden-layer-left-out",
    en="A fully connected layer is missing: two of them come before the last.",
    zh="少了一個全連接層：最後一層之前有兩層。",
)
def hidden_layer_left_out(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return wrong_network(hidden=(120,))(operation, *inputs, **options)


def _conv_bias_left_out(operation: Callable, *inputs: Any, **options: Any) -> Any:
    return wrong_network(bias=False)(operation, *inputs, **options)


conv_bias_left_out = Mistake(
    "bias-forgotten",
    _conv_bias_left_out,
    {"en": "Your convolutions have no bias. Leave out the argument `bias`, and they have one.",
     "zh-Hant": "你的卷積沒有 bias。不要寫 `bias=False`，預設就有。"},
)  # fmt: skip

SAME_WEIGHTS = [
    activation_forgotten, *some_activations_forgotten, sigmoid_for_relu, *some_sigmoids_for_relu, tanh_for_relu,
    average_for_max, softmax_before_loss, log_softmax_before_loss, relu_on_logits,
]  # fmt: skip
OTHER_WEIGHTS = [conv_padding_not_asked, *other_paddings, hidden_layer_left_out, conv_bias_left_out]
OF_LENET = [*SAME_WEIGHTS, *OTHER_WEIGHTS]
"""All mistakes: those that need the right network's weights, and those that need weights of other shapes."""
