"""The ontology's numbers: PLOVER types, modes and contexts; CAMEO codes with their type and Goldstein score.

The tables are made by scripts/build_ontology.py; `decided` in cameo.csv says where the manuals leave a choice.
"""

from __future__ import annotations

import csv
import functools
import importlib.resources
from dataclasses import dataclass


@dataclass(frozen=True)
class Ontology:
    """`codes`: CAMEO code -> PLOVER type ("" for plain statements); `modes` and `quads` by type."""

    codes: dict[str, str]
    scores: dict[str, float]
    modes: dict[str, frozenset[str]]
    quads: dict[str, int]
    contexts: frozenset[str]


@functools.cache
def load_ontology() -> Ontology:
    """The tables, read once."""
    cameo, plover = _rows("cameo.csv"), _rows("plover.csv")
    modes: dict[str, set[str]] = {}
    for row in plover:
        modes.setdefault(row["type"], set()).update({row["mode"]} - {""})
    return Ontology(
        {row["code"]: row["type"] for row in cameo},
        {row["code"]: float(row["goldstein"]) for row in cameo},
        {type_: frozenset(found) for type_, found in modes.items()},
        {row["type"]: int(row["quad"]) for row in plover},
        frozenset(row["context"] for row in _rows("contexts.csv")),
    )


def goldstein(cameo: str) -> float:
    """The Goldstein score of a CAMEO code, -10 (conflict) to 10 (cooperation)."""
    return load_ontology().scores[cameo]


def quad(type: str) -> int:
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    return load_ontology().quads[type]


def _rows(name: str) -> list[dict[str, str]]:
    text = importlib.resources.files("toecap.knowledge").joinpath("data").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
