"""Cities and regions of the gazetteer: they tell the country of "El Paso police" and count for the report's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

from toecap.annotate.actors.surfaces import Hit, head_of, is_acting
from toecap.annotate.actors.words import Words
from toecap.annotate.places.gazetteer import Gazetteer, fold
from toecap.knowledge.tables import Named

# A city without its country in the report must be this large to be meant, and this much ahead of its namesakes.
_LARGE, _AHEAD = 200_000, 5


def find_towns(
    words: Words, known: Container[int], counts: Counter[str], gazetteer: Gazetteer, surnames: frozenset[str]
) -> Iterator[Hit]:
    """Those at entities of which no token is `known` already."""
    memo: dict[str, Named | None] = {}
    for start, end, label in words.ents:
        if label not in ("GPE", "LOC", "NORP") or any(j in known for j in range(start, end)):
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
    countries = {spot.country for spot in regions if spot.country}
    near = {country for country in countries if counts[country]} or countries
    if len(near) == 1:
        return _named(name, next(iter(near)))
    if near or not town:
        return None
    cities = [(spot.country, spot.population) for spot in gazetteer.cities(name) if spot.main and spot.country]
    named = [city for city in cities if counts[city[0]]]
    if len({country for country, _ in named}) == 1:
        return _named(name, named[0][0])
    large = named or cities
    if large and large[0][1] >= _LARGE:
        rivals = [population for country, population in large if country != large[0][0]]
        if not rivals or large[0][1] >= _AHEAD * rivals[0]:
            return _named(name, large[0][0])
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
