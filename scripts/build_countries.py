"""Build the shapes of countries for maps: Natural Earth 1:110m (public domain), from world-atlas. Same in, same out.

    python scripts/build_countries.py COUNTRIES_110M.json COUNTRY_CODES.csv src/toecap/measure/charts/data

The first is `countries-110m.json` of the npm package world-atlas 2.0.2 (ISC); COUNTRY_CODES has ISO3166-1-numeric and
ISO3166-1-Alpha-3. Each shape gets its alpha-3 code as `id`, where ISO 3166 has one, and nothing else.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path


def main() -> None:
    atlas, codes, folder = map(Path, sys.argv[1:])
    with codes.open(encoding="utf-8", newline="") as file:
        alpha3 = {row["ISO3166-1-numeric"].zfill(3): row["ISO3166-1-Alpha-3"] for row in csv.DictReader(file)}
    shapes = json.loads(atlas.read_text("utf-8"))
    found = []
    for shape in shapes["objects"]["countries"]["geometries"]:
        code = "XKX" if shape["properties"]["name"] == "Kosovo" else alpha3.get(shape.get("id", ""))
        found.append({"type": shape["type"], "arcs": shape["arcs"], **({"id": code} if code else {})})
    shapes["objects"] = {"countries": {"type": "GeometryCollection", "geometries": found}}
    folder.mkdir(exist_ok=True)
    (folder / "countries.json").write_text(json.dumps(shapes, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
