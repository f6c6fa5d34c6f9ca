"""A report: its text with statements, actors and events in place, and the record behind each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from toecap.web.filters import STRICT, Id
from toecap.web.marks import Mark, segments
from toecap.web.page import NotFoundError, Page, Table
from toecap.web.shapes import Count, Named, counts, named
from toecap.web.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report."""

    __pydantic_config__ = STRICT

    id: Annotated[Id, Field(description="record_id")]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the text: text[start:end] == quote, in code points."""

    field: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class ActorOfReport:
    """An actor of the record."""

    actor_id: str
    actor: Named
    kind: str
    country: str | None
    code: str | None
    sectors: list[str]
    role: str | None
    wikidata: str | None
    evidence: list[Evidence]


@dataclass(frozen=True, slots=True)
class StatementOfReport:
    """A statement of the record."""

    statement_id: str
    form: str
    content: str
    cue: str | None
    source: str | None
    speaker: Named | None
    addressees: list[Named]
    through: list[Named]
    channel: str | None
    said_start: date | None
    said_end: date | None
    rule: str | None
    confidence: float | None
    evidence: list[Evidence]


@dataclass(frozen=True, slots=True)
class EventOfReport:
    """An event of the record."""

    event_id: str
    type: str
    mode: str | None
    contexts: list[str]
    cameo: str | None
    quad: int | None
    intensity: float | None
    actors: list[Named]
    recipients: list[Named]
    predicate: str
    certainty: str
    condition: str | None
    according_to: str | None
    when_start: date | None
    when_end: date | None
    when_basis: str | None
    background: bool
    place: str | None
    place_country: str | None
    counts: list[Count]
    rule: str | None
    confidence: float | None
    incident_id: str | None
    evidence: list[Evidence]


@dataclass(frozen=True, slots=True)
class Version:
    """A coding of a version of the report; current, unless another stands in its place."""

    record_id: str
    version: int
    changes: list[str]
    by_record_id: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole record of a report."""

    record_id: str
    report_id: str
    name: str
    outlet: str | None
    agency: str | None
    url: str | None
    title: str | None
    byline: str | None
    kind: str | None
    language: str | None
    published: date | None
    published_at: str | None
    text: str
    family_id: str | None
    relation: str | None
    like_record_id: str | None
    versions: list[Version]
    actors: list[ActorOfReport]
    statements: list[StatementOfReport]
    events: list[EventOfReport]


def report(snapshot: Snapshot, asked: Asked) -> Report:
    """The record asked for. NotFoundError where the store has none, or shows another in its place."""
    ask = {"id": asked.id}
    head = snapshot.row(
        """SELECT record_id, report_id, name, outlet, agency, url, title, byline, kind, language, published,
        published_at, text FROM reports WHERE record_id = $id""",
        ask,
    )
    if head is None:
        raise _gone(snapshot, asked.id)
    family = snapshot.row("SELECT family_id, relation, like_record_id FROM families WHERE record_id = $id", ask)
    found: dict[str, list[Evidence]] = {}
    for place in snapshot.rows(
        'SELECT owner, field, start, "end", quote FROM evidence WHERE record_id = $id ORDER BY start, "end"', ask
    ):
        found.setdefault(place.pop("owner"), []).append(Evidence(**place))
    actors = _actors(snapshot, ask, found)
    known = {actor.actor.key: actor.actor for actor in actors}
    return Report(
        **head,
        **(family or {"family_id": None, "relation": None, "like_record_id": None}),
        versions=_versions(snapshot, head["report_id"]),
        actors=actors,
        statements=_statements(snapshot, ask, found, known),
        events=_events(snapshot, ask, found),
    )


def _gone(snapshot: Snapshot, record_id: str) -> NotFoundError:
    other = snapshot.row("SELECT by_record_id FROM retired WHERE record_id = $id", {"id": record_id})
    if other:
        return NotFoundError("replaced", f"another record stands in its place: /report?id={other['by_record_id']}")
    return NotFoundError("no-report", f"the store has no report {record_id}")


def _versions(snapshot: Snapshot, report_id: str) -> list[Version]:
    rows = snapshot.rows(
        """SELECT record_id, version, changes, by_record_id, reason FROM report_versions WHERE report_id = $id
        ORDER BY version, by_record_id IS NULL, record_id""",
        {"id": report_id},
    )
    return [Version(**(row | {"changes": row["changes"] or []})) for row in rows]


def _actors(snapshot: Snapshot, ask: dict[str, Any], found: dict[str, list[Evidence]]) -> list[ActorOfReport]:
    rows = snapshot.rows(
        "SELECT actor_id, actor_key, name, kind, country, code, sectors, role, wikidata FROM actors "
        "WHERE record_id = $id",
        ask,
    )
    return [
        ActorOfReport(
            actor=Named(row.pop("actor_key"), row.pop("name")),
            evidence=found.get(row["actor_id"], []),
            **(row | {"sectors": row["sectors"] or []}),
        )
        for row in rows
    ]


def _statements(
    snapshot: Snapshot, ask: dict[str, Any], found: dict[str, list[Evidence]], known: dict[str, Named]
) -> list[StatementOfReport]:
    rows = snapshot.rows(
        """SELECT statement_id, form, content, cue, source, speaker_key, speaker, addressee_keys, through_keys, channel,
        said_start, said_end, rule, confidence FROM statements WHERE record_id = $id ORDER BY start, statement_id""",
        ask,
    )
    made = []
    for row in rows:
        key, name = row.pop("speaker_key"), row.pop("speaker")
        addressees, through = row.pop("addressee_keys") or [], row.pop("through_keys") or []
        made.append(
            StatementOfReport(
                speaker=Named(key, name or key) if key else None,
                addressees=[known.get(one, Named(one, one)) for one in addressees],
                through=[known.get(one, Named(one, one)) for one in through],
                evidence=found.get(row["statement_id"], []),
                **row,
            )
        )
    return made


def _events(snapshot: Snapshot, ask: dict[str, Any], found: dict[str, list[Evidence]]) -> list[EventOfReport]:
    rows = snapshot.rows(
        """SELECT event_id, type, mode, contexts, cameo, quad, intensity, actor_keys, actors, recipient_keys,
        recipients, predicate, certainty, condition, according_to, when_start, when_end, when_basis, background, place,
        place_country, counts, rule, confidence FROM events WHERE record_id = $id ORDER BY start, event_id""",
        ask,
    )
    members = {
        row["event_id"]: row["incident_id"]
        for row in snapshot.rows("SELECT event_id, incident_id FROM incident_members WHERE record_id = $id", ask)
    }
    for row in rows:
        row["actors"] = named(row.pop("actor_keys"), row["actors"])
        row["recipients"] = named(row.pop("recipient_keys"), row["recipients"])
        row["counts"] = counts(row["counts"])
        row["contexts"] = row["contexts"] or []
    return [
        EventOfReport(incident_id=members.get(row["event_id"]), evidence=found.get(row["event_id"], []), **row)
        for row in rows
    ]


def _table(answer: Report) -> Table:
    owners = [(one.actor_id, "actor", one.actor.name, one.evidence) for one in answer.actors]
    owners += [(one.statement_id, "statement", one.form, one.evidence) for one in answer.statements]
    owners += [(one.event_id, "event", one.type, one.evidence) for one in answer.events]
    return ("record_id", "owner", "owner_kind", "says", "field", "start", "end", "quote"), (
        (answer.record_id, owner, kind, says, place.field, place.start, place.end, place.quote)
        for owner, kind, says, places in owners
        for place in places
    )


def _extras(snapshot: Snapshot, asked: Asked, answer: Report) -> dict[str, Any]:
    marks = [
        Mark(place.start, place.end, owner, place.field, certainty)
        for owner, certainty, places in (
            *((one.actor_id, None, one.evidence) for one in answer.actors),
            *((one.statement_id, None, one.evidence) for one in answer.statements),
            *((one.event_id, one.certainty, one.evidence) for one in answer.events),
        )
        for place in places
    ]
    shown = {one.key for event in answer.events for one in (*event.actors, *event.recipients)}
    shown |= {one.speaker.key for one in answer.statements if one.speaker}
    return {"segments": segments(answer.text, marks), "acting": shown}


REPORT = Page(
    name="report",
    title="Report",
    says="A report: its text, and every actor, statement and event with the places in the text that say so.",
    asks=Asked,
    shape=Report,
    answer=report,
    table=_table,
    extras=_extras,
)
