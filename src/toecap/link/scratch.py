"""What linking works with, so that its memory does not grow with the archive.

Three things: tables in DuckDB, which spills to disk; shelves, files that hold one string of bytes a number; and hands,
which apply a function to many tasks, in this process or in others. A task names the folder, and whoever does it reads
the shelves that it needs.
"""

from __future__ import annotations

import functools
import itertools
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar, cast

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

Task = TypeVar("Task")
Done = TypeVar("Done")
Given = ParamSpec("Given")
Array = npt.NDArray[Any]


class Hands(Protocol):
    """The outcome of each task, in the order of the tasks."""

    def __call__(self, function: Callable[[Task], Done], tasks: Iterable[Task], /) -> Iterator[Done]:
        """Do them."""


def one_hand(function: Callable[[Task], Done], tasks: Iterable[Task], /) -> Iterator[Done]:
    """All in this process."""
    return map(function, tasks)


@dataclass(frozen=True, slots=True)
class Scratch:
    """A database with the views `reports`, `events` and `statements`, a folder for what is not kept, and hands."""

    sql: duckdb.DuckDBPyConnection
    folder: Path
    hands: Hands = one_hand

    def put(self, name: str, **columns: Any) -> None:
        """Rows added to a table, which is made if there is none."""
        self.put_table(name, pa.table(columns))

    def put_table(self, name: str, rows: pa.Table) -> None:
        """The same, of rows in Arrow."""
        self.sql.register("given", rows)
        self.sql.execute(f"CREATE TABLE IF NOT EXISTS {name} AS SELECT * FROM given WHERE false")
        self.sql.execute(f"INSERT INTO {name} SELECT * FROM given")
        self.sql.unregister("given")

    def stream(self, query: str, size: int) -> Iterator[pa.RecordBatch]:
        """The rows of a query, no more than `size` at a time; the tables may be written meanwhile."""
        with self.sql.cursor() as cursor:
            yield from cursor.sql(query).to_arrow_reader(size)

    def whole(self, query: str, key: str, size: int) -> Iterator[pa.Table]:
        """The rows of a query that is ordered by `key`, about `size` at a time, and all of a key together."""
        held: list[pa.RecordBatch] = []
        for batch in self.stream(query, size):
            keys = batch.column(key).to_pylist()
            before = held[-1].column(key)[-1].as_py() if held else keys[0]
            changes = [at for at, pair in enumerate(itertools.pairwise([before, *keys])) if pair[0] != pair[1]]
            if changes and sum(one.num_rows for one in held) + changes[-1] >= size:
                yield pa.Table.from_batches([*held, batch.slice(0, changes[-1])])
                held = []
                batch = batch.slice(changes[-1])
            held.append(batch)
        if held:
            yield pa.Table.from_batches(held)

    def columns(self, query: str) -> tuple[Array, ...]:
        """The columns of a query whose rows are few or small."""
        return tuple(column.to_numpy() for column in self.sql.sql(query).to_arrow_table().columns)

    def save(self, name: str, values: Array) -> None:
        """An array that tasks ask for by `array`."""
        np.save(self.folder / f"{name}.npy", values)

    def save_names(self, name: str, values: list[str]) -> None:
        """Names that tasks ask for by `names`: not an array, in which each would be as long as the longest."""
        (self.folder / f"{name}.json").write_text(json.dumps(values), "ascii")


class Filling:
    """A shelf that is being filled; what is not put there is empty."""

    def __init__(self, folder: Path, name: str, size: int) -> None:
        self._file = (folder / name).open("wb")
        # Not a file that is mapped into memory: to write to one on a full disk kills the process.
        self._spans, self._place = np.zeros((max(size, 1), 2), np.int64), folder / f"{name}.spans.npy"

    def put(self, numbers: Array, lengths: Array, content: bytes) -> None:
        """The strings of some numbers, one behind the other, with the length of each."""
        ends = self._file.tell() + np.cumsum(lengths)
        self._spans[numbers, 0], self._spans[numbers, 1] = ends - lengths, lengths
        self._file.write(content)

    def close(self) -> None:
        """From now on it may be read."""
        self._file.close()
        np.save(self._place, self._spans)
        del self._spans


class Shelf:
    """What a `Filling` was filled with."""

    def __init__(self, folder: Path, name: str) -> None:
        self._file = (folder / name).open("rb", buffering=0)
        self._spans = np.load(folder / f"{name}.spans.npy", mmap_mode="r").view(np.ndarray)

    def __getitem__(self, number: int) -> bytes:
        start, length = self._spans[number].tolist()
        return os.pread(self._file.fileno(), length, start)


_FORGET: list[Callable[[], None]] = []


def remembered(most: int) -> Callable[[Callable[Given, Done]], Callable[Given, Done]]:
    """The last `most` outcomes of a function of the folder are kept, until `put_down`."""

    def keep(function: Callable[Given, Done]) -> Callable[Given, Done]:
        found = functools.lru_cache(maxsize=most)(function)
        _FORGET.append(found.cache_clear)
        return cast(Callable[Given, Done], found)

    return keep


@remembered(16)
def shelf(folder: Path, name: str) -> Shelf:
    """A shelf that is filled."""
    return Shelf(folder, name)


@remembered(32)
def array(folder: Path, name: str) -> Array:
    """An array that was saved."""
    found: Array = np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray)
    return found


def names(folder: Path, name: str) -> list[str]:
    """Names that were saved."""
    found: list[str] = json.loads((folder / f"{name}.json").read_text("ascii"))
    return found


def put_down() -> None:
    """Close what this process has open, and forget what it kept of the folder: what is open still fills the disk."""
    for forget in _FORGET:
        forget()
