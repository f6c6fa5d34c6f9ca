"""The mix of types: how often each PLOVER type, coloured by its quad class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from toecap.measure.charts.pair import WIDTH, Width, data
from toecap.measure.series import QUADS, SOURCES, Asked, matching, period
from toecap.store.reader import Store


@dataclass(frozen=True, slots=True)
class TypeCount:
    """A type and how many incidents have it."""

    type: str
    quad: int
    count: int


def count_types(store: Store, asked: Asked) -> list[TypeCount]:
    """The types of a pair's incidents in the days asked for, by quad class."""
    where, values = matching(asked)
    first, last = period(store, asked.start, asked.end)
    rows = store.sql(
        f"""SELECT type, quad, count(*) FROM ({SOURCES[asked.by]})
        WHERE {where} AND day <= $until AND last >= $first GROUP BY ALL ORDER BY quad, count(*) DESC, type""",
        {**values, "first": first, "until": last},
    ).fetchall()
    return [TypeCount(*row) for row in rows]


def types(counts: Sequence[TypeCount], name: str, by: str = "incidents", width: Width = WIDTH) -> alt.LayerChart:
    """A bar a type, in the order of the counts."""
    rows = [{"type": one.type, "class": QUADS[one.quad - 1], by: one.count} for one in counts]
    text = f"Types of {by}, {name}"
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("type:N", sort=[one.type for one in counts], title=None, axis=alt.Axis(ticks=False, domain=False)),
        x=alt.X(f"{by}:Q", title=by, axis=alt.Axis(tickMinStep=1, tickCount=6)),
    )
    colour = alt.Color(
        "class:N", legend=alt.Legend(symbolType="square"), scale=alt.Scale(domain=list(QUADS)), title=None
    )
    bars = base.mark_bar(size=14).encode(color=colour, tooltip=["type:N", "class:N", f"{by}:Q"])
    numbers = base.mark_text(style="quiet-words", align="left", dx=4).encode(text=f"{by}:Q")
    return alt.LayerChart(
        layer=[bars, numbers], width=width, height=alt.Step(20), title=alt.TitleParams(text), description=text
    )
