"""Planted reports for lesson 06. Histories are made, with what an untrained network reaches; few are trained."""

# ruff: noqa: E501  (an answer is on one line)

from tests.notebooks.planted import right, wrong

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
