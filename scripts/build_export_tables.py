"""Write the tables of src/toecap/store/export/data: country codes, and the names of CAMEO codes.

python scripts/build_export_tables.py [--shared ../shared]
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src" / "toecap" / "store" / "export" / "data"
STATES = ROOT / "src" / "toecap" / "knowledge" / "data" / "states.csv"
KOSOVO = {"XKX", "KOS"}


def countries(source: Path) -> list[tuple[str, ...]]:
    """alpha3, numeric, FIPS 10-4, name and UN subregion of each state that the knowledge has."""
    with source.open(encoding="utf-8") as stream:
        rows = {row["ISO3166-1-Alpha-3"]: row for row in csv.DictReader(stream)}
    with STATES.open(encoding="utf-8") as stream:
        states = [(row["alpha3"], row["name"]) for row in csv.DictReader(stream)]
    found = []
    for code, name in states:
        row = rows.get(code, {})
        fips = "KV" if code in KOSOVO else row.get("FIPS", "").split(",")[0]
        found.append((code, row.get("ISO3166-1-numeric", ""), fips, name, row.get("Sub-region Name", "")))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    shared = parser.parse_args().shared
    schemas = json.loads((shared / "schemas" / "schemas.json").read_text("utf-8"))
    DATA.mkdir(exist_ok=True)
    for name, head, rows in (
        (
            "countries.csv",
            ("alpha3", "numeric", "fips", "name", "subregion"),
            countries(shared / "knowledge" / "country_codes_datahub.csv"),
        ),
        ("cameo_names.csv", ("code", "name"), [(row["code"], row["name"]) for row in schemas["cameo"]["codes"]]),
    ):
        with (DATA / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(rows)


if __name__ == "__main__":
    main()
