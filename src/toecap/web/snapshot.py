"""The store as the pages see it: opened once a commit, with a cursor for each question."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from copy import copy
from pathlib import Path
from threading import Lock, Thread
from typing import Any, TypeVar

from toecap.errors import StoreError
from toecap.store.manifest import Manifest, newest
from toecap.store.reader import Store

log = logging.getLogger("toecap.web")
T = TypeVar("T")
Values = Mapping[str, Any]

# Seconds: the newest commit is looked up at most this often, however many ask.
LOOK_UP = 0.5
# A commit that took a second to make ready is followed by three of rest, so that a busy writer leaves time for readers.
REST = 3.0
# Answers kept of one commit; the oldest go.
KEPT = 2_000


class Snapshot:
    """A store at one commit, which any number of threads may ask."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.commit = store.commit
        # The footers of a commit's files never change: read once, a query takes a third less.
        store.connection.execute("SET parquet_metadata_cache = true")
        self._kept: OrderedDict[Any, Any] = OrderedDict()
        self._lock = Lock()

    def rows(self, sql: str, values: Values | None = None) -> list[dict[str, Any]]:
        """The rows of a query, each by column."""
        # A cursor is a connection of its own over the same views: threads do not meet.
        with self.store.connection.cursor() as cursor:
            found = cursor.execute(sql, dict(values) if values else None)
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def row(self, sql: str, values: Values | None = None) -> dict[str, Any] | None:
        """The first row of a query."""
        return next(iter(self.rows(sql, values)), None)

    def all(self, shape: Callable[..., T], sql: str, values: Values | None = None) -> list[T]:
        """The rows of a query, each made into a shape whose fields the columns are."""
        return [shape(**row) for row in self.rows(sql, values)]

    def beside(self) -> Store:
        """The same store over a connection of its own, for functions that ask a store."""
        store = copy(self.store)
        store.connection = self.store.connection.cursor()
        return store

    def kept(self, key: Any, make: Callable[[], T]) -> T:
        """What `make` gives, made once for a commit. Two threads may both make it: then the first is kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: T = self._kept[key]
                return found
        made = make()
        with self._lock:
            while len(self._kept) >= KEPT:
                self._kept.popitem(last=False)
            kept: T = self._kept.setdefault(key, made)
        return kept


class Snapshots:
    """The newest snapshot of a store that may be written meanwhile.

    What every reader asks first is made ready (`warm`) before a new commit is shown; until then the one before is, and
    each page names its commit. So nobody waits because somebody else writes.
    """

    def __init__(self, path: Path, warm: Callable[[Snapshot], None]) -> None:
        self.path = path
        self._warm = warm
        self._lock = Lock()
        self._next = time.monotonic() + LOOK_UP
        self._now = self._ready(newest(path))

    def now(self) -> Snapshot:
        """The store at its newest commit that is ready. One that is replaced lives until its last reader is done."""
        if time.monotonic() >= self._next and self._lock.acquire(blocking=False):
            Thread(target=self._look, daemon=True).start()
        return self._now

    def _look(self) -> None:
        began = time.monotonic()
        try:
            manifest = newest(self.path)
            if manifest.commit != self._now.commit:
                self._now = self._ready(manifest)
        except StoreError as error:
            log.warning("%s; the last commit that could be read is shown", error.message)
        finally:
            now = time.monotonic()
            self._next = now + max(LOOK_UP, REST * (now - began))
            self._lock.release()

    def _ready(self, manifest: Manifest) -> Snapshot:
        snapshot = Snapshot(Store(self.path, manifest))
        self._warm(snapshot)
        return snapshot
