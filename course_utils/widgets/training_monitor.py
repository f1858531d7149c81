"""The stop button beside the curves of a training: `fit(..., monitor=TrainingMonitor())`.

While a cell runs, a notebook's front end cannot simply call Python. The press goes two ways, whichever is open: as a
message, which a kernel with subshells (ipykernel 7) reads at once in another thread, and `fit` looks after each batch;
where nobody answers, as the interrupt that the notebook's own stop button sends. Where there is neither, the widget
points to that button, which does the same. The curves are drawn by `training.progress`, with a monitor and without.
"""

import threading
from typing import TYPE_CHECKING, Any

import traitlets

from course_utils.widgets.accessible_widget import HIDE_THE_MISSING_WIDGET, AccessibleWidget
from course_utils.widgets.static_files import module

if TYPE_CHECKING:  # which loads torch
    from course_utils.training import History


class TrainingMonitor(AccessibleWidget):
    """A button that ends a training early and keeps what was learnt; it says the best epoch so far.

    Give one to `fit`, which shows it below its curves. It is a `training.monitor.Monitor`.

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

    def __init__(self, **options):
        super().__init__(**options)
        self._pressed = threading.Event()  # set in one thread, looked at in another
        self.on_msg(self._hear)

    def begin(self) -> None:
        """Say that a training has begun."""
        self.said = "Stopping keeps what was learnt."
        self.state = "running"

    def after_epoch(self, history: "History", epochs: int) -> None:
        """Say how far it has come, of so many epochs."""
        from course_utils.training.history import percent

        best = history.best_epoch
        self.said = (
            f"Epoch {len(history)} of {epochs} is done. Stopping keeps the history and the best weights: epoch {best}, "
            f"validation accuracy {percent(history.validation_accuracy[best - 1])}."
        )

    def end(self, headline: str) -> None:
        """Say how it ended; the button goes."""
        self.said = headline
        self.state = "over"
        self._pressed.clear()  # an old press ends no other training

    def stop(self) -> None:
        """Ask the running training to end after this batch; nothing happens where none runs."""
        if self.state == "running":
            self._pressed.set()

    def stop_asked(self) -> bool:
        """Return whether the running training is to end."""
        return self._pressed.is_set()

    def _hear(self, widget: Any, content: dict, buffers: list) -> None:
        if content == {"stop": True}:
            self.stop()
            self.send({"heard": True})  # at once, so that the browser does not interrupt, too

    def fallback_bundle(self) -> tuple[dict[str, str], dict]:
        """Return an empty output: the curves above it are the picture."""
        text = "The curves above are of a training that has ended."
        return {"text/html": f'<div data-still="{self.still}">{HIDE_THE_MISSING_WIDGET}</div>', "text/plain": text}, {}
