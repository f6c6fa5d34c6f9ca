"""Codes that other formats have for what Toecap has in its own."""

from __future__ import annotations

import csv
import functools
import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

# CAMEO has no code of its own for these sectors of PLOVER, or another one.
_CAMEO_SECTORS = {"JRN": "MED", "MED": "HLH", "PRM": "UAF", "UNK": "", "SOC": "", "REL": "", "PRE": "", "PTY": "PTY"}
_KNOWN_GROUPS = {"UNO": "UNO", "EUR": "EEC"}
_ABOVE_STATES = {"IGO", "NGO", "MNC", "IMG"}


@dataclass(frozen=True, slots=True)
class Country:
    """A country's codes and names."""

    alpha3: str
    numeric: str
    fips: str
    name: str
    subregion: str


@functools.cache
def countries() -> dict[str, Country]:
    """By ISO 3166 alpha-3."""
    return {row["alpha3"]: Country(**row) for row in _rows("countries.csv")}


@functools.cache
def cameo_names() -> dict[str, str]:
    """By CAMEO code."""
    return {row["code"]: row["name"] for row in _rows("cameo_names.csv")}


@functools.cache
def columns(file: str) -> dict[str, str]:
    """The columns of a file of a format, in their order, and what each is filled with."""
    return dict(tomllib.loads(_data("columns.toml"))[file])


def country_name(code: str | None) -> str | None:
    """The country's English name."""
    return countries()[code].name if code in countries() else None


def number(*parts: str) -> int:
    """A number that stands for the parts: 60 bits, so that every reader takes it for a whole number."""
    return int(hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:15], 16)


def full_cameo(code: str) -> str:
    """CAMEO codes of two digits as three: 14 is 140 in files."""
    return f"{code}0" if len(code) == 2 else code


def cameo_quad(code: str) -> int:
    """The quad class of a CAMEO root: 01-05, 06-08, 09-13, 14-20."""
    root = int(code[:2])
    return 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4


def known_group(code: str | None) -> str:
    """CAMEO's code of an organisation above states that has one."""
    return _KNOWN_GROUPS.get(code or "", "")


def cameo_types(code: str | None, sectors: Sequence[str]) -> list[str]:
    """CAMEO's role codes, three at most."""
    above = [code] if code in _ABOVE_STATES else []
    types = [one for sector in sectors if (one := _CAMEO_SECTORS.get(sector, sector))]
    return list(dict.fromkeys([*above, *types]))[:3]


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_data(name).splitlines()))


def _data(name: str) -> str:
    return (resources.files("toecap.store.export") / "data" / name).read_text("utf-8")
