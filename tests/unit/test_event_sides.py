"""Who stands on the sides of an event where the event's own word does not tell."""

from __future__ import annotations

import pytest

import toecap
from toecap.knowledge.contents import load_contents
from toecap.knowledge.ontology import load_ontology
from toecap.records import Event, Record


def coded(text: str, type: str) -> tuple[list[str], list[str]]:
    """Names of actors and recipients of the text's one event of a type."""
    record = toecap.read(text, published="2031-03-04", outlet="The Example")
    events = [event for event in record.events if event.type == type]
    assert len(events) == 1, record.events
    return names(record, events[0])


def names(record: Record, event: Event) -> tuple[list[str], list[str]]:
    name = {actor.id: actor.name for actor in record.actors}
    return [name[id] for id in event.actors], [name[id] for id in event.recipients]


@pytest.mark.parametrize(
    ("text", "type", "actors", "recipients"),
    [
        ("Iran launched missiles targeting Pakistan.", "ASSAULT", ["Iran"], ["Pakistan"]),
        ("Ghana called for Togo to open its ports.", "REQUEST", ["Ghana"], ["Togo"]),
        ("Peru refused to give Chile more time.", "REJECT", ["Peru"], ["Chile"]),
        ("Norway faced criticism from Sweden.", "ACCUSE", ["Sweden"], ["Norway"]),
        ("Kenya left the talks at the request of Uganda.", "REQUEST", ["Uganda"], ["Kenya"]),
        ("In a phone call on Monday, France told Germany of the plan.", "CONSULT", ["France"], ["Germany"]),
    ],
)
def test_sides_are_told_by_the_clause(text: str, type: str, actors: list[str], recipients: list[str]) -> None:
    assert coded(text, type) == (actors, recipients)


def test_a_reply_goes_to_who_asked() -> None:
    text = "Mexico asked Cuba for doctors. Cuba declined the request."
    assert coded(text, "REJECT") == (["Cuba"], ["Mexico"])


@pytest.mark.parametrize(
    ("text", "cameo"),
    [
        ("Ghana urged Togo to withdraw its troops from Benin.", "0256"),
        ("Ghana demanded that Togo withdraw its troops from Benin.", "1056"),
        ("Ghana threatened to impose sanctions on Togo.", "1312"),
        ("Ghana rejected the demand of Togo to withdraw its troops from Benin.", "1246"),
        ("Ghana urged Togo.", "020"),
    ],
)
def test_a_code_tells_what_the_speaking_is_about(text: str, cameo: str) -> None:
    record = toecap.read(text, published="2031-03-04", outlet="The Example")
    assert record.events[0].cameo == cameo


def test_codes_of_contents_are_of_the_type_of_their_way() -> None:
    types = {"appeal": "REQUEST", "intent": "AGREE", "demand": "REQUEST", "reject": "REJECT", "threat": "THREATEN"}
    codes = load_ontology().codes
    for content, row in load_contents().items():
        assert content in codes
        assert all(codes[row[way]] == type for way, type in types.items() if row[way])


def test_measures_prepared_for_a_case_are_a_threat_and_have_not_happened() -> None:
    text = (
        "Sanctions are being prepared for when the first Chadian soldier crosses the border, the French president said."
    )
    record = toecap.read(text, published="2021-03-04", outlet="The Example")
    found = {event.type: event for event in record.events}
    assert found["THREATEN"].certainty == "actual"
    assert names(record, found["THREATEN"])[1] == ["first Chadian soldier"]
    assert found["SANCTION"].certainty == "conditional"
    assert found["SANCTION"].condition is not None
    assert found["SANCTION"].condition.quote == "the first Chadian soldier crosses the border"
