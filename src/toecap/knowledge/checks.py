"""Whether the tables are sound. Each problem names the file, the line and what to do."""

from __future__ import annotations

import csv
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toecap.knowledge.loader import DATA, KINDS
from toecap.knowledge.naming import all_named
from toecap.knowledge.values import ABOVE_STATES, KEYS, Row, earliest_day, fold, latest_day, split

SECTORS = frozenset(
    "COP GOV JUD LEG MIL PRM REB SPY UAF PTY UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()
)
# Offices that one person holds at a time. Others ("minister", "ambassador", "spokesperson") have many holders.
SINGLE_HOLDER = frozenset(
    "president,prime minister,chancellor,supreme leader,foreign minister,defence minister,interior minister".split(",")
)
COLUMNS: dict[str, tuple[str, ...]] = {
    "groups.csv": ("name", "aliases", "code", "sectors", "ambiguous", "start", "end", "wikidata"),
    "metonyms.csv": ("surface", "refers_to", "country", "sectors", "ambiguous", "start", "end", "note"),
    "officials.csv": (
        *("person", "country", "office", "start", "end"),
        *("title", "surnames", "aliases", "wikidata", "source"),
    ),
    "organisations.csv": ("name", "aliases", "code", "sectors", "ambiguous", "start", "end", "wikidata"),
    "owners.csv": ("outlet", "owner", "source"),
    "role_nouns.csv": ("noun", "kind", "sectors", "office"),
    "states.csv": (
        *("alpha3", "name", "aliases", "former_names", "adjectives", "demonyms"),
        *("capitals", "ambiguous", "cased", "wikidata"),
    ),
}
DATE = re.compile(r"(?:\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)?")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line of a table. A warning is worth a look; an error must be mended."""

    level: Literal["error", "warning"]
    file: str
    line: int
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level}: {self.message}; {self.fix}"


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def at(self, index: int, message: str, fix: str, level: Literal["error", "warning"] = "error") -> Problem:
        return Problem(level, self.name, index + 2, message, fix)


def check(folder: Path = DATA) -> list[Problem]:
    """All problems of the tables in a folder. A user's folder may hold some of them only, and states of the package."""
    tables = {path.name: _read(path) for path in sorted(folder.glob("*.csv")) if path.name in KEYS}
    states = tables.get("states.csv") or _read(DATA / "states.csv")
    codes = ABOVE_STATES | {
        row["alpha3"] for row in (*_read(DATA / "states.csv").rows, *states.rows) if "alpha3" in row
    }
    problems: list[Problem] = []
    for table in tables.values():
        columns = _wrong_columns(table)
        problems += columns or _rows_of(table, codes)
    if not any(problem.level == "error" for problem in problems):
        problems += _colliding_surfaces(tables)
        own = frozenset() if folder == DATA else frozenset(tables)
        problems += _overlaps(_with_built_in(tables) if own else tables, own)
    return problems


def _with_built_in(tables: dict[str, _Table]) -> dict[str, _Table]:
    """The officials of the package beside those of a user's folder, whose rows stand in place of the package's."""
    built_in = {name: _read(DATA / name) for name in ("officials.csv", "officials_hand.csv")}
    replaced = {_key(row) for name in built_in if name in tables for row in tables[name].rows}
    for name, table in built_in.items():
        kept = tuple(row for row in table.rows if _key(row) not in replaced)
        built_in[name] = _Table(f"built-in {name}", table.columns, kept)
    return tables | {table.name: table for table in built_in.values()}


def _read(path: Path) -> _Table:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        # A cell too few or too many: DictReader's None stands for it, and the columns' check tells.
        rows = tuple(
            {str(key): value if isinstance(value, str) else "" for key, value in row.items()} for row in reader
        )
        return _Table(path.name, tuple(reader.fieldnames or ()), rows)


def _wrong_columns(table: _Table) -> list[Problem]:
    expected = COLUMNS[table.name.replace("_hand", "")]
    if table.columns != expected:
        return [Problem("error", table.name, 1, f"columns {','.join(table.columns)}", f"write {','.join(expected)}")]
    return [
        table.at(at, "more cells than columns", "put a text that has a comma between quotation marks")
        for at, row in enumerate(table.rows)
        if "None" in row
    ]


def _rows_of(table: _Table, codes: frozenset[str]) -> list[Problem]:
    checks: tuple[Callable[[_Table, frozenset[str]], Iterator[Problem]], ...] = (
        _unsorted,
        _duplicates,
        _unknown_codes,
        _unknown_words,
        _dates,
        _spaces,
    )
    return [problem for each in checks for problem in each(table, codes)]


def _unsorted(table: _Table, _: frozenset[str]) -> Iterator[Problem]:
    lines = [tuple(row.values()) for row in table.rows]
    for at in range(1, len(lines)):
        if lines[at] < lines[at - 1]:
            yield table.at(at, f"{lines[at][0]!r} stands after {lines[at - 1][0]!r}", "sort the lines of the table")


def _duplicates(table: _Table, _: frozenset[str]) -> Iterator[Problem]:
    # One person may hold an office more than once: the start tells the terms apart.
    key = (*KEYS[table.name], "start", "title") if table.name.startswith("officials") else KEYS[table.name]
    seen: dict[tuple[str, ...], int] = {}
    for at, row in enumerate(table.rows):
        this = tuple(row[column] for column in key)
        if this in seen:
            yield table.at(at, f"{this} is in line {seen[this]} too", "keep one of the lines")
        seen.setdefault(this, at + 2)


def _unknown_codes(table: _Table, codes: frozenset[str]) -> Iterator[Problem]:
    column = next((column for column in ("country", "code") if column in table.columns), None)
    for at, row in enumerate(table.rows) if column else ():
        if row[str(column)] not in codes:
            yield table.at(
                at, f"no state or code {row[str(column)]!r}", "use an alpha-3 of states.csv, or UNO EUR IGO NGO"
            )


def _unknown_words(table: _Table, _: frozenset[str]) -> Iterator[Problem]:
    for at, row in enumerate(table.rows):
        unknown = set(split(row.get("sectors", ""))) - SECTORS
        if unknown:
            yield table.at(at, f"no sector {', '.join(sorted(unknown))}", f"use {' '.join(sorted(SECTORS))}")
        if "kind" in row and row["kind"] not in KINDS:
            yield table.at(at, f"no kind {row['kind']!r}", f"use {' '.join(KINDS)}")
        marks = ("ambiguous", "cased")
        surfaces = {each.partition("@")[0] for column in row if column not in marks for each in split(row[column])}
        for cell in marks:
            strange = set(split(row.get(cell, ""))) - surfaces - {"yes"}
            if strange:
                yield table.at(at, f"{cell} names {', '.join(strange)}, no surface of the line", "spell it the same")


def _dates(table: _Table, _: frozenset[str]) -> Iterator[Problem]:
    for at, row in enumerate(table.rows):
        start, end = row.get("start", ""), row.get("end", "")
        if not (DATE.fullmatch(start) and DATE.fullmatch(end)):
            yield table.at(at, f"dates {start!r} and {end!r}", "write YYYY, YYYY-MM or YYYY-MM-DD")
        elif start and end and str(latest_day(end)) < str(earliest_day(start)):
            yield table.at(at, f"it ends ({end}) before it starts ({start})", "mend one of the dates")


def _spaces(table: _Table, _: frozenset[str]) -> Iterator[Problem]:
    for at, row in enumerate(table.rows):
        for column, cell in row.items():
            parts = split(cell)
            if any(part != part.strip() or not part for part in parts) or "  " in cell:
                yield table.at(at, f"{column} has an empty part or spaces too many: {cell!r}", "take them out")
            if len(set(parts)) < len(parts):
                yield table.at(at, f"{column} says something twice: {cell!r}", "keep one of them")


def _colliding_surfaces(tables: dict[str, _Table]) -> Iterator[Problem]:
    """One surface for two actors, neither told as ambiguous, both in letters of the same case."""
    names = ("states.csv", "organisations.csv", "groups.csv", "groups_hand.csv", "metonyms.csv")
    first: dict[str, tuple[str, str]] = {}
    for name in names:
        for at, row in enumerate(tables[name].rows if name in tables else ()):
            rows: dict[str, tuple[Row, ...]] = dict.fromkeys(KEYS, ())
            rows[name.replace("_hand", "")] = (row,)
            for entry in all_named(rows):
                key = entry.surface if entry.cased else fold(entry.surface)
                owner = first.setdefault(key, (entry.name, name))
                if owner[0] != entry.name and not entry.ambiguous:
                    message = f"{entry.surface!r} names {entry.name!r} here and {owner[0]!r} in {owner[1]}"
                    yield tables[name].at(at, message, "add it to the column `ambiguous`", "warning")


def _overlaps(tables: dict[str, _Table], own: frozenset[str]) -> Iterator[Problem]:
    """Two people in one office at one time: nobody is found there.

    Where a row kept by hand is one of the two, that is an error; those of the sources alone are only told.
    """
    offices: defaultdict[tuple[str, str], list[tuple[str, str, str, int, str, str]]] = defaultdict(list)
    hand = {_key(row) for row in tables["officials_hand.csv"].rows} if "officials_hand.csv" in tables else set()
    for name, table in tables.items():
        for at, row in enumerate(table.rows if "officials" in name else ()):
            sure = row["office"] in SINGLE_HOLDER and row["start"]  # without a start nobody is taken to be in office
            if sure and not (name.endswith("officials.csv") and _key(row) in hand):
                start, end = latest_day(row["start"]) or "", earliest_day(row["end"]) or "9999"
                offices[row["country"], row["office"]].append((start, end, row["person"], at, name, row["title"]))
    for (country, office), terms in sorted(offices.items()):
        terms.sort()
        for earlier, later in itertools.pairwise(terms):
            theirs = not own or later[4] in own or earlier[4] in own
            if theirs and later[0] < earlier[1] and earlier[2] != later[2]:
                message = f"{later[2]} is {office} of {country} from {later[0]}, {earlier[2]} until {earlier[1]}"
                hands = own or {"officials_hand.csv"}
                told = next((term for term in (later, earlier) if term[4] in hands), later)
                # The presidents of Yugoslavia and of Serbia sat in one state, and both titles say so.
                two_offices = later[5] != earlier[5] and " of " in later[5] and " of " in earlier[5]
                by_hand = told[4] in hands and not two_offices
                fix = f"give {earlier[2]} an end, or {later[2]} a later start, in officials_hand.csv"
                yield tables[told[4]].at(told[3], message, fix, "error" if by_hand else "warning")


def _key(row: Row) -> tuple[str, ...]:
    return tuple(row[column] for column in KEYS["officials.csv"])
