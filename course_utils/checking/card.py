"""The card that a check shows, as HTML or plain text: the answer is right, or what to look at again."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from course_utils.checking.language import ENGLISH, in_language, spoken
from course_utils.checking.messages import Message
from course_utils.markup import GOOD, QUIET, TO_DO, barred, with_code

_COLOURS = {"right": GOOD, "not-yet": TO_DO, "unanswered": QUIET}
_MARKS = {"right": "✓", "not-yet": "✗", "unanswered": "○"}
_HEADINGS = {
    "right": {"en": "Right", "zh-Hant": "正確"},
    "not-yet": {"en": "Not yet", "zh-Hant": "還不對"},
    "unanswered": {"en": "Not answered yet", "zh-Hant": "尚未作答"},
}
_ERROR = {
    "en": "The check could not be finished: {text}",
    "zh-Hant": "檢查無法完成：{text}",
}
_HINT = {
    "en": 'Stuck? grader.hint("{question}") helps a step further.',
    "zh-Hant": '卡住了嗎？grader.hint("{question}") 會再多給一點提示。',
}


@dataclass(frozen=True)
class Card:
    """The verdict on one question ("right", "not-yet" or "unanswered") and the sentence that explains it."""

    question: str
    verdict: str
    text: str = ""
    tag: str | None = None
    footer: str = ""
    lang: str = ENGLISH

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        with spoken(self.lang):  # the notebook calls this after the check has ended
            return {"text/html": self.as_html(), "text/plain": self.as_text()}

    def as_text(self) -> str:
        """Return the card as plain text lines."""
        head = f"{_MARKS[self.verdict]} {in_language(_HEADINGS[self.verdict])}  {self._label()}"
        return "\n".join(line for line in (head, self.text, self.footer) if line)

    def as_html(self) -> str:
        """Return the card as HTML that inherits the page's text colour, so that it suits light and dark themes."""
        colour, heading = _COLOURS[self.verdict], in_language(_HEADINGS[self.verdict])
        tag = f' data-tag="{html.escape(self.tag)}"' if self.tag else ""
        lines = [
            f'<div class="course-card" role="status" data-verdict="{self.verdict}" '
            f'data-question="{html.escape(self.question)}"{tag} style="{barred(colour)}">',
            f'<div><span style="color:{colour};font-weight:600">{_MARKS[self.verdict]} {heading}</span>'
            f'<span style="opacity:.65;margin-left:.8em">{html.escape(self._label())}</span></div>',
        ]
        if self.text:
            lines.append(f"<div>{with_code(self.text)}</div>")
        if self.footer:
            lines.append(f'<div style="opacity:.75;font-size:.92em">{with_code(self.footer)}</div>')
        return "".join(lines) + "</div>"

    def _label(self) -> str:
        """Return the question's name, followed by the mistake's tag if there is one."""
        return f"{self.question} · {self.tag.replace('-', ' ')}" if self.tag else self.question


def card_of(question: str, messages: Sequence[Message], *, hints: int, lang: str = ENGLISH) -> Card:
    """Return the card for the messages of the failed tests; without messages the verdict is "right".

    A message that names a mistake is shown before the others.
    """
    if not messages:
        return Card(question, "right", lang=lang)
    first = next((message for message in messages if message.kind == "mistake"), messages[0])
    if first.kind == "unanswered":
        return Card(question, "unanswered", lang=lang)
    with spoken(lang):
        text = in_language(_ERROR).format(text=first.text) if first.kind == "error" else first.text
        footer = in_language(_HINT).format(question=question) if hints else ""
    return Card(question, "not-yet", text, first.tag, footer, lang)


@dataclass(frozen=True)
class Note:
    """A note from the grader itself, in quiet colours: a hint, where a file was written, or what to do next."""

    heading: str
    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        body = (
            f'<div class="course-note" role="note" style="{barred(QUIET + "88")}">'
            f'<div style="font-weight:600">{html.escape(self.heading)}</div><div>{with_code(self.text)}</div></div>'
        )
        return {"text/html": body, "text/plain": f"{self.heading}\n{self.text}"}
