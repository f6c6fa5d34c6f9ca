"""What the tables know about a name, and whether they are sound: for people who edit them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from toecap.config import settings
from toecap.errors import UsageError
from toecap.knowledge.checks import Problem, check
from toecap.knowledge.events import load_event_rules
from toecap.knowledge.loader import DATA, load
from toecap.knowledge.lookup import YOUNGEST
from toecap.knowledge.tables import Named, Official
from toecap.knowledge.values import fold
from toecap.read.inputs import Only
from toecap.version import VERSION

__all__ = ["Answer", "Person", "Problem", "digest", "known", "model", "problems", "reason", "versions"]

_TABLE = {"state": "states.csv", "organisation": "organisations.csv", "group": "groups.csv"}


@dataclass(frozen=True, slots=True)
class Person:
    """An official with all terms that the tables have, first to last; `held` are those of the day asked for."""

    name: str
    wikidata: str | None
    terms: tuple[Official, ...]
    held: tuple[Official, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom a name may mean: actors named by a fixed surface, each with its table, and officials."""

    named: tuple[tuple[Named, str], ...]
    people: tuple[Person, ...]


def known(name: str, on: str | None, folder: Path | None = None) -> Answer:
    """What the built-in tables and the user's folder say about a name, on a day (ISO) or on any."""
    knowledge = load(folder)
    key = fold(name)
    named = [row for row in knowledge.named.get(key, ()) if _valid(row.start, row.end, on)]
    named = list(dict.fromkeys(named))
    people = _people(knowledge.officials.get(key) or knowledge.surnames.get(key) or (), on)
    in_office = tuple(person for person in people if person.held)
    # Of a surname's many bearers those in office that day are asked for; without a day, or with none, all are told.
    return Answer(tuple((row, _table(row)) for row in named), in_office or people)


def digest(folder: Path | None = None) -> str:
    """The hash of all tables and rules: equal hashes and equal versions code alike."""
    return load(folder).digest


def coding_of(model: str, digest: str, only: Only = "all") -> str:
    """Equal hashes code alike."""
    part = "" if only == "all" else f"\nonly {only}"
    return hashlib.sha256(f"{VERSION}\n{model}\n{digest}{part}".encode()).hexdigest()[:32]


def versions() -> str:
    """What codes here: Toecap, the spaCy pipeline, and how far the tables of offices know the world."""
    return f"toecap {VERSION} (model {model()}, officials as of {YOUNGEST})"


def model() -> str:
    """The spaCy pipeline that the settings name, and its version."""
    name = settings().model
    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return f"{name}, which is no installed package"


def reason(rule: str) -> str | None:
    """Why a rule of the events is there; None where there is no such rule."""
    return next((known.why for known in load_event_rules().rules if known.id == rule), None)


def problems(folder: Path | None = None) -> list[Problem]:
    """What is wrong in the built-in tables, and in the folder given or set."""
    own = folder or settings().knowledge
    if own is not None and not own.is_dir():
        raise UsageError("no-folder", f"{own} is no folder; name the one that holds your tables")
    return check(DATA) + (check(own) if own is not None else [])


def _people(rows: Iterable[Official], on: str | None) -> tuple[Person, ...]:
    terms: dict[str, list[Official]] = {}
    for row in rows:
        terms.setdefault(row.wikidata or fold(row.person), []).append(row)
    found = []
    for held in terms.values():
        ordered = tuple(sorted(held, key=lambda row: (row.start or "", row.end or "9")))
        now = tuple(row for row in ordered if on is not None and row.start and _valid(row.start, row.end, on))
        found.append(Person(ordered[-1].person, ordered[-1].wikidata, ordered, now))
    return tuple(sorted(found, key=lambda person: person.name))


def _valid(start: str | None, end: str | None, on: str | None) -> bool:
    return on is None or ((start is None or start <= on) and (end is None or on <= end))


def _table(row: Named) -> str:
    return "metonyms.csv" if row.surface_kind == "metonym" else _TABLE[row.kind]
