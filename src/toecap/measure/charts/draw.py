"""Charts to files and pages: SVG, PNG, a page that works offline, and the Vega-Lite specification itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import altair as alt

from toecap.errors import UsageError
from toecap.measure.charts.theme import Mode, config

Chart = alt.LayerChart | alt.VConcatChart | alt.Chart
KINDS = (".svg", ".png", ".html", ".json")
LESS_THAN = "\ue000less-than\ue000"


def specification(chart: Chart, mode: Mode | None = "light") -> dict[str, Any]:
    """Vega-Lite of a chart; without its colours where `mode` is None, for a page that adds them."""
    # The rows of a chart are checked by nobody who made them here; to check them takes as long as to draw them.
    spec: dict[str, Any] = chart.to_dict(validate=False)
    spec.pop("config", None)
    return spec if mode is None else {**spec, "config": config(mode)}


def check_kind(path: Path) -> None:
    """UsageError where a file's name does not say which kind of picture it is to be."""
    if path.suffix.lower() not in KINDS:
        raise UsageError("chart-kind", f"{path}: what kind of picture? end the name in {', '.join(KINDS)}")


def save(chart: Chart, path: Path, mode: Mode = "light") -> None:
    """Write a chart as the kind that the file's name says."""
    check_kind(path)
    drawn = drawing(specification(chart, mode), path.suffix.lower())
    try:
        path.write_bytes(drawn)
    except OSError as error:
        raise UsageError("chart-file", f"{path}: {error.strerror}; name a file that can be written") from None


def drawing(spec: dict[str, Any], kind: str) -> bytes:
    """A specification as `.svg`, `.png`, `.html` or `.json`. Nothing is fetched: the page carries its JavaScript."""
    import vl_convert

    if kind == ".json":
        return (json.dumps(spec, ensure_ascii=False, indent=1) + "\n").encode()
    if kind == ".png":
        png: bytes = vl_convert.vegalite_to_png(spec, scale=2)
        return png
    if kind == ".svg":
        return str(vl_convert.vegalite_to_svg(spec)).encode()
    # vl-convert 1.9 writes the specification into a script as it is, where a place called "</script>" would end it.
    marked = json.loads(json.dumps(spec, ensure_ascii=False).replace("<", LESS_THAN))
    page: str = vl_convert.vegalite_to_html(marked, bundle=True)
    return page.replace(LESS_THAN, "\\u003c").encode()
