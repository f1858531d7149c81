"""The base class of the steppers: the current cell of the result, and the furthest cell that was shown."""

from typing import Any

import numpy as np
import traitlets

from course_utils.widgets.accessible_widget import AccessibleWidget


class StepperWidget(AccessibleWidget):
    """A widget that goes through a map cell by cell; a subclass names the map's traits and computes the map.

    Args:
        position: the current cell of the map, counted row by row from 0; it changes with the browser.

    Raises:
        traitlets.TraitError: the position is outside the map, or the settings do not fit together.
    """

    SETTINGS: tuple[str, ...] = ()  # the names of the traits that `compute` takes
    MAP = "map"  # the map's name in messages

    position = traitlets.Int(0, min=0).tag(sync=True)
    reached = traitlets.Int(0, min=0, help="the furthest cell shown so far").tag(sync=True)

    _made = False  # False while `__init__` sets the first values

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._made = True

    @staticmethod
    def compute(*_: Any, **settings: Any) -> np.ndarray:  # mypy: *_ and ** allow any parameters in a subclass
        """Return the map of these settings, shape (H', W'); raise ValueError if they do not fit together."""
        raise NotImplementedError

    def map_of(self, **changed: Any) -> np.ndarray:
        """Return the map of the current settings, some replaced by `changed`.

        Raises:
            traitlets.TraitError: the settings do not fit together.
        """
        settings = {name: getattr(self, name) for name in self.SETTINGS} | changed
        try:
            return self.compute(**settings)
        except ValueError as error:
            raise traitlets.TraitError(f"{type(self).__name__}: {error}") from None

    def fits(self, proposal: dict) -> Any:
        """Return the proposed value of a setting; for the `validate` of a subclass.

        Raises:
            traitlets.TraitError: the value does not fit the other settings.
        """
        self.map_of(**{proposal["trait"].name: proposal["value"]})
        return proposal["value"]

    def begin_again(self, change: dict) -> None:
        """Go back to the first cell; for the `observe` of a subclass."""
        if self._made:
            self.reached = 0  # before the position, whose observer keeps the larger value
            self.position = 0

    @traitlets.validate("position", "reached")
    def _inside(self, proposal: dict) -> int:
        rows, columns = self.map_of().shape
        if proposal["value"] >= rows * columns:
            raise traitlets.TraitError(
                f"{type(self).__name__}: {proposal['trait'].name} must be below {rows * columns}, the number of "
                f"cells of the {self.MAP} ({rows} rows, {columns} columns); got {proposal['value']}"
            )
        return proposal["value"]

    @traitlets.observe("position")
    def _go_on(self, change: dict) -> None:
        self.reached = max(self.reached, change["new"])
