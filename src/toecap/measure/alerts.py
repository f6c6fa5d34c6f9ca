"""Alerts: conflict from one side to another stands out of its own past, with the incidents that drive it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toecap.measure.baseline import LEAST_PAST, PAST, WINDOW, Baseline, baseline
from toecap.measure.series import ON_A_DAY, SOURCES, Asked, Series, daily, matching
from toecap.store.reader import Store

Floats = NDArray[np.float64]

# Spreads above the usual at which an alert begins, and below which it ends. `bench/alerts.py` has what they find.
RISE, FALL = 3.5, 1.5
# Above this an alert begins also where the past has a higher week: a second escalation is one.
LOUD = 4.5
LEAST = 3  # incidents of conflict in seven days
DRIVERS = 5
# A week of one material conflict, where a pair has no conflict of its own to go by.
WEIGHT = 7.0
MOST_SCALE = 10.0


@dataclass(frozen=True, slots=True)
class Driver:
    """An incident behind an alert."""

    id: str
    day: date
    type: str
    intensity: float
    title: str
    place: str | None
    independent_sources: int | None


@dataclass(frozen=True, slots=True)
class Alert:
    """From `start` to `end`, both included; None: not over on the last day of the store.

    `conflict` is the sum of seven days up to the `peak`, `usual` what that sum mostly was, `score` how many spreads it
    lies above; `highest_in` counts the days up to the peak in which it was never so high.
    """

    actor: str
    recipient: str
    both: bool
    start: date
    end: date | None
    peak: date
    conflict: float
    usual: float
    score: float
    highest_in: int
    drivers: tuple[Driver, ...]

    @property
    def headline(self) -> str:
        """In one sentence."""
        over = f"since {self.start}" if self.end is None else f"{self.start} to {self.end}"
        pair = f"{self.actor} {'and' if self.both else 'to'} {self.recipient}"
        return (
            f"Conflict intensity {pair} at its highest in {self.highest_in} days "
            f"({over}): {self.conflict:.0f} in the week to {self.peak}, usually {self.usual:.0f}"
        )

    def row(self) -> dict[str, Any]:
        """For JSON."""
        return {"headline": self.headline, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Run:
    """Days of a series, by their place in it, on which conflict stands out; `end` is None while it does."""

    start: int
    end: int | None
    peak: int
    highest_in: int


def alerts(store: Store, asked: Asked) -> list[Alert]:
    """The alerts of one direction, or of both taken together, the latest first.

    What is usual is told from all that the store has before, also from what lies before `asked.start`; alerts that were
    over by then are left out.
    """
    whole = daily(store, replace(asked, start=None))
    return alerts_of(store, whole, coverage(store, whole), asked.start)


def alerts_of(store: Store, series: Series, scale: Floats, since: date | None = None) -> list[Alert]:
    """The alerts of a daily series that were not over by a day; `scale` as `coverage` has it."""
    usual = usual_conflict(series, scale)
    found = reversed(runs(series, usual))
    shown = [run for run in found if run.end is None or since is None or series.starts[run.end] >= since]
    return [_alert(store, series, usual, run) for run in shown]


def usual_conflict(series: Series, scale: Floats | None = None) -> Baseline:
    """What is usual of the conflict of a daily series; NaN where the store has reports of too few days of the past."""
    hostile = series.hostile.sum()
    weight = float(series.conflict.sum() / hostile) if hostile else WEIGHT
    found = baseline(series.conflict, weight, scale)
    total = np.cumsum(series.reports > 0)
    told = total - np.concatenate([np.zeros(PAST, dtype=total.dtype), total])[: len(total)]
    return replace(found, usual=np.where(told >= LEAST_PAST, found.usual, np.nan))


def runs(series: Series, usual: Baseline, rise: float = RISE) -> list[Run]:
    """Where a week's conflict is far above the usual, and above all of its past or loud, until it is usual again."""
    week = np.convolve(series.hostile, np.ones(WINDOW, dtype=np.int64))[: len(series.hostile)]
    # Comparisons with NaN, where there is too little past, are false.
    score = usual.score
    high = (usual.sums > usual.high) | (score >= LOUD)
    begins = (score >= rise) & high & (week >= LEAST)
    found: list[Run] = []
    day = 0
    while day < len(begins):
        if not begins[day]:
            day += 1
            continue
        over = np.flatnonzero(score[day:] < FALL)
        end = day + int(over[0]) - 1 if len(over) else None
        until = len(begins) if end is None else end + 1
        peak = day + int(np.argmax(usual.sums[day:until]))
        found.append(Run(day, end, peak, _highest_in(usual.sums, peak)))
        day = until + 1
    return found


def coverage(store: Store, series: Series) -> Floats:
    """By how much more the store tells of everybody else than it did, day by day: at least 1, at most ten.

    With a second feed, twice as much is told of every pair; that is no escalation.
    """
    asked = series.asked
    where, values = matching(asked)
    rows = store.sql(
        f"SELECT day, count(*) FROM ({SOURCES[asked.by]}) WHERE NOT ({where}) "
        "AND list_contains($certainty, certainty) AND day BETWEEN $first AND $until GROUP BY ALL",
        {**values, "first": series.starts[0], "until": series.starts[-1]},
    ).fetchall()
    others = np.zeros(len(series.starts))
    for day, count in rows:
        others[(day - series.starts[0]).days] = count
    return scale_of(others)


def scale_of(others: Floats) -> Floats:
    """The same, of how many incidents of the others there are each day; growth that may be chance is none."""
    found = baseline(others, 1.0)
    surely = found.sums - 2 * np.sqrt(found.sums)
    # Where there is too little past, the comparison with NaN is false.
    ratio = np.divide(surely, found.usual, out=np.ones_like(surely), where=found.usual > 0)
    scale: Floats = np.clip(ratio, 1.0, MOST_SCALE)
    return scale


def _alert(store: Store, series: Series, usual: Baseline, run: Run) -> Alert:
    return Alert(
        series.asked.actor,
        series.asked.recipient,
        series.asked.both,
        series.starts[run.start],
        None if run.end is None else series.starts[run.end],
        series.starts[run.peak],
        round(float(usual.sums[run.peak]), 1),
        round(float(usual.usual[run.peak]), 1),
        round(float(usual.score[run.peak]), 1),
        run.highest_in,
        tuple(drivers(store, series.asked, series.starts[run.peak])),
    )


def drivers(store: Store, asked: Asked, peak: date, most: int = DRIVERS) -> Iterator[Driver]:
    """The gravest incidents of the seven days up to a day; of equals those that more sources tell, then the latest."""
    where, values = matching(asked)
    rows = store.sql(
        f"""SELECT id, day, type, intensity, title, place, independent_sources FROM ({SOURCES[asked.by]})
        WHERE {where} AND day BETWEEN $first AND $until AND {ON_A_DAY} AND intensity < 0
        ORDER BY intensity, independent_sources DESC NULLS LAST, reports DESC, day DESC, id LIMIT {most}""",
        {**values, "first": peak - timedelta(WINDOW - 1), "until": peak},
    ).fetchall()
    for row in rows:
        yield Driver(*row)


def _highest_in(sums: Floats, peak: int) -> int:
    """Days up to the peak since a sum was as high; all days before it, if none was."""
    higher = np.flatnonzero(sums[: max(0, peak - WINDOW + 1)] >= sums[peak])
    return peak - int(higher[-1]) if len(higher) else peak
