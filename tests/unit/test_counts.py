"""Counts: numbers in words and figures, their bounds, the people of one phrase added up."""

from __future__ import annotations

import pytest

import toecap


@pytest.mark.parametrize(
    ("sentence", "kind", "low", "high"),
    [
        ("Police arrested 12 to 15 protesters in Minsk.", "arrested", 12, 15),
        ("Soldiers killed between 30 and 40 rebels near Bangui.", "killed", 30, 40),
        ("At least 20 people were killed in Kabul.", "killed", 20, None),
        ("Fifty were killed in an attack in Kabul.", "killed", 50, 50),
        ("Dozens were killed by rebels in Kabul.", "killed", 24, None),
        ("At least 12 were arrested in Minsk.", "arrested", 12, None),
        ("Rebels killed up to 300 soldiers.", "killed", None, 300),
        ("Rebels killed two hundred soldiers.", "killed", 200, 200),
        ("Police detained 1,200 protesters.", "arrested", 1_200, 1_200),
        ("Police detained dozens of protesters.", "arrested", 24, None),
        ("Thousands protested in Minsk.", "protesters", 2_000, None),
        ("Hundreds of people marched against the government in Lima.", "protesters", 200, None),
        ("The blast killed five people and injured three others.", "injured", 3, 3),
        ("A gunman shot at the crowd, killing nine people.", "killed", 9, 9),
        ("Police arrested a 25-year-old man in Leeds.", "arrested", 1, 1),
        ("A Russian attack left six soldiers dead.", "killed", 6, 6),
        ("More than 100,000 Russian troops have massed near the border.", "troops", 100_000, None),
    ],
)
def test_numbers_and_their_bounds(sentence: str, kind: str, low: int | None, high: int | None) -> None:
    events = toecap.read(sentence, published="2022-02-02").events
    found = [event.counts[kind] for event in events if kind in event.counts]
    assert [(count.low, count.high) for count in found] == [(low, high)]
    assert all(sentence[c.evidence.start : c.evidence.end] == c.evidence.quote for c in found)


@pytest.mark.parametrize("sentence", ["Police arrested several protesters.", "Rebels killed many soldiers in Goma."])
def test_vague_amounts_give_no_count(sentence: str) -> None:
    assert all(not event.counts for event in toecap.read(sentence, published="2022-02-02").events)


@pytest.mark.parametrize(
    "sentence",
    [
        "Fifty people were killed in an earthquake in Peru.",
        "Three were killed in a car crash.",
        "Dozens of people were killed when the bridge collapsed.",
        "The storm killed 50.",
    ],
)
def test_the_dead_of_a_mishap_were_killed_by_nobody(sentence: str) -> None:
    assert not toecap.read(sentence, published="2022-02-02").events
