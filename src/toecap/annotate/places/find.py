"""Find the place names of a parsed report and choose, of the places that bear a name, the one that is meant.

Candidates are spaCy's GPE, LOC and FAC entities, and names of states outside any entity. Countries and regions come
first; cities are weighed by population and by whether the report names their country. What stays open stays out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.attrs import LOWER
from spacy.tokens import Doc, Span

from toecap.annotate.layers import text_of
from toecap.annotate.places.gazetteer import Gazetteer, Spot, fold, load_gazetteer
from toecap.knowledge import load
from toecap.knowledge.tables import Knowledge, Named
from toecap.records import Evidence, Place

LABELS = frozenset({"GPE", "LOC", "FAC"})
OTHER_LABELS = frozenset({"PERSON", "ORG", "NORP", "WORK_OF_ART", "EVENT", "PRODUCT", "LAW", "LANGUAGE"})
PREPOSITIONS = frozenset({"in", "near", "outside", "around", "across", "at"})
# A city must be this large to be meant in a report that never names its country, and this much (as a power of ten)
# ahead of a namesake abroad. A name of the country weighs as much as thirty times the population.
ALONE, AHEAD, NAMED = 100_000, 0.3, 1.5
# In "Paris, Germany and Spain" the comma only parts a list: so large a city needs no land behind its comma.
KNOWN = 1_000_000
_LEAD = re.compile(
    r"(?:the )?(?:city|town|port|village|province|state|capital) of "
    r"|(?:the )?(?:(?:north|south|east|west|central|(?:north|south)(?:east|west))(?:ern)?[ -](?:and )?){0,2}(?:the )?",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:['’]s?| city| province| region| state|,? D\.?C\.?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place name (character offsets) and the place that it means."""

    start: int
    end: int
    place: Place


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A name in the text, by character offsets, and the places that it may mean.

    `name` is the state's where a state is named, and `country` its code. `weak` ones need their country in the report.
    """

    start: int
    end: int
    name: str
    country: str | None
    capital: bool
    spots: tuple[Spot, ...]
    weak: bool = False


def find_places(doc: Doc) -> tuple[PlaceSpan, ...]:
    """The place names of a Doc with entities, in order, each with its place; unknown and doubtful ones are left out."""
    gazetteer, knowledge = load_gazetteer(), load()
    lower = _lower(doc)
    surfaces = list(_surfaces(doc, lower, knowledge))
    candidates = sorted(
        [*_entities(doc, gazetteer, knowledge), *_states(doc, surfaces), *_behind_prepositions(doc, lower, gazetteer)],
        key=lambda found: (found.start, -found.end),
    )
    kept = _apart(candidates)
    support = {str(state.country) for *_, state in surfaces}
    support |= {spot.country for found in kept if not found.country for spot in _sure(found) if spot.country}
    spans = []
    for index, found in enumerate(kept):
        place = _choose(text_of(doc), found, kept[index + 1] if index + 1 < len(kept) else None, support)
        if place is not None:
            spans.append(PlaceSpan(found.start, found.end, place))
    return tuple(spans)


def _lower(doc: Doc) -> list[str]:
    """The tokens in small letters: each form looked up once, and no Token made."""
    hashes = doc.to_array(LOWER).tolist() if len(doc) else []
    strings = {each: doc.vocab.strings[each] for each in set(hashes)}
    return [strings[each] for each in hashes]


def _surfaces(doc: Doc, lower: list[str], knowledge: Knowledge) -> Iterator[tuple[int, int, Named]]:
    """Token ranges that name one state in any way."""
    free = 0  # behind the last one
    for at in [at for at, word in enumerate(lower) if word in knowledge.longest]:
        if at < free or not doc[at].text[0].isupper():
            continue
        for length in range(min(knowledge.longest[lower[at]], len(lower) - at), 0, -1):
            named_so = knowledge.named.get(" ".join(lower[at : at + length]))
            if named_so is None:
                continue
            surface = doc[at : at + length].text
            states = [
                named
                for named in named_so
                if named.kind == "state" and named.country and (not named.cased or named.surface == surface)
            ]
            if states:
                if len({named.country for named in states}) == 1 and not states[0].ambiguous:
                    yield at, at + length, states[0]
                free = at + length
                break


def _entities(doc: Doc, gazetteer: Gazetteer, knowledge: Knowledge) -> Iterator[_Candidate]:
    """Candidates from spaCy's entities for places."""
    for entity in doc.ents:
        if entity.label_ in LABELS:
            found = _candidate(entity, gazetteer, knowledge)
            if found is not None:
                yield found


def _candidate(entity: Span, gazetteer: Gazetteer, knowledge: Knowledge) -> _Candidate | None:
    text = entity.text
    lead = _LEAD.match(text)
    offset = lead.end() if lead else 0
    bare = text[offset:]
    for name in dict.fromkeys((text, bare, _TAIL.sub("", bare))):
        if not name:
            continue
        state, capital = _state(name, knowledge)
        spots = (*gazetteer.regions.get(fold(name), ()), *gazetteer.cities(name))
        if entity.label_ == "FAC":
            spots = tuple(spot for spot in spots if spot.main)
        if state or spots:
            start = entity.start_char + text.index(name)
            known, country = (state.name, state.country) if state else (name, None)
            return _Candidate(start, start + len(name), known, country, capital, spots)
    return None


def _state(name: str, knowledge: Knowledge) -> tuple[Named | None, bool]:
    """The state that a name means today, and whether the name is a capital's. An adjective names no place."""
    state, capital = None, False
    for named in knowledge.named.get(name.casefold().replace("’", "'"), ()):
        if named.kind != "state" or named.end or (named.cased and named.surface != name):
            continue
        if named.surface_kind in ("name", "abbreviation") and state is None:
            state = named
        capital = capital or named.surface_kind == "capital"
    return state, capital


def _states(doc: Doc, surfaces: Iterable[tuple[int, int, Named]]) -> Iterator[_Candidate]:
    """Names of states that spaCy left without an entity."""
    for start, end, state in surfaces:
        span = doc[start:end]
        if state.surface_kind not in ("name", "abbreviation") or state.end:
            continue
        if not any(token.ent_type_ in OTHER_LABELS | LABELS for token in span):
            yield _Candidate(span.start_char, span.end_char, state.name, state.country, False, ())


def _behind_prepositions(doc: Doc, lower: list[str], gazetteer: Gazetteer) -> Iterator[_Candidate]:
    """Proper names right behind "in", "near" and the like that spaCy took for a person or for nothing: "in Omsk"."""
    people = {entity[-1].text for entity in doc.ents if entity.label_ == "PERSON" and len(entity) > 1}
    for at in [at for at, word in enumerate(lower[:-1]) if word in PREPOSITIONS]:
        if doc[at + 1].pos_ != "PROPN":
            continue
        end = at + 1
        while end < len(doc) and end - at <= 3 and doc[end].pos_ == "PROPN":
            end += 1
        span = doc[at + 1 : end]
        if span[-1].text in people or any(part.ent_type_ in LABELS for part in span):
            continue
        if end < len(doc) and doc[end].ent_iob_ == "I":
            continue
        spots = (*gazetteer.regions.get(fold(span.text), ()), *gazetteer.cities(span.text))
        spots = tuple(spot for spot in spots if spot.main)
        if spots:
            yield _Candidate(span.start_char, span.end_char, span.text, None, False, spots, weak=True)


def _apart(candidates: list[_Candidate]) -> list[_Candidate]:
    """Candidates without overlap, the first and longest kept."""
    kept: list[_Candidate] = []
    for found in candidates:
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
    return kept


def _sure(found: _Candidate) -> tuple[Spot, ...]:
    """The one place of a name that only one bears, or that is by far the largest."""
    spots = found.spots
    if not spots or spots[0].population < KNOWN:
        return ()
    return spots[:1] if len(spots) == 1 or spots[0].population > 30 * spots[1].population > 0 else ()


def _choose(text: str, found: _Candidate, following: _Candidate | None, support: set[str]) -> Place | None:
    """The place that is meant, or None."""
    land = following if following and text[found.end : following.start] == ", " else None
    evidence = Evidence(found.start, found.end, text[found.start : found.end])
    rivals = {spot.country for spot in found.spots if spot.precision == "admin1"} - {found.country}
    if found.country and not (rivals & support and found.country not in support):
        return Place(found.name, found.country, None, None, None, None, "country", evidence)
    # A region before a comma stands in a list: "Maine, New York and Texas".
    listed = bool(_regions(found))
    spot = None if listed else _within(found, land)
    if spot is None and (listed or not _denied(found, land)):
        spot = _best(found, support)
    if spot is None:
        return None
    return Place(spot.name, spot.country, spot.admin1, spot.lat, spot.lon, spot.geonames, spot.precision, evidence)


def _within(found: _Candidate, land: _Candidate | None) -> Spot | None:
    """The place inside the country or region that follows behind a comma: "Paris, Texas"."""
    if land is None:
        return None
    lands = [(land.country, None)] if land.country else [(spot.country, spot.admin1) for spot in _regions(land)]
    for country, admin1 in lands:
        for spot in found.spots:
            if spot.country == country and (admin1 is None or spot.admin1 == admin1):
                return spot
    return None


def _regions(found: _Candidate) -> list[Spot]:
    return [spot for spot in found.spots if spot.precision != "city"]


def _denied(found: _Candidate, land: _Candidate | None) -> bool:
    """Whether what follows behind the comma says that none of the places known by this name is meant."""
    if land is None or not (land.country or _regions(land)):
        return False
    return not found.spots or found.spots[0].population < KNOWN


def _best(found: _Candidate, support: set[str]) -> Spot | None:
    """The most likely place by size and by the countries that the report names."""
    regions = _regions(found)
    largest = max((spot.population for spot in found.spots), default=0)
    if regions and not found.capital and largest < KNOWN:
        backed = [spot for spot in regions if spot.country in support] or ([] if found.weak else regions)
        return backed[0] if len({spot.country for spot in backed}) == 1 else None
    cities = [spot for spot in found.spots if spot.precision == "city"]
    # A place's own name outweighs the same word as another name elsewhere: Berea is not Aleppo.
    cities = [spot for spot in cities if spot.main] or cities
    ranked = sorted(cities, key=lambda spot: (-_weight(spot, support), spot.geonames or 0))
    if not ranked or (ranked[0].country not in support and (found.weak or ranked[0].population < ALONE)):
        return None
    abroad = [spot for spot in ranked[1:] if spot.country != ranked[0].country]
    if abroad and _weight(ranked[0], support) - _weight(abroad[0], support) < AHEAD:
        return None
    return ranked[0]


def _weight(spot: Spot, support: set[str]) -> float:
    return math.log10(spot.population + 1) + (NAMED if spot.country in support else 0.0)
