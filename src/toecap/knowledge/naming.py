"""Rows of states, organisations, groups and metonyms -> the surfaces that name an actor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toecap.knowledge.tables import Named, SurfaceKind
from toecap.knowledge.values import ABOVE_STATES, Row, is_short_form, split
from toecap.records import ActorKind


@dataclass(frozen=True, slots=True)
class _Target:
    """Whom the surfaces of one row name."""

    name: str
    kind: ActorKind
    code: str | None
    sectors: tuple[str, ...]
    wikidata: str | None
    ambiguous: frozenset[str]
    cased: frozenset[str] = frozenset()

    def surface(
        self, surface: str, surface_kind: SurfaceKind, start: str | None = None, end: str | None = None
    ) -> Named:
        return Named(
            surface=surface,
            surface_kind="abbreviation" if surface_kind == "name" and is_short_form(surface) else surface_kind,
            name=self.name,
            kind=self.kind,
            country=None if self.code in ABOVE_STATES else self.code,
            code=self.code,
            sectors=self.sectors,
            wikidata=self.wikidata,
            start=start or None,
            end=end or None,
            cased=surface in self.cased or surface in self.ambiguous or is_short_form(surface),
            ambiguous=surface in self.ambiguous,
        )


def all_named(rows: Mapping[str, Sequence[Row]]) -> Iterator[Named]:
    """Every surface of the four tables that hold names."""
    for row in rows["states.csv"]:
        yield from _state(row)
    for row in rows["organisations.csv"]:
        yield from _body(row, "organisation")
    for row in rows["groups.csv"]:
        yield from _body(row, "group")
    for row in rows["metonyms.csv"]:
        yield _metonym(row)


def _state(row: Row) -> Iterator[Named]:
    target = _Target(
        name=row["name"],
        kind="state",
        code=row["alpha3"],
        sectors=(),
        wikidata=row["wikidata"] or None,
        ambiguous=frozenset(split(row["ambiguous"])),
        cased=frozenset(split(row["cased"])),
    )
    for surface in (row["name"], *split(row["aliases"])):
        yield target.surface(surface, "name")
    for former in split(row["former_names"]):
        surface, _, span = former.partition("@")
        start, _, end = span.partition("..")
        yield target.surface(surface, "name", start, end)
    for surface in split(row["adjectives"]):
        yield target.surface(surface, "adjective")
    for surface in split(row["demonyms"]):
        yield target.surface(surface, "demonym")
    for surface in split(row["capitals"]):
        yield target.surface(surface, "capital")


def _body(row: Row, kind: ActorKind) -> Iterator[Named]:
    target = _Target(
        name=row["name"],
        kind=kind,
        code=row["code"] or None,
        sectors=split(row["sectors"]),
        wikidata=row["wikidata"] or None,
        ambiguous=frozenset(split(row["ambiguous"])),
    )
    for surface in (row["name"], *split(row["aliases"])):
        yield target.surface(surface, "name", row["start"], row["end"])


def _metonym(row: Row) -> Named:
    surface = row["surface"]
    target = _Target(
        name=row["refers_to"],
        kind="organisation",
        code=row["country"] or None,
        sectors=split(row["sectors"]),
        wikidata=None,
        ambiguous=frozenset({surface} if row["ambiguous"] == "yes" else ()),
        # A metonym is a name: "number 10" and "the kirya" in small letters are something else.
        cased=frozenset({surface}),
    )
    return target.surface(surface, "metonym", row["start"], row["end"])
