"""What the course's widgets share: each leaves a still picture of itself, with alt text, for readers without a kernel.

A notebook that shows a widget gets two outputs, the picture and the live widget. While the widget lives, its
JavaScript hides the picture; a saved notebook, GitHub, nbconvert and a screen without a kernel show the picture.
"""

from uuid import uuid4

import anywidget
import matplotlib.pyplot as plt
import traitlets
from IPython.display import display

from course_utils.figures.described import DescribedFigure
from course_utils.widgets.static_files import style

# JupyterLab would write "Loading widget" or "Error displaying widget" below the picture of a saved notebook.
HIDE_THE_MISSING_WIDGET = """<style>
.jp-OutputArea-child:has([data-still]) + .jp-OutputArea-child:not(:has([data-live])) { display: none }
</style>"""


class AccessibleWidget(anywidget.AnyWidget):
    """A widget with a still picture. Its JavaScript marks the live view with `data-live` and hides `data-still`."""

    _css = style()

    still = traitlets.Unicode(help="name of the picture that stands in for this widget").tag(sync=True)

    @traitlets.default("still")
    def _name_the_picture(self) -> str:
        return uuid4().hex

    def draw_fallback(self) -> DescribedFigure:
        """Return a picture of the widget as it stands now."""
        raise NotImplementedError(f"{type(self).__name__} must draw its still picture")

    def fallback_bundle(self) -> tuple[dict[str, str], dict]:
        """Return (data, metadata) of the output that stands in for the widget, in the form of IPython's protocol."""
        figure = self.draw_fallback()
        plt.close(figure)  # or the cell would show it once more
        data, metadata = figure.mimebundle()
        data["text/html"] = f'<div data-still="{self.still}">{HIDE_THE_MISSING_WIDGET}{data["text/html"]}</div>'
        return data, metadata

    def _ipython_display_(self) -> None:
        data, metadata = self.fallback_bundle()
        display(data, metadata=metadata, raw=True)
        view, address = self._repr_mimebundle_()  # Colab learns from the second where to find the widget's manager
        display({**view, "text/plain": "Run the cell to bring this picture to life."}, metadata=address, raw=True)
