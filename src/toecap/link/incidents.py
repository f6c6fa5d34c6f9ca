"""Events of many reports -> incidents: tellings that are weighed as one happening.

Nothing depends on the order of the events. A pair is weighed where the reports tell of one happening or share their
text, or where type, both sides and days agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from toecap.link.grouping import find_groups
from toecap.link.happenings import ROWS
from toecap.link.origins import of_one_text
from toecap.link.scratch import Array, Scratch, array
from toecap.link.summary import Member, in_order, incident_id, incident_row
from toecap.link.tellings import member_at, told_at
from toecap.link.weighing import THRESHOLD, weigh

LARGEST = 600  # tellings of one block; of a larger one only those of one code, day and place are weighed
KEPT = 0.5  # pairs below are not kept, and count 0
PAIRS = 4096  # to a task
TELLINGS = 1024  # to a task

_BLOCKS = f"""
CREATE TABLE blocks AS
WITH standing AS (SELECT key, telling FROM found_by SEMI JOIN alone USING (telling)),
sizes AS (SELECT key, count(*) AS n FROM standing GROUP BY key HAVING count(*) > 1),
met AS (SELECT key, telling, part, n FROM standing JOIN sizes USING (key) JOIN parted USING (telling))
SELECT key, 0::UBIGINT AS part, telling FROM met WHERE n <= {LARGEST}
UNION ALL SELECT key, part, telling FROM met WHERE n > {LARGEST}
QUALIFY row_number() OVER (PARTITION BY key, part ORDER BY telling) <= {LARGEST}
"""
# In the order of days, so that those who weigh them have most tellings at hand.
_PAIRS = """
SELECT one, other FROM (
    SELECT DISTINCT a.telling AS one, b.telling AS other FROM blocks a JOIN blocks b
    ON a.key = b.key AND a.part = b.part AND a.telling < b.telling
) JOIN parted ON parted.telling = one ORDER BY day, one, other
"""
_INCIDENTS = """
CREATE TABLE members AS SELECT led.telling, k.record_id || ':' || told.event_id AS incident_id
FROM led JOIN told ON told.telling = led.lead JOIN known k USING (report)
"""
_MEMBERS = """
SELECT telling, incident_id FROM members JOIN told USING (telling) JOIN known USING (report)
ORDER BY incident_id, published NULLS LAST, telling
"""


def find_incidents(scratch: Scratch, first: Array) -> None:
    """Makes the tables `weighed` (pairs) and `members` (the incident of each telling, by its id)."""
    scratch.put("alone", telling=np.unique(first))
    scratch.sql.execute(_BLOCKS)
    scratch.sql.execute("DROP TABLE found_by")
    scratch.put_table("weighed", ROWS.empty_table())
    for rows in scratch.hands(weighed, ((scratch.folder, rows) for rows in scratch.stream(_PAIRS, PAIRS))):
        scratch.put_table("weighed", rows)
    of = find_groups(scratch, "weighed", len(first), THRESHOLD)[first]
    # The first telling of each leads: by day of publication, without one last.
    day = array(scratch.folder, "day")[scratch.columns("SELECT report FROM told ORDER BY telling")[0]]
    order = np.lexsort((np.arange(len(of)), day, of))
    groups, at = np.unique(of[order], return_index=True)
    lead = np.empty(len(of), np.int32)
    lead[groups] = order[at]
    scratch.put("led", telling=np.arange(len(of), dtype=np.int32), of_=of, lead=lead[of])
    scratch.sql.execute(_INCIDENTS)


def weighed(task: tuple[Path, pa.RecordBatch]) -> pa.Table:
    """The task: the pairs that are kept, of those to be weighed."""
    folder, rows = task
    found: list[tuple[Any, ...]] = []
    for one, other in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        both = weigh(told_at(folder, one), told_at(folder, other))
        if both is not None and both.score >= KEPT:
            found.append((one, other, both.score, both.for_, both.against))
    columns = zip(*found, strict=True) if found else ([] for _ in ROWS)
    return pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(columns, ROWS, strict=True)], schema=ROWS
    )


def described(scratch: Scratch, incidents: pa.Schema, members: pa.Schema) -> Iterator[tuple[pa.Table, pa.Table]]:
    """The rows of the incidents and of their members, in the order of the ids of incidents."""
    tasks = ((scratch.folder, incidents, members, rows) for rows in scratch.whole(_MEMBERS, "incident_id", TELLINGS))
    return scratch.hands(incidents_described, tasks)


def incidents_described(task: tuple[Path, pa.Schema, pa.Schema, pa.Table]) -> tuple[pa.Table, pa.Table]:
    """The task."""
    folder, incidents, members, rows = task
    groups: dict[str, list[Member]] = {}
    for at, name in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        groups.setdefault(name, []).append(member_at(folder, at))
    settled = [_settled(group) for group in groups.values()]
    return (
        pa.Table.from_pylist([incident_row(group) for group in settled], schema=incidents),
        pa.Table.from_pylist([_member_row(one, group) for group in settled for one in group], schema=members),
    )


def _settled(group: list[Member]) -> list[Member]:
    """In order, with one origin for copies of one passage."""
    ordered = in_order(group)
    origins = of_one_text([(one.told.family, one.origin) for one in ordered])
    return [replace(one, origin=origin) for one, origin in zip(ordered, origins, strict=True)]


def _member_row(one: Member, group: list[Member]) -> dict[str, Any]:
    return {
        "incident_id": incident_id(group),
        "record_id": one.told.record,
        "event_id": one.told.event,
        "family_id": one.told.family,
        "origin": one.origin.key,
        "origin_says": one.origin.says,
        "denies": one.told.denies,
    }
