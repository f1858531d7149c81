"""Planted answers for lesson 06. The histories of most reports are made up, with what an untrained network reaches."""

# ruff: noqa: E501  (each answer is on one line)

from autograder.lesson_format.planted import right, wrong

# Q1, Q2, and Q4 from a list: networks


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

# Reports of trainings

MADE = """
from course_utils.training import History, evaluate
torch.manual_seed({seed})
{network} = {made}
share = evaluate({network}, {split})[1]
{history} = History([1.0] * 3, [0.1, 0.723, 0.614], [1.0] * 3, [0.1, share, 0.0], [1.0] * 3, best_epoch=2)
{q} = {report}
"""
TRAINED = """
import contextlib, io
from torch import nn
from course_utils.training import fit
torch.manual_seed(5)
{network} = {made}
with contextlib.redirect_stdout(io.StringIO()):
    {history} = fit({network}, {train}, {split}, epochs={epochs}, batch_size=32, seed=5,
        optimizer=torch.optim.Adam({network}.parameters(), lr=0.003))
best = [max({history}.train_accuracy), max({history}.validation_accuracy)]
{q} = {report}
"""
FIRST = "torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(2700, 128), torch.nn.ReLU(), torch.nn.Linear(128, 5))"
ONE = "torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(), torch.nn.Linear(1568, 5))"
FOUR = "torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.ReLU(), torch.nn.Conv2d(8, 16, 3), torch.nn.ReLU(), torch.nn.Conv2d(16, 32, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(), torch.nn.Linear(4608, 5))"
AS_IT_IS, NORMAL = "pictures().validation", "normalised(pictures().validation)"
ABOUT = {
    "q6_2": {"made": FIRST, "network": "network_1", "history": "history_1", "split": AS_IT_IS},
    "q6_4": {"made": ONE, "network": "network_2", "history": "history_2", "split": AS_IT_IS},
    "q6_8": {"made": ONE, "network": "network_3", "history": "history_3", "split": NORMAL},
    "q6_11": {"made": FOUR, "network": "network_4", "history": "history_4", "split": NORMAL},
    "q6_15": {"made": FOUR, "network": "network_5", "history": "history_5", "split": NORMAL},
}  # fmt: skip


def made(question: str, report: str, **changed: str) -> str:
    """Return the code of an untrained network with a history of what it reaches, and the report."""
    return MADE.format(**({"q": question, "report": report, "seed": 6} | ABOUT[question] | changed))


def trained(question: str, report: str, epochs: int = 1) -> str:
    """Return the code of a short training, and the report of `best`."""
    train = AS_IT_IS if ABOUT[question]["split"] == AS_IT_IS else NORMAL
    train = train.replace("validation", "train")
    return TRAINED.format(**({"q": question, "report": report, "epochs": epochs, "train": train} | ABOUT[question]))


def three(question: str, count: int, without_bias: int) -> list:
    """Return answers about a report of three numbers."""
    return [
        wrong(question, "last for best", made(question, f"[{count}, 0.614, share]")),
        wrong(question, "last validation for best", made(question, f"[{count}, 0.723, 0.0]"), "last-for-best"),
        wrong(question, "in per cent", made(question, f"[{count}, 72.3, 100 * share]"), "percent-for-share"),
        wrong(question, "exchanged", made(question, f"[{count}, share, 0.723]"), "training-for-validation"),
        wrong(question, "no biases", made(question, f"[{without_bias}, 0.723, share]"), "bias-forgotten"),
        wrong(question, "two numbers", made(question, f"[{count}, share]")),
        wrong(question, "blank accuracies", made(question, f"[{count}, ..., ...]")),
        wrong(question, "another network's history", made(question, f"[{count}, 0.723, share]") + "\nshare = share / 2\n" + ABOUT[question]["history"] + ".validation_accuracy = [share]"),
    ]  # fmt: skip


def four(question: str) -> list:
    """Return answers about a report of four numbers."""
    return [
        wrong(question, "gap the other way", made(question, "[29_077, 0.723, share, share - 0.723]"), "gap-sign"),
        wrong(question, "gap as a ratio", made(question, "[29_077, 0.723, share, 0.723 / share]"), "gap-as-ratio"),
        wrong(question, "gap of the last epoch", made(question, "[29_077, 0.723, share, 0.614]"), "last-for-best"),
        wrong(question, "no biases", made(question, "[29_016, 0.723, share, 0.723 - share]"), "bias-forgotten"),
        wrong(question, "channels not carried on", made(question, f"[{28 * 56 + 5 * 4609}, 0.723, share, 0.723 - share]"), "channels-not-passed-on"),
        wrong(question, "not trained", made(question, "[29_077, 0.723, share, 0.723 - share]")),
        wrong(question, "another validation set", made(question, "[29_077, 0.723, share, 0.723 - share]", split="normalised(pictures().test)[:500]")),
        wrong(question, "no history", "network_4 = history_4 = network_5 = history_5 = None\n" + f"{question} = [29_077, 0.99, 0.95, 0.04]"),
    ]  # fmt: skip


REPORTS = [
    right("q6_2", "rounded, a tensor", made("q6_2", "torch.tensor([346_373, 0.723, round(share, 3)], dtype=torch.float64)")),
    *three("q6_2", 346_373, 346_240),
    wrong("q6_2", "one layer", made("q6_2", "[345_728, 0.723, share]"), "one-layer-only"),
    right("q6_4", "trained for two epochs, a tuple", trained("q6_4", "(8069.0, *best)", epochs=2)),
    *three("q6_4", 8069, 8056),
    wrong("q6_4", "convolution only", made("q6_4", "[224, 0.723, share]"), "last-layer-forgotten"),
    wrong("q6_4", "not trained", made("q6_4", "[8069, 0.723, share]")),
    right("q6_8", "rounded", made("q6_8", "[8069, 0.7231, round(share, 3)]")),
    *three("q6_8", 8069, 8056),
    right("q6_11", "one epoch, an array", trained("q6_11", "np.array([29_077, *best, best[0] - best[1]])")),
    *four("q6_11"),
    right("q6_15", "one epoch, rounded", trained("q6_15", "[29_077, *best, round(best[0] - best[1], 3)]")),
    *four("q6_15"),
]  # fmt: skip

# Q3 colours, lists, and Q5 augmentation

PATCH = "patch = np.array(my_patch)\n"
NORMALISE = "def normalise(images):\n    return {}"
GREY = "def my_grey_world(images):\n    means = images.mean({axes}, keepdim=True)\n    return {result}"
GREY_RIGHT = {"axes": "(2, 3)", "result": "images * (means.mean(1, keepdim=True) / means)"}


def grey(**changed: str) -> str:
    """Return the code of grey-world, with some part of it changed."""
    return GREY.format(**(GREY_RIGHT | changed))


NUMBERS = [
    right("q6_5", "an array", PATCH + "q6_5 = (patch - patch.mean()) / patch.std()"),
    right("q6_5", "rounded", PATCH + "q6_5 = ((patch - patch.mean()) / patch.std()).round(4).tolist()"),
    wrong("q6_5", "n - 1", PATCH + "q6_5 = (patch - patch.mean()) / patch.std(ddof=1)", "sample-vs-population-std"),
    wrong("q6_5", "not divided", PATCH + "q6_5 = patch - patch.mean()", "std-forgotten"),
    wrong("q6_5", "mean stays", PATCH + "q6_5 = patch / patch.std()", "mean-forgotten"),
    wrong("q6_5", "the variance", PATCH + "q6_5 = (patch - patch.mean()) / patch.var()", "variance-for-std"),
    wrong("q6_5", "as it was", "q6_5 = my_patch", "normalise-forgotten"),
    wrong("q6_5", "a row", PATCH + "q6_5 = ((patch - patch.mean()) / patch.std()).ravel()"),
    right("q6_6", "doubled", NORMALISE.format("2 * images - 1")),
    right("q6_6", "torchvision", "from torchvision.transforms import v2\nnormalise = v2.Normalize([0.5] * 3, [0.5] * 3)"),
    wrong("q6_6", "multiplied", NORMALISE.format("(images - 0.5) * 0.5"), "std-multiplied"),
    wrong("q6_6", "statistics of the batch", NORMALISE.format("(images - images.mean((0, 2, 3), keepdim=True)) / images.std((0, 2, 3), keepdim=True)"), "per-batch-statistics"),
    wrong("q6_6", "statistics of the picture", NORMALISE.format("(images - images.mean((1, 2, 3), keepdim=True)) / images.std((1, 2, 3), keepdim=True)"), "per-picture-statistics"),
    wrong("q6_6", "before scaling", NORMALISE.format("(images - 0.5) / 0.5 / 255"), "normalised-before-scaling"),
    wrong("q6_6", "scaled twice", NORMALISE.format("(images / 255 - 0.5) / 0.5"), "scaled-twice"),
    wrong("q6_6", "not divided", NORMALISE.format("images - 0.5"), "std-forgotten"),
    wrong("q6_6", "nothing", NORMALISE.format("images"), "normalise-forgotten"),
    right("q6_7", "one after the other", "def my_grey_world(images):\n    return torch.stack([x * (x.mean() / x.mean((1, 2)))[:, None, None] for x in images])"),
    right("q6_7", "in NumPy", "def my_grey_world(images):\n    x = np.asarray(images)\n    return x * (x.mean((1, 2, 3), keepdims=True) / x.mean((2, 3), keepdims=True))"),
    wrong("q6_7", "means of the batch", grey(axes="(0, 2, 3)"), "grey-world-per-batch"),
    wrong("q6_7", "grey left out", grey(result="images / means"), "grey-left-out"),
    wrong("q6_7", "upside down", grey(result="images * means / means.mean(1, keepdim=True)"), "grey-world-inverted"),
    wrong("q6_7", "shifted", grey(result="images - means + means.mean(1, keepdim=True)"), "grey-world-shifted"),
    wrong("q6_7", "one factor", grey(axes="(1, 2, 3)"), "means-for-grey"),
    wrong("q6_7", "brightest", "def my_grey_world(images):\n    return images / images.amax((2, 3), keepdim=True)", "brightest-for-mean"),
    wrong("q6_7", "the course's", "from course_utils.color import grey_world\ndef my_grey_world(images):\n    return grey_world(images)"),
    right("q6_9", "a tensor", "q6_9 = torch.tensor([my_layers[2], my_side // 2, my_side // 2, counts.network(my_layers, in_channels=3)])"),
    wrong("q6_9", "pool ignored", "q6_9 = [my_layers[2], my_side, my_side, 1]", "pool-layer-ignored"),
    wrong("q6_9", "no padding", "q6_9 = [my_layers[2], my_side // 2 - 3, my_side // 2 - 3, 1]", "padding-forgotten"),
    wrong("q6_9", "channels added", "q6_9 = [sum(my_layers[:3]), my_side // 2, my_side // 2, 1]", "channels-accumulated"),
    wrong("q6_9", "channels last", "q6_9 = [my_side // 2, my_side // 2, my_layers[2], 1]", "hwc-vs-chw"),
    wrong("q6_9", "channels pooled", "q6_9 = [my_layers[2] // 2, my_side // 2, my_side // 2, 1]", "pool-over-channels"),
    wrong("q6_9", "no biases", "q6_9 = [1, 1, 1, counts.network(my_layers, in_channels=3, bias=False)]", "bias-forgotten"),
    wrong("q6_9", "three channels each", "q6_9 = [1, 1, 1, 28 * sum(my_layers[:3])]", "channels-not-passed-on"),
    wrong("q6_9", "no depth", "q6_9 = [1, 1, 1, 10 * sum(my_layers[:3])]", "depth-forgotten"),
    wrong("q6_9", "grey", "q6_9 = [1, 1, 1, counts.network(my_layers, in_channels=1)]", "rgb-as-gray"),
    wrong("q6_9", "three numbers", "q6_9 = [my_layers[2], my_side // 2, my_side // 2]"),
    right("q6_12", "rounded by hand", "q6_12 = -float(my_columns)"),
    right("q6_12", "a list of one", "q6_12 = [-my_columns]"),
    wrong("q6_12", "to the right", "q6_12 = my_columns", "affine-direction"),
    wrong("q6_12", "twice as far", "q6_12 = -2 * my_columns", "affine-scale"),
    wrong("q6_12", "twice, to the right", "q6_12 = 2 * my_columns", "affine-direction"),
    wrong("q6_12", "zero", "q6_12 = 0"),
    right("q6_14", "a tuple", "q6_14 = (2, 4)"),
    right("q6_14", "a set in order", "q6_14 = sorted({4, 2})"),
    wrong("q6_14", "the others", "q6_14 = [1, 3, 5]", "kept-for-spoilt"),
    wrong("q6_14", "all mirrors", "q6_14 = [1, 2, 4]", "mirrors-spoil-everything"),
    wrong("q6_14", "from zero", "q6_14 = [1, 3]", "counted-from-zero"),
    wrong("q6_14", "one of them", "q6_14 = [2]"),
]  # fmt: skip

AUGMENT = """
from torchvision.transforms import v2
turn, mirror = v2.RandomAffine({turn}), {mirror}
normal = lambda images: (images - 0.5) / 0.5
validation_5 = {validation}
def augment(images):
    return {result}
"""


def augment(turn: str = "5, shear=10", mirror: str = "v2.RandomHorizontalFlip(0.5)",
            result: str = "normal(torch.stack([mirror(turn(image)) for image in images]))", validation: str = NORMAL) -> str:  # fmt: skip
    """Return the code of an augmentation, with some part of it changed."""
    return AUGMENT.format(turn=turn, mirror=mirror, result=result, validation=validation)


AUGMENTED = [
    right("q6_13", "mirrored first", augment(result="torch.stack([normal(turn(mirror(image))) for image in images])")),
    right("q6_13", "one operation", "from course_utils.augmentation import RandomAffine\nvalidation_5 = normalised(pictures().validation)\ndef augment(images):\n    return 2 * RandomAffine(5, 10, 0.5)(images) - 1"),
    wrong("q6_13", "one for all", augment(result="normal(mirror(turn(images)))"), "one-affine-for-all"),
    wrong("q6_13", "normalised before", augment(result="torch.stack([mirror(turn(image)) for image in normal(images)])"), "normalised-before-affine"),
    wrong("q6_13", "upside down", augment(mirror="v2.RandomVerticalFlip(0.5)"), "vertical-flip"),
    wrong("q6_13", "half the batch mirrored", augment(mirror="lambda image: image", result="normal(torch.cat([turned[: len(turned) // 2].flip(3), turned[len(turned) // 2 :]])) if (turned := torch.stack([turn(image) for image in images])) is not None else None"), "flip-half-the-batch"),
    wrong("q6_13", "not normalised", augment(result="torch.stack([mirror(turn(image)) for image in images])")),
    wrong("q6_13", "only normalised", augment(result="normal(images)"), "augmentation-forgotten"),
    wrong("q6_13", "never mirrored", augment(mirror="lambda image: image"), "flip-forgotten"),
    wrong("q6_13", "always mirrored", augment(mirror="v2.RandomHorizontalFlip(1.0)"), "flip-always"),
    wrong("q6_13", "turned too far", augment(turn="30, shear=10"), "turn-off"),
    wrong("q6_13", "moved, too", augment(turn="5, shear=10, translate=(0.2, 0.2)"), "shifted-or-scaled"),
    wrong("q6_13", "validation augmented", augment(validation="normalised(pictures().validation.map(lambda images: torch.stack([mirror(turn(image)) for image in images])))"), "validation-augmented"),
    wrong("q6_13", "validation as it is", augment(validation="pictures().validation"), "normalise-forgotten"),
    wrong("q6_13", "training pictures", augment(validation="normalised(pictures().train)")),
    wrong("q6_13", "untouched", "validation_5 = ...\ndef augment(images): raise NotImplementedError('q6_13: write')"),
]  # fmt: skip

PLANTED = [*NETWORKS, *REPORTS, *NUMBERS, *AUGMENTED]
