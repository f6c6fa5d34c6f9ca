"""The texts of a store, read once: numbered by their ids, and put on shelves with their runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from toecap.knowledge.outlets import owner_of
from toecap.link.runs import Numbers, runs_of
from toecap.link.scratch import Array, Filling, Scratch
from toecap.read.credit import agency_named, agency_of

BATCH = 256  # texts to a task
NO_DAY = 2**31 - 1

_OUTLETS = """
CREATE TABLE outlets AS SELECT (row_number() OVER (ORDER BY outlet) - 1)::INTEGER AS outlet_id, outlet
FROM (SELECT DISTINCT outlet FROM reports WHERE outlet <> '')
"""
_NUMBERED = f"""
CREATE TABLE numbered AS
SELECT (row_number() OVER (ORDER BY record_id) - 1)::INTEGER AS report, record_id, published,
    coalesce(published - DATE '1970-01-01', {NO_DAY})::INTEGER AS day, coalesce(outlet_id, -1)::INTEGER AS outlet_id
FROM reports LEFT JOIN outlets USING (outlet)
"""
_TEXTS = "SELECT report, text, outlet, agency, byline FROM reports JOIN numbered USING (record_id)"


@dataclass(frozen=True, slots=True)
class Hashed:
    """Of a batch of texts: how many runs each has, and these; how many it is found by, and these; whose text it is."""

    reports: Array
    lengths: Array
    runs: bytes
    samples: Array
    sampled: Array
    agencies: list[str | None]


_numbers = Numbers()  # of this process


def number_reports(scratch: Scratch) -> int:
    """Makes the tables `numbered` (a report's number, day and outlet) and `outlets`; how many reports there are."""
    scratch.sql.execute(_OUTLETS)
    scratch.sql.execute(_NUMBERED)
    names, days, outlets = (
        scratch.columns("SELECT outlet FROM outlets ORDER BY outlet_id")[0].tolist(),
        *scratch.columns("SELECT day, outlet_id FROM numbered ORDER BY report"),
    )
    scratch.put(
        "owners",
        outlet_id=np.arange(len(names), dtype=np.int32),
        owner=pa.array([owner_of(one) for one in names], pa.string()),
    )
    scratch.save_names("outlets", names)
    scratch.save("day", days)
    scratch.save("outlet", outlets)
    return len(days)


def read_texts(scratch: Scratch, size: int) -> None:
    """Fills the shelves `texts` and `runs` and the table `sampled`; saves `length` (in runs) and `own_agency`."""
    texts, runs = Filling(scratch.folder, "texts", size), Filling(scratch.folder, "runs", size)
    length, own = np.zeros(size, np.int32), np.full(size, -1, np.int32)
    agencies: dict[str, int] = {}
    scratch.sql.execute("CREATE TABLE sampled (key UBIGINT, report INTEGER)")

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in scratch.stream(_TEXTS, BATCH):
            content = [text.as_py().encode("utf-8") for text in batch.column("text")]
            texts.put(batch.column("report").to_numpy(), np.array([len(one) for one in content]), b"".join(content))
            yield batch

    for done in scratch.hands(hashed, batches()):
        length[done.reports] = done.lengths
        runs.put(done.reports, done.lengths.astype(np.int64) * 8, done.runs)
        scratch.put("sampled", key=done.sampled, report=np.repeat(done.reports, done.samples))
        own[done.reports] = [-1 if one is None else agencies.setdefault(one, len(agencies)) for one in done.agencies]
    texts.close()
    runs.close()
    scratch.save("length", length)
    scratch.save("own_agency", own)
    scratch.save_names("agencies", list(agencies))


def hashed(batch: pa.RecordBatch) -> Hashed:
    """The task."""
    found = [runs_of(text.as_py(), _numbers) for text in batch.column("text")]
    return Hashed(
        batch.column("report").to_numpy(),
        np.array([len(one.all) for one in found], np.int32),
        b"".join(one.all.tobytes() for one in found),
        np.array([len(one.sampled) for one in found]),
        np.concatenate([one.sampled for one in found]),
        [own_agency(**row) for row in batch.drop_columns(["report"]).to_pylist()],
    )


def own_agency(text: str, outlet: str | None, agency: str | None, byline: str | None) -> str | None:
    """The agency whose text it is: by a credit line, or because the outlet is that agency."""
    if agency:
        return agency
    if outlet and (own := agency_named(outlet)):
        return own
    return agency_of(byline, [line for line in text.split("\n") if line.strip()], outlet)
