"""One look for all charts, by day and by night.

Charts name no colour. They name styles and ranges that `config` fills in, so that a page may change from light to dark
without making its charts anew. Blue is cooperation and orange conflict, which every colour-blind reader can tell apart;
what is material is darker than what is only said.
"""

from __future__ import annotations

from typing import Any, Literal

Mode = Literal["light", "dark"]

FONT = "system-ui, 'Segoe UI', 'Liberation Sans', Helvetica, Arial, sans-serif"
COLOURS: dict[Mode, dict[str, str]] = {
    "light": {
        "paper": "#ffffff",
        "ink": "#1c2126",
        "quiet": "#5b6570",
        "line": "#d9dee3",
        "land": "#e9ecef",
        "cooperation": "#2b6cb0",
        "cooperation_said": "#8fb8de",
        "conflict": "#b8500f",
        "conflict_said": "#eba873",
        "alert": "#b8500f",
    },
    "dark": {
        "paper": "#15191d",
        "ink": "#e8ebee",
        "quiet": "#9aa5b0",
        "line": "#343c44",
        "land": "#2a3138",
        "cooperation": "#6ba7e0",
        "cooperation_said": "#365e85",
        "conflict": "#f0924c",
        "conflict_said": "#8a532a",
        "alert": "#f0924c",
    },
}
RAMPS: dict[Mode, list[str]] = {
    "light": ["#e6eef6", "#a9c8e4", "#5c97cb", "#2b6cb0", "#174a80"],
    "dark": ["#1d2c3a", "#27496b", "#36709f", "#5d9bd3", "#a5cbee"],
}


def config(mode: Mode = "light") -> dict[str, Any]:
    """The Vega-Lite config of a mode."""
    colour = COLOURS[mode]
    text = {"font": FONT, "fontSize": 11}
    return {
        "background": colour["paper"],
        "font": FONT,
        "view": {"stroke": None},
        "title": {**_title(15, colour["ink"]), "subtitleColor": colour["quiet"], "subtitleFontSize": 12, "offset": 12},
        "axis": {
            "labelColor": colour["quiet"],
            "titleColor": colour["quiet"],
            "titleFontWeight": "normal",
            "gridColor": colour["line"],
            "domainColor": colour["line"],
            "tickColor": colour["line"],
            "labelFontSize": 11,
            "titleFontSize": 11,
        },
        "legend": {
            "labelColor": colour["ink"],
            "titleColor": colour["quiet"],
            "titleFontWeight": "normal",
            "orient": "top",
            "labelFontSize": 11,
            "gradientThickness": 10,
        },
        "header": {"labelColor": colour["ink"], "titleColor": colour["quiet"]},
        "range": {
            "category": [
                colour["cooperation_said"],
                colour["cooperation"],
                colour["conflict_said"],
                colour["conflict"],
            ],
            "ramp": RAMPS[mode],
            "heatmap": RAMPS[mode],
        },
        "style": {
            "cooperation": {"color": colour["cooperation"]},
            "conflict": {"color": colour["conflict"]},
            "conflict-line": {"color": colour["conflict"], "strokeWidth": 2},
            "usual": {"color": colour["quiet"], "strokeWidth": 1.5, "strokeDash": [4, 3]},
            "limit": {"color": colour["quiet"], "opacity": 0.16},
            "alert": {"color": colour["alert"], "opacity": 0.18},
            "change": {"color": colour["ink"], "strokeWidth": 1, "strokeDash": [2, 2]},
            "zero": {"color": colour["quiet"], "strokeWidth": 1},
            "words": {**text, "color": colour["ink"]},
            "halo": {**text, "color": colour["paper"], "stroke": colour["paper"], "strokeWidth": 4},
            "quiet-words": {**text, "color": colour["quiet"]},
            "land": {"color": colour["land"], "stroke": colour["paper"], "strokeWidth": 0.5},
            "graticule": {"color": colour["line"], "strokeWidth": 0.5},
            "place": {"color": colour["ink"], "opacity": 0.42, "stroke": colour["paper"], "strokeWidth": 0.6},
            "tie": {"color": colour["quiet"], "strokeWidth": 1.2, "opacity": 0.6},
            "origin": {"color": colour["ink"], "opacity": 1},
            "copy": {"color": colour["quiet"], "opacity": 1},
        },
    }


def _title(size: int, colour: str) -> dict[str, Any]:
    return {"font": FONT, "fontSize": size, "fontWeight": 600, "anchor": "start", "color": colour}
