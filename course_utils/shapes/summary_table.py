"""The table that `summary` returns: one row for each layer, and the totals."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

Shape = tuple[int, ...]
Field = tuple[int, int] | None
_HEADS = ("layer", "kind", "output", "parameters", "connections", "receptive field")


@dataclass(frozen=True)
class LayerSummary:
    """The row of one layer; `connections` and `receptive_field` (rows, columns, in pixels) are None if unknown."""

    name: str
    kind: str
    output_shape: Shape
    parameters: int
    connections: int | None
    receptive_field: Field

    def cells(self) -> tuple[str, ...]:
        """Return the texts of the row's cells in the table."""
        return (self.name, self.kind, times(self.output_shape), _number(self.parameters), _number(self.connections),
                times(self.receptive_field))  # fmt: skip


@dataclass(frozen=True)
class ModelSummary:
    """The rows of a network and their totals; a notebook shows a table, `print` shows aligned lines."""

    input_shape: Shape
    rows: list[LayerSummary] = field(default_factory=list)

    @property
    def parameters(self) -> int:
        """The number of trainable parameters of all layers."""
        return sum(row.parameters for row in self.rows)

    @property
    def connections(self) -> int | None:
        """How often parameters are used for one image, biases included; None if it is unknown for a layer."""
        known = [row.connections for row in self.rows if row.connections is not None]
        return sum(known) if len(known) == len(self.rows) else None

    def _lines(self) -> list[tuple[str, ...]]:
        first = ("input", "", times(self.input_shape), "", "", "")
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
        """Return an HTML table in the colours of the page, so that it suits light and dark themes."""
        head, *body, last = [_HEADS, *self._lines()]
        rows = [_html_row(head, "th", "border-bottom:1px solid #86868688;font-weight:600")]
        rows += [_html_row(line, "td", "") for line in body]
        rows += [_html_row(last, "td", "border-top:1px solid #86868688;font-weight:600")]
        return (
            '<table class="course-summary" style="border-collapse:collapse;margin:.3em 0;line-height:1.5">'
            f"{''.join(rows)}</table>"
        )


def _html_row(line: Sequence[str], tag: str, style: str) -> str:
    cells = [
        f'<{tag} style="padding:.15em .9em;text-align:{"left" if i < 2 else "right"};{style}">{escape(text)}</{tag}>'
        for i, text in enumerate(line)
    ]
    return f"<tr>{''.join(cells)}</tr>"


def times(shape: Shape | None) -> str:
    """Return a size as text; None becomes a dash.

    >>> times((3, 32, 32)), times(None)
    ('3 × 32 × 32', '–')
    """
    return "–" if shape is None else " × ".join(str(n) for n in shape)


def _number(count: int | None) -> str:
    return "–" if count is None else f"{count:,}"
