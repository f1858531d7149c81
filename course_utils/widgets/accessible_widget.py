"""The base class of the widgets: each leaves a static image with alt text, for readers without a kernel.

A notebook that shows a widget contains two outputs, the static image and the live widget. While the widget is live, its
JavaScript hides the image; a saved notebook, GitHub, nbconvert and a page without a kernel show the image.
"""

from uuid import uuid4

import anywidget
import matplotlib.pyplot as plt
import traitlets
from IPython.display import display

from course_utils.figures.described import DescribedFigure
from course_utils.widgets.static_files import style

# Without this rule, JupyterLab writes "Loading widget" or "Error displaying widget" below a saved notebook's image.
HIDE_THE_MISSING_WIDGET = """<style>
.jp-OutputArea-child:has([data-still]) + .jp-OutputArea-child:not(:has([data-live])) { display: none }
</style>"""


class AccessibleWidget(anywidget.AnyWidget):
    """A widget with a static image. Its JavaScript marks the live view with `data-live` and hides `data-still`."""

    _css = style()

    still = traitlets.Unicode(help="name of the picture that stands in for this widget").tag(sync=True)

    @traitlets.default("still")
    def _name_the_picture(self) -> str:
        return uuid4().hex

    def draw_fallback(self) -> DescribedFigure:
        """Return a figure of the widget in its current state."""
        raise NotImplementedError(f"{type(self).__name__} must draw its still picture")

    def fallback_bundle(self) -> tuple[dict[str, str], dict]:
        """Return (data, metadata) of the output that replaces the widget, for IPython's display protocol."""
        figure = self.draw_fallback()
        plt.close(figure)  # or the cell would show it a second time
        data, metadata = figure.mimebundle()
        data["text/html"] = f'<div data-still="{self.still}">{HIDE_THE_MISSING_WIDGET}{data["text/html"]}</div>'
        return data, metadata

    def _ipython_display_(self) -> None:
        data, metadata = self.fallback_bundle()
        display(data, metadata=metadata, raw=True)
        shown = self._repr_mimebundle_()
        assert shown is not None  # None is for a widget without a view
        view, address = shown  # Colab needs `address` to find the widget manager
        display({**view, "text/plain": "Run the cell to bring this picture to life."}, metadata=address, raw=True)
