"""Organisations and places that spaCy names and the tables do not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from toecap.annotate.actors.found import Found, as_the_same
from toecap.annotate.actors.nouns import Phrase, states_of
from toecap.annotate.actors.offices import folded
from toecap.annotate.actors.surfaces import Hit
from toecap.annotate.actors.vocabulary import outlet_country
from toecap.annotate.actors.words import Words
from toecap.records import ActorKind

PhraseAt = Callable[[int], Phrase | None]
_LABELS = {"ORG", "NORP", "GPE", "FAC"}
_ACTING = {"nsubj", "nsubjpass", "dobj", "dative", "poss", "conj", "appos", "pobj", "ROOT"}
_PLACING = frozenset(
    "in at near from to into across around outside inside through over on of off within via toward towards"
    " throughout".split()
)
_BODIES = ("organisation", "group")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z0-9]{1,5}$|[A-Z]{2,8}$")


def find_organisations(words: Words, hits: Mapping[int, Hit], taken: set[int], phrase_at: PhraseAt) -> list[Found]:
    out = []
    for first, last, label in words.ents:
        if label not in _LABELS:
            continue
        start, end = _trim(words, first, last)
        if start >= end or end - start > 10:
            continue
        head = _head_in(words, start, end)
        if head in taken or (head in hits and hits[head].end >= end):
            continue
        if label == "NORP" and words.dep[head] in ("amod", "nmod", "compound"):
            continue  # "European integration" is done by nobody
        place = label in ("GPE", "FAC")
        if place and (words.dep[head] not in _ACTING or _in_place(words, head)):
            continue
        if place and words.dep[head] in ("compound", "amod", "nmod"):
            continue
        phrase = phrase_at(head)
        if phrase is not None and phrase.role.kind == "person" and not phrase.plural:
            continue  # "the United Nations Emergency Relief Coordinator" is a title
        out.append(_organisation(words, start, end, head, label, hits, phrase_at))
    return out


def _trim(words: Words, start: int, end: int) -> tuple[int, int]:
    for j in range(start, end):
        told_of = j > start and words.text[j].islower() and words.tag[j] in ("VBD", "VBZ", "MD")
        if told_of or "\n" in words.text[j] or words.text[j] in ",;:()":
            end = j if j > start else end
            break
    while start < end and (words.lower[start] in ("the", "a", "an", "both") or words.tag[start] in ("IN", "_SP")):
        start += 1
    while end > start and (words.tag[end - 1] in ("POS", "IN", "CC") or not words.text[end - 1][-1:].isalnum()):
        end -= 1
    return start, end


def _head_in(words: Words, start: int, end: int) -> int:
    for i in range(end - 1, start - 1, -1):
        if not start <= words.head[i] < end or words.head[i] == i:
            return i
    return end - 1


def _in_place(words: Words, head: int) -> bool:
    parent = words.head[head]
    return words.dep[head] == "pobj" and words.lower[parent] in _PLACING


def _organisation(
    words: Words, start: int, end: int, head: int, label: str, hits: Mapping[int, Hit], phrase_at: PhraseAt
) -> Found:
    name = " ".join(words.text[start:end]).replace(" - ", "-").replace(" ’", "’").replace(" '", "'")
    phrase = phrase_at(head)
    inside = [hits[j].row for j in range(start, end) if j in hits and hits[j].row.country]
    states = phrase.states if phrase else (states_of(words, head, hits) if label == "NORP" else ())
    country = inside[0].country if inside else (states[0][0] if len(states) == 1 else None)
    outlet = outlet_country(name) is not None
    bare = phrase is not None and country is None and not outlet
    first = (
        start - 1 if start and words.lower[start - 1] in ("the", "a", "an") and words.head[start - 1] == head else start
    )
    return Found(
        start=min(first, phrase.start) if phrase and phrase.head == head else first,
        end=end,
        head=head,
        form="name",
        kind=_kind(label, phrase),
        name=name,
        country=None if outlet else country,
        code=None if outlet else country,
        sectors=phrase.role.sectors if phrase else (),
        key=f"org:{folded(name).removeprefix('the ')}",
        noun=phrase.role.noun if phrase else "",
        definite=True,
        bare=bare,
    )


def _kind(label: str, phrase: Phrase | None) -> ActorKind:
    if phrase is not None and phrase.role.kind in ("organisation", "group", "state"):
        return phrase.role.kind
    if label == "ORG":
        return "organisation"
    return "group" if label == "NORP" else "unknown"


def join_acronyms(words: Words, founds: Sequence[Found]) -> list[Found]:
    """ "the National Telecommunications Commission (NTC)": the letters in brackets are the same body.

    Those behind a place are not: "MOSCOW (AP)", "fighters from Kosovo (KLA)". What the tables know under another name
    must begin as the letters do.
    """
    by_end: dict[int, Found] = {}
    for f in sorted(founds, key=lambda f: f.end - f.start):
        if f.form == "name" and f.kind in _BODIES and f.key:
            by_end[f.end] = f
    by_start = {f.start: f for f in founds if f.form == "name" and f.key}
    joined: dict[str | None, Found] = {}
    for i in range(len(words.text) - 2):
        if words.text[i] == "(" and words.text[i + 2] == ")" and _ACRONYM.match(words.text[i + 1]) and i in by_end:
            short, long = by_start.get(i + 1), by_end[i]
            if short is not None and short.end == i + 2 and _may_stand_for(words, i, short, long):
                joined[short.key] = long
    return [as_the_same(f, joined[f.key]) if f.key in joined else f for f in founds] if joined else list(founds)


def _may_stand_for(words: Words, bracket: int, short: Found, long: Found) -> bool:
    unknown = short.key is not None and short.key.startswith(("org:", "unknown:"))
    initials = "".join(word[0] for word in words.text[long.start : bracket] if word[:1].isupper())
    return unknown or initials == words.text[bracket + 1]


def join_apposed(words: Words, founds: Sequence[Found]) -> list[Found]:
    """ "A rebel group, the M23, attacked", "Aramco, the oil company, sued": one body, by its name."""
    name_at = {f.head: f for f in founds if f.form == "name" and f.kind in _BODIES and f.key}
    out = []
    for f in founds:
        one_of = words.lower[f.head] == "one"
        body = None
        if f.form == "noun" and (one_of or (f.kind in _BODIES and words.tag[f.head] in ("NN", "NNP"))):
            body = next((name_at[j] for j in _apposed(words, f.head) if j in name_at), None)
        out.append(as_the_same(f, body) if body is not None else f)
    return out


def _apposed(words: Words, head: int) -> Iterator[int]:
    """The heads of the nouns beside this one, of which one explains the other."""
    if words.dep[head] == "appos":
        yield words.head[head]
    yield from (kid for kid in words.kids[head] if words.dep[kid] == "appos")
