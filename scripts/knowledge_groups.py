"""Armed groups, from UCDP's list of actors. For build_knowledge.py only."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

NOT_NAMES = re.compile(
    r"\b(forces of|military faction|supporters of|faction\)|clan|tribe|non plo|various|civilians)\b", re.I
)
FORMALLY_ORGANISED = "1"


def groups(sources: Path, codes: Mapping[str, str], by_hand: Path) -> list[dict[str, str]]:
    """All rows of groups.csv, sorted. A name kept by hand is left out here; an abbreviation of two groups too."""
    with by_hand.open(encoding="utf-8", newline="") as file:
        hand = {name.casefold() for row in csv.DictReader(file) for name in (row["name"], *row["aliases"].split("|"))}
    found: dict[str, dict[str, str]] = {}
    owners: dict[str, set[str]] = {}
    with (sources / "ucdp_actors_22_1.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            full, short = _clean(row["NameOrigFullEng"]), _clean(row["NameData"])
            if row["Org"] != FORMALLY_ORGANISED or not _usable(full) or {full.casefold(), short.casefold()} & hand:
                continue
            countries = [codes.get(place.strip(), "") for place in row["Location"].split(",")]
            code = countries[0] if len(set(countries)) == 1 else "IMG" if len(set(countries)) > 3 else countries[0]
            others = {_clean(row["NameOrig"]), short, full} - {""}
            entry = found.setdefault(full, {"code": code, "aliases": ""})
            entry["aliases"] = "|".join(
                sorted({*filter(None, entry["aliases"].split("|")), *filter(_usable, others)} - {full})
            )
            for alias in others:
                owners.setdefault(alias, set()).add(full)
    return [_row(name, found[name], owners) for name in sorted(found) if found[name]["code"]]


def _row(name: str, entry: Mapping[str, str], owners: Mapping[str, set[str]]) -> dict[str, str]:
    """Letters that are short or common are kept but told as ambiguous: they need support from the context."""
    aliases = [alias for alias in entry["aliases"].split("|") if alias and len(owners[alias]) == 1 and len(alias) > 2]
    doubtful = [alias for alias in (name, *aliases) if len(alias) <= 4 or (" " not in alias and not alias.isupper())]
    return {
        "name": name,
        "aliases": "|".join(aliases),
        "code": entry["code"],
        "sectors": "REB",
        "ambiguous": "|".join(doubtful),
        "start": "",
        "end": "",
        "wikidata": "",
    }


def _clean(name: str) -> str:
    name = re.sub(r"\s+", " ", name.replace("’", "'").replace("‘", "'")).strip()
    return "" if name.lower() in {"n/a", "none"} else name


def _usable(name: str) -> bool:
    return len(name) > 2 and not NOT_NAMES.search(name) and not re.search(r"[,()/]|\bIslamic State\b", name)
