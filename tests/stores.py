"""Stores of a few incidents, for tests of what is measured in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from toecap.store.commit import open_writer
from toecap.store.reader import Store, open_store
from toecap.store.tables import TABLES

FIRST = date(2026, 1, 1)  # a Thursday
Rows = Iterable[dict[str, Any]]


def table(name: str, rows: Rows) -> pa.Table:
    """Rows of a table, with NULL in the columns that they do not name."""
    schema = TABLES[name].schema
    return pa.Table.from_pylist([{column: row.get(column) for column in schema.names} for row in rows], schema=schema)


def incident(day: int, intensity: float = -10.0, **known: Any) -> dict[str, Any]:
    """Something that Peru did to Chile so many days after the first."""
    quad = (1 if intensity < 5 else 2) if intensity > 0 else (3 if intensity > -6 else 4)
    start = FIRST + timedelta(day)
    row = {
        "incident_id": f"i{day}{intensity}",
        "type": "ASSAULT" if intensity < 0 else "AID",
        "quad": quad,
        "intensity": intensity,
        "certainty": "actual",
        "actor_codes": ["PER"],
        "actor_keys": ["PER"],
        "recipient_codes": ["CHL"],
        "recipient_keys": ["CHL"],
        "start": start,
        "end": start,
        "title": "Peru shelled Chile",
        "independent_sources": 1,
        "reports": 1,
    }
    return row | known


def escalating() -> list[dict[str, Any]]:
    """An incident every ten days, and from the 150th to the 170th day two a day."""
    calm = [incident(day, -2.0) for day in range(0, 200, 10)]
    loud = [incident(day, incident_id=f"x{day}{n}", independent_sources=n) for day in range(150, 171) for n in (1, 2)]
    return [*calm, *loud]


def store_of(path: Path, incidents: Rows, days: int = 10, **tables: Rows) -> Store:
    """A store of incidents, with a report on each of so many days, and rows of other tables."""
    reports = [
        {"record_id": f"r{day}", "outlet": f"Paper {day % 3}", "published": FIRST + timedelta(day)}
        for day in range(days)
    ]
    added = {name: table(name, rows) for name, rows in {"reports": reports, **tables}.items()}
    members = added.pop("incident_members", table("incident_members", []))
    with open_writer(path) as writer:
        writer.commit(add=added, replace={"incidents": table("incidents", incidents), "incident_members": members})
    return open_store(path)
