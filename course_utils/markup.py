"""How checks and reports look in a notebook: a bar in one colour at the left, text in the page's own."""

import html
import re

# Mid-tones: at least 3:1 against a white and against a near-black page, and apart for every colour vision.
GOOD, TO_DO, QUIET = "#2f86c9", "#d4690f", "#868686"


def barred(colour: str) -> str:
    """Return the style of a block with a bar at its left."""
    return f"border-left:4px solid {colour};padding:.35em 0 .35em 1em;margin:.3em 0;max-width:860px;line-height:1.5"


def with_code(text: str) -> str:
    """Return a text as HTML; `words` between backquotes become code, a backquote without a partner stays.

    >>> with_code("a < b, says `a < b`")
    'a &lt; b, says <code>a &lt; b</code>'
    """
    return re.sub("`(.*?)`", r"<code>\1</code>", html.escape(text), flags=re.DOTALL).replace("\n", "<br>")
