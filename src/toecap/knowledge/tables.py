"""The rows of the tables, as the rest of Toecap sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toecap.records import ActorKind

SurfaceKind = Literal["name", "adjective", "demonym", "capital", "metonym", "abbreviation"]


@dataclass(frozen=True, slots=True)
class Named:
    """An actor that a fixed surface names: a state, a body, a group, by name, adjective or metonym.

    `start` and `end` are ISO dates of the surface's validity, or None. `cased` demands the letters' case
    ("US", "Number 10"). `ambiguous` surfaces ("Georgia", "Washington") need support from the context.
    """

    surface: str
    surface_kind: SurfaceKind
    name: str
    kind: ActorKind
    country: str | None
    code: str | None
    sectors: tuple[str, ...]
    wikidata: str | None
    start: str | None
    end: str | None
    cased: bool
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Official:
    """A person in an office from `start` to `end` (ISO dates; None: open). `office` is a canonical word such as
    "president", "prime minister", "foreign minister", "defence minister", "interior minister", "monarch",
    "vice president", "secretary-general", "ambassador", "spokesperson". `country` alpha-3, or a code (UNO, EUR, IGO).
    """

    person: str
    aliases: tuple[str, ...]
    surnames: tuple[str, ...]
    country: str
    office: str
    title: str
    start: str | None
    end: str | None
    wikidata: str | None
    source: str


@dataclass(frozen=True, slots=True)
class RoleNoun:
    """A noun (lemma phrase, lower case) that makes its referent an actor: "police", "rebel", "foreign minister"."""

    noun: str
    kind: ActorKind
    sectors: tuple[str, ...]
    office: str | None


@dataclass(frozen=True)
class Knowledge:
    """All tables, indexed, read-only. `digest` is the SHA-256 over every file by which a report is coded."""

    named: dict[str, tuple[Named, ...]]  # by casefolded surface, single spaces
    longest: dict[str, int]  # first word (casefolded) -> most words of a surface that starts with it
    officials: dict[str, tuple[Official, ...]]  # by casefolded person name or alias
    surnames: dict[str, tuple[Official, ...]]  # by casefolded surname
    offices: dict[tuple[str, str], tuple[Official, ...]]  # by (country or code, office)
    role_nouns: dict[str, RoleNoun]
    digest: str
