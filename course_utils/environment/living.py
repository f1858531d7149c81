"""A widget that does nothing but come alive, drawn by `living.js`: where widgets don't work it never does."""

from pathlib import Path

import anywidget
import traitlets


class Living(anywidget.AnyWidget):
    """Writes `alive`, HTML, into the lines of the page whose `data-awaits` is `name`."""

    _esm = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")

    name = traitlets.Unicode().tag(sync=True)
    alive = traitlets.Unicode().tag(sync=True)
