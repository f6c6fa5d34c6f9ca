"""Records -> rows of the tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from toecap.knowledge.values import fold
from toecap.records import Actor, Count, Event, Evidence, Place, Record, Report, Statement, When
from toecap.store.tables import TABLES

Rows = dict[str, list[tuple[Any, ...]]]

CODED = ("reports", "actors", "statements", "events", "evidence", "failures")


@dataclass(frozen=True, slots=True)
class Coded:
    """A record on its way into the store: which version of its report it is, and what that version changed."""

    record: Record
    version: int = 1
    changes: tuple[str, ...] = ()


def report_id(report: Report) -> str:
    """The report, the same for all its versions.

    An address names a report, whatever its text is today. Without one a changed text is another report, since two
    files of one name in two folders are not versions of each other.
    """
    if report.url:
        return _hash("address", report.url)
    return _hash("text", report.id, report.outlet or "", report.text_sha256)


def record_id(report: Report, coding: str) -> str:
    """One coding of one version of a report."""
    return _hash(report_id(report), report.text_sha256, coding)


def failure_id(source: str, stage: str, code: str, message: str) -> str:
    """The same failure has the same id in every run."""
    return _hash("failure", source, stage, code, message)


def actor_key(actor: Actor) -> str:
    """The same for one actor in all records: a state's code, a Wikidata id, or else code, kind and name."""
    if actor.kind == "state" and actor.code:
        return actor.code
    if actor.wikidata:
        return actor.wikidata
    return f"{actor.code or '-'}:{fold(actor.name)}"


def tables_of(coded: Iterable[Coded], coding: str, run_id: str) -> dict[str, pa.Table]:
    """The rows of the records, one Arrow table for each table of `CODED`, in the order of the records."""
    rows: Rows = {name: [] for name in CODED}
    for one in coded:
        _add(rows, one, coding, run_id)
    return {name: table_of(name, found) for name, found in rows.items()}


def table_of(name: str, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """Rows, in the order of the table's columns, as Arrow."""
    schema = TABLES[name].schema
    if not rows:
        return schema.empty_table()
    columns = zip(*rows, strict=True)
    return pa.Table.from_arrays(
        [array_of(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )


def array_of(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Values as Arrow, which knows no half of a surrogate pair."""
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:  # half a surrogate pair, from broken JSON: one character stands for it, so offsets hold
        return pa.array([_whole(value) for value in values], kind)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [_whole(one) for one in value] if isinstance(value, list) else value


def _add(rows: Rows, coded: Coded, coding: str, run_id: str) -> None:
    record, report = coded.record, coded.record.report
    key = record_id(report, coding)
    actors = {actor.id: actor for actor in record.actors}
    keys = {actor.id: actor_key(actor) for actor in record.actors}
    speakers = {statement.id: statement.speaker for statement in record.statements}
    rows["reports"].append(_report_row(key, coded, coding, run_id))
    for actor in record.actors:
        rows["actors"].append(_actor_row(key, actor, keys[actor.id]))
        _place(rows, key, actor.id, "actor", "mention", actor.mentions)
    for statement in record.statements:
        rows["statements"].append(_statement_row(key, statement, actors, keys))
        _statement_evidence(rows, key, statement)
    for event in record.events:
        teller = speakers.get(event.according_to) if event.according_to else None
        rows["events"].append(_event_row(key, event, actors, keys, keys[teller] if teller else None))
        _event_evidence(rows, key, event)
    for failure in record.failures:
        about = failure_id(key, failure.stage, failure.code, failure.message)
        rows["failures"].append((about, key, report.id, failure.stage, failure.code, failure.message, run_id))


def _report_row(key: str, coded: Coded, coding: str, run_id: str) -> tuple[Any, ...]:
    record, report = coded.record, coded.record.report
    return (
        key,
        report_id(report),
        record.name,
        report.outlet,
        report.agency,
        report.url,
        report.title,
        report.byline,
        report.kind,
        report.language,
        _day(report.published),
        report.published_at,
        report.text,
        report.text_sha256,
        coded.version,
        list(coded.changes),
        coding,
        run_id,
    )


def _actor_row(key: str, actor: Actor, own: str) -> tuple[Any, ...]:
    return (
        key,
        actor.id,
        own,
        actor.name,
        actor.kind,
        actor.country,
        actor.code,
        list(actor.sectors),
        actor.role,
        actor.wikidata,
    )


def _statement_row(
    key: str, statement: Statement, actors: Mapping[str, Actor], keys: Mapping[str, str]
) -> tuple[Any, ...]:
    speaker = actors[statement.speaker] if statement.speaker else None
    return (
        key,
        statement.id,
        statement.form,
        _joined(statement.content),
        _quote(statement.cue),
        _quote(statement.source),
        statement.speaker,
        keys[statement.speaker] if statement.speaker else None,
        speaker.name if speaker else None,
        speaker.country if speaker else None,
        [keys[one] for one in statement.addressees],
        [keys[one] for one in statement.through],
        statement.channel.kind if statement.channel else None,
        *_when(statement.said),
        statement.content[0].start if statement.content else None,
        statement.rule,
        statement.confidence,
    )


def _event_row(
    key: str, event: Event, actors: Mapping[str, Actor], keys: Mapping[str, str], teller: str | None
) -> tuple[Any, ...]:
    return (
        key,
        event.id,
        event.type,
        event.mode,
        list(event.contexts),
        event.cameo,
        event.quad,
        event.intensity,
        *_side(event.actors, actors, keys),
        *_side(event.recipients, actors, keys),
        event.predicate.quote,
        _joined(event.evidence),
        event.predicate.start,
        event.certainty,
        _quote(event.condition),
        event.according_to,
        teller,
        *_when(event.when),
        event.background,
        *_where(event.place),
        [_count(what, count) for what, count in sorted(event.counts.items())],
        event.rule,
        event.confidence,
    )


def _side(
    ids: Sequence[str], actors: Mapping[str, Actor], keys: Mapping[str, str]
) -> tuple[list[str], list[str], list[str]]:
    """Keys, names and codes of one side of an event."""
    codes = {code for one in ids if (code := actors[one].code)}
    return [keys[one] for one in ids], [actors[one].name for one in ids], sorted(codes)


def _when(when: When | None) -> tuple[date | None, date | None, str | None]:
    return (_day(when.start), _day(when.end), when.basis) if when else (None, None, None)


def _where(place: Place | None) -> tuple[Any, ...]:
    if place is None:
        return (None,) * 7
    return (place.name, place.country, place.admin1, place.lat, place.lon, place.geonames, place.precision)


def _count(what: str, count: Count) -> dict[str, Any]:
    return {"what": what, "low": count.low, "high": count.high, "quote": count.evidence.quote}


def _statement_evidence(rows: Rows, key: str, statement: Statement) -> None:
    for name, places in (
        ("content", statement.content),
        ("cue", (statement.cue,)),
        ("source", (statement.source,)),
        ("channel", (statement.channel.evidence if statement.channel else None,)),
        ("said", (statement.said.evidence if statement.said else None,)),
    ):
        _place(rows, key, statement.id, "statement", name, places)


def _event_evidence(rows: Rows, key: str, event: Event) -> None:
    for name, places in (
        ("predicate", (event.predicate,)),
        ("evidence", event.evidence),
        ("condition", (event.condition,)),
        ("when", (event.when.evidence if event.when else None,)),
        ("place", (event.place.evidence if event.place else None,)),
        ("count", tuple(count.evidence for _, count in sorted(event.counts.items()))),
    ):
        _place(rows, key, event.id, "event", name, places)


def _place(rows: Rows, key: str, owner: str, owner_kind: str, name: str, places: Iterable[Evidence | None]) -> None:
    rows["evidence"].extend(
        (key, owner, owner_kind, name, place.start, place.end, place.quote) for place in places if place is not None
    )


def _joined(places: Sequence[Evidence]) -> str:
    return " ... ".join(place.quote for place in places)


def _quote(place: Evidence | None) -> str | None:
    return place.quote if place else None


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso[:10]) if iso else None


def _hash(*parts: str) -> str:
    """128 bits, as 32 hex digits: two of a billion reports share one with a chance of 1e-21."""
    return hashlib.sha256(str(_whole("\n".join(parts))).encode("utf-8")).hexdigest()[:32]
