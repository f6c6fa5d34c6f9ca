"""Who somebody without a name turns out to be: "the attacker, identified as Tom Barker", "police named him as ..."."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from toecap.annotate.actors.words import Words
from toecap.annotate.coreference.descriptions import has_complement
from toecap.annotate.layers import Mention
from toecap.knowledge.sides import load_side_words
from toecap.records import Actor

_NAMING = ("identify", "name")
_MISTAKEN = frozenset(("wrongly", "mistakenly", "falsely", "incorrectly", "initially"))
_UNDERGOING = ("nsubjpass", "dobj")
# The way from "as" down to a name: "as Reading resident and the painter Karim Sadalla"; not "as a Putin aide".
_NAME_DEPS = ("pobj", "appos", "conj", "dobj", "pcomp")
_NAMED_DEPS = ("oprd", "attr", "dobj")
_ACCUSED = ("accused", "defendant")
_CHARGING = ("arraign", "charge", "indict", "try")
_NEAR = 3  # sentences in which "the accused" is who was charged before
_NOUN_DEPS = ("nsubj", "nsubjpass", "dobj", "pobj", "dative", "poss")


@dataclass(frozen=True, slots=True)
class Identities:
    """Of actors without a name, the persons whom the report tells them to be; and who of these is called the doer."""

    persons: dict[int, tuple[int, ...]] = field(default_factory=dict)
    doers: set[tuple[int, ...]] = field(default_factory=set)


def identities(words: Words, mentions: Sequence[Mention], actors: Sequence[Actor]) -> Identities:
    """What the report's verbs of naming tell."""
    found = Identities()
    verbs = [i for i, lemma in enumerate(words.lemma) if lemma in _NAMING and words.tag[i].startswith("VB")]
    if not verbs:
        return found
    by_head = {m.head: m for m in mentions if m.actors}
    with_name = {i for m in mentions if m.form in ("name", "title") for i in m.actors}
    for verb in verbs:
        described, persons = _sides(words, verb, by_head, actors)
        if described is None or not persons or with_name.intersection(described.actors):
            continue
        if len(persons) == 1 or len(described.actors) > 1 or actors[described.actors[0]].kind == "group":
            found.persons.update(dict.fromkeys(described.actors, persons))
        if len(persons) == 1 and words.lemma[described.head] in load_side_words().perpetrator:
            found.doers.add(persons)
    return found


def renamed(words: Words, mentions: Sequence[Mention], actors: Sequence[Actor], told: Identities) -> list[Mention]:
    """The mentions with the named for the nameless; "the gunman", "the accused" too, where only one can be meant."""
    out = [dataclasses.replace(m, actors=_all_of(m.actors, told)) for m in mentions] if told.persons else list(mentions)
    with_name = {i for m in out if m.form == "name" for i in m.actors}
    doer = next(iter(told.doers)) if len(told.doers) == 1 else None
    taken = {m.head: at for at, m in enumerate(out)}
    for i, word in enumerate(words.lower):
        if words.lower[i - 1 : i] != ["the"] or words.tag[i] == "NNS" or has_complement(words, i):
            continue
        person = _charged_before(words, i, out, actors) if word in _ACCUSED else None
        if person is None and words.lemma[i] in load_side_words().perpetrator:
            person = doer
        if person is None:
            continue
        if i in taken and not with_name.intersection(out[taken[i]].actors):
            out[taken[i]] = dataclasses.replace(out[taken[i]], actors=person)
        elif i not in taken and words.dep[i] in _NOUN_DEPS:
            out.append(Mention(i - 1, i + 1, i, "noun", person))
    return out


def _all_of(actors: tuple[int, ...], told: Identities) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one for i in actors for one in told.persons.get(i, (i,))))


def _sides(
    words: Words, verb: int, by_head: Mapping[int, Mention], actors: Sequence[Actor]
) -> tuple[Mention | None, tuple[int, ...]]:
    """Who is named by this verb, and as whom; also "named Tom Barker as the gunman"."""
    kids = words.kids[verb]
    if any(words.dep[kid] == "neg" or words.lower[kid] in _MISTAKEN for kid in kids):
        return None, ()
    object_ = next((by_head[kid] for kid in kids if words.dep[kid] in _UNDERGOING and kid in by_head), None)
    if object_ is None and words.tag[verb] == "VBN":
        object_ = by_head.get(words.head[verb]) if words.dep[verb] == "acl" else _just_before(words, verb, by_head)
    if object_ is None:
        return None, ()
    as_ = next((i for i in range(verb + 1, words.right[verb] + 1) if words.lower[i] == "as"), None)
    if as_ is None:  # "a man named Tom Barker"
        beside = (by_head[kid] for kid in kids if kid > verb and words.dep[kid] in _NAMED_DEPS and kid in by_head)
        return object_, _persons([m for m in beside if m is not object_ and m.form == "name"], actors)
    told = [m for m in by_head.values() if as_ < m.head <= words.right[as_] and _hangs_on(words, m.head, as_)]
    if object_.form == "name":
        return next((m for m in told if m.form == "noun"), None), _persons([object_], actors)
    return object_, _persons([m for m in told if m.form == "name"], actors)


def _just_before(words: Words, verb: int, by_head: Mapping[int, Mention]) -> Mention | None:
    """ "detained the man, later identified as": the parser often hangs it on the verb."""
    i = verb - 1
    while i >= 0 and words.dep[i] in ("punct", "advmod"):
        i -= 1
    return by_head.get(i) if words.lower[i + 1 : i + 2] == [","] else None


def _hangs_on(words: Words, i: int, top: int) -> bool:
    while words.dep[i] in _NAME_DEPS and words.head[i] != top:
        i = words.head[i]
    return words.dep[i] in _NAME_DEPS


def _persons(mentions: Sequence[Mention], actors: Sequence[Actor]) -> tuple[int, ...]:
    """Of mentions, the persons whom they name."""
    return tuple(dict.fromkeys(i for m in mentions for i in m.actors if actors[i].kind == "person"))


def _charged_before(
    words: Words, i: int, mentions: Sequence[Mention], actors: Sequence[Actor]
) -> tuple[int, ...] | None:
    """The one person by name who was charged in the sentences before "the accused"."""
    found = set(_charged(words, i, mentions, actors))
    return next(iter(found)) if len(found) == 1 else None


def _charged(words: Words, i: int, mentions: Sequence[Mention], actors: Sequence[Actor]) -> Iterator[tuple[int, ...]]:
    with_name = {k for m in mentions if m.form == "name" for k in m.actors if actors[k].kind == "person"}
    for m in mentions:
        near = m.head < i and words.sent[i] - words.sent[m.head] <= _NEAR
        if near and len(m.actors) == 1 and with_name.issuperset(m.actors):
            first = m.head
            while words.dep[first] == "conj":
                first = words.head[first]
            if words.dep[first] in _UNDERGOING and words.lemma[words.head[first]] in _CHARGING:
                yield m.actors
