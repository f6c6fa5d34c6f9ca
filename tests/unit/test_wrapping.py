"""Lines broken at a width."""

from __future__ import annotations

import textwrap

import pytest

import toecap
from toecap.annotate.wrapping import unwrapped

REPORT = (
    "Peru’s foreign minister, Rosa Quispe, warned Chile on Tuesday that Peru would close the border if Chilean patrols "
    "crossed it again.\n\nChile’s government denied that its soldiers had crossed the border at any time this year."
)


def wrapped(width: int, text: str = REPORT) -> str:
    return "\n\n".join(textwrap.fill(paragraph, width) for paragraph in text.split("\n\n"))


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
def test_a_wrapped_text_is_the_text(width: int):
    assert unwrapped(wrapped(width)) == REPORT


def test_windows_line_ends_keep_the_length():
    text = wrapped(60).replace("\n", "\r\n")
    assert len(unwrapped(text)) == len(text)
    assert unwrapped(text).split() == text.split()
    assert unwrapped(text).count("\n") == 2


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        "Border closed\nPeru closed its border with Chile on Tuesday, the ministry said.",
        "One paragraph stands here.\nAnother one stands below it.\nAnd a third one is here too.",
        "Apples\nPears\nQuinces",
        REPORT.replace("\n\n", "\n"),
        "",
    ],
)
def test_other_texts_keep_their_breaks(text: str):
    assert unwrapped(text) == text


def test_the_record_is_the_same_but_for_the_breaks():
    record, plain = (toecap.read(text, published="2031-03-05") for text in (wrapped(72), REPORT))
    assert record.report.text == wrapped(72)
    for one, other in zip(record.statements, plain.statements, strict=True):
        assert [" ".join(part.quote.split()) for part in one.content] == [part.quote for part in other.content]
        for part in one.content:
            assert record.report.text[part.start : part.end] == part.quote
    assert [event.type for event in record.events] == [event.type for event in plain.events]
    assert [actor.name for actor in record.actors] == [actor.name for actor in plain.actors]
