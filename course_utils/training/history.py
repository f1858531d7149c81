"""The history of a training: lists with one number for each epoch."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

_HEADS = ("epoch", "train loss", "accuracy", "validation loss", "accuracy", "seconds", "")
_AT_MOST = 24  # epochs in the table; if there are more, those in the middle are left out


@dataclass(repr=False)
class History:
    """Losses (mean cross-entropy), accuracies (0..1) and seconds; item 0 of each list is epoch 1.

    `train_loss` and `train_accuracy` are measured while the epoch runs: on batches that the transform has changed, with
    weights that improve from batch to batch. So they can be worse than the validation values, which are measured at the
    end of the epoch. `best_epoch` counts from 1; it is None before the first epoch has ended. `stopped` is True if the
    stop button ended training.
    """

    train_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    best_epoch: int | None = None
    stopped: bool = False

    def __len__(self) -> int:
        """Return the number of epochs that have ended."""
        return len(self.validation_loss)

    def is_whole(self) -> bool:
        """Return whether all lists have one number for each epoch, and `best_epoch` is one of the epochs.

        >>> History([2.0], [0.3], [1.5], [0.5], [1.0], best_epoch=1).is_whole(), History([2.0], best_epoch=1).is_whole()
        (True, False)
        """
        lists = [self.train_loss, self.train_accuracy, self.validation_loss, self.validation_accuracy, self.seconds]
        if not all(isinstance(one, list) and all(isinstance(n, int | float) for n in one) for one in lists):
            return False
        best = self.best_epoch
        known = best is None if not len(self) else type(best) is int and 1 <= best <= len(self)
        return known and {len(one) for one in lists} == {len(self)}

    def add(
        self, train_loss: float, train_accuracy: float, validation_loss: float, validation_accuracy: float, *,
        seconds: float,
    ) -> bool:  # fmt: skip
        """Add an epoch; return whether it is the best so far: highest accuracy, then lowest loss.

        >>> history = History()
        >>> history.add(2.0, 0.3, 1.5, 0.5, seconds=1), history.add(1.0, 0.6, 1.6, 0.5, seconds=1)
        (True, False)
        >>> history
        epoch  train loss  accuracy  validation loss  accuracy  seconds
            1      2.0000    30.0 %           1.5000    50.0 %      1.0  best
            2      1.0000    60.0 %           1.6000    50.0 %      1.0
        """
        best = self.best_epoch
        better = best is None or (validation_accuracy, -validation_loss) > (
            self.validation_accuracy[best - 1], -self.validation_loss[best - 1])  # fmt: skip
        self.train_loss.append(train_loss)
        self.train_accuracy.append(train_accuracy)
        self.validation_loss.append(validation_loss)
        self.validation_accuracy.append(validation_accuracy)
        self.seconds.append(seconds)
        if better:
            self.best_epoch = len(self)
        return better

    def _lines(self) -> list[tuple[str, ...]]:
        lists = (self.train_loss, self.train_accuracy, self.validation_loss, self.validation_accuracy, self.seconds)
        lines: list[tuple[str, ...]] = [
            (str(epoch), f"{loss:.4f}", percent(right), f"{other_loss:.4f}", percent(other_right), f"{seconds:.1f}",
             "best" if epoch == self.best_epoch else "")
            for epoch, (loss, right, other_loss, other_right, seconds) in enumerate(zip(*lists, strict=True), start=1)
        ]  # fmt: skip
        if len(lines) > _AT_MOST:
            half = _AT_MOST // 2
            middle = [line for line in lines[half:-half] if line[-1]]
            lines = [*lines[:half], ("…",) + ("",) * 6, *middle, *([("…",) + ("",) * 6] if middle else []),
                     *lines[-half:]]  # fmt: skip
        return lines

    def __repr__(self) -> str:
        lines = [_HEADS, *self._lines()]
        widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADS))]
        text = ["  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
        if self.stopped:
            text.append("stopped before the last epoch")
        return "\n".join(line.rstrip() for line in text)

    def _repr_html_(self) -> str:
        """Return a table in the page's own colours, so that it suits light and dark themes."""
        head, *body = [_HEADS, *self._lines()]
        rows = [_row(head, "th", "border-bottom:1px solid #86868688;font-weight:600")]
        rows += [_row(line, "td", "font-weight:600" if line[-1] else "") for line in body]
        stopped = "<div>stopped before the last epoch</div>" if self.stopped else ""
        return (
            '<table class="course-history" style="border-collapse:collapse;margin:.3em 0;line-height:1.5">'
            f"{''.join(rows)}</table>{stopped}"
        )


def percent(share: float) -> str:
    """Return a share as text in per cent.

    >>> percent(0.9861)
    '98.6 %'
    """
    return f"{100 * share:.1f} %"


def _row(line: Iterable[str], tag: str, style: str) -> str:
    cells = [f'<{tag} style="padding:.1em .9em;text-align:right;{style}">{escape(text)}</{tag}>' for text in line]
    return f"<tr>{''.join(cells)}</tr>"
