"""The sentences of a text, told apart by their letters alone: the leak check looks for them in other texts."""

import re

SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n\s*\n|\n(?=\s*[-*|\d])")
MIN_LENGTH = 12  # letters, below which a sentence, or a line of code, may stand anywhere


def distinctive_sentences(text: str) -> list[str]:
    """Return the sentences of `text`, as `letters`, that are long enough to be told from any other text.

    >>> distinctive_sentences("Yes. The *order* does\\nnot matter.")
    ['theorderdoesnotmatter']
    """
    sentences = dict.fromkeys(letters(sentence) for sentence in SENTENCE_END.split(text))
    return [sentence for sentence in sentences if len(sentence) >= MIN_LENGTH]


def letters(text: str) -> str:
    """Return the letters and digits of `text`: the same words, whatever their markup, line breaks or comment signs.

    >>> letters("Not *a*\\n# word!")
    'notaword'
    """
    return re.sub(r"[\W_]+", "", text).casefold()
