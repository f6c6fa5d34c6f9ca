"""Batches of reports -> their records, in order, by whatever does the work: this process, others here, or a cluster.

Each kind is a function that hands a batch out and one that waits for its records; the rest is the same for all. What is
on its way is bounded, so whoever is slow to take the records holds back the reading of the input.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from toecap.errors import UsageError
from toecap.read.inputs import Only
from toecap.records import Record, Report
from toecap.run.code import code

Batch = tuple[Report, ...]
Records = tuple[Record, ...]
CodeBatches = Callable[[Iterable[Batch]], Iterator[Records]]
Task = TypeVar("Task")
Done = TypeVar("Done")
Handle = TypeVar("Handle")

# Reports to a piece of work: of whole batches the last would keep one worker while the others have nothing left to do.
PIECE = 32
KINDS = "serial, process, process:N, ray://HOST:PORT, ray:HOST:PORT, ray:auto or dask://HOST:PORT"


@contextmanager
def open_executor(spec: str = "serial", only: Only = "all") -> Iterator[CodeBatches]:
    """What codes batches, in the order given, or what is asked for of them. UsageError for a spec that is none."""
    kind, where = _parts_of(spec)
    if kind == "serial":
        yield lambda batches: (code_batch(batch, only) for batch in batches)
        return
    with _opened(kind, where, spec, only) as code_batches:
        yield code_batches


def workers_of(spec: str) -> int:
    """How many processes an executor has on this machine. UsageError for a spec that is none."""
    kind, where = _parts_of(spec)
    if kind != "process":
        return 1
    return int(where) if _is_count(where) else os.cpu_count() or 1


def _parts_of(spec: str) -> tuple[str, str]:
    kind, _, where = spec.partition(":")
    known = spec == "serial" or kind in ("ray", "dask") or (kind == "process" and (not where or _is_count(where)))
    if not known:
        raise UsageError("executor", f"--executor {spec!r} is none that there is; give {KINDS}")
    return kind, where


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) > 0


def _opened(kind: str, where: str, spec: str, only: Only) -> AbstractContextManager[CodeBatches]:
    if kind == "process":
        from toecap.run.processes import processes

        return processes(workers_of(spec), only)
    if kind == "ray":
        from toecap.run.clusters import ray_cluster

        return ray_cluster(spec if where.startswith("//") else where or "auto", only)
    from toecap.run.clusters import dask_cluster

    return dask_cluster(f"tcp:{where}", only)


def code_batch(batch: Batch, only: Only = "all") -> Records:
    """The records of one batch."""
    return tuple(code(batch, only=only))


def in_order(
    batches: Iterable[Batch], hand_out: Callable[[Batch], Handle], wait: Callable[[Batch, Handle], Records], window: int
) -> Iterator[Records]:
    """The records of each batch, in order, with `window` pieces of batches on their way at most."""
    done: list[Record] = []
    pieces = side_by_side(
        _pieces(batches),
        lambda piece: hand_out(piece[0]) if piece[0] else None,
        lambda piece, handle: (() if handle is None else wait(piece[0], handle), piece[1]),
        window,
    )
    for records, is_last in pieces:
        done.extend(records)
        if is_last:
            yield tuple(done)
            done.clear()


def side_by_side(
    tasks: Iterable[Task], hand_out: Callable[[Task], Handle], wait: Callable[[Task, Handle], Done], window: int
) -> Iterator[Done]:
    """What came of each task, in order, with `window` of them on their way at most."""
    waiting: deque[tuple[Task, Handle]] = deque()
    for task in tasks:
        waiting.append((task, hand_out(task)))
        if len(waiting) >= window:
            yield wait(*waiting.popleft())
    while waiting:
        yield wait(*waiting.popleft())


def _pieces(batches: Iterable[Batch]) -> Iterator[tuple[Batch, bool]]:
    """The batches in pieces of PIECE reports, and whether a piece is the last of its batch."""
    for batch in batches:
        for start in range(0, max(1, len(batch)), PIECE):
            yield batch[start : start + PIECE], start + PIECE >= len(batch)
