"""The words that tell certainty (`data/rules/certainty.toml`), by what they do to what they govern."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from dataclasses import dataclass
from typing import cast

from toecap.records import Certainty


@dataclass(frozen=True)
class CertaintyWords:
    """Each set is one class of the file; lemmas for governors, forms for auxiliaries, markers and adjectives."""

    negations: frozenset[str]
    hypothetical_modals: frozenset[str]
    planned_modals: frozenset[str]
    condition_markers: frozenset[str]
    when_markers: frozenset[str]
    question_markers: frozenset[str]
    condition_prepositions: frozenset[str]
    denying: frozenset[str]
    failing: frozenset[str]
    fearing: frozenset[str]
    said_too: frozenset[str]
    believing: frozenset[str]
    requesting: frozenset[str]
    addressing: frozenset[str]
    planning: frozenset[str]
    happening: frozenset[str]
    light: frozenset[str]
    amounts: frozenset[str]
    adjectives: dict[str, Certainty]


@functools.cache
def load_words() -> CertaintyWords:
    """The words, read once."""
    text = importlib.resources.files("toecap.knowledge").joinpath("data/rules/certainty.toml").read_text("utf-8")
    classes = {row["id"]: row for row in tomllib.loads(text)["class"]}

    def words(id: str) -> frozenset[str]:
        return frozenset(classes[id]["words"])

    adjectives = {
        word: cast(Certainty, row["certainty"])
        for id, row in classes.items()
        if id.startswith("adjective.")
        for word in row["words"]
    }
    return CertaintyWords(
        negations=words("negation"),
        hypothetical_modals=words("modal.hypothetical"),
        planned_modals=words("modal.planned"),
        condition_markers=words("condition.marker"),
        when_markers=words("condition.when"),
        question_markers=words("question.marker"),
        condition_prepositions=words("condition.preposition"),
        denying=words("governor.denying"),
        failing=words("governor.failing"),
        fearing=words("governor.fearing"),
        said_too=words("governor.said_too"),
        believing=words("governor.believing"),
        requesting=words("governor.requesting"),
        addressing=words("governor.addressing"),
        planning=words("governor.planning"),
        happening=words("governor.happening"),
        light=words("governor.light"),
        amounts=words("governor.amount"),
        adjectives=adjectives,
    )
