"""Files of records, one a shard: a row for each record, and for each input that gave none.

Written by `toecap run`, perhaps on many machines, and taken into a store by `toecap build` without coding again.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from toecap.config import settings
from toecap.errors import UsageError
from toecap.read import remote
from toecap.read.inputs import Only, Unread
from toecap.read.remote import is_remote
from toecap.records import Failure, Record, Report
from toecap.run.executors import Batch, CodeBatches, Records
from toecap.run.knowledge import coding_of, digest, model
from toecap.store.rows import array_of

ENDING = ".records.parquet"
CODING = b"toecap.coding"
# `record` is the record as JSON; where it is null, the others tell what could not be read.
SCHEMA = pa.schema(
    [
        pa.field("name", pa.string(), nullable=False),
        pa.field("record", pa.string()),
        pa.field("stage", pa.string()),
        pa.field("code", pa.string()),
        pa.field("message", pa.string()),
    ]
)
_NAME = re.compile(r"(\d+)-of-(\d+)-[0-9a-f]+" + re.escape(ENDING))


@cache
def own_coding(only: Only = "all") -> str:
    """What codes here: version, model and knowledge; and what of a report is asked for."""
    return coding_of(model(), digest(settings().knowledge), only)


def write(name: str, chunks: Iterable[Sequence[Record | Unread]], only: Only = "all") -> None:
    """A file of records, put in place when it is whole: renamed on this machine, put in one go elsewhere."""
    if is_remote(name):
        # An object store's rename is a copy, which a kill would cut in two.
        with tempfile.NamedTemporaryFile(suffix=ENDING) as local:
            _write(Path(local.name), chunks, only)
            remote.put(Path(local.name), name)
        return
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.aside")
    try:
        _write(aside, chunks, only)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _write(path: Path, chunks: Iterable[Sequence[Record | Unread]], only: Only) -> None:
    schema = SCHEMA.with_metadata({CODING: own_coding(only).encode()})
    with path.open("wb") as stream:
        with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
            for chunk in chunks:
                rows = [_row(item) for item in chunk]
                columns = [array_of([row.get(field.name) for row in rows], field.type) for field in schema]
                writer.write_table(pa.Table.from_arrays(columns, schema=schema))
        stream.flush()
        os.fsync(stream.fileno())


def coding(name: str) -> str | None:
    """What coded the records of a file; None where there is no whole file of records."""
    try:
        with _opened(name) as stream:
            metadata: dict[bytes, bytes] = pq.read_schema(stream).metadata or {}
    except (FileNotFoundError, pa.ArrowInvalid):
        return None
    return metadata.get(CODING, b"").decode()


def read(name: str) -> Iterator[Record | Unread]:
    """The rows of a file, in order."""
    with _opened(name) as stream:
        for batch in pq.ParquetFile(stream).iter_batches(batch_size=256):
            for row in batch.to_pylist():
                if row["record"] is None:
                    yield Unread(row["name"], Failure(row["stage"], row["code"], row["message"]))
                else:
                    yield _adapter().validate_python(json.loads(row["record"]))


def _opened(name: str) -> BinaryIO:
    return remote.open_remote(name) if is_remote(name) else Path(name).open("rb")


def record_files(inputs: Iterable[str]) -> list[str]:
    """The files of records among inputs, in the order of their shards; none where the inputs are of another kind."""
    found: list[str] = []
    others: list[str] = []
    for name in inputs:
        files = list(_records_in(name))
        found += files
        if not files:
            others.append(name)
    if found and others:
        message = f"{others[0]} holds no records of `toecap run`, the other inputs do; build from each by itself"
        raise UsageError("mixed", message)
    return found


def _records_in(name: str) -> Iterator[str]:
    if is_remote(name):
        yield from (address for address, _ in remote.files(name) if address.endswith(ENDING))
    elif Path(name).is_dir():
        yield from map(str, sorted(Path(name).rglob(f"*{ENDING}")))
    elif name.endswith(ENDING):
        yield name


@contextmanager
def coded_before(
    files: Sequence[str], on_missing: Callable[[Unread], None], only: Only = "all"
) -> Iterator[tuple[Iterator[Report | Unread], CodeBatches]]:
    """The reports of files of records, and what gives back, in the place of an executor, the records that they hold."""
    for path in files:
        if (coded := coding(path)) is None:
            raise UsageError("cut-off", f"{path} is no whole file of records; run its shard again")
        if coded != own_coding(only):
            message = (
                f"{path} was coded by another version, model, knowledge or --only; run its shard again with this one"
            )
            raise UsageError("other-coding", message)
    for item in _missing(files):
        on_missing(item)

    def items() -> Iterator[Report | Unread]:
        for path in files:
            for item in read(path):
                yield _Carried.of(item) if isinstance(item, Record) else item

    def code_batches(batches: Iterable[Batch]) -> Iterator[Records]:
        return (tuple(report.record for report in batch if isinstance(report, _Carried)) for batch in batches)

    yield items(), code_batches


@dataclass(frozen=True, slots=True, kw_only=True)
class _Carried(Report):
    """A report that brings its record along, so that both are forgotten where the store has them."""

    record: Record

    @staticmethod
    def of(record: Record) -> _Carried:
        """The record's report."""
        kept = {field.name: getattr(record.report, field.name) for field in fields(Report)}
        return _Carried(**kept, record=record)


def _missing(files: Sequence[str]) -> Iterator[Unread]:
    there: dict[tuple[str, int], set[int]] = {}
    for name in files:
        folder, _, last = name.rpartition("/")
        if match := _NAME.fullmatch(last):
            there.setdefault((folder, int(match[2])), set()).add(int(match[1]))
    for (folder, of), numbers in there.items():
        for number in sorted(set(range(1, of + 1)) - numbers):
            where = folder or "."
            message = f"{where}: shard {number}/{of} is not there; run it with --shard {number}/{of}, then build again"
            yield Unread(where, Failure("read", "shard-missing", message))


def _row(item: Record | Unread) -> dict[str, str | None]:
    if isinstance(item, Unread):
        failure = item.failure
        return {"name": item.name, "stage": failure.stage, "code": failure.code, "message": failure.message}
    # ASCII: half a surrogate pair, from broken JSON, has no UTF-8.
    return {"name": item.name, "record": json.dumps(item.to_dict())}


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Record)
