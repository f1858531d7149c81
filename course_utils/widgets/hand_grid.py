"""A map to be filled in by hand, cell by cell; drawn by `static/hand_grid.js`, judged in Python."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_utils.convolution import conv2d
from course_utils.figures.described import DescribedFigure
from course_utils.figures.hand_map import hand_map
from course_utils.pooling import avg_pool2d, max_pool2d
from course_utils.widgets.accessible_widget import AccessibleWidget
from course_utils.widgets.hand_verdicts import judge
from course_utils.widgets.static_files import module
from course_utils.widgets.table_trait import LARGEST, Table

SETTINGS = ("picture", "kernel", "kernel_size", "stride", "padding", "mode")


class TypedRows(list):
    """The rows of a grid as a list that checks can recognise: it was typed into a grid and not handed in."""

    @property
    def typed_rows(self) -> list:
        return list(self)


class HandGrid(AccessibleWidget):
    """An empty map beside its image, to be filled in by hand; each cell is judged alone, and its window is highlighted.

    What is typed is kept only while the kernel runs: if the notebook is run again, for example by a grader, the grid is
    empty. So a grid is for notes, and the answer is a list in its own cell. The grid writes that list as a line of
    Python below itself, with a button that copies it and, in JupyterLab, a button that puts it into the cell. If the
    grid itself is given as the answer, the checks judge what was typed but never accept it: their message is that the
    list has to be pasted.

    The right map is computed again for every check and is not stored; the browser gets only the verdicts on the cells.

    Args:
        picture: numbers, shape (H, W), at most 12 x 12.
        kernel: weights, shape (kH, kW), for a convolution; without a kernel, the map is a pooled map.
        kernel_size, mode: of the pooling, as in `PoolingStepper`: one int, and "max" or "average".
        stride, padding: one int each; the default stride is 1 for a kernel and the kernel size for pooling.
        name: the name of the answer in the notebook, such as "q2_2"; the line of Python begins with it.
        mistakes: the mistakes to recognise, as in `course_utils.checking.mistakes`: each has
            `value(operation, *inputs, **options)`, which returns the wrong map or None, and `hint()`, which returns the
            text to show.

    Raises:
        traitlets.TraitError: an input is not a table of numbers, the window does not fit, or the answer has another
            shape.

    >>> grid = HandGrid([[1, 2, 3], [4, 5, 6]], [[1, 0], [0, -1]], name="q2_2")
    >>> grid.answer = [[-4, None]]
    >>> grid.check()  # 1 - 5; the second cell is still empty
    [['right', None]]
    """

    _esm = module("hand_grid")

    picture = Table().tag(sync=True)
    kernel = Table(default_value=None, allow_none=True).tag(sync=True)
    kernel_size = traitlets.Int(2, min=1, max=LARGEST).tag(sync=True)
    stride = traitlets.Int(None, min=1, max=LARGEST, allow_none=True).tag(sync=True)
    padding = traitlets.Int(0, min=0, max=LARGEST).tag(sync=True)
    mode = traitlets.Enum(["max", "average"], "max").tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    answer = Table(blanks=True, help="what was typed, None for an empty cell").tag(sync=True)
    verdicts: traitlets.List = traitlets.List(help="of each cell: None, 'right', or what to say").tag(sync=True)
    asked = traitlets.Int(0, help="how often the reader has asked for a check").tag(sync=True)
    checked = traitlets.Int(0, help="how many checks there have been").tag(sync=True)
    mistakes = traitlets.Tuple()

    _made = False  # False while `__init__` sets the first values

    def __init__(
        self, picture: ArrayLike, kernel: ArrayLike | None = None, *, kernel_size: int = 2, stride: int | None = None,
        padding: int = 0, mode: str = "max", name: str = "", mistakes: Sequence[Any] = (), **options: Any,
    ):  # fmt: skip
        settings = {"kernel_size": kernel_size, "stride": stride, "padding": padding, "mode": mode, "name": name}
        super().__init__(picture=picture, kernel=kernel, mistakes=tuple(mistakes), **settings, **options)
        self._made, self._judged = True, self._blank()

    @property
    def typed_rows(self) -> list:
        """The typed rows, for a check that is given the grid itself."""
        return list(self.answer)

    def check(self) -> list[list[str | None]]:
        """Judge the filled cells; show and return the verdicts.

        A verdict is None for an empty cell, "right", "wrong" or the hint of a mistake.
        """
        operation, inputs, options = self._question()
        ways = [(known.hint(), known.value(operation, *inputs, **options)) for known in self.mistakes]
        self._judged = list(self.answer)
        with self.hold_sync():  # the browser gets both in one message
            self.verdicts = judge(self.answer, self._map(), ways)
            self.checked += 1
        return self.verdicts

    def draw_fallback(self) -> DescribedFigure:
        """Return a figure of image, kernel and the map as far as it is filled in."""
        title = "your map" if self.kernel is not None else f"your map ({self.mode})"
        return hand_map(self.picture, self.kernel, self.answer, title=title)[0].figure

    def _question(self, **changed: Any) -> tuple[Callable, tuple, dict[str, int]]:
        """Return the operation, its inputs and its options for the current settings, some replaced by `changed`."""
        now = {name: getattr(self, name) for name in SETTINGS} | changed
        if now["kernel"] is not None:
            return conv2d, (now["picture"], now["kernel"]), {"stride": now["stride"] or 1, "padding": now["padding"]}
        pool, size = max_pool2d if now["mode"] == "max" else avg_pool2d, now["kernel_size"]
        return pool, (now["picture"], size), {"stride": now["stride"] or size, "padding": now["padding"]}

    def _map(self, **changed: Any) -> np.ndarray:
        operation, inputs, options = self._question(**changed)
        try:
            return operation(*inputs, **options)
        except ValueError as error:
            raise _refused(str(error)) from None

    @traitlets.validate(*SETTINGS)
    def _fits(self, proposal: dict) -> Any:
        if self._made:
            self._map(**{proposal["trait"].name: proposal["value"]})
        return proposal["value"]

    @traitlets.observe(*SETTINGS)
    def _begin_again(self, change: dict) -> None:
        if self._made:
            self._judged = self.verdicts = self._blank()
            self.answer = self._blank()

    @traitlets.default("answer")
    def _nothing_typed(self) -> TypedRows:
        return TypedRows(self._blank())

    @traitlets.default("verdicts")
    def _nothing_judged(self) -> list:
        return self._blank()

    def _blank(self) -> list[list[None]]:
        """Return empty cells in the shape of the map."""
        rows, columns = self._map().shape
        return [[None] * columns for _ in range(rows)]

    @traitlets.validate("answer")
    def _has_the_shape_of_the_map(self, proposal: dict) -> TypedRows:
        got, looked_for = np.shape(proposal["value"]), self._map().shape
        if got != looked_for:
            raise _refused(
                f"answer must have the shape {looked_for}, got {got}; write None into cells that are to be empty"
            )
        return TypedRows(proposal["value"])

    @traitlets.observe("answer")
    def _forget_what_has_changed(self, change: dict) -> None:
        """Remove the verdicts on cells that have changed since the check; answer and check arrive in any order."""
        if self._made:
            rows = zip(self.verdicts, self.answer, self._judged, strict=True)
            self.verdicts = [
                [said if now == then else None for said, now, then in zip(*row, strict=True)] for row in rows
            ]

    @traitlets.observe("asked")
    def _check_when_asked(self, change: dict) -> None:
        self.check()

    @traitlets.validate("name")
    def _is_a_name(self, proposal: dict) -> str:
        if proposal["value"] and not proposal["value"].isidentifier():
            raise _refused(f'name must be a name of Python such as "q2_2", got {proposal["value"]!r}; correct it')
        return proposal["value"]

    @traitlets.validate("mistakes")
    def _are_mistakes(self, proposal: dict) -> tuple:
        for known in proposal["value"]:
            if not (hasattr(known, "value") and hasattr(known, "hint")):
                raise _refused(f"mistakes must be known mistakes, got {known!r}; declare it with `mistake`")
        return proposal["value"]


def _refused(text: str) -> traitlets.TraitError:
    return traitlets.TraitError(f"HandGrid: {text}")
