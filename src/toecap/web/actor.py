"""An actor over all records: offices, statements, what it did and what was done to it, partners and opponents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Annotated, Any

from pydantic import Field

from toecap.web.filters import STRICT, Key, Window, side
from toecap.web.incidents import newest
from toecap.web.page import NotFoundError, Page, Table, table
from toecap.web.shapes import IncidentLine, Named, StatementLine
from toecap.web.snapshot import Snapshot
from toecap.web.statements import latest

SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Window):
    """Which actor, and days."""

    __pydantic_config__ = STRICT

    key: Annotated[Key, Field(description="actor_key")]


@dataclass(frozen=True, slots=True)
class Office:
    """An office that reports of these days give the actor."""

    role: str
    first: date | None
    last: date | None
    reports: int


@dataclass(frozen=True, slots=True)
class Other:
    """Another actor, with the incidents between the two by kind; intensity on the Goldstein scale, the mean."""

    actor: Named
    cooperation: int
    conflict: int
    intensity: float | None


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor."""

    actor: Named
    kind: str
    code: str | None
    country: str | None
    sectors: list[str]
    wikidata: str | None
    reports: int
    said: int
    offices: list[Office]
    partners: list[Other]
    opponents: list[Other]
    done: list[IncidentLine]
    received: list[IncidentLine]
    statements: list[StatementLine]


def actor(snapshot: Snapshot, asked: Asked) -> Actor:
    """The actor asked for."""
    ask = {"key": asked.key}
    row = snapshot.row(
        """SELECT mode(name) AS name, mode(kind) AS kind, any_value(code) AS code, any_value(country) AS country,
        any_value(sectors) AS sectors, any_value(wikidata) AS wikidata, count(DISTINCT record_id) AS reports
        FROM actors WHERE actor_key = $key GROUP BY actor_key""",
        ask,
    )
    if row is None:
        raise NotFoundError("no-actor", f"the store has no actor {asked.key}; look for the name on /actors")
    days, values = _days(asked)
    values |= ask
    others = _others(snapshot, days, values)
    # A state speaks through its people: they are actors of their own, and their statements are found here too.
    said = (
        "(speaker_key = $key OR speaker_country = $key)" if row["kind"] == "state" else "speaker_key = $key"
    ) + _said(asked)
    total = snapshot.rows(f"SELECT count(*) AS n FROM statements JOIN reports USING (record_id) WHERE {said}", values)
    return Actor(
        Named(asked.key, row.pop("name")),
        **(row | {"sectors": row["sectors"] or []}),
        said=total[0]["n"],
        offices=_offices(snapshot, ask),
        partners=sorted((one for one in others if one.cooperation > one.conflict), key=lambda one: -one.cooperation)[
            :SHOWN
        ],
        opponents=sorted((one for one in others if one.conflict >= one.cooperation), key=lambda one: -one.conflict)[
            :SHOWN
        ],
        done=newest(snapshot, f"{side('actor', 'key')}{days}", values, SHOWN),
        received=newest(snapshot, f"{side('recipient', 'key')}{days}", values, SHOWN),
        statements=latest(snapshot, said, values, SHOWN),
    )


def _days(asked: Asked) -> tuple[str, dict[str, Any]]:
    parts = {"since": '"end" >= $since', "until": "start <= $until"}
    values: dict[str, Any] = {name: value for name in parts if (value := getattr(asked, name))}
    return "".join(f" AND {parts[name]}" for name in values), values


def _said(asked: Asked) -> str:
    since = " AND coalesce(said_end, published) >= $since" if asked.since else ""
    return since + (" AND coalesce(said_start, published) <= $until" if asked.until else "")


def _offices(snapshot: Snapshot, ask: dict[str, Any]) -> list[Office]:
    return snapshot.all(
        Office,
        """SELECT role, min(published) AS first, max(published) AS last, count(DISTINCT record_id) AS reports
        FROM actors JOIN reports USING (record_id) WHERE actor_key = $key AND role IS NOT NULL
        GROUP BY role ORDER BY last DESC NULLS LAST, role""",
        ask,
    )


def _others(snapshot: Snapshot, days: str, values: dict[str, Any]) -> list[Other]:
    rows = snapshot.rows(
        f"""WITH met AS (
            SELECT quad, intensity, unnest(recipient_keys) AS other, unnest(recipients) AS name FROM incidents
            WHERE certainty = 'actual' AND {side("actor", "key")}{days}
            UNION ALL
            SELECT quad, intensity, unnest(actor_keys), unnest(actors) FROM incidents
            WHERE certainty = 'actual' AND {side("recipient", "key")}{days})
        SELECT other, any_value(name) AS name, count(*) FILTER (quad <= 2) AS cooperation,
            count(*) FILTER (quad > 2) AS conflict, round(avg(intensity), 2) AS intensity
        FROM met WHERE other <> $key GROUP BY other ORDER BY count(*) DESC, other LIMIT 200""",
        values,
    )
    return [Other(Named(row.pop("other"), row.pop("name")), **row) for row in rows]


def _table(answer: Actor) -> Table:
    columns, done = table(IncidentLine, answer.done, side="actor")
    _, received = table(IncidentLine, answer.received, side="recipient")
    return columns, chain(done, received)


ACTOR = Page(
    name="actor",
    title="Actor",
    says="An actor: offices, statements, what it did and what was done to it, partners and opponents.",
    asks=Asked,
    shape=Actor,
    answer=actor,
    table=_table,
)
