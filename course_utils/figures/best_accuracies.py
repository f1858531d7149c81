"""Several trainings side by side: the best training and validation accuracy of each, and the gap between them."""

from collections.abc import Mapping

from matplotlib.axes import Axes

from course_utils.figures.cells import ACCENT, HAIRLINE, INK, QUIET
from course_utils.figures.described import new_figure
from course_utils.training import History

TRAINING, TEST = "#D55E00", "#007a5a"
LOWEST = 0.05  # the axis begins this far below the lowest accuracy
BESIDE = 0.16  # how far the test marker is moved to the right, so that it covers no other marker


def best_accuracies(histories: Mapping[str, History], test: Mapping[str, float] | None = None) -> Axes:
    """Draw the best accuracies of several trainings and return the Axes; a bar shows the gap of each training.

    Args:
        histories: from `fit`, by the name below the bar; each has at least one epoch.
        test: accuracies on the test split, 0..1, for some of the names.

    Raises:
        ValueError: there is no history, a history has no epoch, or `test` has a name that `histories` lacks.

    >>> ax = best_accuracies({"Q1": History([1.0], [0.75], [1.0], [0.5], [1.0], 1)}, test={"Q1": 0.5})
    >>> [text.get_text() for text in ax.texts]
    ['75.0', '50.0']
    >>> ax.figure.alt_text
    'Best accuracies in per cent. Q1: training 75.0, validation 50.0, test 50.0.'
    """
    test = test or {}
    empty = [name for name, history in histories.items() if not len(history)]
    if not histories or empty:
        raise ValueError(
            f"best_accuracies: every history needs at least one epoch, got none in {empty or 'no history'}"
        )
    if set(test) - set(histories):
        raise ValueError(f"best_accuracies: test has {sorted(set(test) - set(histories))}, the histories are of "
                         f"{list(histories)}; use the same names")  # fmt: skip
    train = {name: max(history.train_accuracy) for name, history in histories.items()}
    validation = {name: max(history.validation_accuracy) for name, history in histories.items()}
    ax = _axes(list(histories), _described(train, validation, test))
    places = range(len(histories))
    ax.vlines(places, list(train.values()), list(validation.values()), color=HAIRLINE, linewidth=7, zorder=1)
    ax.plot(places, list(train.values()), "s", color=TRAINING, markersize=7, markerfacecolor="white",
            label="best training")  # fmt: skip
    ax.plot(places, list(validation.values()), "o", color=ACCENT, markersize=8, label="best validation")
    if test:
        at = [list(histories).index(name) + BESIDE for name in test]
        ax.plot(at, list(test.values()), "x", color=TEST, markersize=7, markeredgewidth=2, label="test")
    for place, name in enumerate(histories):
        for share, colour, higher in ((train[name], TRAINING, train[name] >= validation[name]),
                                      (validation[name], ACCENT, train[name] < validation[name])):  # fmt: skip
            ax.annotate(f"{100 * share:.1f}", (place, share), (0, 9 if higher else -9), textcoords="offset points",
                        ha="center", va="bottom" if higher else "top", fontsize=8.5, color=colour)  # fmt: skip
    ax.set_ylim(max(0, min(*train.values(), *validation.values()) - LOWEST), 1.05)
    ax.legend(fontsize=9, frameon=False, labelcolor=INK, loc="lower right")
    return ax


def _axes(names: list[str], alt_text: str) -> Axes:
    width = min(8.9, 2.0 + 1.3 * len(names))
    figure = new_figure(width, 3.3, alt_text)
    ax = figure.add_axes((0.75 / width, 0.13, 1 - 0.95 / width, 0.84))
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(HAIRLINE)
    ax.tick_params(colors=QUIET, labelsize=8.5)
    ax.grid(axis="y", color=HAIRLINE, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.set_xticks(range(len(names)), names, fontsize=9, color=INK)
    ax.set_xlim(-0.6, len(names) - 0.4)
    ax.set_ylabel("accuracy", fontsize=9, color=QUIET)
    return ax


def _described(train: Mapping[str, float], validation: Mapping[str, float], test: Mapping[str, float]) -> str:
    parts = [
        f"{name}: training {100 * train[name]:.1f}, validation {100 * validation[name]:.1f}"
        + (f", test {100 * test[name]:.1f}" if name in test else "")
        for name in train
    ]
    return f"Best accuracies in per cent. {'; '.join(parts)}."
