"""A matplotlib figure that carries its description (alt text) wherever a notebook shows it.

The figures of this package and the static images of widgets are such figures. A plain figure has no description, and
JupyterLab reads none from an image's metadata. So each figure is sent twice: as HTML, which JupyterLab and Colab show,
and as PNG, for programs that cannot show HTML.
"""

import base64
import html
import io
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

DPI = 100  # pixels per inch on the screen
SHARPNESS = 2  # pixels in the file for each pixel on the screen, so that text is sharp on high-resolution screens


class DescribedFigure(Figure):
    """A figure with `alt_text` and a white background, so that it is readable on light and on dark pages."""

    alt_text = "Figure"

    def png(self) -> bytes:
        """Return the figure as PNG with 256 colours: a third of the bytes, with no visible difference."""
        drawn, small = io.BytesIO(), io.BytesIO()
        self.savefig(drawn, format="tiff", dpi=DPI * SHARPNESS)  # uncompressed: compressing twice takes time
        image = Image.open(drawn).convert("RGB").quantize(256, dither=Image.Dither.NONE)
        image.save(small, format="PNG")
        return small.getvalue()

    def mimebundle(self) -> tuple[dict[str, str], dict[str, dict]]:
        """Return (data, metadata) for IPython's display protocol; both contain the alt text."""
        picture = base64.b64encode(self.png()).decode("ascii")
        width, height = (round(inches * DPI) for inches in self.get_size_inches())
        image = (
            f'<img alt="{html.escape(self.alt_text)}" width="{width}" src="data:image/png;base64,{picture}" '
            f'style="max-width: 100%; height: auto; border-radius: 10px">'
        )
        return (
            {"text/html": image, "image/png": picture, "text/plain": self.alt_text},
            {"image/png": {"alt": self.alt_text, "width": width, "height": height}},
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, dict]]:
        return self.mimebundle()


def new_figure(width: float, height: float, alt_text: str) -> DescribedFigure:
    """Return an empty figure of `width` by `height` inches, registered with pyplot so that a notebook cell shows it."""
    figure = plt.figure(FigureClass=DescribedFigure, figsize=(width, height), dpi=DPI, facecolor="white")
    assert isinstance(figure, DescribedFigure)  # `plt.figure` is declared to return a Figure
    figure.alt_text = alt_text
    return figure


def figure_of(ax: Axes) -> Figure:
    """Return the figure of Axes. The sizes of these figures are in inches, so none of them is a part of another."""
    assert isinstance(ax.figure, Figure)
    return ax.figure
