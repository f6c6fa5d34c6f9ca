"""Events of a store as they are weighed and shown: each with its report, its family and where it comes from."""

from __future__ import annotations

import hashlib
import operator
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from toecap.link.blocks import Key, copy_of, keys, part_of
from toecap.link.origins import Origin, Origins, Source, save_families
from toecap.link.scratch import Array, Filling, Scratch, remembered, shelf
from toecap.link.summary import Member
from toecap.link.weighing import Side, Told, Where

Row = dict[str, Any]
BATCH = 512  # tellings to a task

# Of an event and of its report: what is kept for weighing and for the rows of incidents.
OF_EVENT = (
    *("event_id", "type", "cameo", "quad", "intensity", "certainty", "background", "counts", "quote"),
    *("actor_keys", "actors", "actor_codes", "recipient_keys", "recipients", "recipient_codes"),
    *("when_start", "when_end", "when_basis", "place", "place_country", "place_precision", "lat", "lon"),
)
OF_REPORT = ("record_id", "published", "outlet", "family_id", "happening_id")
KEPT = OF_EVENT + OF_REPORT
_VALUES = operator.itemgetter(*KEPT)
_NUMBERED = """
CREATE TABLE told AS SELECT (row_number() OVER (ORDER BY report, event_id) - 1)::INTEGER AS telling, report, event_id
FROM events JOIN numbered USING (record_id)
"""
# In the order of families, since the texts of a family are compared with each other.
_TOLD = f"""
SELECT telling, k.report, first.outlet AS first_outlet, s.speaker, e."start", e.according_to_key,
    {", ".join([*(f"e.{column}" for column in OF_EVENT), *(f"k.{column}" for column in OF_REPORT)])}
FROM told JOIN known k USING (report) JOIN known first ON first.report = k.family
JOIN events e ON e.record_id = k.record_id AND e.event_id = told.event_id
LEFT JOIN statements s ON s.record_id = e.record_id AND s.statement_id = e.according_to AND s.speaker <> ''
ORDER BY k.family, telling
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """Of a batch of tellings: their rows, and what they are found by, as numbers."""

    at: Array
    rows: list[bytes]
    copies: Array
    parts: Array
    days: Array
    owners: Array
    keys: Array


def read_tellings(scratch: Scratch) -> Array:
    """Fills the shelf `tellings`, and makes the tables `told`, `found_by` and `parted`.

    Gives for each telling the first that tells the same in the same words in a report of its family: it goes with that.
    """
    save_families(scratch)
    scratch.sql.execute(_NUMBERED)
    size = int(scratch.columns("SELECT count(*) FROM told")[0][0])
    tellings = Filling(scratch.folder, "tellings", size)
    copies = np.zeros(size, np.uint64)
    scratch.sql.execute("CREATE TABLE found_by (key UBIGINT, telling INTEGER)")
    scratch.sql.execute("CREATE TABLE parted (telling INTEGER, part UBIGINT, day INTEGER)")
    for done in scratch.hands(tellings_kept, ((scratch.folder, rows) for rows in scratch.stream(_TOLD, BATCH))):
        tellings.put(done.at, np.array([len(one) for one in done.rows]), b"".join(done.rows))
        copies[done.at] = done.copies
        scratch.put("found_by", key=done.keys, telling=done.owners)
        scratch.put("parted", telling=done.at, part=done.parts, day=done.days)
    tellings.close()
    return _first_of_equal(copies)


def _first_of_equal(values: Array) -> Array:
    """For each place the first that has the same value."""
    _, first, back = np.unique(values, return_index=True, return_inverse=True)
    found: Array = first[back].astype(np.int32)
    return found


@remembered(1)
def _origins(folder: Path) -> Origins:
    return Origins(folder)


def tellings_kept(task: tuple[Path, pa.RecordBatch]) -> Kept:
    """The task."""
    folder, rows = task
    at = rows.column("telling").to_numpy()
    kept, told, copies, owners, found, seen = [], [], [], [], [], set()
    for number, row in zip(at.tolist(), rows.to_pylist(), strict=True):
        origin = _origin(row, folder)
        kept.append(pickle.dumps((*_VALUES(row), origin.key, origin.says, origin.copied), -1))
        told.append(_told(row))
        copies.append(_hash(copy_of(told[-1])))
        if copies[-1] not in seen:  # of copies only the first is asked for
            seen.add(copies[-1])
            own = [_hash(key) for key in keys(told[-1])]
            found += own
            owners += [number] * len(own)
    return Kept(
        at,
        kept,
        np.array(copies, np.uint64),
        np.array([_hash(part_of(one)) for one in told], np.uint64),
        np.array([one.start.toordinal() if one.start else 0 for one in told], np.int32),
        np.array(owners, np.int32),
        np.array(found, np.uint64),
    )


@remembered(1 << 14)
def told_at(folder: Path, at: int) -> Told:
    """A telling as it is weighed."""
    return _told(_row(folder, at)[0])


def member_at(folder: Path, at: int) -> Member:
    """A telling as it is shown."""
    row, origin = _row(folder, at)
    return Member(_told(row), row, row["outlet"], row["published"], origin)


def _row(folder: Path, at: int) -> tuple[Row, Origin]:
    *values, key, says, copied = pickle.loads(shelf(folder, "tellings")[at])
    return dict(zip(KEPT, values, strict=True)), Origin(key, says, copied)


def _hash(key: Key) -> int:
    return int.from_bytes(hashlib.blake2b(repr(key).encode("utf-8", "replace"), digest_size=8).digest())


def _origin(row: Row, folder: Path) -> Origin:
    source = Source(row["report"], row["record_id"], row["outlet"], row["family_id"], row["first_outlet"])
    return _origins(folder).of(source, row["start"] or 0, row["according_to_key"], row["speaker"])


def _told(row: Row) -> Told:
    """An event's row as it is weighed."""
    # History is dated by what is said of it, never by the day of the report.
    start = row["when_start"] or (None if row["background"] else row["published"])
    place = row["place"] if row["place_precision"] in ("city", "admin1") else None
    return Told(
        record=row["record_id"],
        event=row["event_id"],
        type=row["type"],
        cameo=row["cameo"],
        certainty=row["certainty"],
        actors=Side(frozenset(row["actor_keys"] or ()), frozenset(row["actor_codes"] or ())),
        recipients=Side(frozenset(row["recipient_keys"] or ()), frozenset(row["recipient_codes"] or ())),
        start=start,
        end=row["when_end"] or start,
        dated=row["when_basis"] in ("stated", "relative"),
        place=Where(place, row["place_country"]) if place or row["place_country"] else None,
        counts={count["what"]: (count["low"], count["high"]) for count in row["counts"] or ()},
        quote=row["quote"] or "",
        family=row["family_id"],
        happening=row["happening_id"],
    )
