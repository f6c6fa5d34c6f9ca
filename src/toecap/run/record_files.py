"""Files of records, one a shard: a row for each record, and for each input that gave none.

Written by `toecap run`, perhaps on many machines, and taken into a store by `toecap build` without coding again.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from toecap.config import settings
from toecap.errors import UsageError
from toecap.read.inputs import Unread
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
def own_coding() -> str:
    """What codes here: version, model and knowledge."""
    return coding_of(model(), digest(settings().knowledge))


def write(path: Path, chunks: Iterable[Sequence[Record | Unread]]) -> None:
    """A file of records, written aside and put in place when it is whole."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.aside")
    schema = SCHEMA.with_metadata({CODING: own_coding().encode()})
    try:
        with aside.open("wb") as stream:
            with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
                for chunk in chunks:
                    rows = [_row(item) for item in chunk]
                    columns = [array_of([row.get(field.name) for row in rows], field.type) for field in schema]
                    writer.write_table(pa.Table.from_arrays(columns, schema=schema))
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def coding(path: Path) -> str:
    """What coded the records of a file."""
    metadata: dict[bytes, bytes] = pq.read_schema(path).metadata or {}
    return metadata.get(CODING, b"").decode()


def read(path: Path) -> Iterator[Record | Unread]:
    """The rows of a file, in order."""
    for batch in pq.ParquetFile(path).iter_batches(batch_size=256):
        for row in batch.to_pylist():
            if row["record"] is None:
                yield Unread(row["name"], Failure(row["stage"], row["code"], row["message"]))
            else:
                yield _adapter().validate_python(json.loads(row["record"]))


def record_files(inputs: Iterable[str]) -> list[Path]:
    """The files of records among inputs, in the order of their shards; none where the inputs are of another kind."""
    found: list[Path] = []
    others: list[str] = []
    for name in inputs:
        path = Path(name)
        files = sorted(path.rglob(f"*{ENDING}")) if path.is_dir() else [path] if name.endswith(ENDING) else []
        found += files
        if not files:
            others.append(name)
    if found and others:
        message = f"{others[0]} holds no records of `toecap run`, the other inputs do; build from each by itself"
        raise UsageError("mixed", message)
    return found


@contextmanager
def coded_before(
    files: Sequence[Path], on_missing: Callable[[Unread], None]
) -> Iterator[tuple[Iterator[Report | Unread], CodeBatches]]:
    """The reports of files of records, and what gives back, in the place of an executor, the records that they hold."""
    for path in files:
        if coding(path) != own_coding():
            message = f"{path} was coded by another version, model or knowledge; run its shard again with this one"
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


def _missing(files: Sequence[Path]) -> Iterator[Unread]:
    there: dict[tuple[Path, int], set[int]] = {}
    for path in files:
        if match := _NAME.fullmatch(path.name):
            there.setdefault((path.parent, int(match[2])), set()).add(int(match[1]))
    for (folder, of), numbers in there.items():
        for number in sorted(set(range(1, of + 1)) - numbers):
            message = f"{folder}: shard {number}/{of} is not there; run it with --shard {number}/{of}, then build again"
            yield Unread(str(folder), Failure("read", "shard-missing", message))


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
