"""Planted networks for lesson 06: Q1, Q2, and Q4 from a list."""

# ruff: noqa: E501  (an answer is on one line)

from tests.notebooks.planted import right, wrong


def network(name: str, parts: str, arguments: str = "") -> str:
    """Return the code of a maker of nn.Sequential."""
    return f"from torch import nn\ndef {name}({arguments}):\n    return nn.Sequential({parts})"


def first(hidden: str = "nn.Linear(2700, 128)", act: str = "nn.ReLU()", last: str = "nn.Linear(128, 5)") -> str:
    """Return the code of the first network, with some part of it changed."""
    return network("NN", f"nn.Flatten(), {hidden}, {act}, {last}")


def second(
    conv: str = "nn.Conv2d(3, 8, 3)", middle: str = "nn.ReLU(), nn.MaxPool2d(2)", numbers: int = 1568, last: str = ""
) -> str:
    """Return the code of the second network, with some part of it changed."""
    return network("SimpleCNN", f"{conv}, {middle}, nn.Flatten(), nn.Linear({numbers}, 5){last}")


FUNCTIONAL = """
import torch
import torch.nn.functional as F
class SimpleCNN(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.b = torch.nn.Linear(1568, 5)
        self.a = torch.nn.Conv2d(3, 8, 3)
    def forward(self, x):
        return self.b(torch.relu(F.max_pool2d(self.a(x), 2)).flatten(1))
"""
IN_A_LIST = """
from torch import nn
class NN(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = [nn.Linear(2700, 128), nn.Linear(128, 5)]
    def forward(self, x):
        return self.parts[1](self.parts[0](x.flatten(1)).relu())
"""
DEEP = """
from torch import nn
class DeepCNN(nn.Module):
    def __init__(self, layers):
        super().__init__()
        parts, channels, side = {start}, 3, 30
        for place, layer in enumerate(layers):
            if layer == "pool":
                {pool}
                side //= 2
            else:
                parts.append(nn.Conv2d({channels}, layer, 3{padding}))
                parts.append({act})
                {after}
                channels, side = {next}, side - 2
            if side < 1:
                raise {error}
        self.parts, self.last = parts, nn.Linear({numbers}, 5)
    def forward(self, x):
        for part in self.parts:
            x = part(x)
        return {end}(self.last(x.flatten(1)))
"""


def made_deep(**changed: str) -> str:
    """Return the code of a network from a list, with some part of it changed."""
    parts = {
        "start": "nn.ModuleList()", "pool": "parts.append(nn.MaxPool2d(2))", "channels": "channels", "padding": "",
        "act": "nn.ReLU()", "after": "pass", "next": "layer", "end": "", "numbers": "channels * side * side",
        "error": "ValueError(f'the picture is used up at layer {place + 1}')",
    }  # fmt: skip
    return DEEP.format(**(parts | changed))


FUNCTION = """
from torch import nn
class Net(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = list(config)
        width = [3] + [n for n in config if n != "pool"]
        self.convs = nn.ModuleList(nn.Conv2d(a, b, 3) for a, b in zip(width, width[1:]))
        x = torch.zeros(1, 3, 30, 30)
        self.out = None
        self.out = nn.Linear(self.body(x).numel(), 5)
    def body(self, x):
        convs = iter(self.convs)
        for place, item in enumerate(self.config):
            if min(x.shape[2:]) < (2 if item == "pool" else 3):
                raise ValueError(f"item {place} of the list ({item}) has only {x.shape[2]} rows left")
            x = nn.functional.max_pool2d(x, 2) if item == "pool" else nn.functional.relu(next(convs)(x))
        return x.flatten(1)
    def forward(self, x):
        return self.out(self.body(x))
def DeepCNN(config): return Net(config)
"""
RELU_AT_POOLS = made_deep(act="nn.Identity()", pool="parts.append(nn.ReLU()); parts.append(nn.MaxPool2d(2))")

NETWORKS = [
    right("q6_1", "Sequential", first()),
    right("q6_1", "a network, not its class", first() + "\nNN = NN()"),
    right("q6_1", "a convolution in disguise", network("NN", "nn.Conv2d(3, 128, 30), nn.Flatten(), nn.ReLU(), nn.Linear(128, 5)")),
    wrong("q6_1", "no ReLU", first(act="nn.Identity()"), "activation-forgotten"),
    wrong("q6_1", "sigmoid", first(act="nn.Sigmoid()"), "sigmoid-for-relu"),
    wrong("q6_1", "softmax", first(last="nn.Linear(128, 5), nn.Softmax(1)"), "softmax-before-loss"),
    wrong("q6_1", "no hidden layer", network("NN", "nn.Flatten(), nn.Linear(2700, 5)"), "hidden-layer-left-out"),
    wrong("q6_1", "one channel", first(hidden="nn.Linear(900, 128)"), "channels-forgotten"),
    wrong("q6_1", "a plain list", IN_A_LIST, "layers-not-registered"),
    wrong("q6_1", "dropout", first(last="nn.Dropout(0.5), nn.Linear(128, 5)"), "dropout-added"),
    wrong("q6_1", "ten classes", first(last="nn.Linear(128, 10)")),
    wrong("q6_1", "a number", "NN = 346_373"),
    right("q6_3", "Sequential", second()),
    right("q6_3", "functions, another order, ReLU after the pool", FUNCTIONAL),
    wrong("q6_3", "no ReLU", second(middle="nn.MaxPool2d(2)"), "activation-forgotten"),
    wrong("q6_3", "average pooling", second(middle="nn.ReLU(), nn.AvgPool2d(2)"), "average-for-max"),
    wrong("q6_3", "no pool", second(middle="nn.ReLU()", numbers=8 * 28 * 28), "pool-layer-ignored"),
    wrong("q6_3", "padding", second(conv="nn.Conv2d(3, 8, 3, padding=1)", numbers=1800), "conv-padding-not-asked"),
    wrong("q6_3", "flatten of another size", second(numbers=8 * 13 * 13), "flatten-size-wrong"),
    wrong("q6_3", "flatten without channels", second(numbers=196), "channels-forgotten"),
    wrong("q6_3", "log softmax", second(last=", nn.LogSoftmax(1)"), "softmax-before-loss"),
    wrong("q6_3", "batch norm", second(middle="nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2)"), "batch-norm-added"),
    wrong("q6_3", "conv without bias", second(conv="nn.Conv2d(3, 8, 3, bias=False)"), "bias-forgotten"),
    wrong("q6_3", "zeros", FUNCTIONAL + "    def forward(self, x): return torch.zeros(len(x), 5)"),
    wrong("q6_3", "untouched", "class SimpleCNN(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        raise NotImplementedError('q6_3: write')"),
    right("q6_10", "a ModuleList", made_deep()),
    right("q6_10", "functions, found by a trial", FUNCTION),
    wrong("q6_10", "a plain list", made_deep(start="[]"), "layers-not-registered"),
    wrong("q6_10", "ReLU at pools only", RELU_AT_POOLS, "relu-after-pool-only"),
    wrong("q6_10", "no ReLU", made_deep(act="nn.Identity()"), "activation-forgotten"),
    wrong("q6_10", "channels not carried on", made_deep(channels="3"), "channels-not-passed-on"),
    wrong("q6_10", "channels added up", made_deep(next="channels + layer", numbers="[3, *(n for n in layers if n != 'pool')][-1] * side * side"), "channels-accumulated"),
    wrong("q6_10", "pools ignored", made_deep(pool="side *= 2"), "pool-layer-ignored"),
    wrong("q6_10", "a pool after each", made_deep(pool="side *= 2", after="parts.append(nn.MaxPool2d(2)); side = (side - 2) // 2 + 2"), "pool-not-asked"),
    wrong("q6_10", "softmax", made_deep(end="nn.Softmax(1)"), "softmax-before-loss"),
    wrong("q6_10", "padding", made_deep(padding=", padding=1", numbers="channels * (side + 2 * sum(n != 'pool' for n in layers)) ** 2")),
    wrong("q6_10", "says no layer", made_deep(error="ValueError('too small')"), "layer-not-named"),
    wrong("q6_10", "another error", made_deep(error="RuntimeError(f'layer {place}')")),
    wrong("q6_10", "one list only", "from torch import nn\nclass DeepCNN(nn.Sequential):\n    def __init__(self, layers):\n        super().__init__(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 16, 3), nn.ReLU(), nn.Conv2d(16, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(4608, 5))"),
]  # fmt: skip
