"""The event rules (`data/rules/events/*.toml`): which verbs and nouns carry an event, and who fills its sides.

A verb pattern is a verb's lemma with particles or prepositions that hang on the verb ("call on") and, marked, the
lemmas of which one must be the object ("impose =ban|curfew"), the subject ("explode <bomb|mine") or stand behind the
verb in its clause ("rule ~unlawful|illegal"). A noun pattern is a noun's lemma, with a modifier's
lemma before it or without ("peace talk").
"""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from dataclasses import dataclass, replace
from typing import Any, Literal

from toecap.errors import ToecapError
from toecap.records import EventType

Needs = Literal["actor", "recipient", "either", "both", "none"]
ObjectKind = Literal["actor", "person", "optional"]

NOUN_ACTOR = ("poss", "by", "compound", "amod")
NOUN_RECIPIENT = ("on", "against", "of", "with", "to")
MARKS = frozenset("=<~")
KEYS = frozenset(
    """id why mode cameo contexts verbs nouns actor recipient noun_actor noun_recipient reciprocal object needs
    implies examples not_examples""".split()
)


@dataclass(frozen=True, slots=True)
class VerbPattern:
    """A verb, the particles or prepositions on it, and of which lemmas its object, its subject and a word behind it
    must be one (empty: any)."""

    lemma: str
    particles: tuple[str, ...]
    objects: frozenset[str]
    subjects: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()

    @property
    def is_bare(self) -> bool:
        """The verb alone."""
        return not (self.particles or self.objects or self.subjects or self.near)


@dataclass(frozen=True, slots=True)
class NounPattern:
    """A noun and the lemma that stands before it, or None."""

    lemma: str
    modifier: str | None


@dataclass(frozen=True, slots=True)
class EventRule:
    """What some words mean: an event type, its code, and the slots of its sides in order of preference.

    Slots: "subject" and "object" as in the active voice; "poss", "amod", "compound" of a noun; "owner": a possessive
    beside an "of" or "on"; else a preposition.
    `object`: "actor" - the bare verb counts only with an actor or an actor's thing as object; "person" - only with an
    actor; "optional" - if it has an object, that of an actor.
    "speaker": who makes the statement that the word stands in.
    `implies`: the rule of an act that is threatened by this one, an event of its own that has not happened.
    `needs`: which side must be an actor. `reciprocal`: of several actors the first acts, the others receive.
    """

    id: str
    type: EventType
    mode: str | None
    cameo: str
    contexts: tuple[str, ...]
    verbs: tuple[VerbPattern, ...]
    nouns: tuple[NounPattern, ...]
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    noun_actor: tuple[str, ...]
    noun_recipient: tuple[str, ...]
    reciprocal: bool
    object: ObjectKind | None
    needs: Needs
    implies: str | None
    why: str
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


@dataclass(frozen=True)
class EventRules:
    """All rules in order of their files; by the lemma of verb and noun, in that order."""

    rules: tuple[EventRule, ...]
    by_verb: dict[str, tuple[tuple[EventRule, VerbPattern], ...]]
    by_noun: dict[str, tuple[tuple[EventRule, NounPattern], ...]]


def parse_verb(text: str) -> VerbPattern:
    """ "call on" or "impose =ban|curfew on" as a pattern."""
    lemma, *rest = text.split()
    marked = {word[0]: frozenset(word[1:].split("|")) for word in rest if word[0] in MARKS}
    particles = tuple(word for word in rest if word[0] not in MARKS)
    if lemma[0] in MARKS or len(marked) + len(particles) != len(rest):
        raise ToecapError(
            "bad-rule", f"verb pattern {text!r}: write a verb, its particles and one of each mark at most"
        )
    none: frozenset[str] = frozenset()
    return VerbPattern(lemma, particles, marked.get("=", none), marked.get("<", none), marked.get("~", none))


def parse_noun(text: str) -> NounPattern:
    """A noun alone or with a word before it, "peace talk" or "cease-fire": of several before it the last one counts."""
    *before, lemma = text.replace("-", " ").split()
    return NounPattern(lemma, before[-1] if before else None)


def parse_rule(type: EventType, row: dict[str, Any]) -> EventRule:
    """One `[[rule]]` of a file."""
    unknown = set(row) - KEYS
    if unknown or "id" not in row or "cameo" not in row:
        raise ToecapError(
            "bad-rule", f"event rule {row.get('id')!r}: needs id and cameo; unknown keys {sorted(unknown)}"
        )
    recipient = tuple(row.get("recipient", ("object",)))
    return EventRule(
        id=row["id"],
        type=type,
        mode=row.get("mode"),
        cameo=row["cameo"],
        contexts=tuple(row.get("contexts", ())),
        verbs=tuple(map(parse_verb, row.get("verbs", ()))),
        nouns=tuple(map(parse_noun, row.get("nouns", ()))),
        actor=tuple(row.get("actor", ("subject",))),
        recipient=recipient,
        noun_actor=tuple(row.get("noun_actor", NOUN_ACTOR)),
        noun_recipient=tuple(row.get("noun_recipient", NOUN_RECIPIENT)),
        reciprocal=row.get("reciprocal", False),
        object=row.get("object"),
        needs=row.get("needs", "actor"),
        implies=row.get("implies"),
        why=row.get("why", ""),
        examples=tuple(row.get("examples", ())),
        not_examples=tuple(row.get("not_examples", ())),
    )


def parse_file(text: str) -> list[EventRule]:
    """All rules of one type's file."""
    data = tomllib.loads(text)
    return [parse_rule(data["type"], row) for row in data["rule"]]


def build(rules: list[EventRule]) -> EventRules:
    """Rules with their indexes. A pattern with a particle or object of its own is free of the rule's `object`."""
    by_verb: dict[str, list[tuple[EventRule, VerbPattern]]] = {}
    by_noun: dict[str, list[tuple[EventRule, NounPattern]]] = {}
    for rule in rules:
        free = replace(rule, object=None)
        for verb in rule.verbs:
            by_verb.setdefault(verb.lemma, []).append((rule if verb.is_bare else free, verb))
        for noun in rule.nouns:
            by_noun.setdefault(noun.lemma, []).append((rule, noun))
    return EventRules(
        tuple(rules),
        {lemma: tuple(found) for lemma, found in by_verb.items()},
        {lemma: tuple(found) for lemma, found in by_noun.items()},
    )


@functools.cache
def load_event_rules() -> EventRules:
    """The rules, read once; files in order of their names."""
    folder = importlib.resources.files("toecap.knowledge").joinpath("data/rules/events")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return build([rule for file in files for rule in parse_file(file.read_text("utf-8"))])
