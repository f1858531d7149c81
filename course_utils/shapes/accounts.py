"""The account of a network, layer by layer: output shape, parameters, connections, receptive field, and the totals.

For a list of layers it is worked out in plain integers; for an `nn.Module`, by sending one empty picture through it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from math import prod
from typing import TYPE_CHECKING

from course_utils.shapes.counts import conv_connections, conv_parameters, linear_parameters
from course_utils.shapes.sizes import conv_output_size

if TYPE_CHECKING:
    from torch import nn

Shape = tuple[int, ...]
Field = tuple[int, int] | None
_HEADS = ("layer", "kind", "output", "parameters", "connections", "sees")


@dataclass(frozen=True)
class Row:
    """One layer. `connections` and `sees` (pixels: rows, columns) are None where they could not be told."""

    name: str
    kind: str
    output_shape: Shape
    parameters: int
    connections: int | None
    sees: Field

    def cells(self) -> tuple[str, ...]:
        """Return the row as it stands in the table."""
        return (self.name, self.kind, _times(self.output_shape), _number(self.parameters), _number(self.connections),
                _times(self.sees))  # fmt: skip


@dataclass(frozen=True)
class Account:
    """The rows of a network and their totals; a table where a notebook shows it, aligned lines where it is printed."""

    input_shape: Shape
    rows: list[Row] = field(default_factory=list)

    @property
    def parameters(self) -> int:
        """All trainable parameters."""
        return sum(row.parameters for row in self.rows)

    @property
    def connections(self) -> int | None:
        """How often parameters are used for one picture, biases included; None where one layer's is not known."""
        counts = [row.connections for row in self.rows]
        return None if None in counts else sum(counts)

    def _lines(self) -> list[tuple[str, ...]]:
        first = ("input", "", _times(self.input_shape), "", "", "")
        last = ("total", "", "", _number(self.parameters), _number(self.connections), "")
        return [first, *(row.cells() for row in self.rows), last]

    def __str__(self) -> str:
        lines = [_HEADS, *self._lines()]
        widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADS))]
        aligned = [
            "  ".join(text.ljust(width) if i < 2 else text.rjust(width) for i, (text, width) in enumerate(pairs))
            for pairs in (list(zip(line, widths, strict=True)) for line in lines)
        ]
        return "\n".join(line.rstrip() for line in aligned)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """Return a table in the page's own colours, so that it suits light and dark themes."""
        head, *body, last = [_HEADS, *self._lines()]
        rows = [_html_row(head, "th", "border-bottom:1px solid #86868688;font-weight:600")]
        rows += [_html_row(line, "td", "") for line in body]
        rows += [_html_row(last, "td", "border-top:1px solid #86868688;font-weight:600")]
        return (
            '<table class="course-account" style="border-collapse:collapse;margin:.3em 0;line-height:1.5">'
            f"{''.join(rows)}</table>"
        )


def account(
    layers: "Sequence[int | str] | nn.Module", input_shape: Sequence[int], *, kernel_size: int = 3, padding: int = 0,
    linear: Sequence[int] = (), bias: bool = True,
) -> Account:  # fmt: skip
    """Return the layer-by-layer account of a network.

    Args:
        layers: an `nn.Module`; or a list such as ``[8, 16, "pool"]``, where a number is a convolution with so many
            filters (stride 1) and "pool" the largest of 2 x 2 with stride 2, which has no parameters.
        input_shape: of one picture without batch, ``(C, H, W)``; or ``(F,)`` for a list with `linear` layers only.
        kernel_size, padding, bias: of each convolution in a list; `bias` of its linear layers, too.
        linear: neurons of the fully connected layers that follow in a list.

    Raises:
        ValueError: a layer that is neither, a map that has become too small (the layer is named), a wrong shape.
        TypeError: options beside an `nn.Module`, which says all that itself.

    Two filters of 3 x 3 on one channel, and five neurons on the 2 * 3 * 3 numbers that are left:

    >>> account([2, "pool"], (1, 8, 8), linear=[5])
    layer    kind          output  parameters  connections   sees
    input               1 × 8 × 8
    conv1    3 × 3      2 × 6 × 6          20          720  3 × 3
    pool1    max 2 × 2  2 × 3 × 3           0            0  4 × 4
    linear1                     5          95           95  8 × 8
    total                                 115          815
    """
    shape = tuple(int(n) for n in input_shape)
    if len(shape) not in (1, 3) or min(shape) < 1:
        raise ValueError(f"account: input_shape must be (C, H, W) or (F,), each at least 1, got {shape}")
    if isinstance(layers, (list, tuple)):
        return _of_list(layers, shape, kernel_size, padding, linear, bias)
    if (kernel_size, padding, tuple(linear), bias) != (3, 0, (), True):
        raise TypeError("account: kernel_size, padding, linear and bias are for lists; a module has its own")
    from course_utils.shapes.modules import rows_of

    return Account(shape, rows_of(layers, shape))


def _of_list(
    layers: Sequence[int | str], shape: Shape, kernel_size: int, padding: int, linear: Sequence[int], bias: bool
) -> Account:
    rows: list[Row] = []
    now, sees, step = shape, 1, 1  # the map; pixels that one of its cells sees; pixels from one cell to the next
    numbers = {"conv": 0, "pool": 0}
    for place, layer in enumerate(layers):
        kind = "pool" if layer == "pool" else "conv"
        _check_layer(layer, place, now)
        numbers[kind] += 1
        window, stride, ring = (2, 2, 0) if kind == "pool" else (kernel_size, 1, padding)
        if min(now[1:]) + 2 * ring < window:
            raise ValueError(
                f"account: layer {place} ({layer!r}) gets maps of {_times(now[1:])}, where a window of {window} × "
                f"{window} does not fit with padding {ring}; use fewer layers, a larger picture or more padding"
            )
        size = tuple(conv_output_size(n, window, stride=stride, padding=ring) for n in now[1:])
        sees, step = sees + step * (window - 1), step * stride
        if kind == "pool":
            now, counts = (now[0], *size), (0, 0)
        else:
            counts = (conv_parameters(now[0], layer, window, bias=bias),
                      conv_connections(now[0], layer, window, size, bias=bias))  # fmt: skip
            now = (layer, *size)
        what = f"{'max ' if kind == 'pool' else ''}{window} × {window}"
        rows.append(Row(f"{kind}{numbers[kind]}", what, now, *counts, (sees, sees)))
    whole = tuple(sees + step * (n - 1) for n in now[1:]) if len(now) == 3 else None
    for number, neurons in enumerate(linear, start=1):
        count = linear_parameters(prod(now), neurons, bias=bias)
        now = (neurons,)
        rows.append(Row(f"linear{number}", "", now, count, count, whole))
    return Account(shape, rows)


def _check_layer(layer: int | str, place: int, now: Shape) -> None:
    if layer != "pool" and (isinstance(layer, (str, bool)) or not isinstance(layer, int) or layer < 1):
        raise ValueError(f'account: layer {place} must be a number of filters or "pool", got {layer!r}')
    if len(now) != 3:
        raise ValueError(f"account: {layer!r} needs an input_shape (C, H, W), got {now}")


def _html_row(line: Sequence[str], tag: str, style: str) -> str:
    cells = [
        f'<{tag} style="padding:.15em .9em;text-align:{"left" if i < 2 else "right"};{style}">{escape(text)}</{tag}>'
        for i, text in enumerate(line)
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _times(shape: Shape | None) -> str:
    return "–" if shape is None else " × ".join(str(n) for n in shape)


def _number(count: int | None) -> str:
    return "–" if count is None else f"{count:,}"
