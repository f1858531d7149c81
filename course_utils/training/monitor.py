"""The interface of a monitor, which accompanies a training and can end it early.

`fit` accepts any object that has these four methods.
"""

from typing import Any, Protocol, runtime_checkable

from course_utils.training.history import History


@runtime_checkable
class Monitor(Protocol):
    """An object that a notebook shows below the curves of `fit`, such as `course_utils.widgets.TrainingMonitor()`."""

    def begin(self) -> None:
        """Start after the first batch; a notebook displays the monitor soon after, if training still runs then."""

    def after_epoch(self, history: History, epochs: int) -> None:
        """Update the monitor: an epoch is done, of `epochs` in total."""

    def end(self, headline: str) -> None:
        """Finish: training is over; `headline` describes how it ended."""

    def stop_asked(self) -> bool:
        """Return whether training should end now; called after each batch."""


def is_monitor(monitor: Any) -> None:
    """Raise TypeError if `monitor` is neither a monitor nor None."""
    if monitor is not None and (isinstance(monitor, type) or not isinstance(monitor, Monitor)):
        raise TypeError(
            f"fit: monitor must be None or a monitor, such as course_utils.widgets.TrainingMonitor(), got {monitor!r}"
        )
