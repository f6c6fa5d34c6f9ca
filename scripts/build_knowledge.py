"""Builds the generated tables of src/toecap/knowledge/data from the source files: officials.csv,
groups.csv, role_nouns.csv and given_names.csv.

    python scripts/build_knowledge.py [SOURCES] [--out FOLDER] [--diff]

Deterministic: the same sources give the same bytes. Every other table there, and each `*_hand.csv`, is kept by hand
and never written here. Prints a line per table: rows before, rows now, added, removed; with --diff the rows themselves,
those added with a plus and those removed with a minus.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from knowledge_given_names import given_names
from knowledge_groups import groups
from knowledge_officials import officials
from knowledge_roles import role_nouns

DATA = Path(__file__).parents[1] / "src" / "toecap" / "knowledge" / "data"
# Spellings of states in the sources that are no name in a report.
SOURCE_NAMES = {
    "Congo, Democratic Republic of the": "COD",
    "Congo, Republic of the": "COG",
    "Korea, North": "PRK",
    "Korea, South": "KOR",
    "Holy See (Vatican City)": "VAT",
    "Turkey (Turkiye)": "TUR",
    "Turkey (Türkiye)": "TUR",
    "Gambia, The": "GMB",
    "Bahamas, The": "BHS",
    "Micronesia, Federated States of": "FSM",
    "Cote d'Ivoire": "CIV",
    "C&ocirc;te d'Ivoire": "CIV",
    "Timor-Leste": "TLS",
    "Burma": "MMR",
    "Vatican": "VAT",
    "Macedonia": "MKD",
    "DR Congo (Zaire)": "COD",
    "Myanmar (Burma)": "MMR",
    "Russia (Soviet Union)": "RUS",
    "Cambodia (Kampuchea)": "KHM",
    "Yemen (North Yemen)": "YEM",
    "Serbia (Yugoslavia)": "SRB",
    "Bosnia-Herzegovina": "BIH",
    "Zimbabwe (Rhodesia)": "ZWE",
    "Madagascar (Malagasy)": "MDG",
    "Kingdom of eSwatini (Swaziland)": "SWZ",
    "Congo": "COG",
    "Georgia (US)": "",
    "Jersey": "JEY",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="?", type=Path, default=Path("../shared/knowledge"))
    parser.add_argument("--out", type=Path, default=DATA)
    parser.add_argument("--diff", action="store_true")
    given = parser.parse_args()
    codes = country_codes(DATA / "states.csv")
    tables = {
        "officials.csv": officials(given.sources, codes),
        "given_names.csv": given_names(given.sources),
        "groups.csv": groups(given.sources, codes, DATA / "groups_hand.csv"),
        "role_nouns.csv": role_nouns(given.sources, DATA / "role_nouns_hand.csv"),
    }
    for name, rows in tables.items():
        write(given.out / name, rows, given.diff)
    return 0


def country_codes(states: Path) -> dict[str, str]:
    """Every name of a state -> its code."""
    codes: dict[str, str] = {}
    with states.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], *row["aliases"].split("|")):
                codes.setdefault(name, row["alpha3"])
    return codes | SOURCE_NAMES


def write(path: Path, rows: list[dict[str, str]], diff: bool) -> None:
    """One table, and what changed in it."""
    before = _lines(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    now = _lines(path)
    for line in sorted(before ^ now) if diff else ():
        print("+" if line in now else "-", line)
    print(
        f"{path.name}: {len(before)} rows before, {len(now)} now, "
        f"{len(now - before)} added, {len(before - now)} removed",
        file=sys.stderr,
    )


def _lines(path: Path) -> set[str]:
    return set(path.read_text("utf-8").splitlines()[1:]) if path.is_file() else set()


if __name__ == "__main__":
    sys.exit(main())
