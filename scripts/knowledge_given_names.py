"""Given names that tell whether a person is a man or a woman, from the office holders of Wikidata."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from pathlib import Path

from knowledge_names import is_latin, plain

# Two people must bear a name, and of a hundred 97 be of one gender, before it tells anything.
FEWEST, SHARE = 2, 0.97
# Where the family name comes first, the first word tells nothing.
FAMILY_FIRST = frozenset(("China", "Hong Kong", "Macau", "Taiwan", "South Korea", "North Korea", "Vietnam", "Cambodia"))


def given_names(sources: Path) -> list[dict[str, str]]:
    """Rows of name (small letters, no accents) and gender, sorted."""
    bearers: defaultdict[str, dict[str, set[str]]] = defaultdict(lambda: {"male": set(), "female": set()})
    with gzip.open(sources / "officeholders_wikidata_all.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            first, _, rest = plain(row["person"]).casefold().partition(" ")
            known = row["gender"] in ("male", "female") and row["area"] not in FAMILY_FIRST
            if known and rest and len(first) > 2 and first.isalpha() and is_latin(first):
                bearers[first][row["gender"]].add(row["wikidata"])
    rows = []
    for name, by_gender in sorted(bearers.items()):
        male, female = len(by_gender["male"]), len(by_gender["female"])
        if male + female >= FEWEST and max(male, female) >= SHARE * (male + female):
            rows.append({"name": name, "gender": "m" if male > female else "f"})
    return rows
