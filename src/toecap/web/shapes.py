"""What pages show and their JSON twins hold: lines that several pages share. Field names are a public contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """An actor by key (the same in all records) and name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted, with bounds; null where a side is open."""

    what: str
    low: int | None
    high: int | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """A happening in the world, in one line."""

    incident_id: str
    title: str | None
    type: str
    cameo: str | None
    quad: int | None
    intensity: float | None
    certainty: str
    actors: list[Named]
    recipients: list[Named]
    start: date | None
    end: date | None
    dated: bool
    place: str | None
    place_country: str | None
    lat: float | None
    lon: float | None
    tellings: int
    reports: int
    outlets: int
    independent_sources: int
    denials: int
    first_published: date | None
    last_published: date | None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement with what is needed to cite it."""

    record_id: str
    statement_id: str
    content: str
    form: str
    cue: str | None
    speaker: Named | None
    source: str | None
    speaker_country: str | None
    channel: str | None
    said_start: date | None
    said_end: date | None
    outlet: str | None
    title: str | None
    url: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event as one report tells it."""

    record_id: str
    event_id: str
    incident_id: str | None
    type: str
    cameo: str | None
    quad: int | None
    intensity: float | None
    certainty: str
    actors: list[Named]
    recipients: list[Named]
    predicate: str | None
    quote: str | None
    condition: str | None
    when_start: date | None
    when_end: date | None
    place: str | None
    outlet: str | None
    title: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in one line."""

    record_id: str
    title: str | None
    name: str
    outlet: str | None
    agency: str | None
    url: str | None
    published: date | None


INCIDENT_COLUMNS = """incident_id, title, type, cameo, quad, intensity, certainty, actor_keys, actors, recipient_keys,
recipients, start, "end", dated, place, place_country, lat, lon, tellings, reports, outlets, independent_sources,
denials, first_published, last_published"""
STATEMENT_COLUMNS = """statements.record_id, statement_id, content, form, cue, speaker_key, speaker, source,
speaker_country, channel, said_start, said_end, outlet, title, url, published"""
EVENT_COLUMNS = """events.record_id, events.event_id, type, cameo, quad, intensity, certainty, actor_keys, actors,
recipient_keys, recipients, predicate, quote, condition, when_start, when_end, place, outlet, title, published"""
REPORT_COLUMNS = "record_id, title, name, outlet, agency, url, published"


def incident_line(**row: Any) -> IncidentLine:
    """A row of INCIDENT_COLUMNS."""
    return IncidentLine(**_sides(row))


def event_line(incident_id: str | None = None, **row: Any) -> EventLine:
    """A row of EVENT_COLUMNS, with the incident where one is known."""
    return EventLine(incident_id=incident_id, **_sides(row))


def statement_line(speaker_key: str | None, speaker: str | None, **row: Any) -> StatementLine:
    """A row of STATEMENT_COLUMNS."""
    return StatementLine(speaker=Named(speaker_key, speaker or speaker_key) if speaker_key else None, **row)


def named(keys: list[str] | None, names: list[str] | None) -> list[Named]:
    """Keys and names of one side, as a list of actors; names may be missing."""
    names = names or []
    return [Named(key, names[place] if place < len(names) else key) for place, key in enumerate(keys or [])]


def counts(rows: list[dict[str, Any]] | None) -> list[Count]:
    """The counts of an event or incident."""
    return [Count(**row) for row in rows or []]


def _sides(row: dict[str, Any]) -> dict[str, Any]:
    row["actors"] = named(row.pop("actor_keys"), row["actors"])
    row["recipients"] = named(row.pop("recipient_keys"), row["recipients"])
    return row
