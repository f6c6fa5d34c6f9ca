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
        ("Facebook co-founder Mark Zuckerberg tweeted.", "founder Mark Zuckerberg", "Mark Zuckerberg"),
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
