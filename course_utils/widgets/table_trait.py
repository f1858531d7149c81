"""The trait of widgets for a table of numbers, or for a stack of tables, one per channel."""

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_utils.figures.cells import as_table

LARGEST = 12  # rows or columns; with more, the numbers would not fit


class Table(traitlets.TraitType):
    """A table of numbers with rows of equal length, stored as nested lists; arrays and tensors are accepted.

    Args:
        largest: the largest number of rows and of columns.
        fractions: False allows only whole numbers.
        blanks: True allows empty cells: None or NaN, stored as None.
        ndim: 2 for the shape (H, W), 3 for (C, H, W), None for either.

    Raises:
        traitlets.TraitError: any other value; the message begins with the widget's name.

    >>> class Grid(traitlets.HasTraits):
    ...     cells = Table(blanks=True)
    >>> Grid(cells=[[1.0, None], [0.5, 2]]).cells
    [[1, None], [0.5, 2]]
    """

    def __init__(
        self, *, largest: int = LARGEST, fractions: bool = True, blanks: bool = False, ndim: int | None = 2,
        **options: Any,
    ):  # fmt: skip
        super().__init__(**options)
        self.largest, self.fractions, self.blanks, self.ndim = largest, fractions, blanks, ndim

    def validate(self, widget: traitlets.HasTraits, value: ArrayLike) -> list:
        assert self.name is not None  # traitlets sets it when the class of the widget is made
        try:
            read = _as_channels if (self.ndim or _depth(value)) > 2 else as_table
            table = read(value, self.name)
            self._check(table)
        except ValueError as error:
            raise traitlets.TraitError(f"{type(widget).__name__}: {error}") from None
        return _as_lists(table)

    def _check(self, table: np.ndarray) -> None:
        empty = np.isinf(table) if self.blanks else ~np.isfinite(table)
        if empty.any():
            raise ValueError(
                f"{self.name} has a cell without a number ({table[empty][0]}) at {_place(empty)}; write a number there"
                + (" or None to leave it empty" if self.blanks else "")
            )
        if max(table.shape[-2:]) > self.largest:
            part = ":, " * (table.ndim - 2) + ":8, :8" if self.largest >= 8 else f":{self.largest}, :{self.largest}"
            raise ValueError(
                f"{self.name} has the shape {table.shape}; the cells have room for numbers up to {self.largest} rows "
                f"and columns, so cut out a part: {self.name}[{part}]"
            )
        broken = np.isfinite(table) & (table != np.round(table))
        if not self.fractions and broken.any():
            raise ValueError(
                f"{self.name} must be whole numbers, got {table[broken][0]:g} at {_place(broken)}; round it, "
                f"or multiply the table to get rid of fractions"
            )


def _depth(values: ArrayLike) -> int:
    """Return the number of axes of `values`; return 2 if rows differ in length, which `as_table` rejects."""
    try:
        return np.ndim(values)
    except ValueError:
        return 2


def _as_channels(values: ArrayLike, name: str) -> np.ndarray:
    """Return `values` as floats of shape (C, H, W); raise ValueError for another shape."""
    try:
        stack = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be one table of numbers per channel, all of one size") from None
    if stack.ndim != 3 or stack.size == 0:
        raise ValueError(
            f"{name} must have the shape (channels, rows, columns), got {stack.shape}; put one table into a list: "
            f"[{name}]"
        )
    return stack


def _place(wrong: np.ndarray) -> str:
    """Return the position of the first True as text."""
    names = ("channel", "row", "column")[-wrong.ndim :]
    return ", ".join(f"{name} {index}" for name, index in zip(names, np.argwhere(wrong)[0], strict=True))


def _as_lists(table: np.ndarray) -> list:
    """Return nested lists with None for NaN and whole numbers as int."""
    if table.ndim > 1:
        return [_as_lists(part) for part in table]
    return [None if np.isnan(cell) else int(cell) if cell == int(cell) else cell for cell in table.tolist()]
