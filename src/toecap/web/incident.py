"""An incident: who tells it, on whose word, and where the tellings agree and differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from toecap.web.filters import STRICT, Id
from toecap.web.page import NotFoundError, Page, table
from toecap.web.shapes import INCIDENT_COLUMNS, Count, IncidentLine, Named, counts, incident_line, named
from toecap.web.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Asked:
    """Which incident."""

    __pydantic_config__ = STRICT

    id: Annotated[Id, Field(description="incident_id")]


@dataclass(frozen=True, slots=True)
class Telling:
    """One report's telling of the incident."""

    record_id: str
    event_id: str
    outlet: str | None
    owner: str | None
    agency: str | None
    title: str | None
    url: str | None
    published: date | None
    family_id: str | None
    relation: str | None
    origin: str | None
    origin_says: str | None
    denies: bool
    type: str
    certainty: str
    actors: list[Named]
    recipients: list[Named]
    when_start: date | None
    when_end: date | None
    place: str | None
    counts: list[Count]
    predicate: str | None
    quote: str | None
    according_to: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a chain of attribution ends, and who tells the incident on its word."""

    origin: str
    name: str
    says: list[str]
    outlets: list[str]
    tellings: int
    first_published: date | None


@dataclass(frozen=True, slots=True)
class Value:
    """One value that tellings give for a detail, with the outlets that give it."""

    value: str
    tellings: int
    outlets: list[str]


@dataclass(frozen=True, slots=True)
class Detail:
    """What the tellings say of one thing; they agree where they give one value. Silence is no value."""

    what: str
    agree: bool
    values: list[Value]


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident with its tellings."""

    incident: IncidentLine
    counts: list[Count]
    counts_differ: bool
    origins: list[Origin]
    details: list[Detail]
    tellings: list[Telling]


def incident(snapshot: Snapshot, asked: Asked) -> Incident:
    """The incident asked for."""
    ask = {"id": asked.id}
    row = snapshot.row(f"SELECT {INCIDENT_COLUMNS}, counts, counts_differ FROM incidents WHERE incident_id = $id", ask)
    if row is None:
        raise NotFoundError(
            "no-incident", f"the store has no incident {asked.id}; linking may have given it another first telling"
        )
    told, differ = counts(row.pop("counts")), bool(row.pop("counts_differ"))
    tellings = _tellings(snapshot, ask)
    return Incident(incident_line(**row), told, differ, _origins(tellings), _details(tellings), tellings)


def _tellings(snapshot: Snapshot, ask: dict[str, Any]) -> list[Telling]:
    rows = snapshot.rows(
        """WITH m AS (SELECT * FROM incident_members WHERE incident_id = $id)
        SELECT m.record_id, m.event_id, r.outlet, f.owner, coalesce(r.agency, f.agency) AS agency, r.title, r.url,
            r.published, m.family_id, f.relation, m.origin, m.origin_says, coalesce(m.denies, false) AS denies,
            e.type, e.certainty, e.actor_keys, e.actors, e.recipient_keys, e.recipients, e.when_start, e.when_end,
            e.place, e.counts, e.predicate, e.quote, s.speaker AS according_to
        FROM m JOIN events AS e ON e.record_id = m.record_id AND e.event_id = m.event_id
        JOIN reports AS r ON r.record_id = m.record_id
        LEFT JOIN families AS f ON f.record_id = m.record_id
        LEFT JOIN statements AS s ON s.record_id = m.record_id AND s.statement_id = e.according_to
        ORDER BY r.published NULLS LAST, r.outlet, m.record_id, e.start""",
        ask,
    )
    for row in rows:
        row["actors"] = named(row.pop("actor_keys"), row["actors"])
        row["recipients"] = named(row.pop("recipient_keys"), row["recipients"])
        row["counts"] = counts(row["counts"])
    return [Telling(**row) for row in rows]


def _origins(tellings: Sequence[Telling]) -> list[Origin]:
    groups: dict[str, list[Telling]] = {}
    for telling in tellings:
        groups.setdefault(telling.origin or f"family:{telling.family_id or telling.record_id}", []).append(telling)
    made = [
        Origin(
            origin,
            _origin_name(origin, group),
            list(dict.fromkeys(one.origin_says for one in group if one.origin_says)),
            list(dict.fromkeys(one.outlet or "unknown outlet" for one in group)),
            len(group),
            group[0].published,
        )
        for origin, group in groups.items()
    ]
    return sorted(made, key=lambda one: (-one.tellings, one.origin))


def _origin_name(origin: str, group: Sequence[Telling]) -> str:
    kind, _, rest = origin.partition(":")
    if kind in ("agency", "owner"):
        return rest
    if kind == "actor":
        return next((one.according_to for one in group if one.according_to), rest)
    return group[0].outlet or "unknown outlet"


def _details(tellings: Sequence[Telling]) -> list[Detail]:
    fields: dict[str, Callable[[Telling], str | None]] = {
        "who": lambda one: _names(one.actors),
        "to whom": lambda one: _names(one.recipients),
        "day": lambda one: _days(one.when_start, one.when_end),
        "place": lambda one: one.place,
        "certainty": lambda one: one.certainty,
    }
    for what in dict.fromkeys(count.what for one in tellings for count in one.counts):
        fields[what] = lambda one, what=what: _count(one.counts, what)  # type: ignore[misc]
    return [detail for what, read in fields.items() if (detail := _detail(what, tellings, read))]


def _detail(what: str, tellings: Sequence[Telling], read: Callable[[Telling], str | None]) -> Detail | None:
    groups: dict[str, list[Telling]] = {}
    for telling in tellings:
        if value := read(telling):
            groups.setdefault(value, []).append(telling)
    values = [
        Value(value, len(group), list(dict.fromkeys(one.outlet or "unknown outlet" for one in group)))
        for value, group in groups.items()
    ]
    values.sort(key=lambda value: (-value.tellings, value.value))
    return Detail(what, len(values) == 1, values) if values else None


def _names(actors: Sequence[Named]) -> str | None:
    return ", ".join(sorted(one.name for one in actors)) or None


def _days(start: date | None, end: date | None) -> str | None:
    if start is None:
        return None
    return start.isoformat() if end in (None, start) else f"{start.isoformat()} to {end}"


def _count(found: Sequence[Count], what: str) -> str | None:
    for one in found:
        if one.what == what:
            if one.low == one.high:
                return f"{one.low:,}" if one.low is not None else None
            if one.high is None:
                return f"at least {one.low:,}"
            return f"at most {one.high:,}" if one.low is None else f"{one.low:,} to {one.high:,}"
    return None


INCIDENT = Page(
    name="incident",
    title="Incident",
    says="An incident: its tellings, the independent origins behind them, where they agree and differ.",
    asks=Asked,
    shape=Incident,
    answer=incident,
    table=lambda answer: table(Telling, answer.tellings),
)
