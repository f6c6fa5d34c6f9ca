"""The row of an incident: what most of its tellings say, the range of what they say, how many stand behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, TypeVar

from toecap.knowledge.counting import Bounds, differ
from toecap.link.origins import Origin
from toecap.link.weighing import Told

CERTAIN = ("actual", "planned", "conditional", "hypothetical", "denied")
Value = TypeVar("Value", bound=Hashable)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """A telling in its incident: as it was weighed, the event's and the report's row, and where it comes from."""

    told: Told
    event: Row
    outlet: str | None
    published: date | None
    origin: Origin


def in_order(members: Iterable[Member]) -> list[Member]:
    """First telling first: by day of publication, without one last."""
    return sorted(members, key=lambda one: (one.published or date.max, one.told.record, one.told.event))


def incident_id(members: Sequence[Member]) -> str:
    """Of the first telling."""
    return f"{members[0].told.record}:{members[0].told.event}"


def incident_row(members: Sequence[Member]) -> dict[str, Any]:
    """The row; the members are in order. A denial says what did not happen, so others are asked first."""
    asserted = [one for one in members if not one.told.denies] or list(members)
    coded = _most(
        asserted, lambda one: (one.event["type"], one.event["cameo"], one.event["quad"], one.event["intensity"])
    )
    kind, cameo, quad, intensity = coded or (None, None, None, None)
    start, end, dated = _days(asserted)
    place = _most(asserted, lambda one: _place(one.event)) or (None, None, None, None)
    published = [one.published for one in members if one.published]
    counts, counts_differ = _counts(asserted)
    return {
        "incident_id": incident_id(members),
        "type": kind,
        "cameo": cameo,
        "quad": quad,
        "intensity": intensity,
        "certainty": min((one.told.certainty for one in members), key=CERTAIN.index),
        **_side(asserted, "actor"),
        **_side(asserted, "recipient"),
        "start": start,
        "end": end,
        "dated": dated,
        **dict(zip(("place", "place_country", "lat", "lon"), place, strict=True)),
        "title": asserted[0].event["quote"],
        "first_published": min(published, default=None),
        "last_published": max(published, default=None),
        "tellings": len(members),
        "reports": len({one.told.record for one in members}),
        "outlets": len({one.outlet for one in members if one.outlet}),
        "families": len({one.told.family for one in members}),
        "independent_sources": len({one.origin.key for one in asserted}) if not asserted[0].told.denies else 0,
        "denials": sum(one.told.denies for one in members),
        "counts": counts,
        "counts_differ": counts_differ,
    }


def _most(members: Sequence[Member], value: Callable[[Member], Value | None]) -> Value | None:
    """What most families tell, the earliest of what equally many tell: copies of one text have one voice."""
    voices: dict[Value, set[str]] = {}
    for one in members:
        if (told := value(one)) is not None:
            voices.setdefault(told, set()).add(one.told.family)
    return max(voices, key=lambda told: len(voices[told]), default=None)


def _side(members: Sequence[Member], side: str) -> dict[str, Any]:
    columns = (f"{side}_keys", f"{side}s", f"{side}_codes")
    found = _most(
        members,
        lambda one: tuple(tuple(one.event[column] or ()) for column in columns) if one.event[columns[0]] else None,
    )
    return dict(zip(columns, map(list, found or ((), (), ())), strict=True))


def _days(members: Sequence[Member]) -> tuple[date | None, date | None, bool]:
    stated = _most(members, lambda one: (one.told.start, one.told.end) if one.told.dated else None)
    if stated is not None:
        return *stated, True
    days = [one.told.start for one in members if one.told.start] or [one.published for one in members if one.published]
    first = min(days, default=None)
    return first, first, False


def _place(event: Row) -> tuple[str, str | None, float | None, float | None] | None:
    return (event["place"], event["place_country"], event["lat"], event["lon"]) if event["place"] else None


def _counts(members: Sequence[Member]) -> tuple[list[dict[str, Any]], bool]:
    told: dict[str, list[Bounds]] = {}
    for one in members:
        for what, bounds in one.told.counts.items():
            told.setdefault(what, []).append(bounds)
    rows = [
        {
            "what": what,
            "low": min((low for low, _ in all_of if low is not None), default=None),
            "high": max((high for _, high in all_of if high is not None), default=None),
            "quote": None,
        }
        for what, all_of in sorted(told.items())
    ]
    return rows, any(
        differ(*pair) for all_of in told.values() for pair in combinations(sorted(Counter(all_of), key=str), 2)
    )
