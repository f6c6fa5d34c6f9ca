"""The executor `process:N`: worker processes on this machine that share the model's memory.

A server process loads the model once, and workers are forked from it. Where a worker is killed, the pieces that were on
their way are coded again, each by a worker of its own; one that kills that twice, in halves, until the one report is
alone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from toecap.link.scratch import Done, Hands, Task, one_hand
from toecap.read.inputs import Only
from toecap.records import Failure, Record
from toecap.run.executors import Batch, CodeBatches, Records, code_batch, in_order, side_by_side
from toecap.run.forked import worker_context

# Pieces to a worker: spaCy keeps every word that it meets, so workers are exchanged for fresh ones.
_MOST_PIECES = 800
# Pieces on their way for each worker: what it has, and what keeps it busy while the parent commits.
_WINDOW = 4
_Handle = tuple[ProcessPoolExecutor, Future[Records] | None]


@contextmanager
def processes(workers: int, only: Only = "all") -> Iterator[CodeBatches]:
    """`workers` processes; all are gone when this is left, or when this process dies."""
    pool = _Pool(workers, only)
    try:
        yield pool.code_batches
    finally:
        pool.close()


@contextmanager
def hands(workers: int) -> Iterator[Hands]:
    """What does tasks in order: `workers` processes, or this one alone.

    Where a worker is killed, the tasks that were on their way are done here, and others take the place of the workers.
    """
    if workers == 1:
        yield one_hand
        return
    pool = _open(workers, preloaded=False)

    def work(function: Callable[[Task], Done], tasks: Iterable[Task], /) -> Iterator[Done]:
        def hand_out(task: Task) -> tuple[ProcessPoolExecutor, Future[Done] | None]:
            try:
                return pool, pool.submit(function, task)
            except BrokenProcessPool:
                return pool, None

        def wait(task: Task, handle: tuple[ProcessPoolExecutor, Future[Done] | None]) -> Done:
            nonlocal pool
            given, future = handle
            try:
                if future is not None:
                    return future.result()
            except BrokenProcessPool:
                pass
            if given is pool:
                pool.shutdown(wait=False)
                pool = _open(workers, preloaded=False)
            return function(task)

        return side_by_side(tasks, hand_out, wait, 2 * workers)

    try:
        yield work
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _Pool:
    def __init__(self, workers: int, only: Only = "all") -> None:
        self._workers, self._only = workers, only
        self._pool, self._given = _open(workers), 0

    def code_batches(self, batches: Iterable[Batch]) -> Iterator[Records]:
        """The records of each batch, in order."""
        return in_order(batches, self._hand_out, self._wait, _WINDOW * self._workers)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _hand_out(self, batch: Batch) -> _Handle:
        if self._given >= _MOST_PIECES * self._workers:
            self._pool.shutdown(wait=False)  # it finishes what it has
            self._renew()
        self._given += 1
        try:
            return self._pool, self._pool.submit(code_batch, batch, self._only)
        except BrokenProcessPool:
            return self._pool, None

    def _wait(self, batch: Batch, handle: _Handle) -> Records:
        """The batch's records. Where a worker died, what the others had is lost with it, and is coded alone."""
        pool, future = handle
        try:
            if future is not None:
                return future.result()
        except BrokenProcessPool:
            pass
        if pool is self._pool:
            self._renew()
        return _alone(batch, self._only)

    def _renew(self) -> None:
        self._pool, self._given = _open(self._workers), 0


def _alone(batch: Batch, only: Only) -> Records:
    """The batch's records by a worker that has nothing else; the report that kills it each time is a failure."""
    for _ in range(2):
        with _open(1) as pool:
            try:
                return pool.submit(code_batch, batch, only).result()
            except BrokenProcessPool:
                continue
    if len(batch) <= 1:
        return died(batch)
    half = len(batch) // 2
    return _alone(batch[:half], only) + _alone(batch[half:], only)


def died(batch: Batch) -> Records:
    """Records that say that whoever coded the batch died of it each time."""
    message = "the process that coded it was killed each time; is it very long, or the machine short of memory?"
    return tuple(
        Record(report.id, report, failures=(Failure("annotate", "worker-died", f"{report.id}: {message}"),))
        for report in batch
    )


def _open(workers: int, preloaded: bool = True) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=worker_context(preloaded), initializer=_begin)


def _begin() -> None:
    """In each worker: Ctrl-C is the parent's to handle, and nobody works for a parent that is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
