"""Planted answers for lesson 05. Networks are written in many ways, right and wrong; only their values are judged."""

# ruff: noqa: E501  (an answer is on one line)

from tests.notebooks.planted import right, wrong

SIDES = "[32, 28, 14, 10, 5, 1]"
COUNTS = "[my_n * my_m, my_m, my_k + 1]"
DIRECT, TOGETHER = "my_out * (my_kernel**2 + 1)", "my_out * (my_into * my_kernel**2 + 1)"
FULL = "my_into * my_out * (my_kernel**2 + 1)"
ROW, COLUMN = "my_table[1][1] / sum(my_table[1])", "my_table[1][1] / sum(row[1] for row in my_table)"
ALL = "sum(map(sum, my_table))"

NUMBERS = [
    right("q5_1", "a tuple of floats", f"q5_1 = tuple(map(float, {COUNTS}))"),
    wrong("q5_1", "the last FC forgotten", "q5_1 = [my_n * my_m, my_m, my_k]", "pattern-last-fc-forgotten"),
    wrong("q5_1", "inner brackets only", "q5_1 = [my_n, my_m, my_k + 1]", "pattern-not-repeated"),
    wrong("q5_1", "added", "q5_1 = [my_n + my_m, my_m, my_k + 1]", "pattern-not-repeated"),
    wrong("q5_1", "a pool after each conv", "q5_1 = [my_n * my_m, my_n * my_m, my_k + 1]", "pattern-pool-after-each-conv"),
    wrong("q5_1", "another order", "q5_1 = [my_n * my_m, my_k + 1, my_m, 0]"),
    right("q5_2", "a tensor", f"q5_2 = torch.tensor({SIDES})"),
    right("q5_2", "a tuple", f"q5_2 = tuple({SIDES})"),
    wrong("q5_2", "convolutions keep the size", "q5_2 = [32, 32, 16, 16, 8, 8]", "same-conv-assumed"),
    wrong("q5_2", "28 pixels", "q5_2 = [28, 24, 12, 8, 4, 0]", "input-size-assumed"),
    wrong("q5_2", "plus one forgotten", "q5_2 = [32, 27, 13, 8, 4, -1]", "plus-one-forgotten"),
    wrong("q5_2", "pooling by one", "q5_2 = [32, 28, 27, 23, 22, 18]", "stride-ignored"),
    wrong("q5_2", "five of six", f"q5_2 = {SIDES}[1:]"),
    wrong("q5_2", "one blank", "q5_2 = [32, 28, 14, 10, 5, ...]"),
    right("q5_3", "torch.Size", "q5_3 = torch.zeros(my_maps).flatten(1).shape"),
    right("q5_3", "a list", "q5_3 = [my_batch, 400.0]"),
    wrong("q5_3", "batch, too", "q5_3 = (my_batch * 400,)", "batch-flattened"),
    wrong("q5_3", "channels forgotten", "q5_3 = (my_batch, 25)", "channels-forgotten"),
    wrong("q5_3", "one side forgotten", "q5_3 = (my_batch, 80)", "added-not-multiplied"),
    wrong("q5_3", "added", "q5_3 = (my_batch, 26)", "added-not-multiplied"),
    wrong("q5_3", "exchanged", "q5_3 = (400, my_batch)"),
    right("q5_4", "a float", "q5_4 = 256.0"),
    wrong("q5_4", "32 pixels", "q5_4 = 400", "input-size-assumed"),
    wrong("q5_4", "convolutions keep the size", "q5_4 = 784", "same-conv-assumed"),
    wrong("q5_4", "one map", "q5_4 = 16", "channels-forgotten"),
    wrong("q5_4", "zero", "q5_4 = 0"),
    right("q5_6", "a float", "q5_6 = 61_706.0"),
    right("q5_6", "a tensor", "q5_6 = torch.tensor(61_706)"),
    wrong("q5_6", "of 1998", "q5_6 = 60_000", "original-lenet"),
    wrong("q5_6", "no biases", "q5_6 = 61_470", "bias-forgotten"),
    wrong("q5_6", "pooling trained", "q5_6 = 61_750", "pool-has-parameters"),
    wrong("q5_6", "C3 by table", "q5_6 = 60_806", "sparse-c3"),
    wrong("q5_6", "depth of C3 forgotten", "q5_6 = 59_706", "depth-forgotten"),
    wrong("q5_6", "one more", "q5_6 = 61_707"),
    right("q5_7", "not rounded", "import numpy as np; q5_7 = np.log(my_classes)"),
    right("q5_7", "computed by torch", "q5_7 = torch.nn.functional.cross_entropy(torch.zeros(1, my_classes), torch.tensor([0]))"),
    wrong("q5_7", "base 10", "import math; q5_7 = math.log10(my_classes)", "loss-other-logarithm"),
    wrong("q5_7", "base 2", "import math; q5_7 = math.log2(my_classes)", "loss-other-logarithm"),
    wrong("q5_7", "the probability", "q5_7 = 1 / my_classes", "probability-for-loss"),
    wrong("q5_7", "minus", "import math; q5_7 = -math.log(my_classes)", "loss-sign"),
    wrong("q5_7", "of ten classes", "q5_7 = 2.303"),
    right("q5_9", "rounded", f"q5_9 = [round({ROW}, 3), round({COLUMN}, 3)]"),
    right("q5_9", "a tensor", f"q5_9 = torch.tensor([{ROW}, {COLUMN}])"),
    wrong("q5_9", "exchanged", f"q5_9 = [{COLUMN}, {ROW}]", "rows-and-columns-exchanged"),
    wrong("q5_9", "of all", f"q5_9 = [my_table[1][1] / {ALL}] * 2", "share-of-all"),
    wrong("q5_9", "accuracy", f"q5_9 = [sum(my_table[i][i] for i in range(3)) / {ALL}] * 2", "accuracy-for-share"),
    wrong("q5_9", "in per cent", f"q5_9 = [100 * {ROW}, 100 * {COLUMN}]", "percent-for-share"),
    right("q5_10", "a fraction", "q5_10 = 1 / 4**my_sigmoids"),
    right("q5_10", "a tensor", "q5_10 = torch.tensor(0.25)**my_sigmoids"),
    wrong("q5_10", "added", "q5_10 = 0.25 * my_sigmoids", "slopes-added"),
    wrong("q5_10", "the value", "q5_10 = 0.5**my_sigmoids", "value-for-slope"),
    wrong("q5_10", "one only", "q5_10 = 0.25", "one-layer-slope"),
    wrong("q5_10", "zero", "q5_10 = 0"),
    right("q5_11", "a list of one", "q5_11 = [14]"),
    wrong("q5_11", "the last window", "q5_11 = 5", "rf-last-layer-only"),
    wrong("q5_11", "stride forgotten", "q5_11 = 10", "rf-stride-forgotten"),
    wrong("q5_11", "windows added", "q5_11 = 12", "rf-sum-of-kernels"),
    wrong("q5_11", "that of C5", "q5_11 = 32"),
    right("q5_12", "a tuple", f"q5_12 = ({DIRECT}, {TOGETHER}, {FULL})"),
    wrong("q5_12", "no biases", "q5_12 = [my_kernel**2 * n for n in (my_out, my_out * my_into, my_out * my_into)]", "bias-forgotten"),
    wrong("q5_12", "a bias for each kernel", f"q5_12 = [{DIRECT}, {FULL}, {FULL}]", "bias-for-each-kernel"),
    wrong("q5_12", "nothing kept apart", f"q5_12 = [{DIRECT}, {TOGETHER}, {TOGETHER}]", "maps-merged"),
    wrong("q5_12", "LeNet-5", "q5_12 = [416, 2416, 2496]"),
]  # fmt: skip

SEQUENTIAL = """
from torch import nn
def LeNet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5{conv}), {act}, {pool}, nn.Conv2d(6, 16, 5{second}), {act}, {pool}, nn.Flatten(),
        nn.Linear({numbers}, 120), {linear_act}, {hidden} {last})
"""


def network(
    conv: str = "", second: str = "", act: str = "nn.ReLU()", linear_act: str | None = None, pool: str = "nn.MaxPool2d(2)",
    numbers: int = 400, hidden: str | None = None, last: str = "",
) -> str:  # fmt: skip
    """Return the code of a network as nn.Sequential, with some part of it changed."""
    linear_act = linear_act or act
    hidden = hidden or f"nn.Linear(120, 84), {linear_act}, nn.Linear(84, 10),"
    return SEQUENTIAL.format(
        conv=conv, second=second, act=act, linear_act=linear_act, pool=pool, numbers=numbers, hidden=hidden, last=last
    )


FUNCTIONAL = """
import torch
import torch.nn.functional as F
class LeNet(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.last = torch.nn.Linear(84, 10)
        self.b = torch.nn.Linear(120, 84)
        self.a = torch.nn.Linear(400, 120)
        self.two = torch.nn.Conv2d(6, 16, 5)
        self.one = torch.nn.Conv2d(1, 6, 5)
    def forward(self, x):
        x = F.max_pool2d(F.relu(self.one(x)), 2)
        x = F.relu(F.max_pool2d(self.two(x), 2))
        x = F.relu(self.b(F.relu(self.a(x.flatten(1)))))
        return self.last(x)
"""
AS_CONVOLUTION = """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.maps = nn.ModuleList([nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5), nn.Conv2d(16, 120, 5)])
        self.rest = nn.ModuleDict({"f6": nn.Linear(120, 84), "out": nn.Linear(84, 10)})
        self.pool = nn.AdaptiveMaxPool2d
    def forward(self, x):
        x = self.pool(14)(self.maps[0](x).clamp(min=0))
        x = self.pool(5)(self.maps[1](x).clamp(min=0))
        x = self.maps[2](x).squeeze((2, 3)).relu()
        return self.rest["out"](self.rest["f6"](x).relu())
LeNet = Net()
"""
ZEROS = (
    FUNCTIONAL
    + "    def __new__(cls): return super().__new__(cls)\n    def forward(self, x): return torch.zeros(len(x), 10)"
)

NETWORKS = [
    right("q5_5", "Sequential", network()),
    right("q5_5", "functions, another order", FUNCTIONAL),
    right("q5_5", "C5 a convolution, an object", AS_CONVOLUTION),
    right("q5_5", "dropout, which sleeps", network(last="nn.Dropout(0.5)")),
    right("q5_5", "ReLU after the pool", network(act="nn.Identity()", linear_act="nn.ReLU()", pool="nn.MaxPool2d(2), nn.ReLU()")),
    right("q5_5", "double precision turned back", FUNCTIONAL.replace("return self.last(x)", "return self.last(x).double()")),
    wrong("q5_5", "no activation", network(act="nn.Identity()"), "activation-forgotten"),
    wrong("q5_5", "none after convolutions", network(act="nn.Identity()", linear_act="nn.ReLU()"), "activation-forgotten"),
    wrong("q5_5", "none after C5 and F6", network(linear_act="nn.Identity()"), "activation-forgotten"),
    wrong("q5_5", "none after F6", FUNCTIONAL.replace("F.relu(self.b(F.relu(self.a(x.flatten(1)))))", "self.b(F.relu(self.a(x.flatten(1))))"), "activation-forgotten"),
    wrong("q5_5", "none after C1", FUNCTIONAL.replace("F.relu(self.one(x))", "self.one(x)"), "activation-forgotten"),
    wrong("q5_5", "sigmoid", network(act="nn.Sigmoid()"), "sigmoid-for-relu"),
    wrong("q5_5", "sigmoid at the end only", network(linear_act="nn.Sigmoid()"), "sigmoid-for-relu"),
    wrong("q5_5", "tanh", network(act="nn.Tanh()"), "tanh-for-relu"),
    wrong("q5_5", "average pooling", network(pool="nn.AvgPool2d(2)"), "average-for-max"),
    wrong("q5_5", "softmax", network(last="nn.Softmax(1)"), "softmax-before-loss"),
    wrong("q5_5", "log softmax", network(last="nn.LogSoftmax(dim=1)"), "softmax-before-loss"),
    wrong("q5_5", "ReLU at the end", network(last="nn.ReLU()"), "relu-on-logits"),
    wrong("q5_5", "padding in C1", network(conv=", padding=2", numbers=576), "conv-padding-not-asked"),
    wrong("q5_5", "padding in both", network(conv=", padding=2", second=", padding=2", numbers=1024), "conv-padding-not-asked"),
    wrong("q5_5", "padding in C3", network(second=", padding='same'", numbers=784), "conv-padding-not-asked"),
    wrong("q5_5", "no F6", network(hidden="nn.Linear(120, 10),"), "hidden-layer-left-out"),
    wrong("q5_5", "no bias in C1 and C3", network(conv=", bias=False", second=", bias=False"), "bias-forgotten"),
    wrong("q5_5", "average, then ReLU", network(act="nn.Identity()", linear_act="nn.ReLU()", pool="nn.AvgPool2d(2), nn.ReLU()")),
    wrong("q5_5", "for 28 pixels", network(numbers=256)),
    wrong("q5_5", "leaky", network(act="nn.LeakyReLU()")),
    wrong("q5_5", "zeros", ZEROS),
    wrong("q5_5", "C1 made in forward", FUNCTIONAL.replace("self.one = torch.nn.Conv2d(1, 6, 5)", "pass").replace("self.one(x)", "torch.nn.Conv2d(1, 6, 5)(x)")),
    wrong("q5_5", "an extra layer", network(last="nn.Linear(10, 10)")),
    wrong("q5_5", "eleven classes", network(hidden="nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 11),")),
    wrong("q5_5", "all weights 0", network() + "make = LeNet\ndef LeNet():\n    model = make()\n    for weight in model.parameters():\n        nn.init.zeros_(weight)\n    return model"),
    wrong("q5_5", "the course's own", "from course_utils.models import LeNet5 as LeNet"),
    wrong("q5_5", "a function of pictures", "def LeNet(): return lambda x: x.sum((2, 3)).repeat(1, 10)"),
    wrong("q5_5", "a number", "LeNet = 61_706"),
    wrong("q5_5", "an exception", "def LeNet(): return torch.nn.Conv2d(1, 6)"),
    wrong("q5_5", "untouched", "class LeNet(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        raise NotImplementedError('q5_5: write')"),
]  # fmt: skip

TRAINED = """
import contextlib, io
from torch import nn
from course_utils.training import fit
torch.manual_seed(5)
trained = {made}
pictures = digits(32)
with contextlib.redirect_stdout(io.StringIO()):
    fit(trained, pictures.train, pictures.validation, epochs={epochs}, batch_size=16, seed=5,
        optimizer=torch.optim.Adam(trained.parameters(), lr={rate}))
"""
NEEDS = "import torch\nfrom course_utils.datasets import digits\nfrom course_utils.models import LeNet5\n"


def trained(made: str = "LeNet5()", epochs: int = 20, rate: float = 0.002) -> str:
    """Return the code of a training; its network is written shortly, for it is not the question here."""
    return NEEDS + TRAINED.format(made=made, epochs=epochs, rate=rate)


TRAININGS = [
    right("q5_8", "in training mode again", trained() + "trained.train()"),
    right("q5_8", "another network", trained("nn.Sequential(nn.Conv2d(1, 16, 5, 2), nn.ReLU(), nn.Conv2d(16, 32, 5, 2), nn.ReLU(), nn.Flatten(), nn.Linear(800, 10))", 15, 0.003)),
    wrong("q5_8", "not trained", NEEDS + "trained = LeNet5()"),
    wrong("q5_8", "one epoch", trained(epochs=1)),
    wrong("q5_8", "far too fast", trained(epochs=1, rate=1.0)),
    wrong("q5_8", "another optimizer's", trained(epochs=1) + "trained = LeNet5()"),
    wrong("q5_8", "model and history", NEEDS + "trained = (LeNet5(), None)"),
    wrong("q5_8", "the class", NEEDS + "trained = LeNet5"),
    wrong("q5_8", "knows the validation labels", "from course_utils.datasets import digits\ndef trained(x): return torch.eye(10)[digits().validation.labels]"),
    wrong("q5_8", "nothing", "trained = None"),
]  # fmt: skip

PLANTED = [*NUMBERS, *NETWORKS, *TRAININGS]
