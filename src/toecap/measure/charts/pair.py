"""The charts of a pair: balance by period, and conflict against what is usual, with change points and alerts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal

import altair as alt
import numpy as np

from toecap.measure.alerts import RISE, Alert
from toecap.measure.baseline import WINDOW, Baseline
from toecap.measure.changes import Change
from toecap.measure.series import QUADS, Series

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
    return alt.layer(*layers, zero).properties(width=width, height=height, title=_titled(text), description=text)


def conflict(
    series: Series,
    usual: Baseline,
    changes: Sequence[Change] = (),
    alerts: Sequence[Alert] = (),
    width: Width = WIDTH,
    height: int = 200,
) -> alt.LayerChart:
    """The conflict of seven days, day by day, with what is usual, the range in which no alert begins, and alerts."""
    limit = usual.limit(RISE)
    rows = [
        {
            "day": moment(start),
            "conflict": round(float(usual.sums[i]), 1),
            "usual": None if np.isnan(usual.usual[i]) else round(float(usual.usual[i]), 1),
            "limit": None if np.isnan(limit[i]) else round(float(limit[i]), 1),
        }
        for i, start in enumerate(series.starts)
    ]
    base = alt.Chart(data(rows)).encode(x=day_axis())
    tooltip: list[Any] = [
        alt.Tooltip("day:T", title="week to", timeUnit="utcyearmonthdate", format="%Y-%m-%d"),
        alt.Tooltip("conflict:Q"),
        alt.Tooltip("usual:Q"),
        alt.Tooltip("limit:Q", title="alert above"),
    ]
    y = f"conflict in {WINDOW} days"
    text = f"Conflict, {series.asked.name}: sum of {WINDOW} days, beside what is usual (dashed) and the range of chance (grey)"
    layers: list[alt.Chart] = [
        _alerts(series, alerts),
        base.mark_area(style="limit").encode(y=alt.Y("limit:Q", title=y)),
        base.mark_line(style="usual").encode(y="usual:Q"),
        base.mark_line(style="conflict-line").encode(y="conflict:Q", tooltip=tooltip),
        _changes(changes),
    ]
    return alt.layer(*layers).properties(width=width, height=height, title=_titled(text), description=text)


def pair(
    series: Series, shown: Series, usual: Baseline, changes: Sequence[Change], alerts: Sequence[Alert]
) -> alt.VConcatChart:
    """Both, for a file: `series` is daily, `shown` the periods of the bars."""
    both = alt.vconcat(balance(shown), conflict(series, usual, changes, alerts), spacing=24)
    return both.properties(description=f"Cooperation and conflict, {series.asked.name}")


def _titled(text: str) -> alt.TitleParams:
    head, _, rest = text.partition(", ")
    return alt.TitleParams(text=head, subtitle=rest) if rest else alt.TitleParams(text=head)


def _alerts(series: Series, alerts: Sequence[Alert]) -> alt.Chart:
    rows = [
        {
            "start": moment(alert.start),
            "end": moment((alert.end or series.starts[-1]) + timedelta(1)),
            "headline": alert.headline,
        }
        for alert in alerts
    ]
    chart = alt.Chart(data(rows)).mark_rect(style="alert")
    return chart.encode(x=day_axis("start"), x2="end:T", tooltip=alt.Tooltip("headline:N", title="alert"))


def _changes(changes: Sequence[Change]) -> alt.Chart:
    rows = [
        {"day": moment(change.day), "before": round(change.before, 2), "after": round(change.after, 2)}
        for change in changes
    ]
    tooltip = [
        alt.Tooltip("day:T", title="level changes on", timeUnit="utcyearmonthdate", format="%Y-%m-%d"),
        alt.Tooltip("before:Q", title="a day before"),
        alt.Tooltip("after:Q", title="a day after"),
    ]
    return alt.Chart(data(rows)).mark_rule(style="change").encode(x=day_axis(), tooltip=tooltip)
