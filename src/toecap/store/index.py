"""The full-text index of a store: SQLite FTS5 over titles, texts and statements, made from the tables.

It is no part of a commit. `open_index` brings it to the store's commit, record by record, each record whole or not at
all; so a killed process leaves an index that the next one completes. One that is missing or damaged is made anew. Where
the store's folder cannot be written it lies in the user's cache instead.

An entry's id is the day of publication and a number in that day, so that the newest entries are the last, and a span of
days is a span of ids. What is filtered by stands in a column of its own, as made-up words that FTS5 intersects with the
words looked for.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from toecap.errors import StoreError
from toecap.knowledge.values import fold
from toecap.store.manifest import newest
from toecap.store.reader import Store

SHAPE = 1  # of the index; one of another shape is made anew
FILE = "search.sqlite"
DAY_BITS = 24
_FETCHED, _COMMITTED = 20_000, 2_000  # records read from the tables at once, and records in a transaction
_WAIT = 5.0  # seconds for another process that is bringing the same index up to date

Progress = Callable[[int, int], None]

_SCHEMA = """
CREATE TABLE facts(name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
CREATE TABLE records(record_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE entries(
    id INTEGER PRIMARY KEY, record_id TEXT, statement_id TEXT, start INTEGER, speaker TEXT,
    name TEXT, outlet TEXT, published TEXT, title TEXT, url TEXT
);
CREATE INDEX entries_of ON entries(record_id);
CREATE TABLE names(tag TEXT, name TEXT, PRIMARY KEY (tag, name)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(title, text, tags, tokenize = 'unicode61 remove_diacritics 2');
"""
_REPORTS = """
SELECT record_id, name, outlet, published, title, url, text FROM reports SEMI JOIN wanted USING (record_id)
"""
_STATEMENTS = """
SELECT record_id, statement_id, "start", speaker, speaker_key, content
FROM statements SEMI JOIN wanted USING (record_id) ORDER BY record_id, statement_id
"""
_ACTORS = """
SELECT record_id, actor_key, name, code FROM actors SEMI JOIN wanted USING (record_id) ORDER BY record_id, actor_key
"""


@contextlib.contextmanager
def open_index(store: Store, progress: Progress | None = None) -> Iterator[tuple[sqlite3.Connection, bool]]:
    """The index, and whether it has all of the store (not so while another process is still completing it).

    sqlite3.DatabaseError where it is damaged; `discard` it then, and open it again.
    """
    index, whole = _published(store), True
    if index is None:
        path = _place(store.path)
        try:
            index = _opened(path, store, progress)
        except sqlite3.OperationalError as error:
            if not _is_locked(error):
                raise
            index, whole = _connected(path), False
    try:
        yield index, whole
    finally:
        index.close()


def refresh(store: Store) -> None:
    """Bring the index up to the store, so that the next search need not. Where the disk refuses, that one will tell."""
    with contextlib.suppress(sqlite3.Error, StoreError), open_index(store):
        pass


def discard(store: Store) -> None:
    """Remove the index: nothing in it is dear."""
    path = _place(store.path)
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def tag(kind: str, value: str) -> str:
    """The made-up word that marks an entry: of its kind, outlet, actor or code."""
    return kind + hashlib.blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def first_id(day: date) -> int:
    """The least id that an entry of the day may have."""
    return day.toordinal() << DAY_BITS


def _published(store: Store) -> sqlite3.Connection | None:
    """The index that was handed over with a store which may not be written, if it is complete."""
    path = store.path / FILE
    if _writable(store.path) or not path.exists() or path.with_name(f"{FILE}-wal").exists():
        return None
    index = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    with contextlib.suppress(sqlite3.DatabaseError):
        if _shape(index) == SHAPE and _fact(index, "commit") == store.commit:
            return index
    index.close()
    return None


def _place(folder: Path) -> Path:
    """Where the index lies: in the store, or in the user's cache if that may not be written."""
    if _writable(folder):
        return folder / FILE
    made = (folder / "manifests").stat()
    name = hashlib.sha256(f"{folder.absolute()} {made.st_dev} {made.st_ino}".encode()).hexdigest()[:24]
    for cache in (Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"), Path(tempfile.gettempdir())):
        place = cache / "toecap"
        with contextlib.suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            if os.access(place, os.W_OK):
                return place / f"search-{name}.sqlite"
    raise StoreError("no-index", f"no folder can be written for the search index of {folder}; name one: XDG_CACHE_HOME")


def _writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and not os.statvfs(folder).f_flag & os.ST_RDONLY


def _opened(path: Path, store: Store, progress: Progress | None) -> sqlite3.Connection:
    index = _connected(path)
    try:
        _prepare(index)
        at = _fact(index, "commit")
        if at > newest(store.path).commit:
            raise sqlite3.DatabaseError("the index is of another store that stood here")
        if at < store.commit:
            _catch_up(index, store, progress)
    except BaseException:
        index.close()
        raise
    return index


def _connected(path: Path) -> sqlite3.Connection:
    index = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    # Readers go on while it is completed. A power cut may cost the last records, which are then put in again.
    index.execute("PRAGMA journal_mode = WAL")
    index.execute("PRAGMA synchronous = NORMAL")
    return index


def _prepare(index: sqlite3.Connection) -> None:
    if _shape(index) == SHAPE:
        return
    index.execute("BEGIN IMMEDIATE")
    if index.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        index.execute("ROLLBACK")
        if _shape(index) == SHAPE:
            return  # made by another process in the meantime
        raise sqlite3.DatabaseError("the index has another shape")
    for statement in _SCHEMA.split(";\n"):
        index.execute(statement)
    index.execute(f"PRAGMA user_version = {SHAPE}")
    index.execute("COMMIT")


def _catch_up(index: sqlite3.Connection, store: Store, progress: Progress | None) -> None:
    with store.connection.cursor() as tables:
        current = {row[0] for row in tables.execute("SELECT record_id FROM reports").fetchall()}
        known = {row[0] for row in index.execute("SELECT record_id FROM records")}
        missing = sorted(current - known)
        done = 0
        for wanted in _chunks(missing, _FETCHED):
            tables.register("wanted", pa.table({"record_id": pa.array(wanted, pa.string())}))
            for some in _chunks(list(_entries(tables)), _COMMITTED):
                with _transaction(index):
                    _put(index, some)
                done += len(some)
                if progress:
                    progress(done, len(missing))
        for gone in _chunks(sorted(known - current), _COMMITTED):
            with _transaction(index):
                _take_out(index, gone)
        with _transaction(index):
            # Where another process went further meanwhile, both have written: whoever comes next compares anew.
            overtaken = _fact(index, "commit") > store.commit
            index.execute("INSERT OR REPLACE INTO facts VALUES ('commit', ?)", [store.commit - overtaken])


def _entries(tables: Any) -> Iterator[tuple[Any, list[Any], list[Any]]]:
    """Each wanted report with its statements and its actors, the oldest first."""
    statements = _by_record(tables.execute(_STATEMENTS).fetchall())
    actors = _by_record(tables.execute(_ACTORS).fetchall())
    reports = tables.execute(_REPORTS).fetchall()
    reports.sort(key=lambda row: (row[3] or date.min, row[0]))
    return ((report, statements.get(report[0], []), actors.get(report[0], [])) for report in reports)


def _by_record(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    return {key: list(group) for key, group in itertools.groupby(rows, key=lambda row: row[0])}


def _put(index: sqlite3.Connection, records: Sequence[tuple[Any, list[Any], list[Any]]]) -> None:
    numbers: dict[int, int] = {}
    entries, words, names = [], [], set()
    for report, statements, actors in records:
        record_id, name, outlet, published, title, url, text = report
        if index.execute("SELECT 1 FROM records WHERE record_id = ?", [record_id]).fetchone():
            continue  # put in by another process that was here first
        shown = (name, outlet, published.isoformat() if published else None, title, url)
        by = [tag("o", fold(outlet))] if outlet else []
        if outlet:
            names.add((by[0], fold(outlet)))
        tags = {key: _actor_tags(key, code) for _, key, _, code in actors}
        names.update((tag("a", key), fold(called)) for _, key, called, _ in actors)
        first = first_id(published or date.min)
        every = sorted({one for some in tags.values() for one in some})
        entries.append((_number(index, numbers, first), record_id, None, None, None, *shown))
        words.append((entries[-1][0], title, text, " ".join(["kreport", *by, *every])))
        for _, statement_id, start, speaker, key, content in statements:
            entries.append((_number(index, numbers, first), record_id, statement_id, start, speaker, *shown))
            spoken = tags.get(key, [])
            words.append((entries[-1][0], None, content, " ".join(["kstatement", *by, *spoken])))
    index.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_clean, entries))
    index.executemany("INSERT INTO words(rowid, title, text, tags) VALUES (?, ?, ?, ?)", map(_clean, words))
    index.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", sorted(names))
    index.executemany("INSERT OR IGNORE INTO records VALUES (?)", [(report[0],) for report, *_ in records])


def _actor_tags(key: str, code: str | None) -> list[str]:
    return [tag("a", key), *([tag("c", code)] if code else [])]


def _number(index: sqlite3.Connection, numbers: dict[int, int], first: int) -> int:
    """The next free id of a day."""
    if first not in numbers:
        span = (first, first + (1 << DAY_BITS) - 1)
        last = index.execute("SELECT max(id) FROM entries WHERE id BETWEEN ? AND ?", span).fetchone()[0]
        numbers[first] = first if last is None else last + 1
    else:
        numbers[first] += 1
    return numbers[first]


def _take_out(index: sqlite3.Connection, records: Sequence[str]) -> None:
    for record in records:
        index.execute("DELETE FROM words WHERE rowid IN (SELECT id FROM entries WHERE record_id = ?)", [record])
        index.execute("DELETE FROM entries WHERE record_id = ?", [record])
        index.execute("DELETE FROM records WHERE record_id = ?", [record])


@contextlib.contextmanager
def _transaction(index: sqlite3.Connection) -> Iterator[None]:
    index.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        index.execute("ROLLBACK")
        raise
    index.execute("COMMIT")


def _shape(index: sqlite3.Connection) -> int:
    return int(index.execute("PRAGMA user_version").fetchone()[0])


def _fact(index: sqlite3.Connection, name: str) -> int:
    row = index.execute("SELECT value FROM facts WHERE name = ?", [name]).fetchone()
    return int(row[0]) if row else 0


def _is_locked(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _chunks(rows: list[Any], size: int) -> Iterator[list[Any]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _clean(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """SQLite ends a text at a NUL in some places and not in others; here it ends in none."""
    return tuple(value.replace("\0", " ") if isinstance(value, str) else value for value in row)
