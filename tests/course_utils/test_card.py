"""The card: reading otter's text, HTML that lets nothing through, plain text, both languages."""

import pytest

from course_utils.checking.card import Card, Note, card_of
from course_utils.checking.language import CHINESE
from course_utils.checking.messages import Message, read

HEAD = "❌ Test case failed\nError at line 9 in test q1:\n    answer(q1).equals(...)\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("NotYet: [kernel-flipped] You turned it.", Message("mistake", "kernel-flipped", "You turned it.")),
        ("NotYet: 3 of 4 cells are right: look again.", Message("wrong", None, "3 of 4 cells are right: look again.")),
        ("NotYet: two\nlines", Message("wrong", None, "two\nlines")),
        ("NotYet: not answered yet", Message("unanswered", None, "")),
        ("NotYet: 尚未作答", Message("unanswered", None, "")),
        ("NotImplementedError: q2_6: write your answer here", Message("unanswered", None, "")),
        ("AssertionError: expected a dtype", Message("wrong", None, "expected a dtype")),
        ("KeyError: 'x'", Message("error", None, "KeyError: 'x'")),
        ("NotYet: [not a tag] text", Message("wrong", None, "[not a tag] text")),
    ],
)
def test_read_takes_otters_text_apart(text, message):
    assert read(HEAD + text) == message


@pytest.mark.parametrize("nothing", [None, ""])
def test_read_of_nothing_is_an_error_without_text(nothing):
    assert read(nothing).kind == "error"


def test_card_of_no_failure_is_right():
    assert card_of("q1", [], hints=3).verdict == "right"


def test_card_of_shows_a_known_mistake_before_others():
    messages = [Message("wrong", None, "shape"), Message("mistake", "stride-ignored", "The stride was not used.")]
    card = card_of("q1", messages, hints=3)
    assert (card.verdict, card.tag, card.text) == ("not-yet", "stride-ignored", "The stride was not used.")
    assert 'grader.hint("q1")' in card.footer


def test_card_of_unanswered_offers_no_blame():
    card = card_of("q1", [Message("unanswered", None, "")], hints=3)
    assert (card.verdict, card.text) == ("unanswered", "")


def test_card_without_hints_offers_none():
    assert card_of("q1", [Message("wrong", None, "x")], hints=0).footer == ""


def test_card_html_lets_no_markup_through():
    card = Card("q<1>", "not-yet", '<script>alert("x")</script> `<b>`', tag='a"b')
    html = card.as_html()
    assert "<script" not in html and "<b>" not in html and 'data-tag="a&quot;b"' in html
    assert "<code>&lt;b&gt;</code>" in html


def test_card_has_more_than_colour_to_tell_verdicts_apart():
    texts = {verdict: Card("q1", verdict).as_text() for verdict in ("right", "not-yet", "unanswered")}
    assert len({text.split()[0] for text in texts.values()}) == 3
    assert [f'data-verdict="{verdict}"' in Card("q1", verdict).as_html() for verdict in texts] == [True] * 3


def test_card_speaks_chinese_also_when_it_is_shown_later():
    card = card_of("q1", [Message("wrong", None, "x")], hints=3, lang=CHINESE)
    shown = card._repr_mimebundle_()
    assert "還不對" in shown["text/html"] and "還不對" in shown["text/plain"] and "提示" in shown["text/html"]
    assert "正確" in card_of("q1", [], hints=3, lang=CHINESE)._repr_mimebundle_()["text/html"]


def test_note_escapes_too():
    assert "<i>" not in Note("<i>", "<i>")._repr_mimebundle_()["text/html"]
