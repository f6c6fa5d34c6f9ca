"""Draw the order of the house from what imports what: docs/images/layers.svg.

python scripts/draw_layers.py
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import grimp

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs/images/layers.svg"
WIDE, HIGH, GAP, ROW, EDGE = 132, 44, 28, 84, 120

SAYS = {
    "cli": "the command line",
    "web": "the dashboard",
    "run": "plan, work, drive",
    "measure": "series, alerts, scores",
    "store": "records and disk",
    "relate": "a pair and its type",
    "link": "many reports, one incident",
    "extract": "statements, events",
    "annotate": "who, when, where",
    "read": "anything to a report",
    "knowledge": "tables and rules",
    "schema": "the record's schema",
    "config": "settings",
    "errors": "what is refused",
    "records": "the vocabulary",
    "version": "the version",
    "examples": "example reports",
}


def rows() -> list[list[str]]:
    """The layers as import-linter holds them, those above first; only packages that there are."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["id"] == "layers")
    named = [[name.strip(" ()") for name in layer.split(":")] for layer in layers]
    there = imports()
    return [found for layer in named if (found := [name for name in layer if name in there])]


def imports() -> dict[str, set[str]]:
    """For each package below toecap, the others that it imports itself."""
    graph = grimp.build_graph("toecap")
    found: dict[str, set[str]] = {name.split(".")[1]: set() for name in graph.modules if name != "toecap"}
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            if "toecap" not in (module, other):
                one, two = module.split(".")[1], other.split(".")[1]
                if one != two:
                    found[one].add(two)
    return found


def needed(graph: Mapping[str, set[str]]) -> list[tuple[str, str]]:
    """The imports that no other chain of imports stands for, so that the drawing can be read."""

    def reach(name: str) -> set[str]:
        return graph[name].union(*(reach(other) for other in graph[name]))

    return sorted(
        (one, two)
        for one, direct in graph.items()
        for two in direct
        if not any(two in reach(o) for o in direct - {two})
    )


def arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    """The path between two boxes: down to the next layer, or around the layers between, on the outer side."""
    (x, y), (to_x, to_y) = start, end
    if to_y == y:
        y += HIGH / 2
        return f"M{x + WIDE:g} {y:g}H{to_x:g}" if to_x > x else f"M{x:g} {y:g}H{to_x + WIDE:g}"
    if to_y - y <= ROW:
        x, y, to_x = x + WIDE / 2, y + HIGH, to_x + WIDE / 2
        bend = max((to_y - y) / 2, 10)
        return f"M{x:g} {y:g}C{x:g} {y + bend:g} {to_x:g} {to_y - bend:g} {to_x:g} {to_y:g}"
    right = to_x > x
    x, to_x = (x + WIDE, to_x + WIDE) if right else (x, to_x)
    y, to_y = y + HIGH / 2, to_y + HIGH / 2
    out = (max(x, to_x) if right else min(x, to_x)) + (1 if right else -1) * (30 + (to_y - y) / 6)
    return f"M{x:g} {y:g}C{out:g} {y:g} {out:g} {to_y:g} {to_x:g} {to_y:g}"


def drawing() -> str:
    """The SVG."""
    layers, graph = rows(), imports()
    wide = max(len(layer) for layer in layers) * (WIDE + GAP) + 2 * EDGE
    place = {}
    for number, layer in enumerate(layers):
        left = (wide - len(layer) * (WIDE + GAP) + GAP) / 2
        for index, name in enumerate(layer):
            place[name] = (left + index * (WIDE + GAP), 20 + number * ROW)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {len(layers) * ROW + 10}" role="img" '
        'aria-label="The packages of Toecap in layers; arrows show what imports what" font-family="sans-serif">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        '<marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#667"/></marker>',
    ]
    for one, two in needed(graph):
        lines.append(f'<path d="{arrow(place[one], place[two])}" fill="none" stroke="#667" marker-end="url(#a)"/>')
    for name, (x, y) in place.items():
        lines.append(f'<rect x="{x:g}" y="{y:g}" width="{WIDE}" height="{HIGH}" rx="6" fill="#eef2f7" stroke="#445"/>')
        middle = x + WIDE / 2
        lines.append(f'<text x="{middle:g}" y="{y + 18:g}" text-anchor="middle" font-size="14">{escape(name)}</text>')
        says = escape(SAYS[name])
        lines.append(
            f'<text x="{middle:g}" y="{y + 34:g}" text-anchor="middle" font-size="10" fill="#445">{says}</text>'
        )
    return "\n".join([*lines, "</svg>", ""])


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(drawing(), "utf-8")
