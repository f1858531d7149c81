"""The stop button below the curves of a training: `fit(..., monitor=TrainingMonitor())`.

While a cell runs, a notebook's front end cannot simply call Python. So a press of the button is sent in one of two
ways. The first is a message: a kernel with subshells (ipykernel 7) reads it at once in another thread, and `fit` checks
for it after each batch. If no thread answers, the browser sends the interrupt that the notebook's own stop button
sends. If neither way is available, the widget refers to that button, which does the same. `training.progress` draws the
curves, with or without a monitor.
"""

import threading
from typing import TYPE_CHECKING, Any

import traitlets

from course_utils.widgets.accessible_widget import HIDE_THE_MISSING_WIDGET, AccessibleWidget
from course_utils.widgets.static_files import module

if TYPE_CHECKING:  # which imports torch
    from course_utils.training import History


class TrainingMonitor(AccessibleWidget):
    """A button that ends a training early and keeps what was learnt; it shows the best epoch so far.

    Pass one to `fit`, which shows it below its curves. It is a `training.monitor.Monitor`.

    >>> monitor = TrainingMonitor()
    >>> monitor.begin()
    >>> monitor.stop()  # what the button does
    >>> monitor.state, monitor.stop_asked()
    ('running', True)
    >>> monitor.end("Stopped in epoch 1 of 10")
    >>> monitor.state, monitor.said
    ('over', 'Stopped in epoch 1 of 10')
    """

    _esm = module("training_monitor")

    state = traitlets.Enum(["ready", "running", "over"], "ready").tag(sync=True)
    said = traitlets.Unicode("Give it to fit: fit(..., monitor=TrainingMonitor()).").tag(sync=True)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._pressed = threading.Event()  # set in one thread, read in another
        self.on_msg(self._hear)

    def begin(self) -> None:
        """Show that a training has begun."""
        self.said = "Stopping keeps what was learnt."
        self.state = "running"

    def after_epoch(self, history: "History", epochs: int) -> None:
        """Show how many of `epochs` epochs are done, and the best one."""
        from course_utils.training.history import percent

        best = history.best_epoch
        assert best is not None  # an epoch is done, and the first one is the best so far
        self.said = (
            f"Epoch {len(history)} of {epochs} is done. Stopping keeps the history and the best weights: epoch {best}, "
            f"validation accuracy {percent(history.validation_accuracy[best - 1])}."
        )

    def end(self, headline: str) -> None:
        """Show how the training ended, and hide the button."""
        self.said = headline
        self.state = "over"
        self._pressed.clear()  # an old press must not end the next training

    def stop(self) -> None:
        """Request the running training to end after this batch; do nothing if no training runs."""
        if self.state == "running":
            self._pressed.set()

    def stop_asked(self) -> bool:
        """Return whether the running training should end."""
        return self._pressed.is_set()

    def _hear(self, widget: Any, content: dict, buffers: list) -> None:
        if content == {"stop": True}:
            self.stop()
            self.send({"heard": True})  # at once, so that the browser sends no interrupt as well

    def fallback_bundle(self) -> tuple[dict[str, str], dict]:
        """Return an output without an image, because the curves above it take its place."""
        text = "The curves above are of a training that has ended."
        return {"text/html": f'<div data-still="{self.still}">{HIDE_THE_MISSING_WIDGET}</div>', "text/plain": text}, {}
