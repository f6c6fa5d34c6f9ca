"""What is new: pairs that moved, alerts, incidents, where they were, and what the store covers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from toecap.errors import UsageError
from toecap.measure import alerts as alerting
from toecap.measure import overview as measuring
from toecap.web.filters import Filters, incident_where
from toecap.web.incidents import newest, offered
from toecap.web.page import Page, table
from toecap.web.pair import Alert, alert_line
from toecap.web.shapes import IncidentLine, Named
from toecap.web.sides import code_named
from toecap.web.snapshot import Snapshot

NEW_DAYS = 7
LATEST = 12
PLACES = 300
OUTLETS = 12
MOVED, ALERTS = 8, 3
ALERT_DAYS = 30
FAR = 1.5  # spreads from the usual; nearer is the ordinary up and down


@dataclass(frozen=True, slots=True)
class Holds:
    """What the store holds in all."""

    commit: int
    reports: int
    statements: int
    events: int
    incidents: int
    failures: int
    outlets: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class New:
    """What came in the last days of the store, and in as many days before."""

    since: date
    until: date
    reports: int
    reports_before: int
    incidents: int
    incidents_before: int


@dataclass(frozen=True, slots=True)
class Where:
    """Incidents of a place."""

    place: str | None
    country: str | None
    lat: float | None
    lon: float | None
    incidents: int
    conflict: int


@dataclass(frozen=True, slots=True)
class Country:
    """Incidents of a country."""

    country: str
    incidents: int
    conflict: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Reports of an outlet on a day, or in the week from it on."""

    outlet: str
    start: date
    reports: int


@dataclass(frozen=True, slots=True)
class Move:
    """A pair whose last week is far from its usual one; `score` counts spreads of the baseline, with sign."""

    actor: Named
    recipient: Named
    direction: str
    score: float
    incidents: int
    cooperation: float
    usual_cooperation: float
    conflict: float
    usual_conflict: float


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page. `moved` and `alerts` are of actual incidents, and heed only the filters of time and actor."""

    holds: Holds
    new: New | None
    alerts: list[Alert]
    moved: list[Move]
    incidents: list[IncidentLine]
    countries: list[Country]
    places: list[Where]
    coverage_step: str
    coverage: list[Coverage]


def overview(snapshot: Snapshot, asked: Filters) -> Overview:
    """The page, narrowed by the filters."""
    holds = snapshot.kept("holds", lambda: _holds(snapshot))
    where, values = incident_where(asked)
    step = _step(asked, holds)
    return Overview(
        holds,
        _new(snapshot, asked, holds),
        *_measured(snapshot, asked),
        newest(snapshot, where, values, LATEST),
        _countries(snapshot, where, values),
        [Where(**place) for place in places(snapshot, asked)],
        step,
        _coverage(snapshot, asked, step),
    )


def _holds(snapshot: Snapshot) -> Holds:
    numbers = snapshot.rows(
        """SELECT count(*) AS reports, count(DISTINCT outlet) AS outlets, min(published) AS first,
        max(published) AS last FROM reports"""
    )[0]
    for name in ("statements", "events", "incidents", "failures"):
        numbers[name] = snapshot.rows(f"SELECT count(*) AS n FROM {name}")[0]["n"]
    return Holds(snapshot.commit, **numbers)


def _new(snapshot: Snapshot, asked: Filters, holds: Holds) -> New | None:
    last = min(filter(None, (asked.until, holds.last)), default=None)
    if last is None:
        return None
    since = last - timedelta(NEW_DAYS - 1)
    before = since - timedelta(NEW_DAYS)
    where, values = incident_where(replace(asked, since=None, until=None))
    days = {"since": since, "until": last, "before": before}
    told = snapshot.rows(
        f"""SELECT count(*) FILTER (first_published >= $since) AS now, count(*) FILTER (first_published < $since) AS old
        FROM incidents WHERE {where} AND first_published BETWEEN $before AND $until""",
        values | days,
    )[0]
    outlet = " AND outlet = $outlet" if asked.outlet else ""
    came = snapshot.rows(
        f"""SELECT count(*) FILTER (published >= $since) AS now, count(*) FILTER (published < $since) AS old
        FROM reports WHERE published BETWEEN $before AND $until{outlet}""",
        days | ({"outlet": asked.outlet} if asked.outlet else {}),
    )[0]
    return New(since, last, came["now"], came["old"], told["now"], told["old"])


def _measured(snapshot: Snapshot, asked: Filters) -> tuple[list[Alert], list[Move]]:
    """Alerts and moves up to the day asked for; those of all pairs are worked out once a commit."""
    alerts, moves = snapshot.kept(("measured", asked.until), lambda: _measure(snapshot, asked.until))
    if asked.actor:
        alerts = [one for one in alerts if asked.actor in (one.actor, one.recipient)]
        moves = [one for one in moves if asked.actor in (one.actor, one.recipient)]
    return [alert_line(snapshot, one) for one in alerts[:ALERTS]], [
        Move(
            code_named(snapshot, one.actor),
            code_named(snapshot, one.recipient),
            one.direction,
            one.score,
            one.incidents,
            one.cooperation,
            one.usual_cooperation,
            one.conflict,
            one.usual_conflict,
        )
        for one in moves[:MOVED]
    ]


def _measure(snapshot: Snapshot, until: date | None) -> tuple[list[alerting.Alert], list[measuring.Move]]:
    store = snapshot.beside()
    try:
        moves = [one for one in measuring.moved(store, until, most=100) if abs(one.score) >= FAR]
        return measuring.recent_alerts(store, ALERT_DAYS, until), moves
    except UsageError:  # no report has a day
        return [], []


def _countries(snapshot: Snapshot, where: str, values: dict[str, Any]) -> list[Country]:
    return snapshot.all(
        Country,
        f"""SELECT place_country AS country, count(*) AS incidents, count(*) FILTER (quad > 2) AS conflict
        FROM incidents WHERE {where} AND certainty = 'actual' AND place_country IS NOT NULL
        GROUP BY country ORDER BY incidents DESC, country LIMIT 12""",
        values,
    )


def places(snapshot: Snapshot, asked: Filters) -> list[dict[str, Any]]:
    """Incidents that happened, by place, of the filters: most first."""
    where, values = incident_where(asked)
    return snapshot.rows(
        f"""SELECT place, place_country AS country, round(lat, 2) AS lat, round(lon, 2) AS lon, count(*) AS incidents,
            count(*) FILTER (quad > 2) AS conflict
        FROM incidents WHERE {where} AND certainty = 'actual' AND (lat IS NOT NULL OR place_country IS NOT NULL)
        GROUP BY ALL ORDER BY incidents DESC, place, country, lat, lon LIMIT {PLACES}""",
        values,
    )


def _step(asked: Filters, holds: Holds) -> str:
    """Days where there are few, else weeks, else months: some thirty columns at most."""
    first, last = asked.since or holds.first, asked.until or holds.last
    length = (last - first).days if first and last else 0
    return "day" if length <= 45 else "week" if length <= 400 else "month"


def _coverage(snapshot: Snapshot, asked: Filters, step: str) -> list[Coverage]:
    parts = {"since": "published >= $since", "until": "published <= $until", "outlet": "outlet = $outlet"}
    values = {name: value for name in parts if (value := getattr(asked, name))}
    where = " AND ".join(["published IS NOT NULL", *(parts[name] for name in values)])
    return snapshot.all(
        Coverage,
        f"""WITH chosen AS (SELECT coalesce(outlet, 'unknown outlet') AS outlet, published FROM reports WHERE {where}),
        ranked AS (
            SELECT outlet, row_number() OVER (ORDER BY count(*) DESC, outlet) AS rank FROM chosen GROUP BY outlet)
        SELECT CASE WHEN rank <= {OUTLETS} THEN outlet ELSE 'others' END AS outlet,
            date_trunc('{step}', published)::DATE AS start, count(*) AS reports
        FROM chosen JOIN ranked USING (outlet) GROUP BY ALL ORDER BY start, outlet""",
        values,
    )


OVERVIEW = Page(
    name="overview",
    title="Overview",
    says="What is new: alerts, pairs that moved, incidents, where they were, and what the store covers.",
    asks=Filters,
    shape=Overview,
    answer=overview,
    table=lambda answer: table(IncidentLine, answer.incidents),
    extras=offered,
)
