"""Questions in SQL by people who are not trusted with the machine: they read the views, within bounds.

Two locks, since either alone has been picked before: DuckDB may open only the files of the store's commit and change no
setting; and the parsed question may name only the documented views and functions that make rows from rows.
"""

from __future__ import annotations

import json
import threading
import time
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from toecap.errors import StoreError, ToecapError, UsageError
from toecap.store.reader import VIEWS, Store, sql_type, views
from toecap.store.tables import TABLES

SECONDS, ROWS = 10.0, 1_000
MEMORY = "2GB"

# What can be asked: SELECT, its unions and its named parts. A named part may hold an INSERT too: that is none of these.
_NODES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
_ROW_FUNCTIONS = {"range", "generate_series", "unnest", "json_each"}
# These take any amount of memory for one value, which neither the limit of memory nor an interrupt stops.
_GREEDY = set(
    "repeat lpad rpad bitstring printf format range generate_series list_resize array_resize"
    " reduce list_reduce array_reduce".split()
)

_desks: weakref.WeakKeyDictionary[Store, duckdb.DuckDBPyConnection] = weakref.WeakKeyDictionary()
_desks_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a question; `cut` where there were more than asked for."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: bool
    seconds: float


def ask(store: Store, sql: str, seconds: float = SECONDS, rows: int = ROWS) -> Answer:
    """The answer to a question over the store's views.

    UsageError where the SQL is wrong or asks for more than reading; ToecapError where it takes too long or too much.
    May be called by many threads at once.
    """
    cursor = _desk(store).cursor()
    stop = threading.Timer(seconds, cursor.interrupt)
    started = time.monotonic()
    try:
        _allowed(cursor, sql)
        stop.start()
        cursor.execute(sql)
        found = cursor.fetchmany(rows + 1)
        columns = [(str(name), str(kind)) for name, kind, *_ in cursor.description or ()]
    except duckdb.InterruptException:
        raise ToecapError(
            "time", f"the question took more than {seconds:g} seconds; ask for fewer rows or days, or raise --seconds"
        ) from None
    except duckdb.OutOfMemoryException:
        raise ToecapError(
            "memory", f"the question needs more than {MEMORY}; sort and join fewer rows, or leave out the texts"
        ) from None
    except duckdb.IOException as error:
        raise StoreError("moved", f"a file of the store is gone ({error}); open the store anew") from None
    except duckdb.Error as error:
        raise UsageError("sql", str(error).strip()) from None
    finally:
        stop.cancel()
        cursor.close()
    names, types = zip(*columns, strict=True) if columns else ((), ())
    return Answer(names, types, tuple(found[:rows]), len(found) > rows, time.monotonic() - started)


def _desk(store: Store) -> duckdb.DuckDBPyConnection:
    """A database of views that can be asked and not changed, made once for a store."""
    with _desks_lock:
        if store not in _desks:
            _desks[store] = _opened(store)
        return _desks[store]


def _opened(store: Store) -> duckdb.DuckDBPyConnection:
    # Without the replacement scans a variable of this program would be a table.
    desk = duckdb.connect(":memory:", config={"python_enable_replacements": False, "memory_limit": MEMORY})
    desk.execute("SET enable_progress_bar = false")
    for statement in views(store.path, store.manifest):
        desk.execute(statement)
    files = [str((store.path / part.file).absolute()) for parts in store.manifest.tables.values() for part in parts]
    desk.execute("SET allowed_paths = $1", [files])
    for setting in (
        "max_temp_directory_size = '0B'",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        desk.execute(f"SET {setting}")
    return desk


def _allowed(cursor: duckdb.DuckDBPyConnection, sql: str) -> None:
    """UsageError unless the SQL is one question over the views."""
    statements = cursor.extract_statements(sql)
    if len(statements) != 1:
        raise UsageError("sql", f"{len(statements)} statements; ask one question: SELECT ... FROM events ...")
    text = cursor.execute("SELECT json_serialize_sql($1)", [sql]).fetchall()[0][0]
    tree = json.loads(text)
    if tree["error"]:
        raise UsageError("refused", "only SELECT is answered here: the store is read, not changed")
    nodes = list(_nodes(tree))
    named = {entry["key"].lower() for node in nodes for entry in node.get("cte_map", {}).get("map", ())}
    known = {*VIEWS, *named}
    for node in nodes:
        _check(node, known)


def _check(node: dict[str, Any], known: set[str]) -> None:
    kind = str(node.get("type"))  # of a constant it is an object
    if kind.endswith("_NODE") and kind not in _NODES:
        raise UsageError("refused", "only SELECT is answered here: the store is read, not changed")
    if kind == "SHOW_REF" and node["show_type"] == "SHOW_SPECIAL":
        raise UsageError("refused", f"ask `DESCRIBE NAME` for the columns of a view; there are {', '.join(VIEWS)}")
    if kind == "BASE_TABLE":
        place = ".".join(part for part in (node["catalog_name"], node["schema_name"]) if part)
        if place not in ("", "main", "memory.main") or node["table_name"].lower() not in known:
            raise UsageError("refused", f"there is no view {node['table_name']!r}; there are {', '.join(VIEWS)}")
    if kind == "TABLE_FUNCTION" and (name := _name(node["function"])) not in _ROW_FUNCTIONS:
        raise UsageError("refused", f"{name}() cannot be asked here; read from the views: {', '.join(VIEWS)}")
    if node.get("class") == "FUNCTION" and (name := _name(node)) in _GREEDY:
        raise UsageError("refused", f"{name}() cannot be asked here: it takes memory without bound")


def _name(function: dict[str, Any]) -> str:
    return str(function["function_name"]).lower()


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every part of a parsed question; of a function that makes rows the arguments, since its parent names it."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            parts = part["function"] if part.get("type") == "TABLE_FUNCTION" else part
            waiting.extend(parts.values())
        elif isinstance(part, list):
            waiting.extend(part)


def described() -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    """Each view: its name, what it holds, and its columns with type and meaning."""
    for table in TABLES.values():
        yield table.name, table.says, [(one.name, sql_type(one.kind), one.says) for one in table.columns]
    reports = [(one.name, sql_type(one.kind), one.says) for one in TABLES["reports"].columns]
    more = [(one.name, sql_type(one.kind), one.says) for one in TABLES["retired"].columns[1:]]
    yield "report_versions", "one row a record, retired ones too: every version of every report", [*reports, *more]
