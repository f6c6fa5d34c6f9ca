"""The derived tables of a store, made anew from its records."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import duckdb
import pyarrow as pa

from toecap.errors import StoreError
from toecap.link.api import link
from toecap.run.processes import hands
from toecap.store.commit import Writer, refused
from toecap.store.manifest import MANIFESTS
from toecap.store.reader import open_store
from toecap.store.tables import TABLES

# A store that is written all the time is linked in a tenth of the time at most; what came since waits unlinked.
SHARE = 0.1
LAST = "linked.json"
ASIDE = "linking-"
MEGABYTES = 600  # of the database that joins
SCHEMAS = {name: table.schema for name, table in TABLES.items() if table.derived}

_UNLINKED = """
SELECT count(*) FROM (SELECT record_id FROM reports) AS now FULL JOIN (SELECT record_id FROM families) AS linked
USING (record_id) WHERE now.record_id IS NULL OR linked.record_id IS NULL
"""


def is_linked(path: Path) -> bool:
    """Whether the derived tables are of just the records that are there: also false after a kill before linking."""
    with closing(open_store(path)) as store:
        return store.sql(_UNLINKED).fetchall() == [(0,)]


def is_due(path: Path, now: float) -> bool:
    """Whether the last linking is long enough ago for a store that is written all the time."""
    try:
        last = json.loads((path / LAST).read_text("utf-8"))
        return bool(now - last["ended"] >= last["seconds"] / SHARE)
    except (OSError, ValueError, KeyError, TypeError):
        return True


def is_overdue(path: Path) -> bool:
    """Whether a store that is written all the time has what is unlinked, and may be linked now."""
    if not (path / MANIFESTS).is_dir():
        return False
    return is_due(path, time.time()) and not is_linked(path)


def relink(writer: Writer, workers: int = 1) -> int:
    """Families, incidents and what belongs to them, in a commit of their own; its number."""
    begin = time.time()
    for left in writer.path.glob(f"{ASIDE}*"):  # of a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    try:
        with closing(open_store(writer.path)) as store, derived(store.connection, writer.path, workers) as tables:
            commit = writer.commit(replace=tables)
    except OSError as error:
        raise refused(writer.path, error) from error
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        message = f"{writer.path}: no room to link ({error}); what was coded is kept: make room and run this again"
        raise StoreError("disk-full", message) from error
    _note(writer.path, begin, time.time())
    return commit


@contextmanager
def derived(
    sql: duckdb.DuckDBPyConnection, where: Path | None = None, workers: int = 1, megabytes: int = MEGABYTES
) -> Iterator[dict[str, pa.RecordBatchReader]]:
    """The derived tables, to be read once, from the views `reports`, `events` and `statements` of a database.

    What does not fit into so many megabytes is put into a folder in `where`. The rows are the same for any of these.
    """
    with tempfile.TemporaryDirectory(prefix=ASIDE, dir=where) as name, hands(workers) as work:
        folder = Path(name)
        for option, value in {
            "memory_limit": f"{megabytes}MB",
            "temp_directory": str(folder),
            "threads": workers,
            "preserve_insertion_order": False,
            "enable_progress_bar": False,
        }.items():
            quoted = str(value).replace("'", "''")
            sql.execute(f"SET {option} = '{quoted}'")
        yield link(sql, folder, SCHEMAS, work)


def derived_of(
    reports: pa.Table, events: pa.Table, statements: pa.Table, workers: int = 1, megabytes: int = MEGABYTES
) -> dict[str, pa.Table]:
    """The same for records that are in memory."""
    with closing(duckdb.connect(":memory:")) as sql:
        for name, rows in (("reports", reports), ("events", events), ("statements", statements)):
            sql.register("given", rows)
            sql.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        with derived(sql, workers=workers, megabytes=megabytes) as tables:
            return {name: rows.read_all() for name, rows in tables.items()}


def _note(path: Path, begin: float, end: float) -> None:
    aside = path / f"{LAST}.aside"
    with suppress(OSError):  # without it the next linking comes sooner
        aside.write_text(json.dumps({"ended": end, "seconds": round(end - begin, 3)}), "utf-8")
        aside.replace(path / LAST)
