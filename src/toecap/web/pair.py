"""Two sides, each direction and both: how intensity moved and by what, and what is said and threatened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from toecap.measure import alerts as alerting
from toecap.measure import changes as changing
from toecap.measure import series as measuring
from toecap.web.filters import STRICT, Key, Window, side
from toecap.web.incidents import newest
from toecap.web.page import Page, table
from toecap.web.shapes import (
    EVENT_COLUMNS,
    INCIDENT_COLUMNS,
    STATEMENT_COLUMNS,
    EventLine,
    IncidentLine,
    Named,
    StatementLine,
    event_line,
    incident_line,
    statement_line,
)
from toecap.web.sides import code_named, side_named
from toecap.web.snapshot import Snapshot

SHOWN = 15
BEFORE = 60  # days shown of the calm before a pair's first incident
SAID, LOOKED_AT = 8, 300
Direction = Literal["both", "there", "back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Window):
    """Two sides by code or actor key; `there` is from a to b, `back` from b to a."""

    __pydantic_config__ = STRICT

    a: Annotated[Key, Field(description="one side: a code (RUS, UNO) or an actor_key")]
    b: Annotated[Key, Field(description="the other side")]
    direction: Annotated[Direction, Field(description="both, there (a to b), back (b to a)")] = "both"
    step: Annotated[Literal["day", "week"], Field(description="day or week")] = "week"


@dataclass(frozen=True, slots=True)
class Point:
    """A period of the series; intensity is the mean Goldstein score, null where nothing happened."""

    start: date
    days: int
    reports: int
    incidents: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    cooperation: float
    conflict: float
    balance: float
    intensity: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """From `day` on, conflict a day is `after`, where it was `before`."""

    day: date
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Alert:
    """Conflict stands out of its own past; `end` is null while it does."""

    headline: str
    actor: Named
    recipient: Named
    start: date
    end: date | None
    peak: date
    conflict: float
    usual: float
    score: float
    incidents: list[IncidentLine]


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many incidents of a type, each way."""

    type: str
    there: int
    back: int


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A plan, or a threat with what it depends on. `since`: a later incident of its type that did happen."""

    event: EventLine
    since: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides."""

    a: Named
    b: Named
    direction: str
    step: str
    left_out: int
    points: list[Point]
    changes: list[Change]
    alerts: list[Alert]
    types: list[TypeCount]
    incidents: list[IncidentLine]
    outstanding: list[Outstanding]
    a_on_b: list[StatementLine]
    b_on_a: list[StatementLine]


def pair(snapshot: Snapshot, asked: Asked) -> Pair:
    """The pair asked for."""
    a, b = side_named(snapshot, asked.a), side_named(snapshot, asked.b)
    where, values = _between(asked)
    store, begin = snapshot.beside(), begins(snapshot, asked)
    there, back = (asked.b, asked.a) if asked.direction == "back" else (asked.a, asked.b), asked.direction == "both"
    series = measuring.daily(store, measuring.Asked(*there, both=back, start=begin, end=asked.until))
    shown = measuring.weekly(series) if asked.step == "week" else series
    return Pair(
        a,
        b,
        asked.direction,
        asked.step,
        series.left_out,
        [_point(row, asked.step) for row in shown.rows()],
        [Change(one.day, one.before, one.after) for one in changing.changes(series.starts, series.conflict)],
        _alerts(snapshot, asked),
        _types(snapshot, asked),
        newest(snapshot, f"({where})", values, SHOWN),
        _outstanding(snapshot, where, values),
        _said(snapshot, asked, asked.a, asked.b),
        _said(snapshot, asked, asked.b, asked.a),
    )


def begins(snapshot: Snapshot, asked: Asked) -> date | None:
    """The first day that is shown: what was asked for, or some weeks before the pair's first incident."""
    if asked.since:
        return asked.since
    where, values = _between(asked)
    found = snapshot.row(
        f"""SELECT greatest(min(start) - {BEFORE}, (SELECT min(published) FROM reports)) AS day FROM incidents
        WHERE {where} AND start <= (SELECT max(published) FROM reports)""",
        values,
    )
    day: date | None = found["day"] if found else None
    return day


def _between(asked: Asked) -> tuple[str, dict[str, Any]]:
    there = f"({side('actor', 'a')} AND {side('recipient', 'b')})"
    back = f"({side('actor', 'b')} AND {side('recipient', 'a')})"
    where = {"both": f"({there} OR {back})", "there": there, "back": back}[asked.direction]
    values: dict[str, Any] = {"a": asked.a, "b": asked.b}
    for name, condition in (("since", '"end" >= $since'), ("until", "start <= $until")):
        if day := getattr(asked, name):
            where += f" AND {condition}"
            values[name] = day
    return where, values


def _point(row: Mapping[str, Any], step: str) -> Point:
    return Point(start=date.fromisoformat(row[step]), **{name: row[name] for name in row if name != step})


def _alerts(snapshot: Snapshot, asked: Asked) -> list[Alert]:
    made = []
    for actor, recipient in ((asked.a, asked.b), (asked.b, asked.a)):
        if asked.direction == ("back" if actor == asked.a else "there"):
            continue
        question = measuring.Asked(actor, recipient, end=asked.until)
        made += [
            alert_line(snapshot, alert)
            for alert in alerting.alerts(snapshot.beside(), question)
            if asked.since is None or alert.end is None or alert.end >= asked.since
        ]
    return sorted(made, key=lambda alert: alert.peak, reverse=True)


def alert_line(snapshot: Snapshot, alert: alerting.Alert) -> Alert:
    """An alert with the incidents that drive it."""
    actor, recipient = code_named(snapshot, alert.actor), code_named(snapshot, alert.recipient)
    found = snapshot.all(
        incident_line,
        f"SELECT {INCIDENT_COLUMNS} FROM incidents WHERE list_contains($ids, incident_id) "
        "ORDER BY intensity, start, incident_id",
        {"ids": [driver.id for driver in alert.drivers]},
    )
    headline = (
        f"Conflict from {actor.name} to {recipient.name} at its highest in {alert.highest_in} days: "
        f"{alert.conflict:.0f} in the week to {alert.peak}, usually {alert.usual:.0f}"
    )
    return Alert(
        headline,
        actor,
        recipient,
        alert.start,
        alert.end,
        alert.peak,
        alert.conflict,
        alert.usual,
        alert.score,
        found,
    )


def _types(snapshot: Snapshot, asked: Asked) -> list[TypeCount]:
    where, values = _between(asked)
    there = f"{side('actor', 'a')} AND {side('recipient', 'b')}"
    return snapshot.all(
        TypeCount,
        f"""SELECT type, count(*) FILTER (there) AS there, count(*) FILTER (NOT there) AS back
        FROM (SELECT type, {there} AS there FROM incidents WHERE certainty = 'actual' AND {where})
        GROUP BY type ORDER BY count(*) DESC, type""",
        values,
    )


def _outstanding(snapshot: Snapshot, where: str, values: dict[str, Any]) -> list[Outstanding]:
    """What was planned, or threatened, by the last tellings; with the incident that since did it, if there is one."""
    days = where.replace('"end"', "coalesce(when_end, published)").replace(
        "start <=", "coalesce(when_start, published) <="
    )
    rows = snapshot.rows(
        f"""SELECT {EVENT_COLUMNS}, incident_id FROM events JOIN reports USING (record_id)
        LEFT JOIN incident_members USING (record_id, event_id)
        WHERE {days} AND NOT coalesce(background, false)
            AND (certainty IN ('planned', 'conditional') OR (type = 'THREATEN' AND certainty = 'actual'))
        QUALIFY row_number() OVER (PARTITION BY coalesce(incident_id, events.record_id || events.event_id)
            ORDER BY published DESC, events.record_id) = 1
        ORDER BY published DESC NULLS LAST, events.record_id, events.start LIMIT {SHOWN}""",
        values,
    )
    events = [event_line(**row) for row in rows]
    return [Outstanding(event, _since(snapshot, event)) for event in events]


def _since(snapshot: Snapshot, event: EventLine) -> str | None:
    if event.certainty == "actual" or not event.published:
        return None
    row = snapshot.row(
        """SELECT incident_id FROM incidents WHERE type = $type AND certainty = 'actual' AND first_published > $day
        AND list_has_any(actor_keys, $actors) AND list_has_any(recipient_keys, $recipients)
        ORDER BY first_published, incident_id LIMIT 1""",
        {
            "type": event.type,
            "day": event.published,
            "actors": [one.key for one in event.actors],
            "recipients": [one.key for one in event.recipients],
        },
    )
    return row["incident_id"] if row else None


# The last statements of one side in reports that name the other, and of these those whose own words name or address it.
_SAID = f"""WITH latest AS MATERIALIZED (
    SELECT statements.*, outlet, title, url, published, coalesce(said_end, published) AS day
    FROM statements JOIN reports USING (record_id)
    WHERE (speaker_key = $speaker OR speaker_country = $speaker) AND {{days}}
        AND record_id IN (SELECT record_id FROM actors WHERE actor_key = $about OR code = $about)
    ORDER BY day DESC NULLS LAST, record_id LIMIT {LOOKED_AT}),
places AS MATERIALIZED (
    SELECT record_id, owner, field, start, "end" FROM evidence
    WHERE field IN ('content', 'mention') AND record_id IN (SELECT record_id FROM latest)),
naming AS (
    SELECT DISTINCT said.record_id, said.owner FROM places AS said
    JOIN actors ON actors.record_id = said.record_id AND (actors.actor_key = $about OR actors.code = $about)
    JOIN places AS named ON named.record_id = said.record_id AND named.owner = actors.actor_id
        AND named.field = 'mention' AND named.start >= said.start AND named."end" <= said."end"
    WHERE said.field = 'content')
SELECT {STATEMENT_COLUMNS.replace("statements.", "")} FROM latest
WHERE list_contains(addressee_keys, $about) OR (record_id, statement_id) IN (SELECT (record_id, owner) FROM naming)
ORDER BY day DESC NULLS LAST, record_id, start LIMIT {SAID}"""


def _said(snapshot: Snapshot, asked: Asked, speaker: str, about: str) -> list[StatementLine]:
    values: dict[str, Any] = {"speaker": speaker, "about": about}
    days = ["true"]
    for name, condition in (
        ("since", "coalesce(said_end, published) >= $since"),
        ("until", "coalesce(said_start, published) <= $until"),
    ):
        if day := getattr(asked, name):
            days.append(condition)
            values[name] = day
    return snapshot.all(statement_line, _SAID.format(days=" AND ".join(days)), values)


def _extras(snapshot: Snapshot, asked: Asked, answer: Pair) -> dict[str, Any]:
    return {"until": lambda point: point.start + timedelta(point.days - 1)}


PAIR = Page(
    name="pair",
    title="Pair",
    says="Two sides: intensity over time, change points, alerts, types, threats outstanding, statements.",
    asks=Asked,
    shape=Pair,
    answer=pair,
    table=lambda answer: table(Point, answer.points, a=answer.a.key, b=answer.b.key, direction=answer.direction),
    extras=_extras,
)
