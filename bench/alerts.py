"""How many planted escalations the alerts and change points find, and how often they are wrong.

    python bench/alerts.py [--worlds 10] [--reports 100000] [--first-seed 101] [--rise 3.5 ...] [--more N]

Each world has two years of some 120 pairs, of which some escalate in known weeks (bench/generated/world.py). An alert
is right if it begins within a planted escalation or in the week after it; a change point is right if it is at most five
days from the first or the last day of one. With `--more 8` the store tells eight times as much of every pair from the
middle of the period on, as when feeds are added.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from generated.world import FIRST_DAY, Escalation, Happening, World, make_world

from toecap.measure import alerts
from toecap.measure.changes import changes
from toecap.measure.series import Asked, Series

AFTER = timedelta(7)
NEAR = 5
PLAIN = 5


@dataclass(slots=True)
class Tally:
    """What was found, of how many, and what was said wrongly."""

    planted: int = 0
    found: int = 0
    plain: int = 0  # of those planted, with at least five incidents of conflict a week
    plain_found: int = 0
    right: int = 0
    wrong: int = 0
    calm_years: float = 0.0
    calm_wrong: int = 0
    late: list[int] = field(default_factory=list)
    changed: int = 0
    changes_found: int = 0
    changes_right: int = 0
    changes_wrong: int = 0


def series_of(world: World, more: int) -> Iterator[tuple[Series, np.ndarray, list[Escalation]]]:
    """The daily series of each pair, what is told of the others, and what was planted into it."""
    told = {id(one): one for telling in world.tellings for one in telling.happenings}
    by_pair: dict[tuple[str, str], list[Happening]] = defaultdict(list)
    for one in told.values():
        if one.certainty == "actual" and (one.day >= _middle(world) or _kept(one, more)):
            by_pair[one.actor, one.recipient].append(one)
    days = tuple(FIRST_DAY + timedelta(i) for i in range(world.days))
    everything = np.zeros(len(days))
    made = []
    for pair in world.pairs:
        counts, sums = np.zeros((len(days), 4), dtype=np.int64), np.zeros((len(days), 2))
        hostile = np.zeros(len(days), dtype=np.int64)
        for one in by_pair[pair.actor, pair.recipient]:
            day = (one.day - FIRST_DAY).days
            counts[day, one.deed.quad - 1] += 1
            hostile[day] += one.deed.intensity < 0
            sums[day, int(one.deed.intensity < 0)] += abs(one.deed.intensity)
        everything += counts.sum(axis=1)
        asked = Asked(pair.actor, pair.recipient)
        ones = np.ones(len(days), dtype=np.int64)
        made.append(Series(asked, "day", days, ones, counts, sums[:, 0], sums[:, 1], hostile, ones, 0))
    for series in made:
        planted = [
            one
            for one in world.escalations
            if (one.actor, one.recipient) == (series.asked.actor, series.asked.recipient)
        ]
        yield series, everything - series.total, planted


def _middle(world: World) -> date:
    return FIRST_DAY + timedelta(world.days // 2)


def _kept(one: Happening, more: int) -> bool:
    """One of so many happenings, the same in each run."""
    return (one.day.toordinal() * 7 + len(one.deed.past) + len(one.city[0])) % more == 0


def add(tally: Tally, rise: float, series: Series, others: np.ndarray, planted: list[Escalation]) -> None:
    """Count what is said of one pair."""
    usual = alerts.usual_conflict(series, alerts.scale_of(others))
    starts = [series.starts[run.start] for run in alerts.runs(series, usual, rise)]
    hits = {i: [start for start in starts if one.start <= start <= one.end + AFTER] for i, one in enumerate(planted)}
    tally.planted += len(planted)
    tally.found += sum(bool(found) for found in hits.values())
    plain = [i for i, one in enumerate(planted) if _a_week(series, one) >= PLAIN]
    tally.plain += len(plain)
    tally.plain_found += sum(bool(hits[i]) for i in plain)
    tally.late += [(min(found) - planted[i].start).days for i, found in hits.items() if found]
    right = {start for found in hits.values() for start in found}
    tally.right += len(right)
    tally.wrong += len(starts) - len(right)
    if not planted:
        tally.calm_years += len(series.starts) / 365.25
        tally.calm_wrong += len(starts)
    edges = [day for one in planted for day in (one.start, one.end + timedelta(1))]
    cuts = [change.day for change in changes(series.starts, series.conflict)]
    tally.changed += len(edges)
    tally.changes_found += sum(any(abs((cut - edge).days) <= NEAR for cut in cuts) for edge in edges)
    near = sum(any(abs((cut - edge).days) <= NEAR for edge in edges) for cut in cuts)
    tally.changes_right += near
    tally.changes_wrong += len(cuts) - near


def _a_week(series: Series, one: Escalation) -> float:
    """Incidents of conflict a week while it lasts."""
    within = [i for i, day in enumerate(series.starts) if one.start <= day <= one.end]
    return float(series.hostile[within].sum()) / len(within) * 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=10)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--first-seed", type=int, default=101)
    parser.add_argument("--rise", type=float, nargs="+", default=[alerts.RISE])
    parser.add_argument("--more", type=int, default=1, help="from the middle on, so many times as much is told")
    args = parser.parse_args()
    tallies = {rise: Tally() for rise in args.rise}
    for seed in range(args.first_seed, args.first_seed + args.worlds):
        for row in series_of(make_world(args.reports, seed), args.more):
            for rise, tally in tallies.items():
                add(tally, rise, *row)
    more = f", {args.more} times as much from the middle on" if args.more > 1 else ""
    print(f"{args.worlds} worlds of {args.reports:,} reports{more}")
    columns = "rise|planted|found|of those with 5 incidents a week|right|wrong|wrong a year of a calm pair|days late"
    print(f"| {columns.replace('|', ' | ')} |")
    print(f"|{' --- |' * (columns.count('|') + 1)}")
    for rise, tally in tallies.items():
        late = np.median(tally.late) if tally.late else float("nan")
        calm = tally.calm_wrong / tally.calm_years
        found = f"{tally.found} ({tally.found / max(1, tally.planted):.0%})"
        plain = f"{tally.plain_found} of {tally.plain} ({tally.plain_found / max(1, tally.plain):.0%})"
        right = f"{tally.right} ({tally.right / max(1, tally.right + tally.wrong):.0%})"
        print(f"| {rise} | {tally.planted} | {found} | {plain} | {right} | {tally.wrong} | {calm:.3f} | {late:.0f} |")
    one = next(iter(tallies.values()))
    said = one.changes_right + one.changes_wrong
    print(
        f"change points: {one.changes_found} of {one.changed} edges found ({one.changes_found / one.changed:.0%}), ",
        end="",
    )
    print(f"{one.changes_right} of {said} said are at one ({one.changes_right / max(1, said):.0%})")


if __name__ == "__main__":
    main()
