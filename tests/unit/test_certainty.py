"""How certain an act is that another is done with: "threatened to answer with strikes"."""

from __future__ import annotations

import pytest

import toecap


@pytest.mark.parametrize(
    ("text", "type", "certainty"),
    [
        ("Norland threatened to answer with missile strikes on Sudland.", "ASSAULT", "hypothetical"),
        ("Ali plans to go ahead with a lawsuit against the government.", "SANCTION", "planned"),
        ("The army will respond to the attack with airstrikes on rebels.", "ASSAULT", "planned"),
        ("Norland did not respond with an attack on Sudland.", "ASSAULT", "denied"),
        ("Norland answered with missile strikes on Sudland.", "ASSAULT", "actual"),
        ("Norland will cope with the sanctions by Sudland.", "SANCTION", "actual"),
    ],
)
def test_what_is_done_with_an_act_is_as_certain_as_the_doing(text: str, type: str, certainty: str) -> None:
    events = toecap.read(text, published="2022-02-02").events
    assert {event.certainty for event in events if event.type == type} == {certainty}


def test_what_is_only_asked_for_is_no_event_however_it_shall_be_done() -> None:
    events = toecap.read(
        "Kenya urged Norland to respond with sanctions against Sudland.", published="2022-02-02"
    ).events
    assert [event.type for event in events] == ["REQUEST"]


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ('"I want to thank Norway," the king said.', "actual"),
        ('"Let me thank Norway," the king said.', "actual"),
        ("The king wants to thank Norway.", "hypothetical"),
        ('"I do not want to accuse Peru," the king said.', "hypothetical"),
        ("Peru is not expected to attack Chile.", "hypothetical"),
        ("Peru has not yet decided to send tanks to Chile.", "planned"),
    ],
)
def test_what_is_only_wished_or_awaited_has_not_happened(text: str, certainty: str) -> None:
    assert [event.certainty for event in toecap.read(text, published="2031-03-04").events] == [certainty]


@pytest.mark.parametrize(
    "text",
    [
        "Peru has no plans to attack Chile.",
        "Peru does not plan to attack Chile.",
        "Peru has no intention of attacking Chile.",
    ],
)
def test_what_nobody_plans_is_denied(text: str) -> None:
    assert [event.certainty for event in toecap.read(text, published="2031-03-04").events] == ["denied"]


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("The premier is due to travel next week for talks with Peru.", ["planned"]),
        ("The talks between Peru and Chile were postponed.", ["denied"]),
        ("The minister was charged with insurrection.", ["actual"]),
        ("Iran hailed the lifting of Peru's sanctions.", ["actual"]),
        ("Peru stopped short of accusing Chile.", ["denied"]),
    ],
)
def test_what_is_ahead_called_off_or_for_a_court_has_not_happened(text: str, certainty: list[str]) -> None:
    assert [event.certainty for event in toecap.read(text, published="2031-03-04").events] == certainty
