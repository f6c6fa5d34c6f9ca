"""Incidents, newest first, narrowed by the filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from toecap.web.filters import PER_PAGE, STRICT, Filters, PageNumber, incident_where
from toecap.web.page import Page, table
from toecap.web.shapes import INCIDENT_COLUMNS, IncidentLine, incident_line
from toecap.web.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Asked(Filters):
    """Filters, and which page of the list."""

    __pydantic_config__ = STRICT

    page: Annotated[PageNumber, Field(description="page of the list, from 1")] = 1


@dataclass(frozen=True, slots=True)
class Incidents:
    """A page of incidents."""

    total: int
    page: int
    pages: int
    incidents: list[IncidentLine]


def incidents(snapshot: Snapshot, asked: Asked) -> Incidents:
    """The page asked for."""
    where, values = incident_where(asked)
    total = snapshot.rows(f"SELECT count(*) AS n FROM incidents WHERE {where}", values)[0]["n"]
    lines = newest(snapshot, where, values, PER_PAGE, (asked.page - 1) * PER_PAGE)
    return Incidents(total, asked.page, -(-total // PER_PAGE), lines)


def newest(
    snapshot: Snapshot, where: str, values: Mapping[str, Any], limit: int, offset: int = 0
) -> list[IncidentLine]:
    """Incidents by the day that they were first told, the best attested first within a day."""
    return snapshot.all(
        incident_line,
        f"SELECT {INCIDENT_COLUMNS} FROM incidents WHERE {where} "
        "ORDER BY first_published DESC NULLS LAST, independent_sources DESC, reports DESC, incident_id "
        f"LIMIT {limit} OFFSET {offset}",
        values,
    )


def types(snapshot: Snapshot) -> list[str]:
    """The types that the store's incidents have."""
    return snapshot.kept(
        "types",
        lambda: [row["type"] for row in snapshot.rows("SELECT DISTINCT type FROM incidents ORDER BY type")],
    )


def outlets(snapshot: Snapshot) -> list[str]:
    """The outlets with most reports; a list that a form can offer."""
    return snapshot.kept(
        "outlets",
        lambda: sorted(
            row["outlet"]
            for row in snapshot.rows(
                "SELECT outlet FROM reports WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY count(*) DESC LIMIT 200"
            )
        ),
    )


def offered(snapshot: Snapshot, asked: Any, answer: Any) -> dict[str, Any]:
    """What the filter form offers."""
    return {"types": types(snapshot), "outlets": outlets(snapshot)}


INCIDENTS = Page(
    name="incidents",
    title="Incidents",
    says="Incidents, newest first, narrowed by time, actor, type, certainty, outlet and country.",
    asks=Asked,
    shape=Incidents,
    answer=incidents,
    table=lambda answer: table(IncidentLine, answer.incidents),
    extras=offered,
)
