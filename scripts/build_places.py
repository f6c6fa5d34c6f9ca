"""Build the gazetteer: GeoNames' cities above 15,000 (CC BY 4.0) and rigour's subdivisions (MIT). Same in, same out.

    python scripts/build_places.py CITIES.tsv.gz COUNTRY_CODES.csv TERRITORIES.jsonl src/toecap/knowledge/data

CITIES has the columns geonameid, name, country (alpha-2), admin1, lat, lon, population, altnames_latin (`|` between);
COUNTRY_CODES has ISO3166-1-Alpha-2 and ISO3166-1-Alpha-3.

Each line of places.csv.gz is `geonames,name,country,admin1,lat,lon,population`, largest first. Each line of
place_names.tsv.gz is a folded name, a tab and the numbers of the lines that bear it, sorted by name for bisection:
split at line ends it is ready, while a dictionary of 88,000 names takes 0.15 s to fill at every start. TERRITORIES
gives regions.csv (states, provinces and the like): `name,country,admin1,precision,aliases`; those that it lacks are
kept by hand in regions_hand.csv.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

# GeoNames writes XK for Kosovo, which ISO 3166 leaves out.
EXTRA_CODES = {"XK": "XKX"}
# A name as an English text may write it: no codes in capitals, no apostrophes of transliteration.
ENGLISH = re.compile(r"[A-Z][a-z]{2,}(?:(?: |-|-al-|-e-)(?:[A-Z][a-z]+|al|de|la|el|of|on|sur))*")
REGION = re.compile(r"[A-Z][a-z]+(?:[ -](?:[A-Z][a-z]+|of|and))*")
LARGE = 100_000  # below this, only other spellings of the name are kept, not other names
ALIKE = 0.72
MOST = 6
LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "’": "'", "‘": "'"})


def fold(name: str) -> str:
    """Lower case without accents, as toecap.annotate.places.gazetteer looks names up."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def other_names(name: str, alternates: list[str], population: int) -> list[str]:
    """The other names worth keeping, folded and sorted."""
    own = fold(name)
    spelled = {fold(form) for form in alternates if ENGLISH.fullmatch(form)} - {own}
    if population < LARGE:
        ranked = sorted(spelled, key=lambda form: (-SequenceMatcher(None, own, form).ratio(), form))
        spelled = {form for form in ranked[:MOST] if SequenceMatcher(None, own, form).ratio() >= ALIKE}
    return sorted(spelled)


def country_codes(path: Path) -> dict[str, str]:
    """Alpha-2 to alpha-3."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        codes = {row["ISO3166-1-Alpha-2"].strip(): row["ISO3166-1-Alpha-3"].strip() for row in rows}
    return codes | EXTRA_CODES


def rows(cities: Path, codes: dict[str, str]) -> Iterator[list[str]]:
    """The lines of the gazetteer, unsorted."""
    with gzip.open(cities, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            population = int(row["population"])
            names = other_names(row["name"], (row["altnames_latin"] or "").split("|"), population)
            lat, lon = (f"{float(row[key]):.4f}" for key in ("lat", "lon"))
            country = codes[row["country"]]
            yield [row["geonameid"], row["name"], country, row["admin1"], lat, lon, str(population), "|".join(names)]


def regions(territories: Path, codes: dict[str, str]) -> list[list[str]]:
    """First-level subdivisions that are no country or dependency of their own."""
    found = []
    for line in territories.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        code, parent = row["code"], str(row.get("parent") or "").upper()
        if row.get("is_country") or parent not in codes or not code.startswith(f"{parent.lower()}-"):
            continue
        name = re.split(r" \(|, ", row["name"])[0]
        aliases = sorted({form for form in row["names_strong"] if REGION.fullmatch(form)} - {name})
        # GeoNames' code is ISO's only in the United States; elsewhere a code would not fit those of the cities.
        admin1 = code[3:].upper() if parent == "US" else ""
        found.append([name, codes[parent], admin1, "admin1", "|".join(aliases)])
    return sorted(found, key=lambda row: (row[1], row[0], row[2]))


def csv_text(lines: list[list[str]]) -> str:
    """Lines as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()


def name_lines(lines: list[list[str]]) -> str:
    """The index: each folded name with the lines that bear it, in the order of the names."""
    index: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        for name in dict.fromkeys([fold(line[1]), *filter(None, line[7].split("|"))]):
            index.setdefault(name, []).append(number)
    return "\n".join(f"{name}\t{' '.join(map(str, index[name]))}" for name in sorted(index))


def write_packed(path: Path, text: str) -> int:
    """Write gzip without time or name in its header, so that the bytes depend on the text alone; the size."""
    return path.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))


def main(cities: str, country_codes_csv: str, territories: str, out: str) -> None:
    """Write the tables."""
    codes = country_codes(Path(country_codes_csv))
    lines = sorted(rows(Path(cities), codes), key=lambda row: (-int(row[6]), int(row[0])))
    size = write_packed(Path(out) / "places.csv.gz", csv_text([line[:7] for line in lines]))
    size += write_packed(Path(out) / "place_names.tsv.gz", name_lines(lines))
    found = regions(Path(territories), codes)
    (Path(out) / "regions.csv").write_text(
        csv_text([["name", "country", "admin1", "precision", "aliases"], *found]), "utf-8"
    )
    print(f"{len(lines):,} places, {size:,} bytes; {len(found):,} regions")


if __name__ == "__main__":
    main(*sys.argv[1:])
