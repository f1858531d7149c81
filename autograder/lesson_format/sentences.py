"""Split a text into sentences and compare them by their letters alone, as the leak check does."""

import re

SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n\s*\n|\n(?=\s*[-*|\d])")
MIN_LENGTH = 12  # letters; a shorter sentence or line of code occurs in unrelated files and is not secret


def distinctive_sentences(text: str) -> list[str]:
    """Return the sentences of `text` with at least MIN_LENGTH letters, each reduced by `letters`.

    >>> distinctive_sentences("Yes. The *order* does\\nnot matter.")
    ['theorderdoesnotmatter']
    """
    sentences = dict.fromkeys(letters(sentence) for sentence in SENTENCE_END.split(text))
    return [sentence for sentence in sentences if len(sentence) >= MIN_LENGTH]


def letters(text: str) -> str:
    """Return the letters and digits of `text` in lower case, without markup, line breaks and comment signs.

    >>> letters("Not *a*\\n# word!")
    'notaword'
    """
    return re.sub(r"[\W_]+", "", text).casefold()
