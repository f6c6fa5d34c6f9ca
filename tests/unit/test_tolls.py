"""Tolls of several speakers: what cannot be true at once is not told by one event."""

from __future__ import annotations

from itertools import combinations

import pytest

import toecap
from toecap.knowledge.counting import differ

Told = tuple[str | None, int | None, int | None]
MARKET = "killed in an attack on a market in Kabul on Monday"


def tolls(text: str, kind: str = "killed") -> list[Told]:
    """Who tells what number, for each event that counts this kind; None is the report."""
    record = toecap.read(text, published="2022-02-02")
    names = {actor.id: actor.name for actor in record.actors}
    speakers = {statement.id: names[statement.speaker] for statement in record.statements if statement.speaker}
    return [
        (speakers[event.according_to] if event.according_to else None, count.low, count.high)
        for event in record.events
        if (count := event.counts.get(kind)) is not None
    ]


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        (
            f"Police said 20 people were {MARKET}. The opposition said that 50 people were killed.",
            "killed",
            [("Police", 20, 20), ("opposition", 50, 50)],
        ),
        (
            f"The mayor said that dozens of people were {MARKET}. Police said 20 people were killed.",
            "killed",
            [("mayor", 24, None), ("Police", 20, 20)],
        ),
        (
            f"Twenty people were {MARKET}. The opposition said that 50 people were killed.",
            "killed",
            [(None, 20, 20), ("opposition", 50, 50)],
        ),
        (
            f"Twenty people were {MARKET}. The army said 20 people were killed. The rebels said 50 people were killed.",
            "killed",
            [(None, 20, 20), ("rebels", 50, 50)],
        ),
        (
            "According to the army, 20 people were killed in Goma on Monday. "
            "According to the rebels, 50 people were killed.",
            "killed",
            [("army", 20, 20), ("rebels", 50, 50)],
        ),
        (
            "Thousands protested in Minsk on Monday. Police said 500 people protested.",
            "protesters",
            [(None, 2_000, None), ("Police", 500, 500)],
        ),
    ],
)
def test_tolls_that_contradict_each_other_say_whose_they_are(text: str, kind: str, told: list[Told]) -> None:
    assert tolls(text, kind) == told


def test_the_report_takes_no_side_in_a_dispute() -> None:
    text = (
        "Soldiers attacked the village of Kona on Monday. Police said 20 people were killed in the attack. "
        "The opposition said that 50 were killed."
    )
    record = toecap.read(text, published="2022-02-02")
    assert [(event.predicate.quote, sorted(event.counts)) for event in record.events if not event.according_to] == [
        ("attacked", [])
    ]
    assert tolls(text) == [("Police", 20, 20), ("opposition", 50, 50)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"Police said 20 people were {MARKET}. The mayor said 20 people were killed.", ("Police", 20, 20)),
        (f"Police said at least 20 people were {MARKET}. The mayor said 23 people were killed.", ("Police", 20, None)),
        (f"The mayor said up to 30 people were {MARKET}. Police said 25 people were killed.", ("mayor", None, 30)),
        (f"Twenty people were {MARKET}. Two children were killed in the attack, doctors said.", (None, 20, 20)),
        (f"Police said 20 people were {MARKET}. The mayor said two of them were killed at once.", ("Police", 20, 20)),
        (f"Police said 20 people were {MARKET}. The mayor said two more people were killed.", ("Police", 20, 20)),
        (f"Police said 20 people were {MARKET}. Police later said that 25 people were killed.", ("Police", 20, 20)),
    ],
)
def test_tolls_that_fit_each_other_stay_together(text: str, told: Told) -> None:
    assert tolls(text) == [told]


AMOUNTS = {"20": (20, 20), "at least 20": (20, None), "23": (23, 23), "up to 30": (None, 30), "50": (50, 50)}


@pytest.mark.parametrize("amounts", list(combinations(AMOUNTS, 2)))
def test_no_event_holds_two_speakers_whose_numbers_differ(amounts: tuple[str, str]) -> None:
    first, second = amounts
    text = f"The army said {first} people were {MARKET}. The rebels said {second} people were killed."
    apart = differ(AMOUNTS[first], AMOUNTS[second])
    assert len(tolls(text)) == (2 if apart else 1)
