"""Single rows by their keys, for the writer: making all views of a store anew for each batch would cost more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from toecap.store.manifest import newest


def find(store: Path, table: str, key: str, keys: Sequence[str], columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """The columns of the rows whose `key` is among `keys`, retired records included, in no order."""
    return _select(store, table, columns, f"{key} IN (SELECT unnest($keys))", keys=list(keys)) if keys else []


def codings(store: Path) -> list[tuple[str, str]]:
    """Every current record with the hash of what coded it, in the order in which they came."""
    retired = {row[0] for row in _select(store, "retired", ("record_id",))}
    return [row for row in _select(store, "reports", ("record_id", "coding")) if row[0] not in retired]


def coded_alike(store: Path, coding: str) -> list[tuple[str, str]]:
    """Every current record that something else coded, with the retired one of the same text that `coding` made."""
    columns = ("record_id", "report_id", "text_sha256", "coding")
    retired = {row[0] for row in _select(store, "retired", ("record_id",))}
    rows = _select(store, "reports", columns)
    before = {(report, text): record for record, report, text, by in rows if by == coding}
    return [
        (record, before[report, text])
        for record, report, text, by in rows
        if record not in retired and by != coding and (report, text) in before
    ]


def _select(
    store: Path, table: str, columns: Sequence[str], where: str = "true", **values: Any
) -> list[tuple[Any, ...]]:
    files = [str((store / part.file).absolute()) for part in newest(store).tables.get(table, ())]
    if not files:
        return []
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET enable_progress_bar = false")
        query = f"SELECT {', '.join(columns)} FROM read_parquet($files, union_by_name = true) WHERE {where}"
        return connection.execute(query, {"files": files, **values}).fetchall()
