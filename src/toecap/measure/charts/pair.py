"""The charts of a pair: balance by period, and conflict against what is usual, with change points and alerts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

import altair as alt
import numpy as np

from toecap.measure.alerts import RISE, Alert, alerts_of, coverage, usual_conflict
from toecap.measure.baseline import WINDOW, Baseline
from toecap.measure.changes import Change, changes
from toecap.measure.series import QUADS, Asked, Series, daily
from toecap.store.reader import Store

Width = int | Literal["container"]
WIDTH = 760
FORMATS = {"year": "%Y", "quarter": "%b", "month": "%b", "week": "%b %-d", "date": "%b %-d"}
DAYS = alt.Axis(grid=False, labelFlush=True, labelOverlap=True, format=FORMATS)


def day_axis(field: str = "day") -> alt.X:
    # Days are days everywhere: as UTC, no reader's clock moves them.
    scale = alt.Scale(type="utc", nice=False)
    return alt.X(f"{field}:T", scale=scale, title=None, axis=DAYS)


def data(rows: Sequence[dict[str, Any]]) -> alt.Data:
    """Rows for a chart."""
    return alt.InlineData(values=list(rows))


def moment(day: date) -> int:
    """A day as Vega-Lite takes it on any clock: milliseconds of UTC."""
    return (day - date(1970, 1, 1)).days * 86_400_000


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """All that the store has of a pair up to a day, and what was found in it. `series` is daily and begins at the
    beginning, whatever is shown of it."""

    series: Series
    usual: Baseline
    changes: tuple[Change, ...]
    alerts: tuple[Alert, ...]


def past_of(store: Store, asked: Asked) -> Past:
    """The past of a pair."""
    series = daily(store, replace(asked, start=None))
    scale = coverage(store, series)
    found = tuple(alerts_of(store, series, scale))
    series = replace(series, asked=asked)
    usual = usual_conflict(series, scale)
    # Where nothing is known to be usual, a level is a gap in what the store has.
    levels = () if np.isnan(usual.usual).all() else tuple(changes(series.starts, series.conflict))
    return Past(series, usual, levels, found)


def balance(series: Series, width: Width = WIDTH, height: int = 160) -> alt.LayerChart:
    """Cooperation above the line and conflict below it, a bar a period."""
    rows = [
        {
            "day": moment(start),
            "until": moment(start + timedelta(int(series.days[i]))),
            "cooperation": round(float(series.cooperation[i]), 1),
            "conflict": round(float(series.conflict[i]), 1),
            "below": -round(float(series.conflict[i]), 1),
            "incidents": int(series.total[i]),
            **{name: int(series.counts[i, column]) for column, name in enumerate(QUADS)},
        }
        for i, start in enumerate(series.starts)
        if series.total[i]
    ]
    first, last = series.starts[0], series.starts[-1] + timedelta(int(series.days[-1]))
    x = day_axis().scale(alt.Scale(type="utc", nice=False, domain=[moment(first), moment(last)]))
    tooltip: list[Any] = [
        alt.Tooltip("day:T", title=f"{series.step} from", timeUnit="utcyearmonthdate", format="%Y-%m-%d"),
        alt.Tooltip("incidents:Q", title=series.asked.by),
        *(alt.Tooltip(f"{name}:Q") for name in QUADS),
        alt.Tooltip("cooperation:Q", title="sum of cooperation"),
        alt.Tooltip("conflict:Q", title="sum of conflict"),
    ]
    base = alt.Chart(data(rows)).encode(x=x, x2="until:T", tooltip=tooltip)
    axis = alt.Axis(labelExpr="format(abs(datum.value), ',')", title="conflict ↓   cooperation ↑")
    layers = [
        base.mark_rect(style=style).encode(y=alt.Y(f"{field}:Q", axis=axis), y2=alt.datum(0))
        for field, style in (("cooperation", "cooperation"), ("below", "conflict"))
    ]
    zero = alt.Chart(data([{"zero": 0}])).mark_rule(style="zero").encode(y="zero:Q")
    text = f"Cooperation and conflict, {series.asked.name}, by {series.step}, on the Goldstein scale"
    return alt.LayerChart(layer=[*layers, zero], width=width, height=height, title=_titled(text), description=text)


def conflict(past: Past, start: date | None = None, width: Width = WIDTH, height: int = 200) -> alt.LayerChart:
    """The conflict of seven days, day by day, with what is usual, the range in which no alert begins, and alerts.

    `start`: the first day shown.
    """
    series, usual, limit = past.series, past.usual, past.usual.limit(RISE)
    start = start or series.starts[0]
    rows = [
        {
            "day": moment(day),
            "conflict": round(float(usual.sums[i]), 1),
            "usual": None if np.isnan(usual.usual[i]) else round(float(usual.usual[i]), 1),
            "limit": None if np.isnan(limit[i]) else round(float(limit[i]), 1),
        }
        for i, day in enumerate(series.starts)
        if day >= start
    ]
    base = alt.Chart(data(rows)).encode(x=day_axis())
    tooltip: list[Any] = [
        alt.Tooltip("day:T", title="week to", timeUnit="utcyearmonthdate", format="%Y-%m-%d"),
        alt.Tooltip("conflict:Q"),
        alt.Tooltip("usual:Q"),
        alt.Tooltip("limit:Q", title="alert above"),
    ]
    y = f"conflict in {WINDOW} days"
    text = (
        f"Conflict, {series.asked.name}: sum of {WINDOW} days; usual (dashed), range of chance (grey), alerts (shaded)"
    )
    layers: list[alt.Chart] = [
        _alerts(past, start),
        base.mark_area(style="limit").encode(y=alt.Y("limit:Q", title=y)),
        base.mark_line(style="usual").encode(y="usual:Q"),
        base.mark_line(style="conflict-line").encode(y="conflict:Q", tooltip=tooltip),
        _changes(past.changes, start),
    ]
    return alt.LayerChart(layer=layers, width=width, height=height, title=_titled(text), description=text)


def pair(past: Past, shown: Series) -> alt.VConcatChart:
    """Both, for a file: `shown` has the periods of the bars."""
    both = alt.vconcat(balance(shown), conflict(past, past.series.asked.start), spacing=24)
    return both.properties(description=f"Cooperation and conflict, {shown.asked.name}")


def _titled(text: str) -> alt.TitleParams:
    head, _, rest = text.partition(", ")
    return alt.TitleParams(text=head, subtitle=rest) if rest else alt.TitleParams(text=head)


def _alerts(past: Past, start: date) -> alt.Chart:
    last = past.series.starts[-1]
    rows = [
        {
            "start": moment(max(start, alert.start)),
            "end": moment((alert.end or last) + timedelta(1)),
            "headline": alert.headline,
        }
        for alert in past.alerts
        if (alert.end or last) >= start
    ]
    chart = alt.Chart(data(rows)).mark_rect(style="alert")
    shaded: alt.Chart = chart.encode(x=day_axis("start"), x2="end:T", tooltip=alt.Tooltip("headline:N", title="alert"))
    return shaded


def _changes(found: Sequence[Change], start: date) -> alt.Chart:
    rows = [
        {"day": moment(change.day), "before": round(change.before, 2), "after": round(change.after, 2)}
        for change in found
        if change.day >= start
    ]
    tooltip = [
        alt.Tooltip("day:T", title="level changes on", timeUnit="utcyearmonthdate", format="%Y-%m-%d"),
        alt.Tooltip("before:Q", title="a day before"),
        alt.Tooltip("after:Q", title="a day after"),
    ]
    rules: alt.Chart = alt.Chart(data(rows)).mark_rule(style="change").encode(x=day_axis(), tooltip=tooltip)
    return rules
