"""CSV tables -> Knowledge. Plain `csv`, no pandas: the whole must load in a third of a second."""

from __future__ import annotations

import contextlib
import csv
import gc
import hashlib
import io
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from toecap.config import settings
from toecap.knowledge.naming import all_named
from toecap.knowledge.tables import Knowledge, Named, Official, RoleNoun
from toecap.knowledge.values import FOR_LINKING, KEYS, TABLES, Row, earliest_day, fold, latest_day, split
from toecap.records import ActorKind

Entry = TypeVar("Entry")
Key = TypeVar("Key", bound=Hashable)

DATA = Path(__file__).parent / "data"
KINDS: dict[str, ActorKind] = {
    "person": "person",
    "state": "state",
    "organisation": "organisation",
    "group": "group",
    "population": "population",
}


def load(extra: Path | None = None) -> Knowledge:
    """The built-in tables, and over them the tables of the same names in the folder `extra`, or that of the settings.

    A row of `extra` replaces the built-in rows with its key: a state's alpha-3, a noun, the name of a body or a
    group, a metonym's surface and country, an official's (person, country, office). Read once per folder and kept.
    """
    folder = extra or settings().knowledge
    return _load(folder.resolve() if folder else None)


@lru_cache(maxsize=4)
def _load(extra: Path | None) -> Knowledge:
    with kept_alive():
        return _read(extra)


@contextlib.contextmanager
def kept_alive() -> Iterator[None]:
    """No search for garbage meanwhile: among 100,000 objects that all stay it takes a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _read(extra: Path | None) -> Knowledge:
    digest = hashlib.sha256()
    rows = {name: layered_rows(name, extra, digest) for name in TABLES}
    for name in TABLES:
        if name.endswith("_hand.csv"):
            generated = name.replace("_hand", "")
            rows[generated] = over(rows[generated], rows.pop(name), KEYS[name])
    for path in also_coding():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    named = _index(all_named(rows), lambda entry: (fold(entry.surface),))
    officials = [_official(row) for row in rows["officials.csv"]]
    return Knowledge(
        named=named,
        longest=_longest(named),
        officials=_index(officials, _spellings),
        surnames=_index(officials, lambda official: map(fold, official.surnames)),
        offices=_index(officials, lambda official: ((official.country, official.office),)),
        role_nouns={row["noun"]: _role_noun(row) for row in rows["role_nouns.csv"]},
        digest=digest.hexdigest(),
    )


def also_coding() -> list[Path]:
    """The files of which reports are coded too, and that others read: rules, word lists, places, codes."""
    files = (path for path in DATA.rglob("*") if path.is_file())
    return sorted(path for path in files if path.name not in FOR_LINKING and path.name not in TABLES)


def layered_rows(name: str, extra: Path | None, digest: hashlib._Hash) -> list[Row]:
    """The rows of a table, those of the user's folder in place of the built-in ones with the same key."""
    built_in = read_rows(DATA / name, digest)
    if extra is None or not (extra / name).is_file():
        return built_in
    return over(built_in, read_rows(extra / name, digest), KEYS[name])


def over(under: list[Row], upper: list[Row], key: tuple[str, ...]) -> list[Row]:
    """The rows of both, without those of `under` whose key `upper` has."""
    key_of = itemgetter(*key)
    replaced = {key_of(row) for row in upper}
    return [row for row in under if key_of(row) not in replaced] + upper


def read_rows(path: Path, digest: hashlib._Hash | None = None) -> list[Row]:
    """The rows of one table; the digest takes in the file's name and bytes."""
    content = path.read_bytes()
    if digest is not None:
        digest.update(path.name.encode() + b"\0" + content + b"\0")
    reader = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    header = next(reader)
    return [dict(zip(header, cells, strict=False)) for cells in reader]  # csv.DictReader takes twice as long.


def _index(entries: Iterable[Entry], keys: Callable[[Entry], Iterable[Key]]) -> dict[Key, tuple[Entry, ...]]:
    found: dict[Key, list[Entry]] = {}
    for entry in entries:
        for key in keys(entry):
            group = found.get(key)
            if group is None:
                found[key] = [entry]
            elif group[-1] is not entry:
                group.append(entry)
    return {key: tuple(group) for key, group in found.items()}


def _longest(named: dict[str, tuple[Named, ...]]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for surface in named:
        words = surface.split(" ")
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return longest


def _official(row: Row) -> Official:
    return Official(
        person=row["person"],
        aliases=split(row["aliases"]),
        surnames=split(row["surnames"]),
        country=row["country"],
        office=row["office"],
        title=row["title"],
        # A term is told as in office only where that is sure: from the last day that its start may be, up to the
        # first day that its end may be.
        start=latest_day(row["start"]),
        end=earliest_day(row["end"]),
        wikidata=row["wikidata"] or None,
        source=row["source"],
    )


def _spellings(official: Official) -> Iterator[str]:
    """Full names as keys, "Lee Jae-myung" also without its hyphen."""
    for name in (official.person, *official.aliases):
        key = fold(name)
        yield key
        if "-" in key:
            yield key.replace("-", " ")


def _role_noun(row: Row) -> RoleNoun:
    return RoleNoun(row["noun"], KINDS[row["kind"]], split(row["sectors"]), row["office"] or None)
