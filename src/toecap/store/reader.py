"""What readers see: the views of the newest commit, in a DuckDB of their own. Takes no lock and never waits."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from toecap.errors import StoreError
from toecap.store.manifest import Manifest, Part, newest
from toecap.store.tables import TABLES, Table

_RUNS = """
CREATE VIEW runs AS SELECT * FROM all_runs
QUALIFY row_number() OVER (PARTITION BY run_id ORDER BY finished NULLS FIRST) = count(*) OVER (PARTITION BY run_id)
"""
_VERSIONS = """
CREATE VIEW report_versions AS SELECT all_reports.*, retired.by_record_id, retired.reason
FROM all_reports LEFT JOIN retired USING (record_id)
"""


VIEWS = (*TABLES, "report_versions")


class Store:
    """A store as it was at one commit; `refreshed()` is the same store as it is now."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest
        self.commit = manifest.commit
        self.connection = duckdb.connect(":memory:")
        self.connection.execute("SET enable_progress_bar = false")  # its cursors take it over
        for statement in views(path, manifest):
            self.connection.execute(statement)

    def sql(self, query: str, values: list[Any] | Mapping[str, Any] | None = None) -> duckdb.DuckDBPyRelation:
        """The relation of a query over the views; `.df()`, `.pl()`, `.to_arrow_table()` and `.fetchall()` give rows."""
        return self.connection.sql(query, params=values)

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        """A view as a relation: reports, actors, statements, events, incidents, ..."""
        return self.connection.table(name)

    def __getattr__(self, name: str) -> duckdb.DuckDBPyRelation:
        """`store.events` is `store.table("events")`, and so for every view."""
        if name not in VIEWS:
            raise AttributeError(f"a store has no view {name!r}; there are {', '.join(VIEWS)}")
        return self.table(name)

    def refreshed(self) -> Store:
        """The store at its newest commit: itself, if nothing was committed since."""
        manifest = newest(self.path)
        return self if manifest.commit == self.commit else Store(self.path, manifest)

    def close(self) -> None:
        """Give the memory back."""
        self.connection.close()


def open_store(path: str | Path) -> Store:
    """The store in a folder, at its newest commit. StoreError where there is none."""
    folder = Path(path)
    return Store(folder, newest(folder))


def views(path: Path, manifest: Manifest) -> list[str]:
    """The statements that make the views: `all_NAME` with every row, `NAME` with those of current records."""
    made = [
        f"CREATE VIEW all_{name} AS {_select(path, table, manifest.tables.get(name, ()))}"
        for name, table in TABLES.items()
    ]
    made.append("CREATE VIEW retired AS SELECT * FROM all_retired")
    for name, table in TABLES.items():
        if name not in ("retired", "runs"):
            made.append(f"CREATE VIEW {name} AS SELECT * FROM all_{name}{_current(table, manifest)}")
    return [*made, _RUNS, _VERSIONS]


def _current(table: Table, manifest: Manifest) -> str:
    """Derived tables are of current records only; where nothing is retired, no table has others."""
    if table.derived or not manifest.tables.get("retired") or "record_id" not in table.schema.names:
        return ""
    return " ANTI JOIN retired USING (record_id)"


def _select(path: Path, table: Table, parts: tuple[Part, ...]) -> str:
    if not parts:
        empty = ", ".join(f'NULL::{sql_type(column.kind)} AS "{column.name}"' for column in table.columns)
        return f"SELECT {empty} WHERE false"
    files = ", ".join(_quoted(str((path / part.file).absolute())) for part in parts)
    # A part that was written before a column was added lacks it: there the column is NULL.
    old = any(part.columns != len(table.columns) for part in parts)
    if not old:
        return f"SELECT * FROM read_parquet([{files}])"
    nothing = ", ".join(f'NULL::{sql_type(column.kind)} AS "{column.name}"' for column in table.columns)
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return (
        f"SELECT {columns} FROM (SELECT {nothing} WHERE false "
        f"UNION ALL BY NAME SELECT * FROM read_parquet([{files}], union_by_name = true))"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def sql_type(kind: Any) -> str:
    """DuckDB's name of a column's type."""
    known = {
        "string": "VARCHAR",
        "date32[day]": "DATE",
        "timestamp[us, tz=UTC]": "TIMESTAMPTZ",
        "int32": "INTEGER",
        "double": "DOUBLE",
        "bool": "BOOLEAN",
        "list<item: string>": "VARCHAR[]",
    }
    if str(kind) in known:
        return known[str(kind)]
    if "struct" in str(kind):
        return "STRUCT(what VARCHAR, low BIGINT, high BIGINT, quote VARCHAR)[]"
    raise StoreError("no-type", f"no SQL type is known for {kind}")
