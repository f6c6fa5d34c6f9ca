"""All pairs of a store at once: which moved most, and which stand out now. Sides are codes here: countries, UNO, ..."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np

from toecap.measure.alerts import LEAST, WEIGHT, Alert, alerts_of, scale_of
from toecap.measure.baseline import ENOUGH, LEAST_PAST, PAST, WINDOW, Baseline, latest
from toecap.measure.series import ON_A_DAY, SOURCES, Asked, By, Floats, Series, filled, period, reports_by_day
from toecap.records import Certainty
from toecap.store.reader import Store

# Pairs that are looked at, those with most conflict in the time that is asked about.
MOST_PAIRS = 500
Direction = Literal["more conflict", "less conflict", "more cooperation", "less cooperation"]


@dataclass(frozen=True, slots=True)
class Move:
    """How far a pair's week is from its usual one; sums of scores as in a series. `score` counts spreads, with sign."""

    actor: str
    recipient: str
    direction: Direction
    score: float
    incidents: int
    cooperation: float
    usual_cooperation: float
    conflict: float
    usual_conflict: float


def moved(
    store: Store,
    on: date | None = None,
    certainty: tuple[Certainty, ...] = ("actual",),
    by: By = "incidents",
    most: int = 10,
) -> list[Move]:
    """The pairs whose last seven days differ most from what is usual for them.

    None where too few days have reports to say what is usual. `on` is the last of the seven days, else the last that
    the store has reports of.
    """
    first, last = period(store, None, on)
    first = max(first, last - timedelta(PAST + 2 * WINDOW))
    length = (last - first).days + 1
    enough = length >= ENOUGH and np.count_nonzero(reports_by_day(store, first, last)) >= LEAST_PAST
    pairs = _rows_by_pair(store, first, last, certainty, by) if enough else {}
    if not pairs:
        return []
    series = [filled(Asked(*pair), first, np.zeros(length, dtype=np.int64), rows) for pair, rows in pairs.items()]
    positive = latest(np.stack([each.cooperation for each in series]), WEIGHT)
    negative = latest(np.stack([each.conflict for each in series]), WEIGHT)
    moves = [_move(each, i, positive, negative) for i, each in enumerate(series)]
    return sorted(moves, key=lambda move: (-abs(move.score), move.actor, move.recipient))[:most]


def recent_alerts(
    store: Store,
    days: int = 30,
    on: date | None = None,
    certainty: tuple[Certainty, ...] = ("actual",),
    by: By = "incidents",
) -> list[Alert]:
    """The alerts of all pairs that are not over, or were not some days ago; the loudest first."""
    first, last = period(store, None, on)
    since = last - timedelta(days)
    first = max(first, since - timedelta(PAST + 2 * WINDOW))
    reports = reports_by_day(store, first, last)
    pairs = _rows_by_pair(store, first, last, certainty, by)
    everything = np.zeros(len(reports))
    for rows in pairs.values():
        for day, _, count, _, _ in rows:
            everything[(day - first).days] += count
    found: list[Alert] = []
    for pair in _hostile(pairs, since):
        asked = Asked(*pair, start=first, end=last, certainty=certainty, by=by)
        series = filled(asked, first, reports, pairs[pair])
        found += alerts_of(store, series, scale_of(everything - series.total), since)
    return sorted(found, key=lambda alert: (-alert.score, alert.actor, alert.recipient))


def _hostile(pairs: dict[tuple[str, str], list[Any]], since: date) -> list[tuple[str, str]]:
    """The pairs with enough conflict, about the time asked for, that an alert is possible; most conflict first."""
    conflict = {
        pair: [(count, negative) for day, _, count, _, negative in rows if negative and day >= since - timedelta(60)]
        for pair, rows in pairs.items()
    }
    enough = {pair: sum(n for _, n in rows) for pair, rows in conflict.items() if sum(c for c, _ in rows) >= LEAST}
    return sorted(enough, key=lambda pair: (-enough[pair], pair))[:MOST_PAIRS]


def _rows_by_pair(
    store: Store, first: date, last: date, certainty: Sequence[Certainty], by: By
) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
    rows = store.sql(
        f"""SELECT actor, recipient, day, quad, count(*), sum(greatest(intensity, 0)), sum(greatest(-intensity, 0))
        FROM (SELECT unnest(actor_codes) AS actor, * FROM ({SOURCES[by]})
              WHERE list_contains($certainty, certainty) AND {ON_A_DAY} AND day BETWEEN $first AND $last),
             unnest(recipient_codes) AS _(recipient)
        GROUP BY actor, recipient, day, quad, intensity < 0 ORDER BY ALL""",
        {"certainty": list(certainty), "first": first, "last": last},
    ).fetchall()
    found: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for actor, recipient, *row in rows:
        found[actor, recipient].append(tuple(row))
    return found


def _move(series: Series, row: int, positive: Baseline, negative: Baseline) -> Move:
    scores = (float(negative.score[row]), float(positive.score[row]))
    conflict = abs(scores[0]) >= abs(scores[1])
    score = scores[0] if conflict else scores[1]
    way: Direction
    if conflict:
        way = "more conflict" if score > 0 else "less conflict"
    else:
        way = "more cooperation" if score > 0 else "less cooperation"

    def told(values: Floats) -> float:
        return round(float(values[row]), 1)

    return Move(
        series.asked.actor,
        series.asked.recipient,
        way,
        round(score, 1),
        int(series.total[-WINDOW:].sum()),
        told(positive.sums),
        told(positive.usual),
        told(negative.sums),
        told(negative.usual),
    )
