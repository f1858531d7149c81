"""What may stand beside a training and end it early. `fit` takes anything that has these four methods."""

from typing import Any, Protocol, runtime_checkable

from course_utils.training.history import History


@runtime_checkable
class Monitor(Protocol):
    """What a notebook shows below the curves of `fit`, such as `course_utils.widgets.TrainingMonitor()`."""

    def begin(self) -> None:
        """The first batch is done; a notebook displays the monitor a moment later, if training still runs then."""

    def after_epoch(self, history: History, epochs: int) -> None:
        """An epoch is done, of `epochs` that there will be."""

    def end(self, headline: str) -> None:
        """Training is over; `headline` says how."""

    def stop_asked(self) -> bool:
        """Return whether training is to end now; asked after each batch."""


def is_monitor(monitor: Any) -> None:
    """Raise TypeError where `monitor` is neither a monitor nor None."""
    if monitor is not None and (isinstance(monitor, type) or not isinstance(monitor, Monitor)):
        raise TypeError(
            f"fit: monitor must be None or a monitor, such as course_utils.widgets.TrainingMonitor(), got {monitor!r}"
        )
