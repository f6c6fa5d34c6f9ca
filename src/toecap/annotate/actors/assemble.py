"""Mentions with keys -> actors in order of first mention, and the mentions that point to them."""

from __future__ import annotations

from collections.abc import Sequence

from toecap.annotate.actors.found import Found
from toecap.annotate.layers import Mention
from toecap.records import Actor


def assemble(founds: Sequence[Found]) -> tuple[tuple[Actor, ...], tuple[Mention, ...]]:
    """Numbers the actors; a mention of two (\"British and French troops\") points to both."""
    ordered = sorted(founds, key=lambda f: (f.start, -f.end, f.head))
    numbers: dict[str, int] = {}
    groups: list[list[Found]] = []
    places: dict[tuple[int, int, int], list[int]] = {}
    forms: dict[tuple[int, int, int], Found] = {}
    for f in ordered:
        key = f.key or f"one:{f.start}:{f.head}:{f.country or f.code or ''}"
        if key not in numbers:
            numbers[key] = len(groups)
            groups.append([])
        groups[numbers[key]].append(f)
        place = (f.start, f.end, f.head)
        forms.setdefault(place, f)
        if numbers[key] not in places.setdefault(place, []):
            places[place].append(numbers[key])
    actors = tuple(_actor(number, group) for number, group in enumerate(groups))
    mentions = tuple(
        Mention(place[0], place[1], place[2], forms[place].form, tuple(indices)) for place, indices in places.items()
    )
    return actors, mentions


def _actor(number: int, group: Sequence[Found]) -> Actor:
    """What the mentions tell together: the name from a name, else the first; the first role and country told."""
    names = [f for f in group if f.form == "name"] or list(group)
    best = max(names, key=lambda f: len(f.name.split()) if f.kind in ("person", "organisation", "group") else 0)
    return Actor(
        id=f"a{number + 1}",
        name=best.name,
        kind=best.kind,
        country=next((f.country for f in [*names, *group] if f.country), None),
        code=next((f.code for f in [*names, *group] if f.code), None),
        sectors=next((f.sectors for f in [*names, *group] if f.sectors), ()),
        role=next((f.role for f in [*names, *group] if f.role), None) if best.kind == "person" else None,
        wikidata=next((f.wikidata for f in group if f.wikidata), None),
    )
