"""One shard of the inputs -> one file of records. No shard needs another, nor anything that keeps count of them."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toecap.errors import InputError
from toecap.read.inputs import Given, Only, Unread
from toecap.read.remote import is_remote
from toecap.read.selection import selected
from toecap.read.shards import Piece, Shard, fingerprint, pieces, reports_of, shard_of
from toecap.records import Record, Report
from toecap.run import record_files
from toecap.run.executors import open_executor

__all__ = ["Done", "run_shard", "shard_of"]

# Reports to a batch, and rows to a row group of the file.
BATCH = 64
# What may be read the next time: a file of records that lacks it would pass for whole, and the rest be never read.
PASSING = frozenset({"broken-off", "unreachable", "unreadable"})
OnUnread = Callable[[Unread], None]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a shard; `was_there`: its file was whole already, and nothing was done."""

    path: str
    coded: int = 0
    was_there: bool = False


def run_shard(
    inputs: Iterable[str], given: Given, out: str | Path, shard: Shard, on_unread: OnUnread, executor: str = "serial"
) -> Done:
    """Code one shard of the inputs. Its file has its name from them, and is left alone if it is there, coded alike.

    InputError where something could not be reached or read: no file of it is put in place.
    """
    found = pieces(inputs, shard)
    name = f"{shard.number:05}-of-{shard.of:05}-{_digest(found, given)}{record_files.ENDING}"
    path = f"{str(out).rstrip('/')}/{name}" if is_remote(str(out)) else str(Path(out) / name)
    if record_files.coding(path) == record_files.own_coding(given.only):
        return Done(path, was_there=True)
    coded = 0

    def counted() -> Iterator[Sequence[Record | Unread]]:
        nonlocal coded
        for chunk in _coded(selected(reports_of(found, given), given), executor, given.only):
            for item in chunk:
                failures = [item] if isinstance(item, Unread) else [Unread(item.name, one) for one in item.failures]
                for failure in failures:
                    on_unread(failure)
                coded += not failures
            _refuse_passing(chunk, shard)
            yield chunk

    record_files.write(path, counted(), given.only)
    return Done(path, coded)


def _refuse_passing(chunk: Sequence[Record | Unread], shard: Shard) -> None:
    for item in chunk:
        if isinstance(item, Unread) and item.failure.code in PASSING:
            message = (
                f"shard {shard.number}/{shard.of}: {item.name} could not be read ({item.failure.code}), so no records "
                "of the shard are kept; run it again, or leave the file out of all shards"
            )
            raise InputError("read", "shard-unread", message)


def _coded(items: Iterator[Report | Unread], executor: str, only: Only) -> Iterator[Sequence[Record | Unread]]:
    """Records and failures in the order of the input, BATCH reports at a time."""
    chunks: deque[list[Report | Unread]] = deque()

    def batches() -> Iterator[tuple[Report, ...]]:
        for chunk in _chunks(items):
            chunks.append(chunk)
            yield tuple(item for item in chunk if isinstance(item, Report))

    with open_executor(executor, only) as code_batches:
        for records in code_batches(batches()):
            rest = iter(records)
            yield [next(rest) if isinstance(item, Report) else item for item in chunks.popleft()]


def _chunks(items: Iterator[Report | Unread]) -> Iterator[list[Report | Unread]]:
    chunk: list[Report | Unread] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == BATCH:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _digest(found: Sequence[Piece], given: Given) -> str:
    told = "\n".join([*(f"{one.path} {one.size} {one.part} {fingerprint(one)}" for one in found), f"{given}"])
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:12]
