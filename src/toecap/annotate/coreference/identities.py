"""Who somebody without a name turns out to be: "the attacker, identified as Tom Barker", "police named him as ..."."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from toecap.annotate.actors.words import Words
from toecap.annotate.coreference.descriptions import HELD_AS, HOLDING
from toecap.annotate.layers import Mention
from toecap.knowledge.sides import load_side_words
from toecap.records import Actor

Named = Mapping[int, tuple[int, ...]]  # an actor without a name -> whom the report tells it to be

_NAMING = ("identify", "name")
_HELD = ("accused", "defendant", "suspect")
# The way from "as" down to a name: "as Reading resident and Libyan national Karim Sadalla".
_NAME_DEPS = ("pobj", "appos", "conj", "nmod", "compound", "oprd", "attr", "dobj", "pcomp")
_NOUN_DEPS = ("nsubj", "nsubjpass", "dobj", "pobj", "dative", "poss")


def named_ones(words: Words, mentions: Sequence[Mention], actors: Sequence[Actor]) -> Named:
    """Of actors without a name, the persons whom a verb of naming tells them to be."""
    verbs = [i for i, lemma in enumerate(words.lemma) if lemma in _NAMING and words.tag[i].startswith("VB")]
    if not verbs:
        return {}
    by_head = {m.head: m for m in mentions if m.actors}
    with_name = {i for m in mentions if m.form in ("name", "title") for i in m.actors}
    found: dict[int, tuple[int, ...]] = {}
    for verb in verbs:
        described, persons = _sides(words, verb, by_head, actors)
        if described is None or not persons or with_name.intersection(described.actors):
            continue
        if len(persons) == 1 or len(described.actors) > 1 or actors[described.actors[0]].kind == "group":
            found |= dict.fromkeys(described.actors, persons)
    return found


def renamed(words: Words, mentions: Sequence[Mention], actors: Sequence[Actor], named: Named) -> list[Mention]:
    """The mentions with the named for the nameless; "the accused", "the gunman" too, where only one can be meant."""
    out = [dataclasses.replace(m, actors=_all_of(m.actors, named)) for m in mentions] if named else list(mentions)
    with_name = {i for m in out if m.form == "name" for i in m.actors}
    told = {persons for persons in named.values() if len(persons) == 1}
    held = told | set(_held(words, out, actors))
    taken = {m.head: at for at, m in enumerate(out)}
    for i, word in enumerate(words.lower):
        only = held if word in _HELD else told if words.lemma[i] in load_side_words().perpetrator else set()
        if len(only) != 1 or words.lower[i - 1 : i] != ["the"] or words.tag[i] == "NNS":
            continue
        (person,) = only
        if i in taken and not with_name.intersection(out[taken[i]].actors):
            out[taken[i]] = dataclasses.replace(out[taken[i]], actors=person)
        elif i not in taken and words.dep[i] in _NOUN_DEPS:
            out.append(Mention(i - 1, i + 1, i, "noun", person))
    return out


def with_states(actors: Sequence[Actor], named: Named) -> tuple[Actor, ...]:
    """The actors; a named one has the state that was told of it while it had no name ("a Libyan man")."""
    out = list(actors)
    for nameless, persons in named.items():
        for i in persons:
            if out[i].country is None and out[i].code is None:
                out[i] = dataclasses.replace(out[i], country=actors[nameless].country, code=actors[nameless].code)
    return tuple(out)


def _all_of(actors: tuple[int, ...], named: Named) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one for i in actors for one in named.get(i, (i,))))


def _sides(
    words: Words, verb: int, by_head: Mapping[int, Mention], actors: Sequence[Actor]
) -> tuple[Mention | None, tuple[int, ...]]:
    """Who is named by this verb, and as whom; also "named Tom Barker as the gunman"."""
    kids = words.kids[verb]
    if any(words.dep[kid] == "neg" for kid in kids):
        return None, ()
    object_ = next((by_head[kid] for kid in kids if words.dep[kid] in HELD_AS and kid in by_head), None)
    if object_ is None and words.tag[verb] == "VBN":
        object_ = by_head.get(words.head[verb]) if words.dep[verb] == "acl" else _just_before(words, verb, by_head)
    if object_ is None:
        return None, ()
    as_ = next((i for i in range(verb + 1, words.right[verb] + 1) if words.lower[i] == "as"), verb)
    told = [m for m in by_head.values() if as_ < m.head <= words.right[as_] and _hangs_on(words, m.head, as_)]
    if object_.form == "name" and as_ != verb:
        described = next((m for m in told if m.form == "noun" and m.head > verb), None)
        return described, _persons([object_], actors)
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


def _held(words: Words, mentions: Sequence[Mention], actors: Sequence[Actor]) -> Iterator[tuple[int, ...]]:
    """Persons by name who are arrested, charged or tried."""
    with_name = {i for m in mentions if m.form == "name" for i in m.actors if actors[i].kind == "person"}
    for m in mentions:
        if len(m.actors) == 1 and with_name.issuperset(m.actors):
            first = m.head
            while words.dep[first] == "conj":
                first = words.head[first]
            if words.dep[first] in HELD_AS and words.lemma[words.head[first]] in HOLDING:
                yield m.actors
