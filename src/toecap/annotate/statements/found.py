"""What a reporting verb's complements yield, and the dependents that every shape looks at."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from toecap.annotate.statements.sources import agent, is_passive
from toecap.annotate.statements.tokens import Range

_OBJECTS = frozenset({"dobj", "dative", "obj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Found:
    """What a frame yields: the content's ranges, who is spoken to, and which shape it was."""

    content: tuple[Range, ...]
    addressees: tuple[Token, ...]
    shape: str
    extra_cue: Token | None = None


def has_to(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(child.dep_ in ("aux", "mark") and child.lower_ == "to" for child in verb.lefts)


def to_whom(verb: Token) -> tuple[Token, ...]:
    """Who is spoken to in "said to reporters"."""
    return tuple(
        noun
        for c in verb.rights
        if c.lower_ == "to" and c.dep_ in ("prep", "dative")
        for noun in c.rights
        if noun.dep_ == "pobj"
    )


def direct_object(verb: Token) -> Token | None:
    """The object of an active verb, the subject of a passive one with an agent."""
    if is_passive(verb):
        return next((c for c in verb.lefts if c.dep_ == "nsubjpass"), None) if agent(verb) is not None else None
    return next((c for c in verb.rights if c.dep_ in _OBJECTS), None)
