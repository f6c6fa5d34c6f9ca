"""A mention on its way to an actor: what its own words say, before the report is looked at as a whole."""

from __future__ import annotations

from typing import NamedTuple

from toecap.annotate.layers import MentionForm
from toecap.records import ActorKind


class Found(NamedTuple):
    """A NamedTuple, since some hundred are made and changed for a report: a frozen dataclass takes four times as long.

    `key` joins mentions of one actor; without one the mention has to be resolved, or stands alone.

    `apart` is the state whose people a minority is, though it lives in another.
    `role` is the office as told ("deputy UN ambassador"), `office` its canonical word when it is held now.
    """

    start: int
    end: int
    head: int
    form: MentionForm
    kind: ActorKind
    name: str
    country: str | None = None
    code: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    office: str | None = None
    wikidata: str | None = None
    key: str | None = None
    noun: str = ""
    definite: bool = False
    plural: bool = False
    bare: bool = False
    claimed: bool = False
    apart: str | None = None


def as_the_same(found: Found, other: Found) -> Found:
    """The mention, of the actor of another."""
    return found._replace(
        key=other.key,
        kind=other.kind,
        name=other.name,
        country=other.country,
        code=other.code,
        sectors=other.sectors,
        wikidata=other.wikidata,
    )
