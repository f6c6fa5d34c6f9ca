"""The mention that a surface of the tables makes, with what the words around it change."""

from __future__ import annotations

from collections.abc import Mapping

from toecap.annotate.actors.found import Found
from toecap.annotate.actors.nouns import phrase_start, states_of
from toecap.annotate.actors.surfaces import Hit
from toecap.annotate.actors.vocabulary import vocabulary
from toecap.annotate.actors.words import Words

_BODIES = ("organisation", "group")


def hit_found(words: Words, hit: Hit, hits: Mapping[int, Hit]) -> Found | None:
    """A capital as a place makes no mention, a modifier only as an adjective.

    Bodies and groups keep the name as told: a reader looks for "NATO", not for its full name. News organisations
    speak for no state.
    """
    row = hit.row
    if not hit.acting:
        return None
    told = words.text_between(hit.start, hit.end)
    if row.surface_kind == "demonym" and (
        words.lower[hit.start - 1 : hit.start] == ["ethnic"] or _lives_elsewhere(words, hit, hits)
    ):
        return _minority(words, hit, hits)
    state = _other_state(words, hit, hits) if row.kind in _BODIES else None
    if state is not None:
        return _body_of(hit, told, *state)
    press = row.kind == "organisation" and "JRN" in row.sectors
    modifies = words.tag[hit.head].startswith("JJ") and words.dep[hit.head] in ("amod", "nmod")
    adjective = modifies or (row.surface_kind == "demonym" and words.tag[hit.head].startswith("JJ"))
    return Found(
        start=hit.start,
        end=hit.end,
        head=hit.head,
        form="adjective" if adjective or row.surface_kind == "adjective" else "name",
        kind=row.kind,
        name=told if row.kind in _BODIES else row.name,
        country=None if press else row.country,
        code=None if press else row.code,
        sectors=row.sectors,
        wikidata=row.wikidata,
        key=f"named:{row.kind}:{row.name}",
    )


def _other_state(words: Words, hit: Hit, hits: Mapping[int, Hit]) -> tuple[str, str] | None:
    """ "Kenya's Liberal Democratic Party" is not the one of Japan that the tables know."""
    others = {j: h for j, h in hits.items() if h is not hit}
    states = states_of(words, hit.head, others)
    if len(states) != 1 or states[0][0] is None or hit.row.code in (states[0][0], "MNC"):
        return None
    known_of_state = hit.row.country is not None or not hit.row.code
    return (states[0][0], states[0][0]) if known_of_state and _stands_before(words, hit, others) else None


def _stands_before(words: Words, hit: Hit, others: Mapping[int, Hit]) -> bool:
    """The state modifies the body from the left; "the Senate of Ohio in the USA" is left to the tables."""
    left = [k for k in words.kids[hit.head] if k < hit.start]
    return any(j in others for k in left for j in range(max(words.left[k], k - 5), k + 1))


def _body_of(hit: Hit, told: str, country: str, code: str) -> Found:
    return Found(
        start=hit.start,
        end=hit.end,
        head=hit.head,
        form="name",
        kind=hit.row.kind,
        name=told,
        country=country,
        code=code,
        sectors=hit.row.sectors,
        key=f"named:{hit.row.kind}:{told}:{country}",
    )


def _lives_elsewhere(words: Words, hit: Hit, hits: Mapping[int, Hit]) -> bool:
    """ "Croatian Serbs", "the Albanians of Serbia": a people with the adjective or after "of" the name of a state."""
    if words.lower[hit.head] not in vocabulary().minority_demonyms:
        return False
    kids = words.kids[hit.head]
    beside = [k for k in kids if k < hit.start and words.dep[k] in ("amod", "nmod", "compound")]
    of = [k for k in kids if k > hit.head and words.dep[k] == "prep" and words.lower[k] == "of"]
    beside += [p for k in of for p in words.kids[k] if words.dep[p] == "pobj"]
    return any(hits[k].row.country not in (None, hit.row.country) for k in beside if k in hits)


def _minority(words: Words, hit: Hit, hits: Mapping[int, Hit]) -> Found:
    """ "Ethnic Albanians" are not Albania; the state is the one where the report says that they live, if it does."""
    others = {j: h for j, h in hits.items() if h is not hit}
    states = states_of(words, hit.head, others)
    country = states[0][0] if len(states) == 1 else None
    start = phrase_start(words, hit.head)
    start += words.tag[start] == "DT"
    told = words.text_between(start, hit.end)
    return Found(
        start=start,
        end=hit.end,
        head=hit.head,
        form="name",
        kind="population",
        name=told,
        country=country,
        code=country,
        sectors=("CVL",),
        key=f"minority:{told.lower()}",
        plural=True,
        bare=country is None,
        apart=hit.row.country,
    )
