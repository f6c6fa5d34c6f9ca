"""CSV and Parquet tables -> reports, a row each, whatever their columns are called."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from toecap.errors import InputError, UsageError
from toecap.read.headline import headline_of
from toecap.read.inputs import MOST_BYTES, Given, Unread
from toecap.read.remote import is_remote
from toecap.read.report import make_report
from toecap.records import Report

FIELDS = ("id", "text", "published", "outlet", "agency", "url", "title", "language", "byline", "kind")


def columns_of(mapping: str | None) -> dict[str, str]:
    """`text=body,published=date` as our field -> their column; UsageError for a field that there is not."""
    columns: dict[str, str] = {}
    for pair in filter(None, (mapping or "").split(",")):
        field, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column or field not in FIELDS:
            raise UsageError("bad-map", f"--map {pair!r}: give FIELD=COLUMN, FIELD one of {', '.join(FIELDS)}")
        columns[field] = column
    return columns


def report_of(where: str, row: Mapping[str, Any], given: Given) -> Report:
    """The report of one row of any table; InputError where it lacks a text."""
    found = {field: row.get(given.columns.get(field, field)) for field in FIELDS}
    text = found.pop("text")
    if not isinstance(text, str):
        column = given.columns.get("text", "text")
        message = f'{where}: lacks "{column}" (a string); name the column that holds the report: --map text=COLUMN'
        raise InputError("read", "no-text", message)
    known = {field: str(value) for field, value in found.items() if value not in (None, "")}
    name = known.pop("id", where)
    known.setdefault("published", given.published or "")
    known.setdefault("outlet", given.outlet or "")
    fields: dict[str, str | None] = {field: value or None for field, value in known.items()}
    if "title" not in fields:
        fields["title"] = headline_of(text)
    return make_report(name, text, **fields)


def read_csv(name: str, stream: BinaryIO, given: Given) -> Iterator[Report | Unread]:
    """One row is one report; the first row names the columns. Comma, semicolon or tab."""
    csv.field_size_limit(MOST_BYTES)
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="strict", newline="")
    try:
        header = lines.readline(MOST_BYTES)
        names = next(csv.reader([header], delimiter=(mark := _delimiter(header))), [])
        # A line at a time would be the whole file, if it has only one.
        rows = csv.reader(iter(lambda: lines.readline(MOST_BYTES), ""), delimiter=mark)
        yield from _each(
            name, ((n, dict(zip(names, row, strict=False))) for n, row in enumerate(rows, start=1) if row), given
        )
    except UnicodeDecodeError:
        message = f"{name}: is not UTF-8; convert it, e.g. iconv -f windows-1252 -t utf-8 FILE"
        raise InputError("read", "encoding", message) from None
    except csv.Error as error:
        raise InputError("read", "not-csv", f"{name}: is not CSV ({error}); export it again") from None


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def read_parquet(name: str, stream: BinaryIO, given: Given) -> Iterator[Report | Unread]:
    """One row is one report."""
    if given.part is not None or is_remote(name):
        yield from _each(name, _rows_of_groups(name, stream, given.part), given)
        return
    import duckdb

    path = str(Path(stream.name).resolve())
    connection = duckdb.connect(config={"threads": 1, "memory_limit": "1GB", "autoinstall_known_extensions": False})
    connection.execute("SET enable_progress_bar = false")
    try:
        # A file's name may hold the marks of a pattern, which would read other files as well.
        result = connection.execute("SELECT * FROM read_parquet([?])", [_plain(path)])
        names = [column[0] for column in result.description or []]
        rows = iter(lambda: result.fetchmany(256), [])
        numbered = enumerate((row for batch in rows for row in batch), start=1)
        yield from _each(name, ((n, dict(zip(names, row, strict=True))) for n, row in numbered), given)
    except duckdb.Error as error:
        raise InputError(
            "read", "not-parquet", f"{name}: is no Parquet file that can be read ({str(error)[:200]})"
        ) from None
    finally:
        connection.close()


def _rows_of_groups(
    name: str, stream: BinaryIO, part: tuple[int, int] | None
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The numbered rows of the row groups that begin in a part of the file, or of all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(stream)
    except pa.ArrowInvalid as error:
        raise InputError("read", "not-parquet", f"{name}: is no Parquet file that can be read ({error})") from None
    number = 1
    for group in range(file.num_row_groups):
        about = file.metadata.row_group(group)
        first = about.column(0)
        start = first.dictionary_page_offset or first.data_page_offset
        if part is None or part[0] <= start < part[1]:
            for batch in file.iter_batches(batch_size=256, row_groups=[group]):
                yield from enumerate(batch.to_pylist(), start=number)
                number += batch.num_rows
        else:
            number += about.num_rows


def _plain(path: str) -> str:
    return "".join(f"[{mark}]" if mark in "*?[" else mark for mark in path)


def _each(name: str, rows: Iterator[tuple[int, Mapping[str, Any]]], given: Given) -> Iterator[Report | Unread]:
    empty = True
    for number, row in rows:
        empty = False
        where = f"{name}:{number}"
        try:
            yield report_of(where, row, given)
        except InputError as error:
            yield Unread(where, error.as_failure())
    if empty and given.part is None:
        raise InputError("read", "empty", f"{name}: holds no rows; check the file or leave it out")
