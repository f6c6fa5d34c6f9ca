"""Where incidents happened: countries by how many, and a circle a place.

The shapes are Natural Earth's and part of the package. Its borders show who holds a place, and are no statement of
whose it is.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import altair as alt

from toecap.measure.charts.pair import WIDTH, Width, data
from toecap.measure.series import Asked, matching, period
from toecap.store.reader import Store

SHAPES = "countries"


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place, with coordinates where they are known, and how many incidents happened there."""

    place: str
    country: str | None
    lat: float | None
    lon: float | None
    incidents: int
    conflict: int


def count_places(
    store: Store, asked: Asked | None = None, start: date | None = None, end: date | None = None
) -> list[PlaceCount]:
    """The places of incidents that happened, of a pair or of all; those of which no place is known are not told."""
    where, values = matching(asked) if asked else ("certainty = 'actual'", {})
    first, last = period(store, start, end)
    rows = store.sql(
        f"""SELECT place, place_country, round(lat, 2) AS lat, round(lon, 2) AS lon, count(*), count_if(quad > 2)
        FROM incidents WHERE {where} AND start <= $until AND "end" >= $first
        AND (place_country IS NOT NULL OR lat IS NOT NULL) GROUP BY ALL
        ORDER BY count(*) DESC, place, place_country, lat, lon""",
        {**values, "first": first, "until": last},
    ).fetchall()
    return [PlaceCount(*row) for row in rows]


@functools.cache
def shapes() -> dict[str, Any]:
    """The countries as TopoJSON; each has its alpha-3 code as `id`."""
    file = importlib.resources.files("toecap.measure.charts").joinpath("data", "countries.json")
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def world(places: Sequence[PlaceCount], name: str, width: Width = WIDTH, url: str | None = None) -> alt.LayerChart:
    """The map. `url`: where a page has the shapes; without it they are part of the chart (100 kB)."""
    countries: dict[str, int] = {}
    for place in places:
        if place.country:
            countries[place.country] = countries.get(place.country, 0) + place.incidents
    counted = [{"id": code, "incidents": count} for code, count in countries.items()]
    points = [asdict(place) for place in places if place.lat is not None and place.lon is not None]
    format = alt.TopoDataFormat(type="topojson", feature=SHAPES)
    land = alt.UrlData(url=url, format=format) if url else alt.InlineData(values=shapes(), format=format)
    most = max((place.incidents for place in places), default=1)
    legend = alt.Legend(values=sorted({1, most // 3 or 1, most}), format=",d")
    text = f"Where it happened, {name}"
    # Antarctica would take a fifth of the picture.
    base = alt.Chart(land).mark_geoshape(style="land").transform_filter("datum.id != 'ATA'")
    shade = (
        base.transform_lookup("id", from_=alt.LookupData(data=data(counted), key="id", fields=["incidents"]))
        .transform_filter("isValid(datum.incidents)")
        .encode(
            fill=alt.Fill("incidents:Q", scale=alt.Scale(type="log", range="ramp"), title="incidents by country"),
            tooltip=[alt.Tooltip("id:N", title="country"), "incidents:Q"],
        )
    )
    circles = (
        alt.Chart(data(points))
        .mark_circle(style="place")
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            size=alt.Size("incidents:Q", scale=alt.Scale(range=[6, 220]), title="by place", legend=legend),
            tooltip=["place:N", "country:N", "incidents:Q", alt.Tooltip("conflict:Q", title="of conflict")],
        )
    )
    lines = alt.Chart(alt.graticule(step=[30, 30])).mark_geoshape(style="graticule", filled=False)
    title = alt.TitleParams(text)
    layers = alt.LayerChart(layer=[lines, base, shade, circles], width=width, height=360, title=title, description=text)
    return layers.project("equalEarth")
