"""Why an incident counts as many independent sources as it does: who tells it, after whom, and what is disputed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from toecap.errors import StoreError
from toecap.store.reader import Store

Row = dict[str, Any]

_MEMBERS = """
SELECT m.record_id, m.event_id, m.origin, m.origin_says, m.denies, r.outlet, r.title, r.url, r.published, e.quote,
       e.certainty, e.counts, f.family_id, f.relation, f.agency, f.owner
FROM incident_members AS m JOIN reports AS r USING (record_id) JOIN events AS e USING (record_id, event_id)
LEFT JOIN families AS f USING (record_id)
WHERE m.incident_id = $incident ORDER BY r.published NULLS LAST, record_id, event_id
"""
_LINKS = """
WITH own AS (SELECT record_id, event_id FROM incident_members WHERE incident_id = $incident)
SELECT l.* FROM incident_links AS l
WHERE (l.record_id, l.event_id) IN (FROM own) OR (l.other_record_id, l.other_event_id) IN (FROM own)
ORDER BY l.linked DESC, l.score DESC, l.record_id, l.event_id, l.other_record_id, l.other_event_id
"""


@dataclass(frozen=True, slots=True)
class Source:
    """An origin, and the tellings whose chain of attribution ends there, first to last."""

    origin: str
    tellings: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is told of something, and the outlets that tell it."""

    what: str
    low: int | None
    high: int | None
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that stands behind an incident. `links` are the weighed pairs of its tellings, with others too."""

    incident: Row
    sources: tuple[Source, ...]
    denials: tuple[Row, ...]
    numbers: tuple[Number, ...]
    links: tuple[Row, ...]

    def to_dict(self) -> Row:
        """As JSON rows."""
        return {
            "incident": self.incident,
            "sources": [{"origin": one.origin, "tellings": list(one.tellings)} for one in self.sources],
            "denials": list(self.denials),
            "numbers": [
                {"what": one.what, "low": one.low, "high": one.high, "outlets": list(one.outlets)}
                for one in self.numbers
            ],
            "links": list(self.links),
        }


def explain(store: Store, incident: str) -> Explanation:
    """What stands behind an incident, named by its id or by the first letters of it. StoreError where there is none."""
    row = _incident(store, incident)
    named = {"incident": row["incident_id"]}
    members = _rows(store, _MEMBERS, named)
    denials = tuple(one for one in members if one["denies"])
    # Where all there is are denials, they are what stands behind it; then it has no source that asserts it.
    asserted = [one for one in members if not one["denies"]]
    return Explanation(row, _sources(asserted), denials, _numbers(asserted), tuple(_rows(store, _LINKS, named)))


def _incident(store: Store, incident: str) -> Row:
    query = "SELECT * FROM incidents WHERE starts_with(incident_id, $id) ORDER BY incident_id LIMIT 2"
    found = _rows(store, query, {"id": incident})
    if not incident or not found:
        message = f"{store.path}: no incident {incident!r}; `toecap query {store.path} 'SELECT incident_id, title"
        raise StoreError("no-incident", f"{message} FROM incidents'` lists them")
    if len(found) > 1 and found[0]["incident_id"] != incident:
        raise StoreError(
            "no-incident", f"{store.path}: more than one incident begins with {incident!r}; give more of it"
        )
    return found[0]


def _sources(members: Iterable[Row]) -> tuple[Source, ...]:
    grouped: dict[str, list[Row]] = {}
    for one in members:
        grouped.setdefault(one["origin"], []).append(one)
    return tuple(Source(origin, tuple(tellings)) for origin, tellings in grouped.items())


def _numbers(members: Iterable[Row]) -> tuple[Number, ...]:
    told: dict[tuple[str, int | None, int | None], dict[str, None]] = {}
    for one in members:
        for count in one["counts"] or ():
            outlets = told.setdefault((count["what"], count["low"], count["high"]), {})
            outlets[one["outlet"] or "no outlet"] = None
    ordered = sorted(told.items(), key=lambda item: (item[0][0], item[0][1] or 0, item[0][2] or 0))
    return tuple(Number(*key, tuple(outlets)) for key, outlets in ordered)


def _rows(store: Store, query: str, values: Row) -> list[Row]:
    relation = store.sql(query, values)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
