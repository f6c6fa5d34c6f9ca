"""What the export formats are filled from: happenings, each with the events of reports that tell it as done.

Only events that are told as `actual` are here: the formats of others have no word for a plan, a condition or a denial,
and would tell it as done. A happening is an incident of the store; where none has been made, each event is one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from toecap.store.reader import Store

_EVENTS = """
WITH people AS (
    SELECT record_id, list({key: actor_key, name: name, kind: kind, country: country, code: code, sectors: sectors,
                            role: role, wikidata: wikidata} ORDER BY actor_id) AS people
    FROM actors GROUP BY record_id
), quotes AS (
    SELECT record_id, owner AS event_id,
           list({field: field, start: "start", "end": "end", quote: quote} ORDER BY "start", field) AS evidence
    FROM evidence WHERE owner_kind = 'event' GROUP BY ALL
)
SELECT coalesce(m.incident_id, e.record_id || '-' || e.event_id) AS happening,
       e.record_id, e.event_id, e.type, e.mode, e.contexts, e.cameo, e.quad, e.intensity, e.actor_keys,
       e.recipient_keys, e.predicate, e.quote, e."start", e.certainty, e.when_start, e.when_end, e.place,
       e.place_country, e.place_admin1, e.lat, e.lon, e.geonames, e.place_precision, e.counts, e.confidence,
       r.name, r.outlet, r.agency, r.url, r.title, r.published, r.language, r.kind, length(r.text) AS characters,
       e."start" < coalesce(nullif(instr(r.text, chr(10)), 0), length(r.text)) AS leads, s.speaker AS according_to,
       list_filter(p.people, lambda one: list_contains(e.actor_keys, one.key)
                                         OR list_contains(e.recipient_keys, one.key)) AS people,
       q.evidence
FROM events e
JOIN reports r USING (record_id)
LEFT JOIN people p USING (record_id)
LEFT JOIN quotes q USING (record_id, event_id)
LEFT JOIN statements s ON s.record_id = e.record_id AND s.statement_id = e.according_to
LEFT JOIN incident_members m ON m.record_id = e.record_id AND m.event_id = e.event_id
WHERE e.certainty = 'actual' AND NOT coalesce(m.denies, false)
ORDER BY happening, r.published NULLS LAST, e.record_id, e.event_id
"""


@dataclass(frozen=True, slots=True)
class Party:
    """An actor on one side of an event."""

    key: str
    name: str
    kind: str
    country: str | None
    code: str | None
    sectors: tuple[str, ...]
    role: str | None
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one report tells it; `row` has the columns of the query above."""

    row: dict[str, Any]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]

    @property
    def key(self) -> str:
        """The event's name in the whole store."""
        return f"{self.row['record_id']}-{self.row['event_id']}"

    @property
    def day(self) -> date | None:
        """The day of the event, where the report tells it to the day."""
        return self.row["when_start"] if self.row["when_start"] == self.row["when_end"] else None

    @property
    def city(self) -> str | None:
        """The place, where it is a city."""
        return self.row["place"] if self.row["place_precision"] == "city" else None

    @property
    def province(self) -> str | None:
        """The place, where it is a first-level division; of a city's the store has a code and no name."""
        return self.row["place"] if self.row["place_precision"] == "admin1" else None

    def count(self, what: str) -> tuple[int | None, int | None]:
        """The least and the most that the report tells of something."""
        for one in self.row["counts"] or ():
            if one["what"] == what:
                return one["low"], one["high"]
        return None, None


@dataclass(frozen=True, slots=True)
class Happening:
    """One happening and all its tellings; the first is the one whose fields stand for it."""

    id: str
    tellings: tuple[Told, ...]

    @property
    def first(self) -> Told:
        """The first telling that knows the most of day, place and both sides."""
        return max(self.tellings, key=_known)


def happenings(store: Store) -> Iterator[Happening]:
    """All happenings, by id; their tellings by day of publication."""
    with store.connection.cursor() as cursor:
        for key, tellings in itertools.groupby(_told(cursor), key=lambda one: one.row["happening"]):
            yield Happening(key, tuple(tellings))


def left_out(store: Store) -> dict[str, int]:
    """How many events of each other certainty the store has."""
    sql = "SELECT certainty, count(*) FROM events WHERE certainty <> 'actual' GROUP BY certainty ORDER BY certainty"
    with store.connection.cursor() as cursor:
        return dict(cursor.execute(sql).fetchall())


def _told(cursor: Any) -> Iterator[Told]:
    rows = cursor.execute(_EVENTS)
    names = [column[0] for column in rows.description]
    while some := rows.fetchmany(2_000):
        for values in some:
            row = dict(zip(names, values, strict=True))
            people = {one["key"]: _party(one) for one in row["people"] or ()}
            yield Told(row, _side(people, row["actor_keys"]), _side(people, row["recipient_keys"]))


def _side(people: dict[str, Party], keys: list[str]) -> tuple[Party, ...]:
    return tuple(people[key] for key in dict.fromkeys(keys))


def _party(one: dict[str, Any]) -> Party:
    return Party(**{**one, "sectors": tuple(one["sectors"] or ())})


def _known(told: Told) -> int:
    return sum((told.day is not None, told.row["place"] is not None, bool(told.actors), bool(told.recipients)))
