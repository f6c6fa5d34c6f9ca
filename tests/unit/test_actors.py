"""Who is meant, sentence by sentence: each test holds one rule of the actor annotators."""

from __future__ import annotations

import pytest

import toecap
from toecap.records import Actor


def actors(text: str, day: str = "2019-03-04") -> dict[str, Actor]:
    """Words of each mention -> its actor."""
    record = toecap.read(text, published=day)
    return {mention.quote: actor for actor in record.actors for mention in actor.mentions}


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Thames Valley Police arrested a man. Police said he was 40.", "Police", "Thames Valley Police"),
        ("The Coastal Bird Archive counts gulls. The archive said so.", "The archive", "Coastal Bird Archive"),
        ("The Syrian Democratic Forces (SDF) left. The SDF said so.", "SDF", "Syrian Democratic Forces"),
        ("A rebel group, the M23, attacked.", "A rebel group", "M23"),
        ("The Taliban, a militant group, attacked Kabul.", "a militant group", "Taliban"),
        ("Facebook co-founder Mark Zuckerberg tweeted.", "founder Mark Zuckerberg", "Mark Zuckerberg"),
        ("Crown Prince Mohammad bin Salman met aides.", "Crown Prince Mohammad bin Salman", "Mohammad bin Salman"),
        (
            "Laura de Freitas Moraes spoke. Police thanked de Freitas Moraes.",
            "de Freitas Moraes",
            "Laura de Freitas Moraes",
        ),
    ],
)
def test_another_word_for_the_same_actor(text: str, words: str, name: str) -> None:
    assert actors(text)[words].name == name


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("An outspoken opponent of the Iraq War resigned.", "An outspoken opponent", None),
        ("Kenya's Liberal Democratic Party met.", "Liberal Democratic Party", "KEN"),
        ("Ethnic Albanians in south Serbia marched.", "Ethnic Albanians", "SRB"),
        ("Jordan's king spoke to Jordan's parliament.", "Jordan's parliament", "JOR"),
        ("Lebanon, Pennsylvania, has a new mayor.", "Lebanon", None),
        ("Ethnic Albanian guerrillas attacked a village in Serbia.", "Ethnic Albanian guerrillas", "SRB"),
        ("The Albanians of Serbia demanded schools.", "Albanians", "SRB"),
        ("Members of Kenya's Liberal Democratic Party sang.", "Members", "KEN"),
        ("Kenya closed its border after foreign troops attacked a village.", "foreign troops", None),
        ("Kenya said its neighbours had attacked a village.", "its neighbours", None),
        ("Supporters of Robert Mugabe marched.", "Supporters", "ZWE"),
        ("Texas Gov. Rick Perry signed the bill.", "Texas Gov. Rick Perry", "USA"),
        ("The Democrats of Ohio chose a candidate.", "Democrats", "USA"),
        ("Catalan leaders met.", "Catalan leaders", "ESP"),
    ],
)
def test_the_state_of_an_actor(text: str, words: str, code: str | None) -> None:
    assert actors(text)[words].code == code


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("General Motors reported a loss.", "Motors"),
        ("It cost US$ 30 million.", "US"),
        ("She runs for president.", "president"),
    ],
)
def test_words_that_name_no_actor(text: str, words: str) -> None:
    assert words not in actors(text)


@pytest.mark.parametrize(
    ("day", "name"),
    [("1996-07-04", "Boris Yeltsin"), ("2009-05-01", "Dmitry Medvedev"), ("2022-02-02", "Vladimir Putin")],
)
def test_the_holder_of_an_office_on_the_day(day: str, name: str) -> None:
    assert actors("The Russian president spoke in Moscow.", day)["The Russian president"].name == name


def test_a_later_office_is_not_given_early() -> None:
    sunak = actors("Britain waits. Prime Minister Sunak spoke.", "2022-02-02")["Prime Minister Sunak"]
    assert sunak.wikidata is None


def test_a_former_holder_keeps_the_title_he_is_called_by() -> None:
    reagan = actors("President Reagan was remembered.", "2000-01-01")["President Reagan"]
    assert (reagan.name, reagan.code) == ("Ronald Reagan", "USA")


def test_a_noun_with_the_told_of_again_is_one_person() -> None:
    record = toecap.read("A gunman shot two people. The gunman fled. Police caught the gunman.", published="2019-03-04")
    gunmen = [actor for actor in record.actors if actor.name.lower() == "gunman"]
    assert [len(actor.mentions) for actor in gunmen] == [3]


def test_of_two_men_neither_is_the_man() -> None:
    record = toecap.read("A man shot another man. The man said he was sorry.", published="2019-03-04")
    told = [[mention.quote for mention in actor.mentions] for actor in record.actors if actor.kind == "person"]
    assert ["A man"] in told
    assert ["another man"] in told


@pytest.mark.parametrize("text", ["Typhoon Haiyan killed 20 people.", "H5N1 spread to farms."])
def test_a_storm_a_place_or_a_disease_is_no_person(text: str) -> None:
    assert all(actor.kind != "person" for actor in actors(text).values())


def test_a_senator_sits_in_the_legislature() -> None:
    assert actors("Sen. John McCain criticised the plan.", "2008-05-05")["Sen. John McCain"].sectors == ("LEG",)


def test_a_queen_is_not_the_king_who_reigns() -> None:
    assert actors("The queen of Norway opened a school.", "2020-03-04")["The queen"].name == "queen"
    assert actors("The queen of Denmark opened a school.", "2020-03-04")["The queen"].name.startswith("Margrethe")


def test_a_name_ends_before_the_words_behind_it() -> None:
    found = actors("Muhammadu Buhari of Nigeria and Patrice Talon of Benin signed the African trade agreement.")
    assert "Patrice Talon" in {actor.name for actor in found.values()}


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("MOSCOW (AP) - Russia attacked Ukraine on Monday.", "AP", "AP"),
        ("Fighters from Kosovo (KLA) left. The KLA killed four officers.", "KLA", "KLA"),
    ],
)
def test_letters_behind_a_place_are_not_its_state(text: str, words: str, name: str) -> None:
    assert actors(text)[words].name == name


def test_nobody_is_in_office_for_ever() -> None:
    assert actors("The president of France met envoys.", "2026-03-04")["The president"].name == "Emmanuel Macron"
    assert actors("The president of France met envoys.", "2031-03-04")["The president"].name == "president"
