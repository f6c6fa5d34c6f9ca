"""Words that tell who stands on a side of an event (`data/rules/sides.toml`)."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from dataclasses import dataclass


@dataclass(frozen=True)
class SideWords:
    """Each set is one class of the file: lemmas of verbs, of prepositions in `occasion`, of nouns in
    `mutual` and `perpetrator`."""

    light: frozenset[str]
    undergoing: frozenset[str]
    state: frozenset[str]
    replying: frozenset[str]
    occasion: frozenset[str]
    receiving: frozenset[str]
    addressing: frozenset[str]
    mutual: frozenset[str]
    perpetrator: frozenset[str]
    asserting: frozenset[str]
    showing: frozenset[str]
    feeling: frozenset[str]
    poison: frozenset[str]
    buyer: frozenset[str]
    fulfilled: frozenset[str]
    subject_control: frozenset[str]
    figurative: frozenset[str]
    reflexive: frozenset[str]
    everyday: frozenset[str]
    numbers: frozenset[str]
    mishap: frozenset[str]
    carrying: frozenset[str]
    munition: frozenset[str]
    own_means: frozenset[str]
    engaged: frozenset[str]


@functools.cache
def load_side_words() -> SideWords:
    """The words, read once."""
    text = importlib.resources.files("toecap.knowledge").joinpath("data/rules/sides.toml").read_text("utf-8")
    classes = {row["id"]: frozenset(row["words"]) for row in tomllib.loads(text)["class"]}
    return SideWords(**classes)
