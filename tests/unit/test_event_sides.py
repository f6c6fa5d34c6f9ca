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
        ("Ghana threatened to break off relations with Togo and Benin.", "THREATEN", ["Ghana"], ["Togo", "Benin"]),
        ("Peru promised to continue military aid to Chile.", "AGREE", ["Peru"], ["Chile"]),
        ("Norway refused to allow Swedish ships to land.", "REJECT", ["Norway"], ["Sweden"]),
        ("Estonia and Latvia have upgraded their diplomatic ties.", "SUPPORT", ["Estonia"], ["Latvia"]),
        ("The foreign ministers of Kenya and Uganda met on Monday.", "CONSULT", ["foreign ministers"], ["Uganda"]),
        ("A Danish reporter was arrested in Lebanon for trespassing.", "COERCE", ["Lebanon"], ["Danish reporter"]),
        ("Kenyan officials flew to Kampala for talks with Uganda.", "CONSULT", ["Kenyan officials"], ["Uganda"]),
        ("Messages of condolence came from the premier of Kenya.", "SUPPORT", ["premier"], []),
        ("Togo keeps a policy which the United Nations has criticised.", "ACCUSE", ["United Nations"], []),
        ("In a phone call on Monday, France told Germany of the plan.", "CONSULT", ["France"], ["Germany"]),
        ("The army placed the mayor under house arrest.", "COERCE", ["army"], ["mayor"]),
        ("Peru has entered into an agreement with Chile.", "AGREE", ["Peru"], ["Chile"]),
        ("Hamas said it had attacked Israel.", "ASSAULT", ["Hamas"], ["Israel"]),
        ("General Sorel had orchestrated attacks on Peru.", "ASSAULT", ["Sorel"], ["Peru"]),
        ("Mr Perry posted a message on Twitter blaming Peru for the attacks.", "ACCUSE", ["Perry"], ["Peru"]),
        ("The bank is facing an inquiry by the senate.", "ACCUSE", ["senate"], ["bank"]),
        ("Senator Perry expressed opposition to the bill.", "ACCUSE", ["Perry"], []),
        ("Peru condemned the jailing of a reporter.", "ACCUSE", ["Peru"], []),
        ("The jailing of a reporter drew criticism from Peru.", "ACCUSE", ["Peru"], []),
        ("Peru and Chile accused each other of spying.", "ACCUSE", ["Peru"], ["Chile"]),
        ("The killing of a commander by Norway angered Iran.", "ASSAULT", ["Norway"], ["commander"]),
        ("Protesters clashed with police.", "ASSAULT", ["Protesters"], ["police"]),
        ("Police said the arrest of the leader had sparked protests.", "PROTEST", [], []),
        ("Peru vetoed a resolution condemning Chile.", "REJECT", ["Peru"], ["Chile"]),
        ("Three soldiers were wounded in an attack.", "ASSAULT", [], ["Three soldiers"]),
        ("French soldiers left Niger.", "RETREAT", ["French soldiers"], ["Niger"]),
        ("The queen used a speech to thank Norway.", "SUPPORT", ["queen"], ["Norway"]),
        ('"Thank you, Norway," King Olaf wrote.', "SUPPORT", ["Olaf"], ["Norway"]),
        ('King Olaf wrote, "Congratulations to [Norway] on the vote".', "SUPPORT", ["Olaf"], ["Norway"]),
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


def test_condemning_a_killing_blames_the_killers_and_not_the_victims() -> None:
    assert coded("Ghana condemned the killing of farmers by Togolese soldiers.", "ACCUSE")[1] == ["Togolese soldiers"]
    assert coded("Ghana condemned the killing of the Togolese ambassador.", "ACCUSE")[1] == []


def test_violence_by_unknown_hands_is_of_who_is_charged_with_it() -> None:
    text = "Three shoppers were killed in Lima on Monday. Pedro Quispe was charged with the killing."
    assert coded(text, "ASSAULT")[0] == ["Pedro Quispe"]


def test_a_state_blamed_for_one_attack_has_not_made_every_other() -> None:
    record = toecap.read(
        "The minister blamed Peru for the attack on the embassy on Monday.\n\n"
        "On Wednesday a gunman in a market killed five people. Three nurses were killed in a raid on Thursday.",
        published="2031-03-04",
    )
    killed = [event for event in record.events if event.predicate.quote == "killed"]
    assert [names(record, event)[0] for event in killed] == [["gunman"], []]


def test_two_suspects_leave_the_doer_unknown() -> None:
    text = (
        "Three shoppers were killed in Lima on Monday. Pedro Quispe was charged with murder. "
        "Juan Mamani was charged with the stabbing of a guard."
    )
    record = toecap.read(text, published="2031-03-04")
    killed = next(event for event in record.events if event.predicate.quote == "killed")
    assert killed.actors == ()


@pytest.mark.parametrize(
    "text",
    [
        "Police want to hear from people accused of crimes.",
        "The king had a heart attack.",
        "The premier insisted that he was right.",
        "Oil prices shot up on Monday.",
        "She resigned herself to waiting.",
        "The minister conceded that the plan had failed.",
        "The army demonstrated its new missiles.",
        "The bank met its obligations to the government.",
        "Five people died of carbon monoxide poisoning in Oslo.",
        "Residents are receiving letters warning that they should be tested.",
        "The firm filed for bankruptcy.",
        "The process is one that is executed quickly.",
        "The press release of the ministry was short.",
        "The firm builds cars in response to customer demand.",
        "The Airbus A330 jetliner crashed into the sea, killing all 228 people on board.",
        "Norway killed the hopes of Sweden.",
        "The bank released the president's tax returns.",
    ],
)
def test_what_looks_like_an_act_and_is_none(text: str) -> None:
    assert toecap.read(text, published="2031-03-04").events == ()


def test_a_noun_that_names_what_was_told_is_no_second_event() -> None:
    text = "Ghana asked Togo for fuel on Monday. " + "The harvest was good. " * 120 + "Ghana's request came late."
    record = toecap.read(text, published="2031-03-04")
    assert [event.type for event in record.events] == ["REQUEST"]


def test_a_party_named_for_what_it_does_is_no_act() -> None:
    record = toecap.read("In Cyprus, the ruling Democratic Rally hailed the deal.", published="2031-03-04")
    assert [event.type for event in record.events] == ["SUPPORT"]


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("The ceasefire collapsed after Israel bombed Rafah.", "ASSAULT"),
        ("Protesters flooded into the square and attacked police officers.", "ASSAULT"),
        ("A suicide bomber crashed into a checkpoint, killing six soldiers.", "ASSAULT"),
        ("Canada's food aid to Haiti arrived.", "AID"),
        ("Russia's food embargo on Poland ended.", "SANCTION"),
        ("Turkey and Greece negotiated the conditions of a truce.", "CONSULT"),
        ("Thousands demonstrated their anger at the government.", "PROTEST"),
        ("President Perry urged the opposition to end the strike.", "REQUEST"),
        ("The gang -- 40 men -- killed a judge.", "ASSAULT"),
    ],
)
def test_what_is_an_act_all_the_same(text: str, type: str) -> None:
    assert type in {event.type for event in toecap.read(text, published="2031-03-04").events}
