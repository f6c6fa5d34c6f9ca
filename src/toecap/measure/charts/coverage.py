"""What the store has: reports by outlet and day, or week where the days are many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import altair as alt

from toecap.measure.charts.pair import WIDTH, Width, data, day_axis, moment
from toecap.measure.series import period
from toecap.store.reader import Store

MOST_OUTLETS = 25
MOST_DAYS = 120
UNKNOWN = "outlet unknown"


@dataclass(frozen=True, slots=True)
class Covered:
    """How many reports of an outlet the store has of a day, or of the week from that day on."""

    outlet: str
    day: date
    reports: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the outlets with most reports, these first; `outlets` says of how many."""

    step: Literal["day", "week"]
    cells: tuple[Covered, ...]
    outlets: int


def count_reports(store: Store, start: date | None = None, end: date | None = None) -> Coverage:
    """The coverage of the days asked for."""
    first, last = period(store, start, end)
    step: Literal["day", "week"] = "day" if (last - first).days < MOST_DAYS else "week"
    rows = store.sql(
        f"""WITH dated AS (SELECT coalesce(outlet, $unknown) AS outlet, date_trunc('{step}', published)::DATE AS day
                           FROM reports WHERE published BETWEEN $first AND $until),
                 ranked AS (SELECT outlet, row_number() OVER (ORDER BY count(*) DESC, outlet) AS rank
                            FROM dated GROUP BY outlet)
        SELECT outlet, day, count(*), rank, (SELECT count(*) FROM ranked)
        FROM dated JOIN ranked USING (outlet) WHERE rank <= {MOST_OUTLETS} GROUP BY ALL ORDER BY rank, day""",
        {"first": first, "until": last, "unknown": UNKNOWN},
    ).fetchall()
    cells = tuple(Covered(outlet, day, count) for outlet, day, count, *_ in rows)
    return Coverage(step, cells, rows[0][-1] if rows else 0)


def coverage(found: Coverage, width: Width = WIDTH) -> alt.Chart:
    """A row an outlet, a cell a day; where the store has no report, there is no cell."""
    length = timedelta(1 if found.step == "day" else 7)
    rows = [
        {"outlet": cell.outlet, "day": moment(cell.day), "until": moment(cell.day + length), "reports": cell.reports}
        for cell in found.cells
    ]
    names = list(dict.fromkeys(cell.outlet for cell in found.cells))
    text = f"Reports by outlet and {found.step}"
    more = f"the {len(names)} of {found.outlets} outlets with most reports" if found.outlets > len(names) else ""
    y = alt.Y("outlet:N", sort=names, title=None, axis=alt.Axis(ticks=False, domain=False))
    cells: alt.Chart = (
        alt.Chart(data(rows))
        .mark_rect()
        .encode(
            x=day_axis(),
            x2="until:T",
            y=y,
            color=alt.Color("reports:Q", scale=alt.Scale(range="ramp"), title="reports"),
            tooltip=["outlet:N", alt.Tooltip("day:T", title=f"{found.step} from", format="%Y-%m-%d"), "reports:Q"],
        )
        .properties(width=width, height=alt.Step(18), title=alt.TitleParams(text, subtitle=more), description=text)
    )
    return cells
