"""Cities and regions of the gazetteer: they tell the country of "El Paso police", and count for the report's country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from toecap.annotate.actors.surfaces import Hit, head_of, is_acting
from toecap.annotate.actors.words import Words
from toecap.annotate.places.gazetteer import Gazetteer, fold
from toecap.knowledge.tables import Named

# A city without its country in the report must be this large to be meant, and this much ahead of its namesakes.
_LARGE, _AHEAD = 200_000, 5


def find_towns(
    words: Words, hits: Mapping[int, Hit], counts: Counter[str], gazetteer: Gazetteer, surnames: frozenset[str]
) -> Iterator[Hit]:
    memo: dict[str, Named | None] = {}
    for start, end, label in words.ents:
        if label not in ("GPE", "LOC") or any(j in hits for j in range(start, end)):
            continue
        while start < end and words.lower[start] in ("the", "central", "downtown"):
            start += 1
        while end > start and (words.tag[end - 1] == "POS" or not words.text[end - 1][-1].isalnum()):
            end -= 1
        if start == end or not words.text[start][:1].isupper() or words.lower[end - 1] in surnames:
            continue
        name = words.text_between(start, end)
        if name not in memo:
            memo[name] = _row(name, counts, gazetteer, label == "GPE")
        row = memo[name]
        if row is not None:
            head = head_of(words, start, end)
            yield Hit(start, end, head, row, is_acting(words, head, row))


def _row(name: str, counts: Counter[str], gazetteer: Gazetteer, town: bool) -> Named | None:
    """The country of a region or city; of several, the only one that the report names, else the far larger."""
    regions = gazetteer.regions.get(fold(name), ())
    near = {spot.country for spot in regions if spot.country and counts[spot.country]} or {
        spot.country for spot in regions if spot.country
    }
    if len(near) == 1:
        return _named(name, next(iter(near)))
    if near or not town:
        return None
    cities = [spot for spot in gazetteer.cities(name) if spot.main]
    named = [spot for spot in cities if counts[spot.country]]
    if len({spot.country for spot in named}) == 1:
        return _named(name, named[0].country)
    large = named or cities
    if large and large[0].population >= _LARGE:
        rivals = [spot for spot in large if spot.country != large[0].country]
        if not rivals or large[0].population >= _AHEAD * rivals[0].population:
            return _named(name, large[0].country)
    return None


def _named(name: str, country: str) -> Named:
    return Named(
        surface=name,
        surface_kind="capital",
        name=name,
        kind="unknown",
        country=country,
        code=country,
        sectors=(),
        wikidata=None,
        start=None,
        end=None,
        cased=True,
        ambiguous=False,
    )
