"""The display of a training: a bar, the time left, and curves; in a notebook, a terminal or a log.

While a notebook is graded, nothing is displayed, except a line for the grader (`note_for_grader`).
"""

import contextlib
import os
import sys
import time
from html import escape
from typing import Any

from course_utils.training.curves import curves, in_words
from course_utils.training.history import History, percent
from course_utils.training.monitor import Monitor, is_monitor

_NOTEBOOK, _TERMINAL = 0.25, 0.1  # seconds between two updates


class Progress:
    """The progress of one call of `fit`, used as a context manager; `step`, `epoch` and `end` update it.

    Args:
        epochs: the last epoch's number.
        batches: steps in an epoch.
        monitor: receives the progress and can end training (`stop_asked`).

    Raises:
        TypeError: `monitor` is neither a monitor nor None.
    """

    def __init__(self, epochs: int, batches: int, monitor: Monitor | None = None):
        is_monitor(monitor)
        self.epochs, self.batches, self.monitor = epochs, batches, monitor
        self.batch = 0  # number of finished batches of the current epoch
        self.history = History()
        self.notes: list[str] = []
        self.headline = "Getting ready"
        self.screen = _screen()
        self._start = self._shown = time.perf_counter()
        self._steps = 0

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> None:
        if kind is not None:
            where = f"in epoch {len(self.history) + 1}" if self._steps else "before the first step"
            self.headline = f"Ended by an error {where}"
            if self._steps:
                self.screen.last(self)
            if self.monitor is not None:
                self.monitor.end(self.headline)

    def note(self, text: str) -> None:
        """Display a note once, such as the file from which training resumes."""
        self.notes.append(text)
        self.screen.note(self, text)

    def step(self, batch: int, history: History) -> None:
        """Record that batch `batch` of the epoch after `history` is done; raise KeyboardInterrupt to stop training."""
        self.batch, self._steps = batch, self._steps + 1
        self.history = history
        if self._steps == 1 and self.monitor is not None:
            self.monitor.begin()
        now = time.perf_counter()
        if now - self._shown >= self.screen.pause:
            self._shown = now
            self.headline = f"Epoch {len(history) + 1} of {self.epochs} · {_duration(self.seconds_left(now))} left"
            self.screen.during(self)
        if self.monitor is not None and self.monitor.stop_asked():
            raise KeyboardInterrupt

    def epoch(self, history: History) -> None:
        """Record that an epoch is done; its numbers are in the history."""
        self.history, self.batch = history, 0
        self.screen.after_epoch(self)
        if self.monitor is not None:
            self.monitor.after_epoch(history, self.epochs)

    def end(self, history: History) -> None:
        """Display how training ended and what is kept."""
        self.history, best = history, history.best_epoch
        if best is None:
            held = "no epoch had ended: there is no history, and the model keeps the weights that it has now"
        else:
            right = percent(history.validation_accuracy[best - 1])
            held = f"the model holds the weights of epoch {best}, the best: validation accuracy {right}"
        if history.stopped:
            kept = f"the history of {_epochs(len(history))} is kept, and " if len(history) else ""
            self.headline = f"Stopped in epoch {len(history) + 1} of {self.epochs}: {kept}{held}"
        elif self._steps:
            trained = self._steps / self.batches
            took = _duration(time.perf_counter() - self._start)
            self.headline = f"Trained {_epochs(round(trained))} in {took}: {held}"
        else:
            self.headline = f"Nothing to do, {_epochs(len(history))} done: {held}"
        self.screen.last(self)
        if self.monitor is not None:
            self.monitor.end(self.headline)

    def done(self) -> float:
        """Return the share of all training that is done, 0..1."""
        return min(1.0, (len(self.history) + self.batch / self.batches) / self.epochs)

    def seconds_left(self, now: float) -> float:
        """Return the seconds that the rest will take, at the average speed so far."""
        left = self.epochs * self.batches * (1 - self.done())
        return (now - self._start) / self._steps * left


class _Silent:
    """A display that shows nothing; the other displays are derived from it."""

    pause = float("inf")

    def note(self, progress: Progress, text: str) -> None: ...

    def during(self, progress: Progress) -> None: ...

    def after_epoch(self, progress: Progress) -> None: ...

    def last(self, progress: Progress) -> None: ...


class _Log(_Silent):
    """A display with a line for each epoch, for files and pipes."""

    def note(self, progress: Progress, text: str) -> None:
        print(text, flush=True)

    def after_epoch(self, progress: Progress) -> None:
        history, epoch = progress.history, len(progress.history)
        print(
            f"Epoch {epoch} of {progress.epochs}: training loss {history.train_loss[-1]:.4f}, accuracy "
            f"{percent(history.train_accuracy[-1])}; validation loss {history.validation_loss[-1]:.4f}, accuracy "
            f"{percent(history.validation_accuracy[-1])}; {history.seconds[-1]:.1f} s",
            flush=True,
        )

    def last(self, progress: Progress) -> None:
        print(progress.headline, flush=True)


class _Terminal(_Log):
    """A display with one line that is overwritten while an epoch runs."""

    pause = _TERMINAL

    def __init__(self) -> None:
        self.width = 0  # of the text in the line now

    def during(self, progress: Progress) -> None:
        filled = round(24 * progress.done())
        line = f"[{'#' * filled}{'.' * (24 - filled)}] {progress.headline}"
        print(f"\r{line.ljust(self.width)}", end="", flush=True)
        self.width = len(line)

    def note(self, progress: Progress, text: str) -> None:
        self.clear()
        super().note(progress, text)

    def after_epoch(self, progress: Progress) -> None:
        self.clear()
        super().after_epoch(progress)

    def last(self, progress: Progress) -> None:
        self.clear()
        super().last(progress)

    def clear(self) -> None:
        """Clear the line with spaces, which works in every terminal."""
        if self.width:
            print(f"\r{' ' * self.width}\r", end="")
        self.width = 0


class _Notebook(_Silent):
    """A display with a bar and curves in the cell's output, updated in place; for JupyterLab and Colab."""

    pause = _NOTEBOOK

    def __init__(self) -> None:
        self.handle: Any = None  # of IPython, once something is shown

    def during(self, progress: Progress) -> None:
        begins = self.handle is None
        self.last(progress)
        if begins and progress.monitor is not None:
            from IPython.display import display

            display(progress.monitor)

    def last(self, progress: Progress) -> None:
        from IPython.display import display

        data = {"text/html": _html(progress), "text/plain": f"{progress.headline}\n{in_words(progress.history)}"}
        if self.handle is None:
            self.handle = display(data, raw=True, display_id=True)
        else:
            self.handle.update(data, raw=True)


def _html(progress: Progress) -> str:
    done = f"{100 * progress.done():.0f}"
    notes = "".join(f'<div style="opacity:.8">{escape(note)}</div>' for note in progress.notes)
    return (
        '<div class="course-training" style="max-width:700px;line-height:1.5;margin:.3em 0">'
        f'<div style="font-weight:600">{escape(progress.headline)}</div>{notes}'
        f'<div role="progressbar" aria-label="training" aria-valuemin="0" aria-valuemax="100" '
        f'aria-valuenow="{done}" style="height:6px;border-radius:3px;background:#86868640;margin:.35em 0 .6em">'
        f'<div style="height:6px;border-radius:3px;background:#2f86c9;width:{done}%"></div></div>'
        f"{curves(progress.history, progress.epochs)}</div>"
    )


def _screen() -> _Silent:
    if graded():
        return _Silent()
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if hasattr(shell, "kernel"):
        return _Notebook()
    return _Terminal() if sys.stdout is not None and sys.stdout.isatty() else _Log()


def graded() -> bool:
    """Return whether otter, nbgrader or the course's own grader runs this notebook to grade it."""
    otter = getattr(sys.modules.get("otter"), "Notebook", None)
    return bool(getattr(otter, "_grading_mode", False)) or not {"COURSE_MARKING", "COURSE_NOTES"}.isdisjoint(os.environ)


def note_for_grader(text: str) -> None:
    """Write a line for the grader to standard output, and to the file in COURSE_NOTES, if that variable is set."""
    print(text, flush=True)
    if "COURSE_NOTES" in os.environ:
        with contextlib.suppress(OSError), open(os.environ["COURSE_NOTES"], "a", encoding="utf-8") as file:
            file.write(f"{text}\n")


def _epochs(number: int) -> str:
    return f"{number} epoch{'s' * (number != 1)}"


def _duration(seconds: float) -> str:
    """Return a time as readable text.

    >>> _duration(0.44), _duration(75), _duration(7260)
    ('0.4 s', '1 min 15 s', '2 h 1 min')
    """
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"
