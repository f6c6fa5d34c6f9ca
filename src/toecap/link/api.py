"""The tables of many records -> the tables that linking derives from them. Rows in an order that only they decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from toecap.link.families import Member as Relative
from toecap.link.families import Text, families
from toecap.link.incidents import Incidents, incidents
from toecap.link.origins import Origins, of_one_text
from toecap.link.resemblance import Resemblance, Telling, alike, happenings
from toecap.link.resemblance import told as reasons
from toecap.link.summary import Member, in_order, incident_id, incident_row
from toecap.link.weighing import Side, Told, Where

Row = dict[str, Any]

# What linking asks of an event; rows of all columns would take more memory than the rest of it.
EVENT_COLUMNS = (
    *("record_id", "event_id", "type", "cameo", "quad", "intensity", "certainty", "background", "counts", "quote"),
    *("actor_keys", "actors", "actor_codes", "recipient_keys", "recipients", "recipient_codes"),
    *("start", "according_to", "according_to_key", "when_start", "when_end", "when_basis"),
    *("place", "place_country", "place_precision", "lat", "lon"),
)
KEPT = 0.7  # pairs of reports below it are not kept as rows
TEXTS = pa.list_(pa.string())
COUNT = pa.struct(
    [
        pa.field("what", pa.string(), nullable=False),
        pa.field("low", pa.int64()),
        pa.field("high", pa.int64()),
        pa.field("quote", pa.string()),
    ]
)
SCHEMAS = {
    name: pa.schema([pa.field(column, kind) for column, kind in columns.items()])
    for name, columns in {
        "families": {
            **dict.fromkeys(("record_id", "family_id", "relation", "like_record_id"), pa.string()),
            "overlap": pa.float64(),
            **dict.fromkeys(("agency", "owner", "happening_id"), pa.string()),
        },
        "report_links": {
            **dict.fromkeys(("record_id", "other_record_id"), pa.string()),
            "linked": pa.bool_(),
            "score": pa.float64(),
            **dict.fromkeys(("for_", "against"), TEXTS),
        },
        "incidents": {
            **dict.fromkeys(("incident_id", "type", "cameo"), pa.string()),
            "quad": pa.int32(),
            "intensity": pa.float64(),
            "certainty": pa.string(),
            **dict.fromkeys(("actor_keys", "actors", "actor_codes"), TEXTS),
            **dict.fromkeys(("recipient_keys", "recipients", "recipient_codes"), TEXTS),
            **dict.fromkeys(("start", "end"), pa.date32()),
            "dated": pa.bool_(),
            **dict.fromkeys(("place", "place_country"), pa.string()),
            **dict.fromkeys(("lat", "lon"), pa.float64()),
            "title": pa.string(),
            **dict.fromkeys(("first_published", "last_published"), pa.date32()),
            **dict.fromkeys(
                ("tellings", "reports", "outlets", "families", "independent_sources", "denials"), pa.int32()
            ),
            "counts": pa.list_(COUNT),
            "counts_differ": pa.bool_(),
        },
        "incident_members": {
            **dict.fromkeys(
                ("incident_id", "record_id", "event_id", "family_id", "origin", "origin_says"), pa.string()
            ),
            "denies": pa.bool_(),
        },
        "incident_links": {
            **dict.fromkeys(("incident_id", "record_id", "event_id", "other_record_id", "other_event_id"), pa.string()),
            "linked": pa.bool_(),
            "score": pa.float64(),
            **dict.fromkeys(("for_", "against"), TEXTS),
        },
    }.items()
}


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports by record, with their families and the happening that each tells of."""

    texts: Mapping[str, Text]
    members: Mapping[str, Relative]
    happening: Mapping[str, str]
    pairs: Sequence[Resemblance]


def link(reports: pa.Table, events: pa.Table, statements: pa.Table) -> dict[str, pa.Table]:
    """The derived tables of a store, by name, from its tables `reports`, `events` and `statements`."""
    read = link_reports(reports)
    rows = sorted(events.select(EVENT_COLUMNS).to_pylist(), key=lambda row: (row["record_id"], row["event_id"]))
    tellings = [told(row, read) for row in rows]
    found = incidents(tellings)
    members = _members(rows, tellings, read, _speakers(statements))
    grouped: dict[int, list[Member]] = {}
    for member, group in zip(members, found.of, strict=True):
        grouped.setdefault(group, []).append(member)
    ordered = sorted((_settled(in_order(group)) for group in grouped.values()), key=incident_id)
    ids = {(one.told.record, one.told.event): incident_id(group) for group in ordered for one in group}
    return {
        "families": _table("families", (_family_row(one, read) for one in read.members.values())),
        "report_links": _table("report_links", map(_report_link, read.pairs)),
        "incidents": _table("incidents", map(incident_row, ordered)),
        "incident_members": _table("incident_members", (_member_row(one, group) for group in ordered for one in group)),
        "incident_links": _table("incident_links", _link_rows(tellings, found, ids)),
    }


def link_reports(reports: pa.Table) -> Reports:
    """Families of texts, and which reports tell of the same happening."""
    columns = ("record_id", "title", "text", "outlet", "agency", "byline", "published")
    rows = sorted(reports.select(columns).to_pylist(), key=lambda row: row["record_id"])
    texts = {
        row["record_id"]: Text(
            row["record_id"], row["text"], row["outlet"], row["agency"], row["byline"], row["published"]
        )
        for row in rows
    }
    members = {one.id: one for one in families(list(texts.values()))}
    tellings, stands_for = _tellings(rows, members)
    pairs = alike(tellings)
    happening = happenings(tellings, pairs)
    told_pairs = tuple(reasons(tellings, pairs, KEPT))
    return Reports(texts, members, {own: happening[other] for own, other in stands_for.items()}, told_pairs)


def _tellings(rows: Sequence[Row], members: Mapping[str, Relative]) -> tuple[list[Telling], dict[str, str]]:
    """One telling for all reports of one text, and which report stands for each."""
    stands_for: dict[str, str] = {}

    def first(record: str) -> str:
        chain = [record]
        while (one := members[chain[-1]]).relation == "same" and one.like is not None:
            chain.append(stands_for.get(one.like, one.like))
        stands_for.update(dict.fromkeys(chain, chain[-1]))
        return chain[-1]

    own = {record: first(record) for record in members}
    return [
        Telling(row["record_id"], row["title"], row["text"], row["published"])
        for row in rows
        if own[row["record_id"]] == row["record_id"]
    ], own


def told(row: Row, reports: Reports) -> Told:
    """An event's row as it is weighed."""
    record = row["record_id"]
    stated = row["when_basis"] in ("stated", "relative")
    published = reports.texts[record].published
    # History is dated by what is said of it, never by the day of the report.
    start = row["when_start"] or (None if row["background"] else published)
    place = row["place"] if row["place_precision"] in ("city", "admin1") else None
    return Told(
        record=record,
        event=row["event_id"],
        type=row["type"],
        cameo=row["cameo"],
        certainty=row["certainty"],
        actors=Side(frozenset(row["actor_keys"] or ()), frozenset(row["actor_codes"] or ())),
        recipients=Side(frozenset(row["recipient_keys"] or ()), frozenset(row["recipient_codes"] or ())),
        start=start,
        end=row["when_end"] or start,
        dated=stated,
        place=Where(place, row["place_country"]) if place or row["place_country"] else None,
        counts={count["what"]: (count["low"], count["high"]) for count in row["counts"] or ()},
        quote=row["quote"] or "",
        family=reports.members[record].family,
        happening=reports.happening[record],
    )


def _speakers(statements: pa.Table) -> dict[tuple[str, str], str]:
    columns = [statements.column(name).to_pylist() for name in ("record_id", "statement_id", "speaker")]
    return {(record, own): speaker for record, own, speaker in zip(*columns, strict=True) if speaker}


def _members(
    rows: Sequence[Row], tellings: Sequence[Told], reports: Reports, speakers: Mapping[tuple[str, str], str]
) -> list[Member]:
    origins = Origins(reports.texts, reports.members)
    members = []
    for row, one in zip(rows, tellings, strict=True):
        text = reports.texts[one.record]
        speaker = speakers.get((one.record, row["according_to"])) if row["according_to"] else None
        origin = origins.of(one.record, row["start"] or 0, row["according_to_key"], speaker)
        members.append(Member(one, row, text.outlet, text.published, origin))
    return members


def _settled(group: Sequence[Member]) -> list[Member]:
    """The same, with one origin for copies of one passage."""
    origins = of_one_text([(one.told.family, one.origin) for one in group])
    return [replace(one, origin=origin) for one, origin in zip(group, origins, strict=True)]


def _family_row(one: Relative, reports: Reports) -> Row:
    return {
        "record_id": one.id,
        "family_id": one.family,
        "relation": one.relation,
        "like_record_id": one.like,
        "overlap": one.overlap,
        "agency": one.agency,
        "owner": one.owner,
        "happening_id": reports.happening[one.id],
    }


def _report_link(pair: Resemblance) -> Row:
    return {
        "record_id": pair.one,
        "other_record_id": pair.other,
        "linked": pair.linked,
        "score": pair.score,
        "for_": pair.for_,
        "against": pair.against,
    }


def _member_row(one: Member, group: Sequence[Member]) -> Row:
    return {
        "incident_id": incident_id(group),
        "record_id": one.told.record,
        "event_id": one.told.event,
        "family_id": one.told.family,
        "origin": one.origin.key,
        "origin_says": one.origin.says,
        "denies": one.told.denies,
    }


def _link_rows(tellings: Sequence[Told], found: Incidents, ids: Mapping[tuple[str, str], str]) -> Iterator[Row]:
    for pair in found.links:
        one, other = tellings[pair.one], tellings[pair.other]
        yield {
            "incident_id": ids[one.record, one.event],
            "record_id": one.record,
            "event_id": one.event,
            "other_record_id": other.record,
            "other_event_id": other.event,
            "linked": found.of[pair.one] == found.of[pair.other],
            "score": pair.weighed.score,
            "for_": pair.weighed.for_,
            "against": pair.weighed.against,
        }


def _table(name: str, rows: Iterator[Row]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=SCHEMAS[name])
