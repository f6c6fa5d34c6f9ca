"""The gazetteer: cities above 15,000 of GeoNames and named regions, read on first use and kept."""

from __future__ import annotations

import csv
import gzip
import io
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from toecap.records import Precision

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "’": "'", "‘": "'"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that a name may mean, `country` None where it lies in several. `main`: its own name, no alternate one."""

    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    population: int
    precision: Precision
    main: bool


@dataclass(frozen=True)
class Gazetteer:
    """Lines of places.csv.gz, largest first; `names` sorted, each with a tab and the numbers of its lines."""

    lines: list[str]
    names: list[str]
    regions: dict[str, tuple[Spot, ...]]

    def cities(self, name: str) -> tuple[Spot, ...]:
        """The cities that a name may mean, the largest first."""
        key = fold(name)
        at = bisect_left(self.names, f"{key}\t")
        if at == len(self.names) or not self.names[at].startswith(f"{key}\t"):
            return ()
        numbers = self.names[at].split("\t")[1].split()
        return tuple(_spot(self.lines[int(number)], key) for number in numbers)


def fold(name: str) -> str:
    """How names are looked up: lower case, no accents, straight apostrophes, single spaces."""
    plain = name.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
        plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(plain.split())


@cache
def load_gazetteer() -> Gazetteer:
    """Read the tables, once a process. A line is split into fields only when a name of it is met."""
    data = files("toecap.knowledge") / "data"
    lines, names = (
        gzip.decompress((data / name).read_bytes()).decode("utf-8").split("\n")
        for name in ("places.csv.gz", "place_names.tsv.gz")
    )
    regions: dict[str, tuple[Spot, ...]] = {}
    for table in ("regions.csv", "regions_hand.csv"):
        for key, spot in _regions(data / table):
            kept = (known for known in regions.get(key, ()) if known.country != spot.country)
            regions[key] = (*kept, spot)
    return Gazetteer(lines, names, regions)


@lru_cache(maxsize=1 << 12)
def _spot(line: str, key: str) -> Spot:
    number, name, country, admin1, lat, lon, population, *_ = next(csv.reader([line]))
    return Spot(
        name=name,
        country=country,
        admin1=admin1 or None,
        lat=float(lat),
        lon=float(lon),
        geonames=int(number),
        population=int(population),
        precision="city",
        main=fold(name) == key,
    )


def _regions(table: Traversable) -> Iterator[tuple[str, Spot]]:
    for row in csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))):
        precision: Precision = "admin1" if row["precision"] == "admin1" else "region"
        spot = Spot(row["name"], row["country"] or None, row["admin1"] or None, None, None, None, 0, precision, True)
        for name in [row["name"], *filter(None, row["aliases"].split("|"))]:
            yield fold(name), spot
