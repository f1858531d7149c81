"""Make a student's text safe to show in a terminal and on a page."""


def clean(text: str) -> str:
    """Return the text with U+FFFD for each control character except the newline.

    >>> clean("a\x1b[2Jb")
    'a\ufffd[2Jb'
    """
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)
