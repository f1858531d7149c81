"""The curves of a history as an SVG string: no script, and the page's text colour, for light and dark themes."""

from html import escape
from math import ceil, floor

from course_utils.training.history import History, percent

_WIDTH, _HEIGHT = 350, 190  # of one panel, in units of the SVG
_LEFT, _TOP, _RIGHT, _BOTTOM = 46, 34, 66, 34  # margins; the right one is for the names of the lines
_TRAINING, _VALIDATION = "#d4690f", "#2f86c9"  # contrast at least 3:1 on white and on near-black; also dashed and solid


def curves(history: History, epochs: int) -> str:
    """Return an SVG of losses and accuracies, one point for each epoch that has ended, over an axis of all epochs."""
    panels = [
        _panel("loss", history.train_loss, history.validation_loss, epochs, *_loss_range(history), history.best_epoch),
        _panel("accuracy", history.train_accuracy, history.validation_accuracy, epochs, *_accuracy_range(history),
               history.best_epoch),
    ]  # fmt: skip
    return (
        f'<svg role="img" aria-label="{escape(in_words(history))}" viewBox="0 0 {2 * _WIDTH} {_HEIGHT}" '
        f'style="display:block;width:100%;max-width:{2 * _WIDTH}px;height:auto" fill="currentColor" '
        f'font-size="11" font-family="system-ui, sans-serif">{panels[0]}'
        f'<g transform="translate({_WIDTH} 0)">{panels[1]}</g></svg>'
    )


def in_words(history: History) -> str:
    """Return what the curves show as text, for readers who cannot see them.

    >>> in_words(History([1.0], [0.6], [0.9], [0.7], [1.5], best_epoch=1))
    'After epoch 1: training loss 1.000, accuracy 60.0 %; validation loss 0.900, accuracy 70.0 %; best in epoch 1'
    """
    if not len(history):
        return "No epoch has ended yet"
    return (
        f"After epoch {len(history)}: training loss {history.train_loss[-1]:.3f}, accuracy "
        f"{percent(history.train_accuracy[-1])}; validation loss {history.validation_loss[-1]:.3f}, accuracy "
        f"{percent(history.validation_accuracy[-1])}; best in epoch {history.best_epoch}"
    )


def _loss_range(history: History) -> tuple[float, float]:
    top = max([*history.train_loss, *history.validation_loss], default=1.0)
    step = next(step for step in (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 100, 1e3, 1e6, float("inf")) if top <= 4 * step)
    return 0.0, step * max(1, ceil(top / step)) if step < float("inf") else top


def _accuracy_range(history: History) -> tuple[float, float]:
    least = min([*history.train_accuracy, *history.validation_accuracy], default=0.0)
    return min(0.9, floor(10 * least) / 10), 1.0


def _panel(
    title: str, train: list[float], validation: list[float], epochs: int, low: float, high: float, best: int | None
) -> str:
    def x(epoch: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * ((epoch - 1) / (epochs - 1) if epochs > 1 else 0.5)

    def y(value: float) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * (value - low) / (high - low)

    parts = [f'<text x="{_LEFT}" y="14" font-weight="600">{title}</text>']
    for quarter in range(0, 5, 2):
        value = low + (high - low) * quarter / 4
        text = f"{100 * value:.0f} %" if title == "accuracy" else f"{value:.3g}"
        parts.append(
            f'<path d="M{_LEFT} {y(value):.1f}H{_WIDTH - _RIGHT}" stroke="currentColor" stroke-opacity=".25"/>'
            f'<text x="{_LEFT - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{text}</text>'
        )
    for epoch in sorted({1, (epochs + 1) // 2, epochs}):
        parts.append(f'<text x="{x(epoch):.1f}" y="{_HEIGHT - _BOTTOM + 16}" text-anchor="middle">{epoch}</text>')
    parts.append(f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2}" y="{_HEIGHT - 4}" text-anchor="middle">epoch</text>')
    for values, colour, dashes in ((train, _TRAINING, ' stroke-dasharray="5 3"'), (validation, _VALIDATION, "")):
        points = " ".join(f"{x(epoch):.1f},{y(value):.1f}" for epoch, value in enumerate(values, start=1))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>')
    if best is not None:
        height = y(validation[best - 1])
        below = title == "accuracy" and height + 17 < _HEIGHT - _BOTTOM  # off the training line, and not on the axis
        beside = height + 17 if below else height - 8
        last = best == len(validation) > 1  # where the lines' names begin
        place, anchor = (x(best) + 4, "end") if last else (max(x(best), _LEFT + 12), "middle")
        parts.append(
            f'<circle cx="{x(best):.1f}" cy="{height:.1f}" r="4" fill="{_VALIDATION}"/>'
            f'<text x="{place:.1f}" y="{beside:.1f}" text-anchor="{anchor}">best</text>'
        )
    if len(train) == 1:
        parts.append(f'<circle cx="{x(1):.1f}" cy="{y(train[0]):.1f}" r="3" fill="{_TRAINING}"/>')
    return "".join([*parts, *(_names(x(len(train)), y(train[-1]), y(validation[-1])) if train else [])])


def _names(right: float, training: float, validation: float) -> list[str]:
    """Return the name of each line beside its last point, at least a line of text apart."""
    apart = max(0, 12 - abs(training - validation)) / 2
    up = apart if training <= validation else -apart
    names = (("training", training - up), ("validation", validation + up))
    return [f'<text x="{right + 8:.1f}" y="{height + 4:.1f}">{name}</text>' for name, height in names]
