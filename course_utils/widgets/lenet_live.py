"""A network that reads a digit while you draw it: Python computes maps and scores, `lenet_live.js` draws them."""

from typing import TYPE_CHECKING, Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from course_utils.figures.activations import activations
from course_utils.figures.described import DescribedFigure
from course_utils.widgets.accessible_widget import AccessibleWidget
from course_utils.widgets.static_files import module

if TYPE_CHECKING:  # torch is imported with the first network
    from torch import nn

    from course_utils.widgets.layer_outputs import LayerOutput

SIDE, PATCH, GREY, FURTHEST = 32, 8, 128, 3  # pixels; the patch's side and grey value; the largest shift
MOST_MAPS = 32  # at most so many maps of a layer are shown


class LeNetLive(AccessibleWidget):
    """A pad on which you draw a digit, with all feature maps and the ten scores of your network.

    You can shift the digit and cover a part of it.

    Args:
        model: takes floats 0..1 of shape (1, 1, 32, 32), white on black, and returns ten logits (1, 10). It runs at
            each stroke, with its weights at that time; its state does not change.
        samples: one image for each digit, 0 to 9, shape (10, 32, 32) or (10, 1, 32, 32), bytes or floats 0..1; by
            default from the course's digits.
        drawing: the first drawing, shape (32, 32), bytes or floats 0..1; by default the sample of a 3.
        shift: the rows (down) and columns (right) by which the drawing is shifted, each from -3 to 3.
        patch: row and column of the first pixel of a grey 8 x 8 square that covers the drawing, or None.

    Raises:
        ValueError: the model is not a network, does not take such images, stops with an error, or does not return ten
            finite numbers.
        traitlets.TraitError: a setting has another type or is outside its limits.

    >>> from course_utils.models import LeNet5
    >>> live = LeNetLive(LeNet5(), shift=[0, 3])
    >>> [layer["name"] for layer in live.layers[:3]], live.layers[0]["shape"]
    (['c1 (Conv2d)', 'relu1 (ReLU)', 's2 (MaxPool2d)'], [6, 28, 28])
    >>> bool((live.picture[:, 3:] == live.drawn[:, :-3]).all())
    True
    """

    _esm = module("lenet_live")

    samples = traitlets.Bytes(help="ten pictures of 32 x 32 bytes").tag(sync=True)
    drawing = traitlets.Any(help="32 x 32 bytes, row by row").tag(sync=True)
    shift = traitlets.List(default_value=[0, 0]).tag(sync=True)
    patch: traitlets.List = traitlets.List(default_value=None, allow_none=True).tag(sync=True)
    layers: traitlets.List = traitlets.List(help="name, shape and scale of each layer").tag(sync=True)
    maps = traitlets.Bytes(help="all maps, 0..255, or -127..127 where signed").tag(sync=True)
    logits: traitlets.List = traitlets.List(help="ten numbers").tag(sync=True)
    changes: traitlets.List = traitlets.List(help="per layer and map: what shift and patch changed, 0..1").tag(
        sync=True
    )
    trouble = traitlets.Unicode(help="why there is no answer, or nothing").tag(sync=True)
    asked = traitlets.Int(0, help="number of the browser's latest question").tag(sync=True)
    answered = traitlets.Int(0, help="number of the question that the maps answer").tag(sync=True)

    def __init__(
        self, model: "nn.Module", *, samples: ArrayLike | None = None, drawing: ArrayLike | None = None,
        **options: Any,
    ):  # fmt: skip
        self.network = model
        self._scales: dict[tuple, tuple[float, bool]] = {}  # largest absolute value so far; any below 0
        pictures = _ten_pictures(samples)
        for picture in pictures:  # one scale for all digits, so that maps stay comparable
            try:
                self._widen(self._outputs(picture)[0])
            except ValueError as error:
                raise ValueError(f"LeNetLive: {error}") from error.__cause__
        start = pictures[3] if drawing is None else drawing
        super().__init__(samples=pictures.tobytes(), drawing=start, **options)
        self._answer()

    @property
    def drawn(self) -> np.ndarray:
        """The drawing before it is shifted or covered, shape (32, 32), bytes."""
        return np.frombuffer(self.drawing, dtype=np.uint8).reshape(SIDE, SIDE)

    @property
    def picture(self) -> np.ndarray:
        """The network's input: the drawing shifted, then covered; shape (32, 32), bytes."""
        (down, right), seen = self.shift, np.zeros((SIDE, SIDE), dtype=np.uint8)
        rows, columns = (slice(max(0, by), SIDE + min(0, by)) for by in (down, right))
        seen[rows, columns] = self.drawn[max(0, -down) : SIDE - max(0, down), max(0, -right) : SIDE - max(0, right)]
        if self.patch is not None:
            row, column = self.patch
            seen[row : row + PATCH, column : column + PATCH] = GREY
        return seen

    def _outputs(self, picture: np.ndarray) -> tuple[list["LayerOutput"], np.ndarray]:
        from course_utils.widgets.layer_outputs import layer_outputs

        return layer_outputs(self.network, picture / 255)

    def _widen(self, outputs: list["LayerOutput"]) -> list[tuple[float, bool]]:
        """Extend the layers' scales by new outputs; return (largest absolute value, any below 0) of each layer."""
        scales = []
        for place, output in enumerate(outputs):
            key = (place, output.name, output.values.shape)
            largest, signed = self._scales.get(key, (0.0, False))
            finite = output.values[np.isfinite(output.values)]
            self._scales[key] = (
                max(largest, float(np.abs(finite).max(initial=0))), signed or bool((finite < 0).any())
            )  # fmt: skip
            scales.append(self._scales[key])
        return scales

    @traitlets.observe("drawing", "shift", "patch", "asked")
    def _on_question(self, change: dict) -> None:
        if self.logits or self.trouble:  # not while `__init__` sets the first values
            self._answer()

    def _answer(self) -> None:
        """Run the network, and send everything that the browser shows in one message."""
        question = (self.drawing, tuple(self.shift), self.patch and tuple(self.patch), self.asked)
        if question == getattr(self, "_latest", None):  # several settings changed together
            return
        self._latest = question
        with self.hold_sync():
            try:
                outputs, logits = self._outputs(self.picture)
                altered = any(self.shift) or self.patch is not None
                before = self._outputs(self.drawn)[0] if altered else outputs
            except ValueError as error:
                self.trouble = f"{error}"
            else:
                scales = self._widen(outputs)
                shown = [_shown(output) for output in outputs]
                self.layers = [
                    {"name": output.name, "shape": list(output.values.shape), "maps": len(values), "largest": largest,
                     "signed": signed}
                    for output, values, (largest, signed) in zip(outputs, shown, scales, strict=True)
                ]  # fmt: skip
                self.maps = b"".join(
                    _as_bytes(values, *scale) for values, scale in zip(shown, scales, strict=True)
                )  # fmt: skip
                self.changes = _changes(before, outputs) if altered else []
                self.logits = logits.tolist()
                self.trouble = ""
            self.answered = self.asked

    @traitlets.validate("drawing")
    def _is_a_picture(self, proposal: dict) -> bytes:
        value = proposal["value"]
        if isinstance(value, bytes | bytearray | memoryview):
            if len(bytes(value)) == SIDE * SIDE:
                return bytes(value)
            value = np.frombuffer(value, dtype=np.uint8)
        return _as_pictures(value, (SIDE, SIDE), "drawing").tobytes()

    @traitlets.validate("shift", "patch")
    def _inside(self, proposal: dict) -> list | None:
        name, value = proposal["trait"].name, proposal["value"]
        low, high = (-FURTHEST, FURTHEST) if name == "shift" else (0, SIDE - PATCH)
        if value is None:
            return None
        if len(value) != 2 or not all(type(number) is int and low <= number <= high for number in value):
            also = " or None," if name == "patch" else ""
            raise traitlets.TraitError(
                f"LeNetLive: {name} must be [rows, columns], whole numbers from {low} to {high},{also} got {value}; "
                f"give two such numbers"
            )
        return value

    def draw_fallback(self) -> DescribedFigure:
        """Return a figure of the drawing, its maps and its scores in the current state."""
        outputs, logits = self._outputs(self.picture)
        layers = {f"{place} {output.name}": _shown(output) for place, output in enumerate(outputs, start=1)}
        return activations(self.picture, layers, logits)[0].figure


def _ten_pictures(samples: ArrayLike | None) -> np.ndarray:
    """Return bytes of shape (10, 32, 32); without samples, the first image of each digit in the course's test split."""
    if samples is not None:
        return _as_pictures(samples, (10, SIDE, SIDE), "samples")
    from course_utils.datasets import digits

    test = digits(size=SIDE).test
    labels = test.labels.tolist()
    return test.images[[labels.index(digit) for digit in range(10)], 0].numpy()


def _as_pictures(values: ArrayLike, shape: tuple[int, ...], name: str) -> np.ndarray:
    """Return bytes of `shape`; floats 0..1 become 0..255. An axis for one channel is removed."""
    array = np.asarray(values)
    if array.ndim > 2 and array.shape[-3] == 1:
        array = array.squeeze(-3)
    if array.shape != shape or array.dtype.kind not in "uif":
        raise traitlets.TraitError(
            f"LeNetLive: {name} must be numbers of shape {shape}, got {array.dtype} {np.shape(values)}; "
            f"the course's pictures have it: digits(size=32).test.images"
        )
    most = 1 if array.dtype.kind == "f" else 255
    if not (array.min() >= 0 and array.max() <= most):  # NaN fails this
        raise traitlets.TraitError(
            f"LeNetLive: {name} must have {'floats from 0 to 1' if most == 1 else 'whole numbers from 0 to 255'}, got "
            f"{array.min():g} to {array.max():g}; scale it first"
        )
    return (np.round(array * 255) if most == 1 else array).astype(np.uint8)


def _shown(output: "LayerOutput") -> np.ndarray:
    """Return the first maps of a layer, or all of its numbers if it has no maps."""
    return output.values[:MOST_MAPS] if output.values.ndim == 3 else output.values


def _as_bytes(values: np.ndarray, largest: float, signed: bool) -> bytes:
    """Return numbers as bytes: 0..255 for 0 to `largest`, or -127..127 for -`largest` to `largest`."""
    most, kind = (127, np.int8) if signed else (255, np.uint8)
    share = np.nan_to_num(values, posinf=largest, neginf=-largest) / (largest or 1)
    return np.round(most * share).astype(kind).tobytes()


def _changes(before: list["LayerOutput"], after: list["LayerOutput"]) -> list[list[float]]:
    """Return how much each map differs, 0 to 1: its absolute differences divided by the absolute values of both.

    A row of numbers has one such share. The list is empty if the two runs went through different layers.
    """
    if [layer.values.shape for layer in before] != [layer.values.shape for layer in after]:
        return []
    shares = []
    for pair in zip(before, after, strict=True):
        rows = 1 if pair[0].values.ndim == 1 else len(_shown(pair[0]))
        old, new = (_shown(layer).reshape(rows, -1).astype(float) for layer in pair)
        size = np.abs(old).sum(1) + np.abs(new).sum(1)
        shares.append((np.abs(new - old).sum(1) / np.where(size > 0, size, 1)).round(4).tolist())
    return shares
