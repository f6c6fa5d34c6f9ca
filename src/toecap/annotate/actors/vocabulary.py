"""The word lists of the actor annotators (knowledge/data/actor_words.toml) and the outlets' countries."""

from __future__ import annotations

import csv
import functools
import importlib.resources
import tomllib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vocabulary:
    person_nouns: frozenset[str]
    group_nouns: frozenset[str]
    kin_nouns: frozenset[str]
    member_nouns: frozenset[str]
    outsider_nouns: frozenset[str]
    abroad_words: frozenset[str]
    minority_demonyms: frozenset[str]
    organisation_nouns: frozenset[str]
    state_nouns: frozenset[str]
    state_owned_nouns: frozenset[str]
    quantity_nouns: frozenset[str]
    past_words: frozenset[str]
    future_words: frozenset[str]
    deputy_words: frozenset[str]
    acting_words: frozenset[str]
    honorifics: frozenset[str]
    thing_starts: frozenset[str]
    thing_words: frozenset[str]
    male_titles: frozenset[str]
    female_titles: frozenset[str]
    given_names: frozenset[str]
    male_names: frozenset[str]
    female_names: frozenset[str]
    party_prepositions: frozenset[str]
    transfer_words: frozenset[str]
    utterance_nouns: frozenset[str]


@functools.cache
def vocabulary() -> Vocabulary:
    text = importlib.resources.files("toecap.knowledge").joinpath("data/actor_words.toml").read_text("utf-8")
    lists = {name: frozenset(words) for name, words in tomllib.loads(text).items()}
    lists["male_names"] |= _given_names("m") - lists["female_names"]
    lists["female_names"] |= _given_names("f") - lists["male_names"]
    return Vocabulary(given_names=lists["male_names"] | lists["female_names"], **lists)


def _given_names(gender: str) -> frozenset[str]:
    """First names of office holders who are all, or nearly all, of one gender."""
    text = importlib.resources.files("toecap.knowledge").joinpath("data/given_names.csv").read_text("utf-8")
    return frozenset(line[:-2] for line in text.splitlines() if line.endswith(f",{gender}"))


@functools.cache
def _outlets() -> dict[str, str]:
    text = importlib.resources.files("toecap.knowledge").joinpath("data/outlets.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["outlet"].casefold(): row["country"] for row in rows}


def outlet_country(outlet: str | None) -> str | None:
    """The country where an outlet is at home, or None where that says nothing about its readers."""
    if not outlet:
        return None
    name = outlet.casefold().strip()
    return _outlets().get(name) or _outlets().get(name.removeprefix("the ")) or _outlets().get("the " + name)
