"""What the steppers share: the cell of the result at which they stand, and the furthest one that was shown."""

import numpy as np
import traitlets

from course_utils.widgets.accessible_widget import AccessibleWidget


class StepperWidget(AccessibleWidget):
    """A widget that goes through a map cell by cell; its own class says of which traits the map is made, and how.

    Args:
        position: which cell of the map is being computed, counted row by row from 0; follows the browser.

    Raises:
        traitlets.TraitError: a position outside the map, or settings that make no map.
    """

    SETTINGS: tuple[str, ...] = ()  # the traits that `compute` takes, by name
    MAP = "map"  # what the map is called

    position = traitlets.Int(0, min=0).tag(sync=True)
    reached = traitlets.Int(0, min=0, help="the furthest cell shown so far").tag(sync=True)

    _made = False  # until then settings only take their first values

    def __init__(self, **traits):
        super().__init__(**traits)
        self._made = True

    @staticmethod
    def compute(**settings) -> np.ndarray:
        """Return the map of these settings, shape (H', W'); ValueError where they don't fit together."""
        raise NotImplementedError

    def map_of(self, **changed) -> np.ndarray:
        """Return the map of the settings as they are, or with some of them changed."""
        settings = {name: getattr(self, name) for name in self.SETTINGS} | changed
        try:
            return self.compute(**settings)
        except ValueError as error:
            raise traitlets.TraitError(f"{type(self).__name__}: {error}") from None

    def fits(self, proposal: dict):
        """Return the proposed value of a setting; for the `validate` of a widget."""
        self.map_of(**{proposal["trait"].name: proposal["value"]})
        return proposal["value"]

    def begin_again(self, change: dict) -> None:
        """Go back to the first cell; for the `observe` of a widget."""
        if self._made:
            self.reached = 0  # before the position, which would keep it up
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
