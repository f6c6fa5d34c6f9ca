"""What one side does to another, day by day or week by week.

Cooperation is the sum of the positive scores of a period's incidents on the Goldstein scale, conflict that of the
negative ones without their sign, and balance is cooperation less conflict: J. S. Goldstein, "A Conflict-Cooperation
Scale for WEIS Events Data", Journal of Conflict Resolution 36 (1992), who sums the scores of a period in this way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from toecap.errors import UsageError
from toecap.records import Certainty
from toecap.store.reader import Store

By = Literal["incidents", "rows"]
Step = Literal["day", "week"]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
# An incident that may have been on any day of a longer time ("in 2024", "last month") stands on none.
ON_A_DAY = "last - day < 7"

# What is counted, under the same names: incidents, or each telling of each report.
SOURCES: dict[By, str] = {
    "incidents": """
        SELECT incident_id AS id, type, cameo, quad, intensity, certainty, actor_codes, actor_keys, recipient_codes,
               recipient_keys, start AS day, "end" AS last, title, place, place_country, independent_sources, reports
        FROM incidents WHERE start IS NOT NULL""",
    "rows": """
        SELECT record_id || ':' || event_id AS id, type, cameo, quad, intensity, certainty, actor_codes, actor_keys,
               recipient_codes, recipient_keys, coalesce(when_start, published) AS day,
               coalesce(when_end, published) AS last, quote AS title, place, place_country,
               NULL::INTEGER AS independent_sources, 1 AS reports
        FROM events JOIN reports USING (record_id)
        WHERE NOT coalesce(background, false) AND coalesce(when_start, published) IS NOT NULL""",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What to count: `actor` and `recipient` are codes (RUS, UNO) or actor keys; `both` counts either direction."""

    actor: str
    recipient: str
    both: bool = False
    start: date | None = None
    end: date | None = None
    certainty: tuple[Certainty, ...] = ("actual",)
    by: By = "incidents"

    def __post_init__(self) -> None:
        known = get_args(Certainty)
        for one in self.certainty:
            if one not in known:
                raise UsageError("certainty", f"{one!r} is no certainty; give any of {', '.join(known)}")

    @property
    def name(self) -> str:
        """As titles have it."""
        return f"{self.actor} and {self.recipient}" if self.both else f"{self.actor} to {self.recipient}"


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Period by period, with no gap: a period in which nothing happened has zeros, and says how many reports told so.

    `counts` has a column for each quad class. `left_out`: incidents that no day is known of.
    """

    asked: Asked
    step: Step
    starts: tuple[date, ...]
    days: Counts  # of each period; fewer than seven in a week that is cut off
    counts: Counts
    cooperation: Floats
    conflict: Floats
    hostile: Counts  # incidents with a score below 0; of the classes of conflict, appeals have none
    reports: Counts  # that the store has of the period, whatever they tell
    left_out: int

    @property
    def total(self) -> Counts:
        """Incidents of each period."""
        found: Counts = self.counts.sum(axis=1)
        return found

    @property
    def balance(self) -> Floats:
        """Cooperation less conflict."""
        return self.cooperation - self.conflict

    def since(self, first: date | None) -> Series:
        """The periods from a day on; all of them without one."""
        skip = sum(start < first for start in self.starts) if first else 0
        kept = {
            name: getattr(self, name)[skip:]
            for name in ("starts", "days", "counts", "cooperation", "conflict", "hostile", "reports")
        }
        return replace(self, **kept)

    def rows(self) -> Iterator[dict[str, Any]]:
        """One row a period, for tables and JSON. `intensity`, the mean score, is None where nothing happened."""
        for i, start in enumerate(self.starts):
            count = int(self.total[i])
            yield {
                self.step: start.isoformat(),
                "days": int(self.days[i]),
                "reports": int(self.reports[i]),
                "incidents" if self.asked.by == "incidents" else "events": count,
                **{name.replace(" ", "_"): int(self.counts[i, column]) for column, name in enumerate(QUADS)},
                "cooperation": round(float(self.cooperation[i]), 2),
                "conflict": round(float(self.conflict[i]), 2),
                "balance": round(float(self.balance[i]), 2),
                "intensity": round(float(self.balance[i]) / count, 2) if count else None,
            }


def daily(store: Store, asked: Asked) -> Series:
    """A point a day. UsageError where the store has no dated report."""
    first, reports = _reports_from(store, asked.start, asked.end)
    last = first + timedelta(len(reports) - 1)
    where, values = matching(asked)
    rows = store.sql(
        f"""SELECT CASE WHEN {ON_A_DAY} THEN day END AS on_day, quad,
            count(*), sum(greatest(intensity, 0)), sum(greatest(-intensity, 0))
        FROM ({SOURCES[asked.by]}) WHERE {where} AND day <= $last AND last >= $first
        GROUP BY on_day, quad, intensity < 0""",
        {**values, "first": first, "last": last},
    ).fetchall()
    left_out = sum(count for day, _, count, _, _ in rows if day is None)
    return filled(asked, first, reports, [row for row in rows if row[0] is not None and row[0] >= first], left_out)


def filled(asked: Asked, first: date, reports: Counts, rows: Iterable[Sequence[Any]], left_out: int = 0) -> Series:
    """A daily series from rows of day, quad class, incidents, and the sums of their scores, all above 0 or none."""
    length = len(reports)
    counts = np.zeros((length, len(QUADS)), dtype=np.int64)
    hostile = np.zeros(length, dtype=np.int64)
    sums = np.zeros((length, 2))
    for day, quad, count, positive, negative in rows:
        at = (day - first).days
        counts[at, quad - 1] += count
        hostile[at] += count if negative else 0
        sums[at] += (positive, negative)
    days = tuple(first + timedelta(i) for i in range(length))
    return Series(asked, "day", days, np.ones_like(reports), counts, sums[:, 0], sums[:, 1], hostile, reports, left_out)


def weekly(series: Series) -> Series:
    """The same by weeks, from Monday on; the first and the last may have fewer days."""
    offset = series.starts[0].weekday()
    week = (np.arange(len(series.starts)) + offset) // 7
    starts = [day for i, day in enumerate(series.starts) if i == 0 or day.weekday() == 0]

    def summed(values: Any) -> Any:
        out = np.zeros((len(starts), *values.shape[1:]), dtype=values.dtype)
        np.add.at(out, week, values)
        return out

    return Series(
        series.asked,
        "week",
        tuple(starts),
        summed(series.days),
        summed(series.counts),
        summed(series.cooperation),
        summed(series.conflict),
        summed(series.hostile),
        summed(series.reports),
        series.left_out,
    )


def period(store: Store, start: date | None, end: date | None) -> tuple[date, date]:
    """The days asked for, else those that the store has reports of."""
    first, last = store.sql("SELECT min(published), max(published) FROM reports").fetchall()[0]
    return _period(store, (first, last), start, end)


def _period(
    store: Store, known: tuple[date | None, date | None], start: date | None, end: date | None
) -> tuple[date, date]:
    if known[0] is None or known[1] is None:
        raise UsageError("no-dates", f"{store.path} has no report with a day of publication; give one with --published")
    start, end = start or known[0], end or known[1]
    if end < start:
        raise UsageError("period", f"the period ends on {end}, before it begins on {start}; turn them round")
    return start, end


def matching(asked: Asked) -> tuple[str, dict[str, Any]]:
    """The condition, and its values, that the rows of `SOURCES` meet."""

    def side(name: str, value: str) -> str:
        return f"(list_contains({name}_codes, {value}) OR list_contains({name}_keys, {value}))"

    there = f"{side('actor', '$actor')} AND {side('recipient', '$recipient')}"
    back = f"{side('actor', '$recipient')} AND {side('recipient', '$actor')}"
    values = {"actor": asked.actor, "recipient": asked.recipient, "certainty": list(asked.certainty)}
    return f"({f'{there} OR {back}' if asked.both else there}) AND list_contains($certainty, certainty)", values


def reports_by_day(store: Store, first: date, last: date) -> Counts:
    """How many reports the store has of each day."""
    return _reports_from(store, first, last)[1]


def _reports_from(store: Store, start: date | None, end: date | None) -> tuple[date, Counts]:
    """The first day asked for, else of the store, and how many reports there are of it and each day after it."""
    rows = dict(
        store.sql("SELECT published, count(*) FROM reports WHERE published IS NOT NULL GROUP BY ALL").fetchall()
    )
    first, last = _period(store, (min(rows, default=None), max(rows, default=None)), start, end)
    days = (first + timedelta(i) for i in range((last - first).days + 1))
    return first, np.array([rows.get(day, 0) for day in days], dtype=np.int64)
