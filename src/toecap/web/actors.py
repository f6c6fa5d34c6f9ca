"""Actors by name, those with most reports first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from toecap.web.filters import PER_PAGE, STRICT, PageNumber, Text
from toecap.web.page import Page, table
from toecap.web.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of the name, and the kind."""

    __pydantic_config__ = STRICT

    name: Annotated[Text | None, Field(description="a part of the name")] = None
    kind: Annotated[Text | None, Field(description="person, state, organisation, group, population, unknown")] = None
    page: Annotated[PageNumber, Field(description="page of the list, from 1")] = 1


@dataclass(frozen=True, slots=True)
class ActorLine:
    """An actor over all records."""

    actor_key: str
    name: str
    kind: str
    code: str | None
    country: str | None
    role: str | None
    reports: int


@dataclass(frozen=True, slots=True)
class Actors:
    """A page of actors."""

    total: int
    page: int
    pages: int
    actors: list[ActorLine]


def actors(snapshot: Snapshot, asked: Asked) -> Actors:
    """The page asked for."""
    lines = snapshot.kept("actors", lambda: _all(snapshot))
    part = (asked.name or "").casefold()
    found = [line for line in lines if part in line.name.casefold() and (asked.kind is None or line.kind == asked.kind)]
    first = (asked.page - 1) * PER_PAGE
    return Actors(len(found), asked.page, -(-len(found) // PER_PAGE), found[first : first + PER_PAGE])


def _all(snapshot: Snapshot) -> list[ActorLine]:
    """Every actor, the last office that a report gives among the rest. Made once a commit."""
    return snapshot.all(
        ActorLine,
        """SELECT actor_key, mode(name) AS name, mode(kind) AS kind, any_value(code) AS code,
        any_value(country) AS country, any_value(role) AS role, count(DISTINCT record_id) AS reports
        FROM actors GROUP BY actor_key ORDER BY reports DESC, name, actor_key""",
    )


ACTORS = Page(
    name="actors",
    title="Actors",
    says="Actors by name, those with most reports first.",
    asks=Asked,
    shape=Actors,
    answer=actors,
    table=lambda answer: table(ActorLine, answer.actors),
)
