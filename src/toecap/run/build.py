"""Inputs -> a store: only what is new is coded, and each commit is whole."""

from __future__ import annotations

import json
import uuid
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from toecap.config import settings
from toecap.errors import UsageError
from toecap.read.files import Given, reports
from toecap.read.inputs import Only, Unread
from toecap.read.selection import looked_at
from toecap.records import Record, Report
from toecap.run.executors import CodeBatches, open_executor, workers_of
from toecap.run.knowledge import coding_of, digest, model
from toecap.run.linking import is_linked, is_overdue, relink
from toecap.run.plan import BATCH, Batch, Planner, stale, unread_id
from toecap.run.record_files import coded_before, record_files
from toecap.store.commit import Writer, open_writer
from toecap.store.index import refresh
from toecap.store.lookup import coded_alike
from toecap.store.reader import open_store
from toecap.store.rows import record_id, table_of, tables_of
from toecap.version import VERSION

__all__ = ["Given", "Progress", "Unread", "build", "build_inputs"]

OnUnread = Callable[[Unread], None]
CODE_ALL = Given()


@dataclass(frozen=True, slots=True)
class Progress:
    """What a run has done so far, in reports; `failed` also counts inputs that gave none."""

    seen: int = 0
    coded: int = 0
    known: int = 0
    changed: int = 0
    recoded: int = 0
    failed: int = 0
    linking: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """The run's own row, and what codes in it."""

    id: str
    command: str
    started: datetime
    inputs: tuple[str, ...]
    model: str
    knowledge: str
    only: Only

    @property
    def coding(self) -> str:
        """Equal hashes code alike."""
        return coding_of(self.model, self.knowledge, self.only)


def build_inputs(
    path: Path, inputs: Iterable[str], given: Given, on_unread: OnUnread, executor: str = "serial", recode: bool = False
) -> Iterator[Progress]:
    """Everything of the inputs into a store; yields after each commit. `recode` also codes anew what is out of date."""
    names = tuple(inputs)
    linkers = workers_of(executor)
    if files := record_files(names):
        if recode:
            message = "records of `toecap run` are not coded anew; build from them, then with --recode and no input"
            raise UsageError("recode-records", message)
        with coded_before(files, on_unread, given.only) as (items, code_batches):
            alike, coded = Given(only=given.only), nullcontext(code_batches)
            yield from build(path, items, on_unread, coded, recode, names, given=alike, linkers=linkers)
        return
    yield from build(path, reports(names, given), on_unread, executor, recode, names, given=given)


def build(
    path: Path,
    items: Iterable[Report | Unread],
    on_unread: OnUnread,
    executor: str | AbstractContextManager[CodeBatches] = "serial",
    recode: bool = False,
    inputs: tuple[str, ...] = (),
    command: str = "build",
    size: int = BATCH,
    given: Given = CODE_ALL,
    linkers: int | None = None,
) -> Generator[Progress]:
    """A stream of reports into a store, `size` new ones to a commit; yields after each commit.

    Of `given` its choice of reports and of what is coded in them is followed; the reports are there already. `linkers`
    is how many processes link; where it is not given, as many as the executor has.

    Idempotent: what the store has is left alone. May be killed at any time: the next run goes on after the last commit,
    and the tables come out as if nothing had happened, but for `runs`.
    """
    run = _begin(command, inputs, given.only)
    with open_writer(path) as writer, ExitStack() as workers:
        code_batches = workers.enter_context(_opened(executor, given.only))
        writer.commit({"runs": _run_row(run, Progress(), None)})
        planner = Planner(path, run.coding, size, lambda report: _told_of(looked_at(report, given), on_unread))
        back = _take_back(writer, run.coding) if recode else 0
        progress = Progress(seen=back, recoded=back)
        pending: deque[Batch] = deque()

        def planned(batches: Iterator[Batch]) -> Iterator[tuple[Report, ...]]:
            for batch in batches:
                pending.append(batch)
                yield tuple(one.report for one in batch.todo)

        # What is out of date first and whole: an executor reads ahead, and the planner must see what took its place.
        streams = [stale(path, run.coding, size)] if recode else []
        for batches in (*streams, planner.batches(_told(items, on_unread))):
            for records in code_batches(planned(batches)):
                batch = pending.popleft()
                for record in records:
                    for failure in record.failures:
                        on_unread(Unread(record.name, failure))
                writer.commit(_tables(batch, records, run))
                planner.done(batch)
                progress = _after(progress, batch, records)
                yield progress
        workers.close()  # linking wants their memory
        yield replace(progress, linking=True)
        if recode or (is_overdue(path) if command == "watch" else not is_linked(path)):
            relink(writer, linkers or (workers_of(executor) if isinstance(executor, str) else 1))
        writer.commit({"runs": _run_row(run, progress, datetime.now(UTC))})
    with closing(open_store(path)) as store:
        refresh(store)


def _take_back(writer: Writer, coding: str) -> int:
    """Records that `coding` made once stand again in the place of what another made of the same texts; how many."""
    back = coded_alike(writer.path, coding)
    if back:
        again = {record for _, record in back}
        with closing(open_store(writer.path)) as store:
            retired = [row for row in store.table("retired").fetchall() if row[0] not in again]
        retired += [(record, once, "recoded") for record, once in back]
        writer.commit(replace={"retired": table_of("retired", retired)})
    return len(back)


def _opened(executor: str | AbstractContextManager[CodeBatches], only: Only) -> AbstractContextManager[CodeBatches]:
    return open_executor(executor, only) if isinstance(executor, str) else executor


def _told_of(item: Report | Unread, on_unread: OnUnread) -> Report | Unread:
    if isinstance(item, Unread):
        on_unread(item)
    return item


def _told(items: Iterable[Report | Unread], on_unread: OnUnread) -> Iterator[Report | Unread]:
    """Known failures are told in each run: whoever runs it again should know that they are still there."""
    for item in items:
        yield _told_of(item, on_unread)


def _tables(batch: Batch, records: tuple[Record, ...], run: _Run) -> dict[str, pa.Table]:
    coded = [one.coded(record) for one, record in zip(batch.todo, records, strict=True)]
    tables = tables_of(coded, run.coding, run.id)
    retired = [
        (one.instead, record_id(one.report, run.coding), one.reason) for one in batch.todo if one.instead is not None
    ]
    unread = [
        (
            unread_id(item),
            None,
            item.name,
            item.failure.stage,
            item.failure.code,
            item.failure.message,
            run.id,
        )
        for item in batch.unread
    ]
    tables["failures"] = pa.concat_tables([tables["failures"], table_of("failures", unread)])
    return {**tables, "retired": table_of("retired", retired)}


def _after(before: Progress, batch: Batch, records: tuple[Record, ...]) -> Progress:
    return Progress(
        before.seen + batch.seen,
        before.coded + sum(not record.failures for record in records),
        before.known + batch.known,
        before.changed + sum(one.reason == "changed" for one in batch.todo),
        before.recoded + sum(one.reason == "recoded" for one in batch.todo),
        before.failed + len(batch.unread) + sum(bool(record.failures) for record in records),
    )


def _begin(command: str, inputs: tuple[str, ...], only: Only) -> _Run:
    return _Run(uuid.uuid4().hex, command, datetime.now(UTC), inputs, model(), digest(settings().knowledge), only)


def _run_row(run: _Run, progress: Progress, finished: datetime | None) -> pa.Table:
    row = (
        run.id,
        run.command,
        run.started,
        finished,
        VERSION,
        run.model,
        run.knowledge,
        json.dumps({**settings().model_dump(mode="json"), "only": run.only}, sort_keys=True),
        list(run.inputs),
        progress.coded,
        progress.known,
        progress.changed,
        progress.failed,
    )
    return table_of("runs", [row])
