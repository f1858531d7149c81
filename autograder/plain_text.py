"""Text of a student's, made fit for a terminal and a page."""


def clean(text: str) -> str:
    """Text of a student's without what could upset a terminal or a page.

    >>> clean("a\x1b[2Jb")
    'a\ufffd[2Jb'
    """
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)
