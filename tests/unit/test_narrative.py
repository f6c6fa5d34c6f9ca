"""The day of an act that its own words do not date."""

from __future__ import annotations

import pytest

import toecap


def day(text: str, word: str) -> str | None:
    """The first day of the event whose predicate begins with the word."""
    record = toecap.read(text, published="2031-03-14", outlet="The Example")
    event = next(event for event in record.events if event.predicate.quote.startswith(word))
    return event.when.start if event.when else None


@pytest.mark.parametrize(
    ("text", "word", "start"),
    [
        ("On Monday police stormed the hall. They arrested ten people.", "arrested", "2031-03-10"),
        (
            "Police stormed the hall on Monday. The trial begins on April 5. They arrested ten.",
            "arrested",
            "2031-03-10",
        ),
        ("Police stormed the hall on Monday. They have arrested ten people.", "arrested", None),
        ("In January the king dissolved parliament. He did so at the request of Peru.", "request", "2031-01-01"),
        ("The Ghanaian president announced on Tuesday he was endorsing Kofi Mensah.", "endorsing", "2031-03-11"),
        ('The Ghanaian president said on Tuesday: "Today, we are asking Togo to leave."', "asking", "2031-03-11"),
        ("Peru accused Chile of spying before this year's election.", "accused", None),
    ],
)
def test_an_undated_act_takes_the_day_of_its_narrative_or_none(text: str, word: str, start: str | None) -> None:
    assert day(text, word) == start
