"""Charts as SVG inside the page: links and words that a reader can select, no script, light and dark by style sheet.

Vega-Lite is drawn here and not in the browser: its JavaScript is 900 kB and would have to draw again for print and for
the dark. What comes out is gone through element by element, since it carries strangers' words and stands in a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import count
from typing import Any

from lxml import etree

from toecap.measure.charts.draw import Chart, drawing, specification
from toecap.measure.charts.theme import COLOURS, RAMPS

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
# vl-convert puts this before addresses that name no host.
BASE = "https://vega.github.io/vega-datasets/"
TAGS = frozenset("svg g path line rect circle text tspan a defs linearGradient stop clipPath title".split())
ATTRIBUTES = frozenset(
    """id class width height viewBox transform d x y x1 x2 y1 y2 cx cy r dx dy fill stroke stroke-width stroke-dasharray
    stroke-opacity fill-opacity opacity stroke-miterlimit stroke-linecap font-size font-weight font-style text-anchor
    role aria-label aria-hidden aria-roledescription clip-path offset stop-color gradientUnits display
    pointer-events""".split()
)
_number = count()


def drawn(chart: Chart, narrow: bool = False) -> bytes:
    """The chart as an SVG file that a page can take in."""
    spec = specification(chart, "light")
    spec["config"]["background"] = None
    if narrow:  # a legend in one row would widen the picture beyond its place
        spec["config"]["legend"]["columns"] = 2
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(drawing(spec, ".svg"), parser)
    prefix = f"c{next(_number)}-"
    for element in list(root.iter()):
        _clean(element, prefix)
    etree.cleanup_namespaces(root)
    svg: bytes = etree.tostring(root, encoding="utf-8")
    return svg


def style_sheet() -> str:
    """The colours that charts name, by light and by dark."""
    light, dark = (
        "".join(
            [f"--chart-{name}: {value}; " for name, value in COLOURS[mode].items()]
            + [f"--ramp-{place}: {value}; " for place, value in enumerate(RAMPS[mode])]
        )
        for mode in ("light", "dark")
    )
    return f":root {{ {light}}}\n@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark}}} }}\n"


def _clean(element: Any, prefix: str) -> None:
    if not isinstance(element.tag, str) or element.tag.removeprefix(SVG) not in TAGS:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
        return
    if element.get("role") and not element.get("aria-label"):  # it would be announced, and have no name
        del element.attrib["role"]
    for name, value in list(element.attrib.items()):
        if name == HREF and value.startswith(f"{BASE}/") and element.tag == f"{SVG}a":
            del element.attrib[name]
            element.set("href", value.removeprefix(BASE))
        elif name not in ATTRIBUTES:
            del element.attrib[name]
        elif name == "id":
            element.set(name, prefix + value)
        elif value.startswith("url("):
            element.set(name, re.sub(r"^url\(['\"]?[^#]*#([\w-]+)['\"]?\)$", rf"url(#{prefix}\1)", value))
        elif name in ("fill", "stroke", "stop-color"):
            element.set(name, _colour(value))


@cache
def _colour(value: str) -> str:
    """The variable of a colour of the theme, of a ramp the nearest step; the colour itself where no style sheet is."""
    for name, colour in COLOURS["light"].items():
        if value.lower() == colour:
            return f"var(--chart-{name}, {colour})"
    numbers = tuple(_channels(value))
    if len(numbers) != 3:
        return value
    ramp = [tuple(_channels(step)) for step in RAMPS["light"]]
    near = min(range(len(ramp)), key=lambda place: sum((a - b) ** 2 for a, b in zip(ramp[place], numbers, strict=True)))
    return f"var(--ramp-{near}, {RAMPS['light'][near]})"


def _channels(value: str) -> Iterator[int]:
    if re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        yield from (int(value[place : place + 2], 16) for place in (1, 3, 5))
    elif found := re.fullmatch(r"rgb\((\d+), ?(\d+), ?(\d+)\)", value):
        yield from map(int, found.groups())
