"""HTML for checks and reports in a notebook: a coloured bar on the left, text in the colour of the page."""

import html
import re

# Mid-tones: a contrast of at least 3:1 on a white and on a near-black page, and distinguishable with every kind of
# colour vision.
GOOD, TO_DO, QUIET = "#2f86c9", "#d4690f", "#868686"


def barred(colour: str) -> str:
    """Return the CSS style of a block with a bar on its left."""
    return f"border-left:4px solid {colour};padding:.35em 0 .35em 1em;margin:.3em 0;max-width:860px;line-height:1.5"


def with_code(text: str) -> str:
    """Return a text as HTML; `words` between backquotes become code, an unpaired backquote stays as it is.

    >>> with_code("a < b, says `a < b`")
    'a &lt; b, says <code>a &lt; b</code>'
    """
    return re.sub("`(.*?)`", r"<code>\1</code>", html.escape(text), flags=re.DOTALL).replace("\n", "<br>")
