"""Make data/cameo.csv and data/plover.csv from the facts (codes and numbers) of a schemas.json.

    python scripts/build_ontology.py SCHEMAS.json OUT_FOLDER

The manuals' conversion table leaves gaps and contradicts the guideline in places; what this project decided is in
DECIDED, and such rows say so in their last column.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

# code -> (PLOVER type, mode, what was decided)
DECIDED = {
    "163": ("SANCTION", "discontinue", "table says COERCE; root 16 and the guideline: embargoes reduce relations"),
    "115": ("SANCTION", "convict", "table says ACCUSE; guideline: suing is a sanction"),
    "116": ("SANCTION", "convict", "table says ACCUSE; guideline: a conviction is a sanction"),
    "08": ("CONCEDE", None, "the table lists it twice, for CONCEDE and for RETREAT"),
    "084": ("RETREAT", "release", "mode 'return' of older versions is gone"),
    "155": ("MOBILIZE", None, "not in the table"),
    "176": ("COERCE", "cyber", "not in the table; mode of the manual"),
    "1834": ("ASSAULT", "explosives", "not in the table"),
    "1951": ("ASSAULT", "aerial", "not in the table"),
    "1952": ("ASSAULT", "drone", "not in the table"),
    "185": ("ASSAULT", "targeted", "mode of older versions is gone"),
    "186": ("ASSAULT", "targeted", "mode of older versions is gone"),
    "195": ("ASSAULT", "aerial", "the table says heavy-weapons; the manual has a mode for it"),
    "175": ("ASSAULT", "crowd-control", "the table prints a context as mode"),
    "1712": ("ASSAULT", "destroy", "mode of older versions is gone"),
}
APPEAL = ("REQUEST", None, "not in the table; an appeal is a request by the guideline")
SCORED_LIKE = {"155": "154", "176": "175", "1834": "183", "1951": "195", "1952": "195"}


def cameo_rows(schemas: dict[str, Any]) -> list[list[Any]]:
    """One row a code: code, type, mode, quad of the type, Goldstein score, what was decided."""
    converted = {row["cameo"]: (row["type"], row["mode"], "") for row in reversed(schemas["cameo_to_plover"]["rows"])}
    scores = {c["code"]: c["goldstein_icews"] for c in schemas["cameo"]["codes"]}
    types = schemas["plover"]["types"]
    rows: list[list[Any]] = []
    for code in sorted(set(scores) | set(converted) - {"unparsed"}):
        if not code.isdigit():
            continue
        type_, mode, decided = DECIDED.get(code) or (
            APPEAL if code[:2] == "02" else converted.get(code, ("", None, ""))
        )
        if type_ and mode not in types[type_]["modes"]:
            mode = None
        score = scores.get(code)
        if score is None:
            score = scores.get(SCORED_LIKE.get(code, code[:3]))
        rows.append([code, type_, mode or "", types[type_]["quad_code"] if type_ else "", score, decided])
    return rows


def plover_rows(schemas: dict[str, Any]) -> list[list[Any]]:
    """One row a type, and one a mode of it: type, mode, quad, score."""
    rows: list[list[Any]] = []
    for name, facts in schemas["plover"]["types"].items():
        rows.append([name, "", facts["quad_code"], facts["score"]])
        rows += [[name, mode, facts["quad_code"], score] for mode, score in facts["modes"].items()]
    return rows


def write(path: Path, header: list[str], rows: list[list[Any]]) -> None:
    """A CSV with plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(source: str, folder: str) -> None:
    """Both tables."""
    schemas = json.loads(Path(source).read_text("utf-8"))
    write(Path(folder) / "cameo.csv", ["code", "type", "mode", "quad", "goldstein", "decided"], cameo_rows(schemas))
    write(Path(folder) / "plover.csv", ["type", "mode", "quad", "score"], plover_rows(schemas))
    (Path(folder) / "contexts.csv").write_text("context\n" + "\n".join(schemas["plover"]["contexts"]) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
