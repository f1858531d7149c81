"""A widget that shows whether widgets work: its script `living.js` writes to the page only if it is loaded."""

from pathlib import Path

import anywidget
import traitlets


class Living(anywidget.AnyWidget):
    """A widget that writes the HTML `alive` into the elements of the page whose `data-awaits` is `name`."""

    _esm = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")

    name = traitlets.Unicode().tag(sync=True)
    alive = traitlets.Unicode().tag(sync=True)
