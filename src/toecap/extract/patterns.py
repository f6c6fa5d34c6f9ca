"""Does a verb pattern of the event knowledge fit a verb of the text?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Token

from toecap.extract import arguments
from toecap.knowledge.events import VerbPattern

# How many tokens after the verb a word asked for with "~" may stand.
NEAR = 15
# Particles that make another word of a verb.
TURNING = frozenset({"away", "off", "out", "up"})


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a pattern fits: its particles' tokens, the object that it asks for, how specific it is, and whether it
    names the things that are its subject."""

    particles: tuple[Token, ...]
    noun: Token | None
    specific: int
    by_thing: bool


# A noun and what it is called: see `_names`.
Head = tuple[Token, frozenset[str]]


@dataclass(frozen=True)
class Clause:
    """A verb, and what patterns ask of its clause: read when the first asks, once for all."""

    verb: Token
    _behind: dict[str, tuple[Head, ...]] = field(default_factory=dict)

    @cached_property
    def subjects(self) -> tuple[Head, ...]:
        """The heads of its subject, coordinated and counted ones too."""
        return _heads(arguments.logical_subject(self.verb))

    @cached_property
    def objects(self) -> tuple[Head, ...]:
        """The heads of its object, likewise."""
        return _heads(arguments.logical_object(self.verb))

    @cached_property
    def near(self) -> frozenset[str]:
        """The words behind the verb inside its clause, as lemma and as written; "that" also where it is left out."""
        verb = self.verb
        behind = verb.doc[verb.i + 1 : min(verb.right_edge.i + 1, verb.i + 1 + NEAR)]
        unsaid = any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children)
        return frozenset(word for t in behind for word in (t.lemma_.lower(), t.lower_)) | (
            {"that"} if unsaid else set()
        )

    def behind(self, preposition: str) -> tuple[Head, ...]:
        """What stands behind the preposition, wherever the parser hung it: "accused the army of torture"."""
        if preposition not in self._behind:
            holders = (self.verb, *(noun for noun, _ in self.objects))
            found = [_heads(arguments.prepositional(holder, preposition)) for holder in holders]
            self._behind[preposition] = tuple(head for heads in found for head in heads)
        return self._behind[preposition]


def fit(clause: Clause, pattern: VerbPattern) -> Fit | None:
    """How the pattern fits; None where it does not."""
    if pattern.subjects and _one_of(clause.subjects, pattern.subjects) is None:
        return None
    verb = clause.verb
    holders = [verb]
    noun: Token | None = None
    if pattern.objects:
        noun = _one_of(clause.objects, pattern.objects)
        if noun is None and not any(_one_of(clause.behind(word), pattern.objects) for word in pattern.particles):
            return None
        holders += [one for one, _ in clause.objects] if noun is None else [noun]
    if pattern.near and clause.near.isdisjoint(pattern.near):
        return None
    parts = _particles(holders, pattern.particles)
    if parts is None or (pattern.is_bare and _has_other_particle(verb)):
        return None
    specific = len(parts) + bool(pattern.objects) + bool(pattern.subjects) + bool(pattern.near)
    return Fit(tuple(parts), noun, specific, bool(pattern.subjects))


def _has_other_particle(verb: Token) -> bool:
    """ "Prices shot up", "shelled out a fortune": another verb than the one without."""
    return any(c.dep_ == "prt" and c.lower_ in TURNING and 0 < c.i - verb.i <= 3 for c in verb.children)


def _one_of(heads: tuple[Head, ...], lemmas: frozenset[str]) -> Token | None:
    return next((token for token, names in heads if not lemmas.isdisjoint(names)), None)


def _names(token: Token) -> Iterator[str]:
    """A noun's lemma and form, with what a hyphen joins to it ("cease-fire" is three tokens), and a person's title.

    "Hosted Prime Minister Hashimoto" has a minister for its object.
    """
    yield from (lemma := token.lemma_.lower(), token.lower_)
    if token.i > 1 and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_:
        yield f"{token.nbor(-2).lower_}-{lemma}"
    if token.ent_type_ == "PERSON":
        yield from (child.lower_ for child in token.lefts if child.dep_ == "compound")


def _heads(token: Token | None) -> tuple[Head, ...]:
    """The token, what is coordinated with it, and what they count: "tons of aid", "a series of sanctions"."""
    if token is None:
        return ()
    heads = tuple(arguments.conjuncts(token))
    measures = [head for head in heads if head.lemma_.lower() in arguments.MEASURE]
    counted = [noun for head in measures if (noun := arguments.prepositional(head, "of")) is not None]
    return tuple((noun, frozenset(_names(noun))) for noun in (*heads, *counted))


def _particles(holders: list[Token], words: tuple[str, ...]) -> list[Token] | None:
    """The particles: children of the verb or its object, or the word right behind the verb ("called for X to")."""
    verb = holders[0]
    found = []
    for word in words:
        part = next((c for h in holders for c in h.children if c.lower_ == word and c.dep_ != "mark"), None)
        if part is None and verb.i + 1 < len(verb.doc) and verb.nbor().lower_ == word:
            part = verb.nbor()
        if part is None:
            return None
        found.append(part)
    return found
