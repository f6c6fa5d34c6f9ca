"""A store in the formats of others. What each is filled with, and what it loses: docs/how-to/export.md."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TextIO

import duckdb

from toecap.errors import StoreError, UsageError
from toecap.store.export import acled, gdelt, icews, plover, polecat, whole
from toecap.store.export.codes import columns
from toecap.store.export.told import Happening, Told, happenings, left_out
from toecap.store.reader import Store

Format = Literal["plover", "polecat", "gdelt", "icews", "acled", "parquet", "csv"]
Rows = Callable[[Happening], Iterator[tuple[Told, Mapping[str, Any]]]]

ABOUT = "export.json"
EVIDENCE = "evidence.csv"
_EVIDENCE_COLUMNS = tuple(
    "id record_id event_id report outlet url published according_to field start end quote".split()
)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a format: its name, the name of its columns, what makes its rows, and how they are written."""

    name: str
    columns: str
    rows: Rows
    style: Literal["json", "tab", "tab without head", "comma"]


_FILES: dict[str, tuple[_File, ...]] = {
    "plover": (_File("events.plover.jsonl", "plover", plover.rows, "json"),),
    "polecat": (_File("ngecEvents.polecat.txt", "polecat", polecat.rows, "tab"),),
    "gdelt": (
        _File("events.export.CSV", "gdelt-events", gdelt.events, "tab without head"),
        _File("events.mentions.CSV", "gdelt-mentions", gdelt.mentions, "tab without head"),
    ),
    "icews": (_File("events.icews.tab", "icews", icews.rows, "tab"),),
    "acled": (_File("events.acled.csv", "acled", acled.rows, "comma"),),
}
FORMATS: tuple[str, ...] = (*_FILES, "parquet", "csv")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows of each file, and how many events were left out, by reason."""

    folder: Path
    rows: dict[str, int]
    left_out: dict[str, int]


def export(store: Store, form: str, folder: Path) -> Exported:
    """Write the store in a format into a folder, which is put in place when it is whole.

    UsageError for a format or folder that will not do; StoreError where the folder holds other things or cannot be
    written.
    """
    if form not in FORMATS:
        raise UsageError("format", f"{form!r} is no format that there is; give {', '.join(FORMATS)}")
    if not folder.name:
        raise UsageError("folder", f"{folder} cannot be replaced as a whole; name a folder that it is to make, with -o")
    if folder.exists() and not ((folder / ABOUT).is_file() or not any(folder.iterdir())):
        raise StoreError("taken", f"{folder} holds something else than an export; name another folder with -o")
    place = folder.resolve()  # where a link leads, which stays a link
    aside = place.with_name(f"{place.name}.aside-{os.getpid()}")
    try:
        aside.mkdir(parents=True)
        _put_back(place)
        done = _write(store, form, aside)
        _describe(store, form, done, aside)
        _swap(aside, place)
    except OSError as error:
        raise StoreError(
            "export", f"{folder} cannot be written ({error.strerror or error}); name another with -o"
        ) from None
    except duckdb.IOException as error:
        raise StoreError("export", f"{folder} cannot be written ({error}); name another with -o") from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Exported(folder, done.rows, done.left_out)


def _swap(aside: Path, folder: Path) -> None:
    """The new export in the place of the old one, which goes last: a kill in between leaves both (see `_put_back`)."""
    if folder.exists():
        folder.rename(_old(folder))
    try:
        aside.rename(folder)
    except OSError:
        _put_back(folder)
        raise
    shutil.rmtree(_old(folder), ignore_errors=True)


def _put_back(folder: Path) -> None:
    """What a killed export left of the one before it: in its place again where nothing is, and else removed."""
    if _old(folder).is_dir() and not folder.exists():
        _old(folder).rename(folder)
    shutil.rmtree(_old(folder), ignore_errors=True)


def _old(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old-export")


def _write(store: Store, form: str, folder: Path) -> Exported:
    if form not in _FILES:
        return Exported(folder, whole.write(store, folder, form), {})
    files = _FILES[form]
    rows = {file.name: 0 for file in files}
    told_events: set[str] = set()
    with ExitStack() as stack:
        writers = [_writer(stack.enter_context(_open(folder / file.name)), file) for file in files]
        sidecar = csv.writer(stack.enter_context(_open(folder / EVIDENCE)), lineterminator="\n")
        sidecar.writerow(_EVIDENCE_COLUMNS)
        events = 0
        for happening in happenings(store):
            events += len(happening.tellings)
            for file, write in zip(files, writers, strict=True):
                for told, row in file.rows(happening):
                    write(row)
                    rows[file.name] += 1
                    told_events.add(told.key)
                    if file is files[-1]:
                        sidecar.writerows(_evidence(next(iter(row.values())), told))
    unfit = events - len(told_events)
    reasons = {**left_out(store), "no day, side or kind that the format needs": unfit}
    return Exported(folder, rows, {reason: count for reason, count in reasons.items() if count})


def _open(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def _writer(stream: TextIO, file: _File) -> Callable[[Mapping[str, Any]], object]:
    """What writes a row with exactly the columns of the format."""
    names = list(columns(file.columns))
    if file.style == "json":
        return lambda row: stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    if file.style == "comma":
        writer = csv.writer(stream, lineterminator="\n")
        clean: Callable[[Any], Any] = _plain
    else:
        # These formats know no quoting: a tab or line break in a value would be a new cell or row.
        writer = csv.writer(stream, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        clean = _one_line
    if file.style != "tab without head":
        writer.writerow(names)
    return lambda row: writer.writerow([clean(row[name]) for name in names])


def _plain(value: Any) -> Any:
    return "" if value is None else value


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else _plain(value)


def _evidence(key: Any, told: Told) -> Iterable[tuple[Any, ...]]:
    row = told.row
    about = (key, row["record_id"], row["event_id"], row["name"], row["outlet"], row["url"], row["published"])
    for one in row["evidence"] or ():
        yield (*about, row["according_to"], one["field"], one["start"], one["end"], one["quote"])


def _describe(store: Store, form: str, done: Exported, folder: Path) -> None:
    about = {
        "format": form,
        "commit": store.commit,
        "rows": done.rows,
        "left_out": done.left_out,
    }
    (folder / ABOUT).write_text(json.dumps(about, indent=1) + "\n", "utf-8")
