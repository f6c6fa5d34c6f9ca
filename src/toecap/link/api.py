"""The tables of many records -> the tables that linking derives from them. Rows in an order that only they decide.

Memory is bounded by what DuckDB may take and by the tasks that are under way, but for some numbers a report and a
telling. See docs/decisions/0014-linking-out-of-core.md.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from toecap.link.families import find_families
from toecap.link.happenings import find_happenings
from toecap.link.incidents import described, find_incidents
from toecap.link.reading import number_reports, read_texts
from toecap.link.resemblance import THRESHOLD
from toecap.link.scratch import Hands, Scratch, one_hand, put_down
from toecap.link.tellings import read_tellings

__all__ = ["Hands", "link"]

BATCH = 16_384  # rows
_KNOWN = """
CREATE TABLE known AS SELECT n.report, n.record_id, n.published, outlet, related.family, first.record_id AS family_id,
    relation, nearest.record_id AS like_record_id, overlap, agency, owner, happening.record_id AS happening_id
FROM numbered n JOIN related USING (report) JOIN happened USING (report)
JOIN numbered first ON first.report = related.family JOIN numbered happening ON happening.report = happened.happening
LEFT JOIN numbered nearest ON nearest.report = related.like_
LEFT JOIN outlets ON outlets.outlet_id = n.outlet_id LEFT JOIN owners ON owners.outlet_id = n.outlet_id
"""
# How the tables that need no more than a query are read.
_READ = {
    "families": """
        SELECT record_id, family_id, relation, like_record_id, overlap, agency, owner, happening_id
        FROM known ORDER BY report
    """,
    "report_links": f"""
        SELECT a.record_id, b.record_id AS other_record_id, score >= {THRESHOLD} AS linked, score, for_, against
        FROM report_pairs JOIN numbered a ON a.report = one JOIN numbered b ON b.report = other ORDER BY one, other
    """,
    "incident_links": """
        SELECT incident_id, ka.record_id, a.event_id, kb.record_id AS other_record_id, b.event_id AS other_event_id,
            la.of_ = lb.of_ AS linked, score, for_, against
        FROM weighed JOIN members ON members.telling = one
        JOIN led la ON la.telling = one JOIN led lb ON lb.telling = other
        JOIN told a ON a.telling = one JOIN told b ON b.telling = other
        JOIN numbered ka ON ka.report = a.report JOIN numbered kb ON kb.report = b.report ORDER BY one, other
    """,
}


def link(
    sql: duckdb.DuckDBPyConnection, folder: Path, schemas: Mapping[str, pa.Schema], hands: Hands = one_hand
) -> dict[str, pa.RecordBatchReader]:
    """The derived tables of a store, by name, from its views `reports`, `events` and `statements`.

    `folder` is for what is not kept, and must be there until the rows have been read; `schemas` are of the tables.
    """
    scratch = Scratch(sql, folder, hands)
    try:
        size = number_reports(scratch)
        read_texts(scratch, size)
        find_families(scratch, size)
        find_happenings(scratch, size)
        sql.execute(_KNOWN)
        find_incidents(scratch, read_tellings(scratch))
        _describe(scratch, schemas)
    finally:
        put_down()
    return {name: _reader(scratch, name, schema) for name, schema in schemas.items()}


def _describe(scratch: Scratch, schemas: Mapping[str, pa.Schema]) -> None:
    """Writes the incidents and their members, which are made together, to files."""
    names = ("incidents", "incident_members")
    with contextlib.ExitStack() as stack:
        files = [
            stack.enter_context(pa.ipc.new_stream(scratch.folder / f"{name}.arrow", schemas[name])) for name in names
        ]
        for tables in described(scratch, *(schemas[name] for name in names)):
            for file, rows in zip(files, tables, strict=True):
                file.write_table(rows)


def _reader(scratch: Scratch, name: str, schema: pa.Schema) -> pa.RecordBatchReader:
    if name not in _READ:
        return pa.ipc.open_stream(scratch.folder / f"{name}.arrow")
    rows = (batch.cast(schema) for batch in scratch.stream(_READ[name], BATCH))
    return pa.RecordBatchReader.from_batches(schema, rows)
