"""Somebody without a name who is named elsewhere in the report; and who stays apart."""

from __future__ import annotations

import pytest

import toecap


def named(text: str) -> dict[str, str]:
    """Words of each mention -> the name of its actor."""
    record = toecap.read(text, published="2020-06-23")
    return {mention.quote: actor.name for actor in record.actors for mention in actor.mentions}


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The attacker, identified as Tom Barker, 20, was shot by police.", "The attacker", "Tom Barker"),
        ("Police detained the man, later identified as Omar Reza.", "the man", "Omar Reza"),
        ("Guards shot a man. The papers named him as Omar Reza.", "a man", "Omar Reza"),
        ("A man attacked a guard. Police named the man as Omar Reza.", "A man", "Omar Reza"),
        ("Police named Omar Reza as the gunman.", "the gunman", "Omar Reza"),
        ("Police identified the gunman as Omar Reza. The attacker hurt two guards.", "The attacker", "Omar Reza"),
        ("Omar Reza was charged with murder. Police questioned the accused.", "the accused", "Omar Reza"),
        ("A man stabbed a guard in Leeds. Police shot the attacker.", "the attacker", "man"),
    ],
)
def test_who_is_named_elsewhere(text: str, words: str, name: str) -> None:
    assert named(text)[words] == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Omar Reza and Tom Barker were charged. Omar Reza was arrested. Police questioned the suspect.",
            "the suspect",
        ),
        ("Police did not identify the gunman as Omar Reza.", "the gunman"),
        ("Police identified the gunman as Omar Reza. The second gunman fled from guards.", "The second gunman"),
        ("Omar Reza was arrested for fraud. Guards shot the gunman.", "the gunman"),
        ("Mayor Omar Reza attacked a rival. Police shot the attacker.", "the attacker"),
        ("The victim was identified as Omar Reza. Police shot the gunman.", "the gunman"),
        ("A man wrongly identified as Omar Reza was released.", "A man"),
        ("The attacker, identified as an Omar Reza aide, killed two guards.", "The attacker"),
        ("Tom Barker accused Omar Reza of lying. Police in Ohio shot the suspect.", "the suspect"),
        ("Omar Reza was arrested in 2021. On Monday police detained the suspect.", "the suspect"),
        ("Omar Reza was charged with fraud. The accused in the murder trial attacked a guard.", "The accused"),
    ],
)
def test_who_stays_without_a_name(text: str, words: str) -> None:
    assert named(text).get(words) not in {"Omar Reza", "Tom Barker"}


def test_both_of_two() -> None:
    record = toecap.read("Two brothers, named by police as Ali Reza and Omar Reza, attacked the embassy.")
    (attack,) = [event for event in record.events if event.type == "ASSAULT"]
    names = {actor.id: actor.name for actor in record.actors}
    assert [names[actor] for actor in attack.actors] == ["Ali Reza", "Omar Reza"]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("A police officer shot the attacker dead.", "the attacker", "attacker"),
        ("A soldier killed two rebels. The attacker fled.", "The attacker", "attacker"),
        ("A man was detained over fraud. The killer of the judge is at large.", "The killer", "killer"),
    ],
)
def test_who_is_another(text: str, words: str, name: str) -> None:
    assert named(text).get(words, name) == name
