"""Who tells an incident, and where they have it from: five papers that print one agency's text are one origin.

Three columns: outlets, the text that each prints, and the origin in which its attribution ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import altair as alt

from toecap.errors import UsageError
from toecap.measure.charts.pair import WIDTH, data
from toecap.store.reader import Store

STEP = 22
COLUMNS = {"outlets": 0.34, "texts": 0.52, "origins": 0.7}
LABELS: dict[str, tuple[Literal["left", "right", "center"], int, int]] = {
    "outlets": ("right", -10, 0),
    "texts": ("center", 0, -11),
    "origins": ("left", 12, 0),
}


@dataclass(frozen=True, slots=True)
class Teller:
    """A telling of an incident: who printed which text, and on whose word."""

    outlet: str
    published: date | None
    family: str
    first_of_family: str
    origin: str
    origin_says: str
    denies: bool


def tellers(store: Store, incident: str) -> list[Teller]:
    """The tellings of an incident, by origin and text. UsageError where there is no such incident."""
    rows = store.sql(
        """SELECT coalesce(reports.outlet, 'outlet unknown'), reports.published, family_id,
               coalesce(firsts.outlet, 'outlet unknown'), origin, origin_says, denies
        FROM incident_members JOIN reports USING (record_id)
        LEFT JOIN reports AS firsts ON firsts.record_id = family_id
        WHERE incident_id = $incident
        ORDER BY origin, family_id, reports.published, reports.outlet, record_id, event_id""",
        {"incident": incident},
    ).fetchall()
    if not rows:
        raise UsageError("no-incident", f"the store has no incident {incident!r}; `toecap query` lists them")
    return [Teller(*row) for row in rows]


def origins(told: Sequence[Teller], width: int = WIDTH) -> alt.LayerChart:
    """The graph. Each line leads from who tells it to whose word it is."""
    outlets = [(f"{i}", one) for i, one in enumerate(told)]
    texts = _middle([one.family for one in told])
    sources = _middle([one.origin for one in told])
    nodes: list[dict[str, Any]] = []
    ties: list[dict[str, Any]] = []
    for i, (_, one) in enumerate(outlets):
        day = f", {one.published}" if one.published else ""
        denies = " (denies it)" if one.denies else ""
        nodes.append(_node("outlets", i, f"{one.outlet}{day}{denies}", one.origin_says))
        ties.append(_tie("outlets", i, "texts", texts[one.family]))
    for family, row in texts.items():
        of = [one for one in told if one.family == family]
        name = f"one text, {len(of)} times" if len(of) > 1 else ""
        nodes.append(_node("texts", row, name, of[0].origin_says))
        ties += [_tie("texts", row, "origins", sources[origin]) for origin in sorted({one.origin for one in of})]
    for origin, row in sources.items():
        says = next(one.origin_says for one in told if one.origin == origin)
        nodes.append(_node("origins", row, _origin_name(origin, told), says))
    counts = ((len(told), "telling"), (len(texts), "text"), (len(sources), "origin"))
    text = ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts)
    return _drawn(nodes, ties, text, width, len(told))


def _drawn(nodes: list[dict[str, Any]], ties: list[dict[str, Any]], text: str, width: int, rows: int) -> alt.LayerChart:
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, 1]), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[-0.5, rows - 0.5], reverse=True), axis=None)
    lines = alt.Chart(data(ties)).mark_rule(style="tie").encode(x=x, x2="x2:Q", y=y, y2="y2:Q")
    layers: list[alt.Chart] = [lines]
    tooltip = [alt.Tooltip("name:N"), alt.Tooltip("says:N", title="why")]
    for column, (align, dx, dy) in LABELS.items():
        base = alt.Chart(data([node for node in nodes if node["column"] == column])).encode(x=x, y=y)
        style, size = ("origin", 140) if column == "origins" else ("copy", 60)
        layers.append(base.mark_circle(style=style, size=size).encode(tooltip=tooltip))
        for words in ("halo", "words"):
            text_mark = base.mark_text(style=words, align=align, baseline="middle", dx=dx, dy=dy, limit=width // 3)
            layers.append(text_mark.encode(text="name:N"))
    return alt.LayerChart(
        layer=layers,
        width=width,
        height=max(80, STEP * rows),
        title=alt.TitleParams(text, subtitle="who tells it → whose text it prints → whose word it is"),
        description=text,
    )


def _node(column: str, row: float, name: str, says: str) -> dict[str, Any]:
    return {"column": column, "x": COLUMNS[column], "y": row, "name": name, "says": says}


def _tie(column: str, row: float, other: str, other_row: float) -> dict[str, Any]:
    return {"x": COLUMNS[column], "y": row, "x2": COLUMNS[other], "y2": other_row}


def _middle(names: Sequence[str]) -> dict[str, float]:
    """Each name at the middle of the rows that bear it, no two nearer than a row."""
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        rows.setdefault(name, []).append(row)
    return {name: sum(found) / len(found) for name, found in rows.items()}


def _origin_name(origin: str, told: Sequence[Teller]) -> str:
    kind, _, name = origin.partition(":")
    if kind == "family":
        return next(one.first_of_family for one in told if one.origin == origin)
    return name
